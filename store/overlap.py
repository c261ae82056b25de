"""Two stages outside the write connection, so that a chunk is applied while the next is parsed.

SQLite only. A stage is a shared in-memory database with a connection of its own to fill it; the
write connection attaches it inside its transaction (before BEGIN IMMEDIATE it would be locked with
the rest) and only ever reads it. SQLite works without Python's lock, so the two run side by side.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from itertools import cycle, islice
from typing import Any, NamedTuple
from uuid import uuid4

from store.chunks import Column
from store.database import Driver
from store.rollup import changes_of
from store.staging import CHANGE, STAGE, fill_stage

LINES = "stage WHERE series_id IS NOT NULL"


class Place(NamedTuple):
    """A stage outside the write connection, as that names it, and the connection to fill it."""

    stage: str
    change: str
    filler: sqlite3.Connection

    def empty(self) -> None:
        """Make room for the next chunk."""
        self.filler.execute("BEGIN")
        self.filler.execute("DELETE FROM stage")
        self.filler.execute("DELETE FROM change")

    def fill(self, columns: list[Column]) -> None:
        """Put a part of a chunk in."""
        fill_stage(self.filler, "sqlite", columns)

    def close(self) -> None:
        """Sum the chunk up per day: that need not wait for the write connection."""
        self.filler.execute(changes_of("sqlite", LINES))
        self.filler.execute("COMMIT")


class Overlap:
    """Two stages, filled by the caller's thread and applied by one other, in order."""

    def __init__(self, driver: Driver) -> None:
        self._places: list[Place] = []
        self._busy: dict[Place, Future[None]] = {}
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="apply")
        # without this the reader's lock on a stage would last until the import commits
        driver.run("PRAGMA read_uncommitted=ON")
        for name in ("place_a", "place_b"):
            uri = f"file:koploper-{uuid4()}?mode=memory&cache=shared"
            filler = sqlite3.connect(uri, uri=True, isolation_level=None)
            filler.execute(STAGE)
            filler.execute(CHANGE)
            driver.run(f"ATTACH '{uri}' AS {name}")
            self._places.append(Place(f"{name}.stage", f"{name}.change", filler))
        self._turns = cycle(self._places)

    def next_place(self) -> Place:
        """A place that nothing reads any more."""
        place = next(self._turns)
        self._wait(place)
        place.empty()
        return place

    def start(self, place: Place, apply: Callable[[], None]) -> None:
        """Apply a filled stage beside what the caller does next."""
        self._busy[place] = self._worker.submit(apply)

    def drain(self) -> None:
        """Wait for everything to be applied; raises what went wrong."""
        for place in islice(self._turns, len(self._places)):
            self._wait(place)

    def stop(self) -> None:
        """Wait for what is being applied and forget the rest.

        A statement that ran after the rollback would be a transaction of its own.
        """
        for busy in self._busy.values():
            busy.cancel()
        wait(self._busy.values())
        self._busy.clear()
        for place in self._places:
            if place.filler.in_transaction:
                place.filler.execute("ROLLBACK")

    def close(self, connection: Any) -> None:
        """Let go of the stages, once the write transaction is over."""
        self._worker.shutdown()
        for place in self._places:
            connection.execute(f"DETACH {place.stage.partition('.')[0]}")
            place.filler.close()

    def _wait(self, place: Place) -> None:
        busy = self._busy.pop(place, None)
        if busy is not None:
            busy.result()
