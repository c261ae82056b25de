"""Two stages outside the write connection, so that a chunk is applied while the next is parsed.

SQLite only. A stage is a shared in-memory database with a connection of its own to fill it; the
write connection attaches it inside its transaction (before BEGIN IMMEDIATE it would be locked with
the rest) and only ever reads it. SQLite works without Python's lock, so the two run side by side.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import cycle, islice
from typing import Any
from uuid import uuid4

from store.database import Driver
from store.staging import STAGE


class Overlap:
    """Two stages, filled by the caller's thread and applied by one other, in order."""

    def __init__(self, driver: Driver) -> None:
        self._fillers: dict[str, sqlite3.Connection] = {}
        self._busy: dict[str, Future[None]] = {}
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="apply")
        # without this the reader's lock on a stage would last until the import commits
        driver.run("PRAGMA read_uncommitted=ON")
        for name in ("stage_a", "stage_b"):
            uri = f"file:koploper-{uuid4()}?mode=memory&cache=shared"
            filler = sqlite3.connect(uri, uri=True, isolation_level=None)
            filler.execute(STAGE)
            driver.run(f"ATTACH '{uri}' AS {name}")
            self._fillers[name] = filler
        self._names = cycle(self._fillers)

    def next_stage(self) -> tuple[str, sqlite3.Connection]:
        """A stage that nothing reads any more: its name in SQL and the connection to fill it."""
        name = next(self._names)
        self._wait(name)
        return f"{name}.stage", self._fillers[name]

    def start(self, stage: str, apply: Callable[[], None]) -> None:
        """Apply a filled stage beside what the caller does next."""
        self._busy[stage.partition(".")[0]] = self._worker.submit(apply)

    def drain(self) -> None:
        """Wait for everything to be applied; raises what went wrong."""
        for name in islice(self._names, 2):
            self._wait(name)

    def stop(self) -> None:
        """Wait for what is being applied and forget the rest.

        A statement that ran after the rollback would be a transaction of its own.
        """
        self._worker.shutdown(wait=True, cancel_futures=True)

    def close(self, connection: Any) -> None:
        """Let go of the stages, once the write transaction is over."""
        for name, filler in self._fillers.items():
            connection.execute(f"DETACH {name}")
            filler.close()

    def _wait(self, name: str) -> None:
        busy = self._busy.pop(name, None)
        if busy is not None:
            busy.result()
