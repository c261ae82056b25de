"""Which day, week, month, quarter or year a date lies in, remembered: badges ask by the thousand.

Days are proleptic ordinals. Knows no results and no people.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from bot.domain.comparing import holding
from bot.domain.periods import Calendar, Kind, Period

EVER = 366
"""The first day of year 2: before every result, and with a week and a year around it."""

Found = tuple[str, int, int]
"""An award of one person and badge: slot, day earned on, value in ten-thousandths."""


class Spans:
    """The periods of one calendar."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self._starts: dict[Kind, dict[int, int]] = {}
        self._periods: dict[tuple[Kind, int], Period] = {}

    def start(self, kind: Kind, day: int) -> int:
        """The first day of the period that a day lies in."""
        if kind is Kind.DAY:
            return day
        starts = self._starts.setdefault(kind, {})
        found = starts.get(day)
        if found is None:
            period = holding(kind, date.fromordinal(day), self.calendar)
            found = period.start.toordinal()
            self._periods[kind, found] = period
            starts.update(dict.fromkeys(range(found, period.end.toordinal()), found))
        return found

    def end(self, kind: Kind, start: int) -> int:
        """The day after the period that starts on a day."""
        return start + 1 if kind is Kind.DAY else self.period(kind, start).end.toordinal()

    def period(self, kind: Kind, start: int) -> Period:
        """The period that starts on a day."""
        if kind is not Kind.DAY:
            self.start(kind, start)
        found = self._periods.get((kind, start))
        return found or holding(kind, date.fromordinal(start), self.calendar)

    def slot(self, kind: Kind, start: int) -> str:
        """The name of the period that starts on a day, such as 2026-W47."""
        return self.period(kind, start).words()


class Window(NamedTuple):
    """The days that are asked about: awards earned on [since, today]."""

    since: int
    today: int
    spans: Spans
