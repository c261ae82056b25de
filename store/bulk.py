"""Facts by the million: rows staged in chunks, in one transaction with all they change.

Knows rows as tuples and nothing of files. Memory is bounded by the chunk, not by the import.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager
from datetime import date
from functools import partial
from typing import Any

from store.chunks import MEASURE, Column, Part, Size, StagedRow, arrange, whole_facts
from store.database import Driver, Unit
from store.errors import StoreError
from store.overlap import Overlap, Place
from store.posting import Posting
from store.records import Counts
from store.series import Key, put_series
from store.staging import clear, fill_stage

__all__ = ["CHUNK", "Bulk", "StagedRow", "Stager"]

PART = 500  # rows turned into columns at a time: these stay in the processor's cache
CHUNK = 100_000  # rows applied at a time
FIRST = 10_000  # but the first ones soon, so that both threads have work from the start
SEAT, DAY, SALE_TYPE = 6, 7, 8
LAST_DAY = date.max.toordinal()


class Stager:
    """Rows into columns for a stage, with what they refer to checked and created."""

    def __init__(
        self, driver: Driver, workspace_id: int, guard: AbstractContextManager[Any]
    ) -> None:
        self._driver = driver
        self._guard = guard
        self._workspace_id = workspace_id
        self._seats: set[Any] = {None}
        self._series: dict[tuple[Any, Any], int | None] = {}

    def columns(self, rows: list[StagedRow]) -> Part:
        """Rows of whole facts as columns of `stage`; StoreError for what nobody knows."""
        part = arrange(rows)
        given = part.columns
        kinds = list(zip(given[MEASURE], given[SALE_TYPE], strict=True))
        self._check(set(given[SEAT]), set(given[DAY]), set(kinds))
        series: Column = [*map(self._series.__getitem__, kinds)]
        columns = [*given[:MEASURE], series, given[SEAT], given[DAY], *given[SALE_TYPE + 1 :]]
        return part._replace(columns=columns)

    def _check(self, seats: set[Any], days: set[Any], kinds: set[tuple[Any, Any]]) -> None:
        days.discard(None)
        if any(not isinstance(day, int) or not 0 < day <= LAST_DAY for day in days):
            raise StoreError("a day is the ordinal of a date")
        seats -= self._seats
        kinds -= self._series.keys()
        if not seats and not kinds:
            return
        with self._guard:
            self._seats |= self._known_seats(seats)
            wanted: set[Key] = {kind for kind in kinds if kind[0] is not None}
            numbers = put_series(self._driver, self._workspace_id, wanted)
        self._series |= {kind: numbers.get(kind) for kind in kinds}
        if not seats <= self._seats:
            raise StoreError(f"no such seat: {min(seats - self._seats, key=str)}")

    def _known_seats(self, wanted: set[Any]) -> set[int]:
        numbers = ", ".join(str(int(seat)) for seat in wanted) or "NULL"
        found = self._driver.run(
            f"SELECT id FROM seat WHERE workspace_id = :workspace AND id IN ({numbers})",  # noqa: S608
            {"workspace": self._workspace_id},
        )
        return {row[0] for row in found.fetchall()}


class Bulk:
    """An import of one source in progress; `Ledger.bulk` rolls it back unless it is committed."""

    def __init__(
        self,
        *,
        driver: Driver,
        posting: Posting,
        stager: Stager,
        source_id: int,
        unit: Unit,
        overlap: Overlap | None,
    ) -> None:
        self._driver = driver
        self._posting = posting
        self._stager = stager
        self._source_id = source_id
        self._unit = unit
        self._overlap = overlap
        self._place: Place | None = None
        self._size = Size()
        self._due = FIRST
        self._staged = self._new = self._missing = 0
        self._settled: Counts | None = None
        self.committed = False

    def stage(self, rows: Iterable[StagedRow]) -> None:
        """Take rows in; further lines of a fact follow its first directly, in the same call.

        A fact staged again later replaces what was staged before. StoreError for a seat, measure or
        day that is none; then nothing can be committed.
        """
        if self._settled is not None:
            raise StoreError("counts() was called: stage before it")
        for taken in whole_facts(rows, PART):
            part = self._stager.columns(taken)
            self._put(part)
            if self._size.lines >= min(self._due, CHUNK):
                self._hand_over()
        self._hand_over()
        if self._overlap is not None:
            self._overlap.drain()

    def _put(self, part: Part) -> None:
        if self._overlap is None:
            fill_stage(self._driver.raw, self._driver.dialect, part.columns, self._size.lines)
        else:
            if self._place is None:
                self._place = self._overlap.next_place()
            self._place.fill(part.columns)
        self._size = self._size.plus(part.columns[0][0], part.size)

    def _hand_over(self) -> None:
        """Let what is staged be applied: beside what follows, where there is an overlap."""
        size, self._size, self._due = self._size, Size(), CHUNK
        place, self._place = self._place, None
        if size.lines == 0:
            return
        if self._overlap is None or place is None:
            self._apply(None, size)
            clear(self._driver, "stage")
            return
        place.close()
        self._overlap.start(place, partial(self._apply, place, size))

    def stop(self) -> None:
        """Let no other thread touch the transaction any more: it is about to end."""
        if self._overlap is not None:
            self._overlap.stop()

    def _apply(self, place: Place | None, size: Size) -> None:
        with self._unit.guard:
            self._staged += size.facts + size.repeated
            self._new += self._posting.apply_stage(self._source_id, size, place)

    def reverse_missing(self) -> int:
        """Reverse what this source said before and was not staged; returns how many facts.

        To be called before counts().
        """
        if self._settled is not None:
            raise StoreError("counts() was called: reverse what is missing before it")
        self._missing = self._posting.set_missing_aside(self._source_id)
        return self._missing

    def counts(self) -> Counts:
        """What the import changes, before it is committed; nothing can be staged after this."""
        if self._settled is None:
            changed, unchanged = self._posting.settle(self._source_id)
            distinct = self._new + changed + unchanged - self._missing
            self._settled = Counts(
                new=self._new,
                changed=changed,
                unchanged=unchanged,
                repeated=self._staged - distinct,
            )
        return self._settled

    def commit(self) -> Counts:
        """Keep it all, once the block ends; a dry run simply does not call this."""
        counts = self.counts()
        if not self.committed:
            self._posting.finish()
            self.committed = True
        return counts
