"""Which groups' results may be shown, so that no smaller group can be worked out from all of them.

The exact linear audit: whoever knows the counts and results of the released groups can compute
those of every union of cells that lies in the row space of the groups' incidence matrix, and of
no other. Knows no answers and no names of people.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from math import lcm

Cell = tuple[str, ...]
"""One value for every dimension, in the order of the dimensions."""
Group = tuple[tuple[int, str], ...]
"""(number of the dimension, value) pairs in order; the empty group is everybody."""

_PRIME = (1 << 61) - 1
_STEP = 0x1F83D9ABFB41BD6B % _PRIME
_MOST_UNIONS = 300_000
"""Above so many small unions a candidate is refused unchecked: refusing never leaks."""

EVERYBODY: Group = ()


def cells_of(segments: Iterable[Sequence[str]]) -> dict[Cell, int]:
    """How many people are in every combination of segments that anybody is in."""
    return dict(Counter(tuple(one) for one in segments))


def holds(group: Group, cell: Cell) -> bool:
    """Whether the people of a cell belong to a group."""
    return all(cell[dimension] == value for dimension, value in group)


def size(group: Group, cells: Mapping[Cell, int]) -> int:
    """How many people a group has."""
    return sum(count for cell, count in cells.items() if holds(group, cell))


def candidates(cells: Mapping[Cell, int]) -> list[Group]:
    """Every group there can be: any choice of dimensions with any values that occur together."""
    found: set[Group] = set()
    for cell in cells:
        for length in range(len(cell) + 1):
            for chosen in combinations(range(len(cell)), length):
                found.add(tuple((dimension, cell[dimension]) for dimension in chosen))
    return sorted(found, key=lambda group: (len(group), group))


def releasable(
    cells: Mapping[Cell, int],
    wanted: Sequence[Group],
    *,
    least: int,
    released: Sequence[Group] = (),
) -> tuple[Group, ...]:
    """The groups of `wanted` that may be shown beside `released`, large before small.

    `cells` counts who answered. A group is accepted when it has at least `least` people and, with
    all that is released, lets nobody compute a union of cells with fewer than `least` people.
    Empty cells are left out first: kept, they would hide leaks. A group below `least` that was
    released before is an error of the caller: ValueError.
    """
    audit = _Audit({cell: count for cell, count in cells.items() if count > 0}, least)
    for group in released:
        audit.add(group)
    if released and audit.leaks():
        raise ValueError("what was released before already singles people out")
    large_first = sorted(wanted, key=lambda group: (-size(group, cells), len(group), group))
    return tuple(group for group in large_first if audit.accepts(group))


class _Audit:
    """The null space of what is released: a union of cells can be computed exactly when its
    indicator is orthogonal to all of it."""

    def __init__(self, cells: Mapping[Cell, int], least: int) -> None:
        self._cells = list(cells)
        self._counts = [cells[cell] for cell in self._cells]
        self._least = least
        width = len(self._cells)
        self._null = [[Fraction(int(i == j)) for j in range(width)] for i in range(width)]

    def accepts(self, group: Group) -> bool:
        """Release the group when that is safe; whether it was."""
        people = sum(n for c, n in zip(self._cells, self._counts, strict=True) if holds(group, c))
        if people < self._least:
            return False
        before = self._null
        self.add(group)
        if self.leaks():
            self._null = before
            return False
        return True

    def add(self, group: Group) -> None:
        """Take a released group in: one equation more, one vector less in the null space."""
        inside = [index for index, cell in enumerate(self._cells) if holds(group, cell)]
        weights = [sum((vector[i] for i in inside), Fraction(0)) for vector in self._null]
        pivot = next((index for index, weight in enumerate(weights) if weight), None)
        if pivot is None:
            return
        gone, by = self._null[pivot], weights[pivot]
        self._null = [
            [value - weight / by * lost for value, lost in zip(vector, gone, strict=True)]
            for index, (vector, weight) in enumerate(zip(self._null, weights, strict=True))
            if index != pivot
        ]

    def leaks(self) -> bool:
        """Whether some union of cells with fewer than `least` people can be computed."""
        marks = self._marks()
        small = [
            (count, mark)
            for count, mark in zip(self._counts, marks, strict=True)
            if count < self._least
        ]
        return _sums_to_nothing(small, self._least)

    def _marks(self) -> list[int]:
        """One number per cell, linear in its part of the null space: a union that is orthogonal to
        the null space always sums to zero. Another one does by a chance of 1 in 2^61, and would be
        refused without need."""
        marks = [0] * len(self._cells)
        factor = 1
        for vector in self._null:
            factor = factor * _STEP % _PRIME
            common = lcm(*(value.denominator for value in vector))
            for index, value in enumerate(vector):
                marks[index] = (marks[index] + factor * int(value * common)) % _PRIME
        return marks


def _sums_to_nothing(small: Sequence[tuple[int, int]], least: int) -> bool:
    """Whether some of the cells have fewer than `least` people together and marks that cancel out.

    Also True when there are too many unions to look through.
    """
    reached: list[tuple[int, int]] = [(0, 0)]
    for count, mark in small:
        more = [
            (people + count, (total + mark) % _PRIME)
            for people, total in reached
            if people + count < least
        ]
        if any(total == 0 for _people, total in more):
            return True
        reached += more
        if len(reached) > _MOST_UNIONS:
            return True
    return False
