"""Ranks exact values: shared places, movement, the gap to the next place, who stands around me.

Generic over what is ranked; knows nothing of measures, names of units or how it is shown.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Generic, NamedTuple, TypeVar

from bot.domain.metrics import Value

K = TypeVar("K", bound=Hashable)

TIE_ROOM = 5
"""How many rows over the asked number a tie at the last shown place may add."""


class Standing(NamedTuple, Generic[K]):
    """One row: who, with what value, in which place, and how that compares.

    A tuple, because a board makes a thousand of them and shows ten.
    """

    key: K
    name: str
    value: Value
    place: int
    previous_place: int | None  # None: not ranked then, or no comparison was asked for
    is_new: bool  # compared, and not ranked in the previous period
    gap_to_next: Value | None  # to the nearest better value; None in first place

    @property
    def movement(self) -> int | None:
        """Places gained (positive) or lost (negative); None without a previous place."""
        return None if self.previous_place is None else self.previous_place - self.place


@dataclass(frozen=True, kw_only=True, slots=True)
class Page(Generic[K]):
    """The rows shown, and how many that are ranked are not."""

    rows: tuple[Standing[K], ...]
    number: int
    count: int  # of pages
    not_listed: int  # ranked, but on no page up to and with this one
    tied_out: int  # of those, how many share the place of the last row shown


def places(values: Mapping[K, Value], *, ascending: bool = False) -> dict[K, int]:
    """Each key's place, best first; equal values share one: 1, 1, 3."""
    placed: dict[K, int] = {}
    last: Value | None = None
    place = 0
    for index, (key, value) in enumerate(_best_first(values, ascending), start=1):
        if value != last:
            place, last = index, value
        placed[key] = place
    return placed


def rank(
    values: Mapping[K, Value],
    names: Mapping[K, str],
    *,
    ascending: bool = False,
    previous: Mapping[K, Value] | None = None,
) -> tuple[Standing[K], ...]:
    """All standings, best first; `values` holds only what is ranked (see Metric.value).

    Equal values share a place; their order by name is for the eye only. With `previous` (the
    values of the previous period) each row has its movement, or is new.
    """
    before = places(previous, ascending=ascending) if previous else {}
    rows: list[Standing[K]] = []
    group: list[tuple[str, str, K]] = []  # who share a value, ordered by name for the eye
    nearest: Value | None = None  # the better value next to the group's

    def close_group(value: Value) -> None:
        place = len(rows) + 1
        gap = None if nearest is None else _distance(nearest, value)
        group.sort(key=itemgetter(0, 1))
        for _, name, key in group:
            had = before.get(key)
            rows.append(Standing(key, name, value, place, had, bool(before) and had is None, gap))
        group.clear()

    current: Value | None = None
    for key, value in _best_first(values, ascending):
        if value != current:
            if current is not None:
                close_group(current)
                nearest = current
            current = value
        name = names.get(key, "")
        group.append((name.casefold(), name, key))
    if current is not None:
        close_group(current)
    return tuple(rows)


def neighbours(
    standings: Sequence[Standing[K]], key: K, *, each: int = 2
) -> tuple[Standing[K], ...]:
    """The row of `key` with up to `each` rows above and below it; empty when it is not ranked."""
    for index, row in enumerate(standings):
        if row.key == key:
            return tuple(standings[max(0, index - each) : index + each + 1])
    return ()


def page(standings: Sequence[Standing[K]], *, size: int, number: int = 1) -> Page[K]:
    """Page `number`, from 1, of `size` rows; one past the end shows the last page.

    The first page is the top: rows that share the place of its last row are shown too, while that
    makes at most TIE_ROOM rows more. A larger tie is cut, and `tied_out` says how many share the
    last place shown. Later pages follow from there.
    """
    cut = _tie_end(standings, size)
    count = 1 + max(0, -(-(len(standings) - cut) // size))
    number = max(1, min(number, count))
    start = 0 if number == 1 else cut + (number - 2) * size
    end = cut if number == 1 else min(len(standings), start + size)
    rows = tuple(standings[start:end])
    rest = standings[end:]
    tied = sum(1 for row in rest if row.place == rows[-1].place)
    return Page(rows=rows, number=number, count=count, not_listed=len(rest), tied_out=tied)


def _tie_end(standings: Sequence[Standing[K]], size: int) -> int:
    """Where the first page ends, see page()."""
    if len(standings) <= size:
        return len(standings)
    end = size
    while end < len(standings) and standings[end].place == standings[size - 1].place:
        end += 1
    return end if end <= size + TIE_ROOM else size


def _best_first(values: Mapping[K, Value], ascending: bool) -> list[tuple[K, Value]]:
    # The float decides nearly every comparison at C speed; equal floats fall back to the exact
    # value, and rounding never reverses an order, so the result is exact.
    return sorted(values.items(), key=lambda item: (float(item[1]), item[1]), reverse=not ascending)


def _distance(better: Value, worse: Value) -> Value:
    return better - worse if better > worse else worse - better
