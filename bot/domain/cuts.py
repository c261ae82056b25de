"""Cuts a period into the fewest calendar units that totals are kept for.

Knows nothing of what is stored: only days, weeks, months, quarters and years.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from bot.domain.periods import Period, add_months
from store.records import Grain, Slot


def cut(period: Period) -> tuple[Slot, ...]:
    """The fewest slots that tile the period exactly, in order.

    Totals are kept for weeks that start on Monday, wherever the company's own weeks start: those
    are made of days.
    """
    return _cut(period.start, period.end)


@lru_cache(maxsize=256)
def _cut(start: date, end: date) -> tuple[Slot, ...]:
    # Whole years are always worth taking: 51 or more weeks against at most 12 days at its ends.
    first = start if start == date(start.year, 1, 1) else date(start.year + 1, 1, 1)
    last = date(end.year, 1, 1)
    if first >= last:
        return _shortest(start, end)
    years = tuple(
        Slot(grain=Grain.YEAR, start=date(year, 1, 1)) for year in range(first.year, last.year)
    )
    return _shortest(start, first) + years + _shortest(last, end)


def _shortest(start: date, end: date) -> tuple[Slot, ...]:
    """The shortest path from start to end, one slot a step; the larger unit when equal.

    Weeks do not nest in months, so taking the largest unit first is not always best: eight whole
    weeks are eight slots, but a month and its ragged ends are more.
    """
    days = (end - start).days
    count = [0] * (days + 1)
    step = [(Grain.DAY, 1)] * days
    for index in range(days - 1, -1, -1):
        count[index], step[index] = min(
            (
                (count[index + length] + 1, (grain, length))
                for grain, length in _steps(start + timedelta(days=index))
                if index + length <= days
            ),
            key=lambda reached: reached[0],
        )
    slots = []
    index = 0
    while index < days:
        grain, length = step[index]
        slots.append(Slot(grain=grain, start=start + timedelta(days=index)))
        index += length
    return tuple(slots)


def _steps(on: date) -> list[tuple[Grain, int]]:
    """The units below a year that start on this day, largest first, with their lengths in days."""
    steps = []
    if on.day == 1:
        if on.month % 3 == 1:
            steps.append((Grain.QUARTER, (add_months(on, 3) - on).days))
        steps.append((Grain.MONTH, (add_months(on, 1) - on).days))
    if on.weekday() == 0:
        steps.append((Grain.WEEK, 7))
    steps.append((Grain.DAY, 1))
    return steps
