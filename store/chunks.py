"""Staged rows turned into columns, each fact once, with its lines counted.

Pure: knows no database. A million rows pass through here, so the work is done by what Python
does in C (zip, map, sets), column by column, and never row by row.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, compress, count, groupby, islice, repeat
from operator import itemgetter, le, ne, sub
from typing import Any, NamedTuple

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
Column = Sequence[Any]
MEASURE = 5
_external_id = itemgetter(0)


class Size(NamedTuple):
    """How much is staged."""

    lines: int = 0
    facts: int = 0
    repeated: int = 0  # runs of rows that a later run of the same fact replaced
    last: str = ""  # external id
    is_ascending: bool = True  # whether external ids rise from fact to fact

    def plus(self, first: str, more: Size) -> Size:
        """Together with what is staged next, which begins with external id `first`."""
        return Size(
            self.lines + more.lines,
            self.facts + more.facts,
            self.repeated + more.repeated,
            more.last,
            self.is_ascending and more.is_ascending and self.last <= first,
        )


class Part(NamedTuple):
    """Columns in the order of a staged row, then each row's line number and its fact's lines."""

    columns: list[Column]
    size: Size


def whole_facts(rows: Iterable[StagedRow], size: int) -> Iterator[list[StagedRow]]:
    """Rows in lists of about `size` that never end in the middle of a fact."""
    left = iter(rows)
    taken = list(islice(left, size))
    while taken:
        following: list[StagedRow] = []
        for row in left:
            if row[0] != taken[-1][0]:
                following.append(row)
                break
            taken.append(row)
        yield taken
        taken = following + list(islice(left, size - 1))


def arrange(rows: Sequence[StagedRow]) -> Part:
    """Columns of whole facts; of a fact that comes twice the last run of rows is kept."""
    columns: list[Column] = list(zip(*rows, strict=True))
    starts, heads = _runs(columns[0])
    is_single = len(starts) == len(rows)
    if len(set(heads)) == len(heads) and (is_single or None not in columns[MEASURE]):
        return _numbered(columns, starts, heads)
    kept = _last_runs(rows)
    columns = list(zip(*chain.from_iterable(kept), strict=True))
    part = _numbered(columns, *_runs(columns[0]))
    return part._replace(size=part.size._replace(repeated=len(starts) - len(kept)))


def _runs(ids: Column) -> tuple[list[int], Column]:
    """Where a fact's rows start, and the external id there."""
    starts = [0, *compress(count(1), map(ne, islice(ids, 1, None), ids))]
    return starts, ids if len(starts) == len(ids) else [ids[start] for start in starts]


def _numbered(columns: list[Column], starts: list[int], heads: Column) -> Part:
    """The columns with each row's line number and its fact's number of lines."""
    lines = len(columns[0])
    if len(starts) == lines:
        columns += [(0,) * lines, (1,) * lines]
    else:
        lengths = [*map(sub, chain(starts[1:], [lines]), starts)]
        columns.append([*chain.from_iterable(map(range, lengths))])
        columns.append([*chain.from_iterable(map(repeat, lengths, lengths))])
    is_ascending = all(map(le, heads, islice(heads, 1, None)))
    return Part(columns, Size(lines, len(starts), 0, heads[-1], is_ascending))


def _last_runs(rows: Iterable[StagedRow]) -> list[list[StagedRow]]:
    """The rows of each fact, the last run where it comes twice; rows worth nothing give way."""
    runs: dict[str, list[StagedRow]] = {}
    for external_id, run in groupby(rows, _external_id):
        runs.pop(external_id, None)
        found = list(run)
        runs[external_id] = [row for row in found if row[MEASURE] is not None] or found[:1]
    return list(runs.values())
