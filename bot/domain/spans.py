"""Reads a period out of a command: a point in time, a range, "last 30 days", "since 1 sep".

Built on dates.py, which reads the points.
"""

from __future__ import annotations

from datetime import date

from bot.domain import periods
from bot.domain.dates import point
from bot.domain.lexicon import Role
from bot.domain.periods import Kind, Period
from bot.domain.typed import Found, Typed
from bot.errors import UsageError

MAX_COUNT = {Kind.DAY: 3_660, Kind.WEEK: 520, Kind.MONTH: 120, Kind.QUARTER: 40, Kind.YEAR: 10}
"""How far "last N …" reaches back: ten years."""

_MONTHS = {Kind.MONTH: 1, Kind.QUARTER: 3, Kind.YEAR: 12}


def span(typed: Typed, index: int) -> Found | None:
    """The longest period at `index`, `since` apart."""
    counted = last_count(typed, index)
    if counted is not None:
        return counted
    for opening in typed.at(index, Role.FROM):
        ranged = _range(typed, point(typed, index + opening.length), index + opening.length)
        if ranged is not None:
            return ranged._replace(length=ranged.length + opening.length)
    first = point(typed, index)
    return _range(typed, first, index) or first


def last_count(typed: Typed, index: int) -> Found | None:
    """ "last 30 days": as many days, up to today or up to the day that is said."""
    for match in typed.at(index, Role.LAST):
        number = index + match.length
        count = typed.number(number)
        if not count:
            continue
        for unit in typed.at(number + 1, Role.UNIT):
            until, length = _until(typed, number + 1 + unit.length)
            period = _counted(count, Kind(str(unit.value)), until)
            return Found(match.length + 1 + unit.length + length, period)
    return None


def since(typed: Typed, index: int) -> Found | None:
    """What follows "since": its first day up to today, or up to the day that is said."""
    start = point(typed, index)
    if start is None:
        return None
    until, length = _until(typed, index + start.length)
    if start.period.start > until:
        raise _backwards(start.period.start, until)
    return Found(start.length + length, periods.since(start.period.start, until))


def _until(typed: Typed, index: int) -> tuple[date, int]:
    """The last day of what follows "to", with the words it took; else today."""
    end = _after_to(typed, index)
    return (end.period.last, end.length) if end else (typed.today, 0)


def _after_to(typed: Typed, index: int) -> Found | None:
    for joint in typed.at(index, Role.TO):
        end = point(typed, index + joint.length)
        if end is not None:
            return end._replace(length=end.length + joint.length)
    return None


def _range(typed: Typed, first: Found | None, index: int) -> Found | None:
    """From the first day of the point at `index` to the last day of another, both included."""
    last = _after_to(typed, index + first.length) if first else None
    if first is None or last is None:
        return None
    start, end = first.period.start, last.period.last
    if start > end and last.is_yearless:
        end = periods.add_months(last.period.end, 12) - (last.period.end - end)
    if start > end:
        raise _backwards(start, end)
    return Found(first.length + last.length, periods.between(start, end))


def _counted(number: str, unit: Kind, until: date) -> Period:
    count = int(number) if len(number) < 6 else MAX_COUNT[Kind.DAY] + 1
    if not 1 <= count <= MAX_COUNT[unit]:
        raise UsageError("A period counts at least one day and at most ten years.")
    if unit is Kind.DAY:
        return periods.last_days(count, until)
    if unit is Kind.WEEK:
        return periods.last_weeks(count, until)
    return periods.last_months(count * _MONTHS[unit], until)


def _backwards(start: date, end: date) -> UsageError:
    return UsageError("A period cannot start on {start} and end on {end}.", start=start, end=end)
