"""Facts by the million: rows staged in chunks, in one transaction with all they change.

Knows rows as tuples and nothing of files. Memory is bounded by the chunk, not by the import.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby, islice
from operator import itemgetter
from typing import Any, NamedTuple

from store.database import Driver
from store.errors import StoreError
from store.posting import Posting
from store.records import Counts
from store.series import put_series
from store.staging import STAGED, put_days

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
CHUNK = 50_000
TOGETHER = 100  # rows in one INSERT; more gains nothing and fewer pay the driver's fixed cost
_external_id = itemgetter(0)


class Staged(NamedTuple):
    """What a chunk came to: rows, facts, and runs of rows that a later run replaced."""

    lines: int
    facts: int
    repeated: int


class Stager:
    """Chunks of rows into `stage`, with what they refer to checked and created."""

    def __init__(self, driver: Driver, workspace_id: int) -> None:
        self._driver = driver
        self._workspace_id = workspace_id
        self._seats: set[int] = set()
        self._series: set[tuple[str, str | None]] = set()
        self._days: set[int] = set()
        self._sql = f"INSERT INTO stage ({STAGED}, line, lines) VALUES "

    def put(self, rows: Sequence[tuple[Any, ...]]) -> Staged:
        """Stage rows of whole facts, of which the last run with the same external id counts."""
        self._check(rows)
        if len(set(map(_external_id, rows))) == len(rows):
            self._insert(rows, "0, 1")
            return Staged(lines=len(rows), facts=len(rows), repeated=0)
        runs, repeated = _runs(rows)
        numbered = [row for run in runs for row in _numbered(run)]
        self._insert(numbered, None)
        return Staged(lines=len(numbered), facts=len(runs), repeated=repeated)

    def _insert(self, rows: Sequence[tuple[Any, ...]], constants: str | None) -> None:
        if self._driver.dialect == "postgresql":
            self._copy(rows, (0, 1) if constants else ())
            return
        marks = ", ".join("?" * len(rows[0]) if rows else "")
        one = f"({marks}, {constants})" if constants else f"({marks})"
        whole = len(rows) - len(rows) % TOGETHER
        many = self._sql + ", ".join([one] * TOGETHER)
        for start in range(0, whole, TOGETHER):
            flat = list(chain.from_iterable(rows[start : start + TOGETHER]))
            self._driver.raw.execute(many, flat)
        self._driver.raw.executemany(self._sql + one, rows[whole:])

    def _copy(self, rows: Sequence[tuple[Any, ...]], constants: tuple[int, ...]) -> None:
        into = f"COPY stage (n, {STAGED}, line, lines) FROM STDIN"
        with self._driver.raw.cursor().copy(into) as copy:
            for number, row in enumerate(rows, 1):
                copy.write_row((number, *row, *constants))

    def _check(self, rows: Sequence[tuple[Any, ...]]) -> None:
        """Seats must be this workspace's; series and calendar days are made as they come."""
        seats = {row[6] for row in rows if row[5] is not None} - self._seats
        if seats:
            self._seats |= self._known_seats(seats)
            if not seats <= self._seats:
                raise StoreError(f"no such seat: {sorted(seats - self._seats, key=str)[0]}")
        series = {(row[5], row[8]) for row in rows if row[5] is not None} - self._series
        if series:
            put_series(self._driver, self._workspace_id, series)
            self._series |= series
        days = {row[7] for row in rows if row[5] is not None} - self._days
        if days:
            put_days(self._driver, days)
            self._days |= days

    def _known_seats(self, wanted: set[Any]) -> set[int]:
        numbers = ", ".join(str(int(seat)) for seat in wanted)
        found = self._driver.run(
            f"SELECT id FROM seat WHERE workspace_id = :workspace AND id IN ({numbers})",
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
    """An import of one source in progress; `Ledger.bulk` opens it and rolls it back unless
    committed."""

    def __init__(self, posting: Posting, stager: Stager, source_id: int) -> None:
        self._posting = posting
        self._stager = stager
        self._source_id = source_id
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
            staged = self._stager.put(chunk)
            self._staged += staged.facts + staged.repeated
            self._new += self._posting.apply_stage(self._source_id, staged.lines, staged.facts)

    def reverse_missing(self) -> int:
        """Reverse every fact of this source that was not staged; returns how many. Before counts()."""
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
