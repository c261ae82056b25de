"""Which days are somebody's to work: working days of the company, without their leave, from their
first to their last day. Streaks wait on all other days. Knows no results.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from datetime import date

from store.records import Person


class WorkDays:
    """The company's working days, each worked out once. Days are proleptic ordinals."""

    def __init__(self, is_working: Callable[[date], bool]) -> None:
        self._is_working = is_working
        self._known: dict[int, bool] = {}

    def __call__(self, day: int) -> bool:
        found = self._known.get(day)
        if found is None:
            found = self._known[day] = self._is_working(date.fromordinal(day))
        return found


class Attendance:
    """One person's days."""

    def __init__(
        self,
        work_days: WorkDays,
        away: Sequence[tuple[date, date]] = (),
        person: Person | None = None,
    ) -> None:
        """`away` are their leaves as [start, end), in order, none overlapping another."""
        self._work_days = work_days
        self._starts = [start.toordinal() for start, _ in away]
        self._ends = [end.toordinal() for _, end in away]
        begins, ends = (person.starts_on, person.ends_on) if person else (None, None)
        self._first = begins.toordinal() if begins else 0
        self._weeks: dict[int, bool] = {}
        self._last = ends.toordinal() if ends else date.max.toordinal()

    def is_theirs(self, day: int) -> bool:
        """Whether they are expected to work on it."""
        if not (self._first <= day <= self._last and self._work_days(day)):
            return False
        at = bisect_right(self._starts, day)
        return at == 0 or self._ends[at - 1] <= day

    def works_in(self, start: int, end: int) -> bool:
        """Whether any of the days [start, end), a week, is theirs; remembered."""
        found = self._weeks.get(start)
        if found is None:
            found = any(self.is_theirs(day) for day in range(start, end))
            self._weeks[start] = found
        return found

    def among(self, start: int, end: int) -> list[int]:
        """Their days among [start, end)."""
        return [day for day in range(start, end) if self.is_theirs(day)]
