"""Facts by the million: rows staged in chunks, in one transaction with all they change.

Knows rows as tuples and nothing of files. Memory is bounded by the chunk, not by the import.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from functools import partial
from itertools import chain, groupby, islice
from operator import itemgetter, le
from typing import Any

from store.database import Driver, Unit
from store.errors import StoreError
from store.overlap import Overlap
from store.posting import Posting
from store.records import Counts
from store.series import put_series
from store.staging import STAGED, Staged, put_days

StagedRow = tuple[
    str,  # external id
    str | None,  # customer
    str | None,  # link
    str | None,  # stage
    str | None,  # original amount
    str | None,  # measure; None: the fact counts for nothing
    int | None,  # seat id
    int | None,  # day, as a proleptic ordinal
    str | None,  # sale type
    int | None,  # product id
    int | None,  # amount, minor units of the measure
    int | None,  # share, basis points
]
CHUNK = 25_000
TOGETHER = 100  # rows in one INSERT; more gains nothing and fewer pay the driver's fixed cost
_external_id = itemgetter(0)


class Stager:
    """Chunks of rows into a stage, with what they refer to checked and created."""

    def __init__(
        self, driver: Driver, workspace_id: int, guard: AbstractContextManager[Any]
    ) -> None:
        self._driver = driver
        self._guard = guard
        self._workspace_id = workspace_id
        self._seats: set[int] = set()
        self._series: set[tuple[str, str | None]] = set()
        self._days: set[int] = set()

    def put(self, rows: Sequence[tuple[Any, ...]], into: Any = None) -> Staged:
        """Stage rows of whole facts, of which the last run with the same external id counts.

        `into` is the driver's connection that has the table `stage`, when not the writer's own.
        """
        self._check(rows)
        into = into or self._driver.raw
        into.execute("DELETE FROM stage")
        ids = [*map(_external_id, rows)]
        ascending = all(map(le, ids, islice(ids, 1, None)))
        if len(set(ids)) == len(rows):
            self._insert(into, rows, (0, 1))
            return Staged(len(rows), len(rows), 0, ascending)
        runs, repeated = _runs(rows)
        numbered = [row for run in runs for row in _numbered(run)]
        self._insert(into, numbered, ())
        return Staged(len(numbered), len(runs), repeated, ascending)

    def _insert(
        self, into: Any, rows: Sequence[tuple[Any, ...]], constants: tuple[int, ...]
    ) -> None:
        if self._driver.dialect == "postgresql":
            with into.cursor().copy(f"COPY stage (n, {STAGED}, line, lines) FROM STDIN") as copy:
                for number, row in enumerate(rows, 1):
                    copy.write_row((number, *row, *constants))
            return
        one = f"({', '.join('?' * len(rows[0]) + ''.join(map(str, constants)))})" if rows else ""
        insert = f"INSERT INTO stage ({STAGED}, line, lines) VALUES "  # noqa: S608
        many = insert + ", ".join([one] * TOGETHER)
        whole = len(rows) - len(rows) % TOGETHER
        into.execute("SAVEPOINT filling")
        for start in range(0, whole, TOGETHER):
            into.execute(many, list(chain.from_iterable(rows[start : start + TOGETHER])))
        into.executemany(insert + one, rows[whole:])
        into.execute("RELEASE filling")

    def _check(self, rows: Sequence[tuple[Any, ...]]) -> None:
        """Seats must be this workspace's; series and calendar days are made as they come."""
        seats = {row[6] for row in rows if row[5] is not None} - self._seats
        series = {(row[5], row[8]) for row in rows if row[5] is not None} - self._series
        days = {row[7] for row in rows if row[5] is not None} - self._days
        if not (seats or series or days):
            return
        with self._guard:
            self._know(seats, series, days)

    def _know(self, seats: set[Any], series: set[Any], days: set[Any]) -> None:
        if seats:
            self._seats |= self._known_seats(seats)
            if not seats <= self._seats:
                raise StoreError(f"no such seat: {min(seats - self._seats, key=str)}")
        if series:
            put_series(self._driver, self._workspace_id, series)
            self._series |= series
        if days:
            put_days(self._driver, days)
            self._days |= days

    def _known_seats(self, wanted: set[Any]) -> set[int]:
        numbers = ", ".join(str(int(seat)) for seat in wanted)
        found = self._driver.run(
            f"SELECT id FROM seat WHERE workspace_id = :workspace AND id IN ({numbers})",  # noqa: S608
            {"workspace": self._workspace_id},
        )
        return {row[0] for row in found.fetchall()}


def _runs(rows: Iterable[tuple[Any, ...]]) -> tuple[list[list[tuple[Any, ...]]], int]:
    """The rows of each fact, the last ones where it comes twice, and how often it does."""
    runs: dict[str, list[tuple[Any, ...]]] = {}
    seen = 0
    for external_id, run in groupby(rows, _external_id):
        seen += 1
        runs.pop(external_id, None)
        runs[external_id] = list(run)
    return list(runs.values()), seen - len(runs)


def _numbered(run: list[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """A fact's rows with (line, lines) added, in one order: the same lines are the same fact."""
    if len(run) > 1:
        run = sorted((row for row in run if row[5] is not None), key=_line_order) or run[:1]
    for line, row in enumerate(run):
        yield (*row, line, len(run))


def _line_order(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return (row[5], row[6], row[7], row[8] or "", row[9] or 0, row[10], row[11])


def _whole_facts(rows: Iterable[StagedRow]) -> Iterator[list[StagedRow]]:
    """Chunks that never end in the middle of a fact."""
    left = iter(rows)
    chunk = list(islice(left, CHUNK))
    while chunk:
        following: list[StagedRow] = []
        for row in left:
            if row[0] != chunk[-1][0]:
                following.append(row)
                break
            chunk.append(row)
        yield chunk
        chunk = following + list(islice(left, CHUNK - 1))


class Bulk:
    """An import of one source in progress; `Ledger.bulk` rolls it back unless it is committed."""

    def __init__(
        self, posting: Posting, stager: Stager, source_id: int, unit: Unit, overlap: Overlap | None
    ) -> None:
        self._posting = posting
        self._stager = stager
        self._source_id = source_id
        self._unit = unit
        self._overlap = overlap
        self._staged = self._new = self._missing = 0
        self._settled: Counts | None = None
        self.committed = False

    def stage(self, rows: Iterable[StagedRow]) -> None:
        """Take rows in; further lines of a fact follow its first directly, in the same call.

        A fact staged again later replaces what was staged before. StoreError for a seat, measure or
        day that is none; then nothing can be committed.
        """
        self._expect_open()
        for chunk in _whole_facts(rows):
            if self._overlap is None:
                self._apply("stage", self._stager.put(chunk))
                continue
            name, filler = self._overlap.next_stage()
            staged = self._stager.put(chunk, filler)
            self._overlap.start(name, partial(self._apply, name, staged))
        if self._overlap is not None:
            self._overlap.drain()

    def stop(self) -> None:
        """Let no other thread touch the transaction any more: it is about to end."""
        if self._overlap is not None:
            self._overlap.stop()

    def _apply(self, stage: str, staged: Staged) -> None:
        with self._unit.guard:
            self._staged += staged.facts + staged.repeated
            self._new += self._posting.apply_stage(self._source_id, staged, stage)

    def reverse_missing(self) -> int:
        """Reverse what this source said before and was not staged; returns how many facts.

        To be called before counts().
        """
        self._expect_open()
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
        self._posting.finish()
        self.committed = True
        return counts

    def _expect_open(self) -> None:
        if self._settled is not None:
            raise StoreError("counts() was called: stage before it")
