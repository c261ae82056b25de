"""Which period another one is compared with: the one before it, at the same point.

Reads no clock: today is an argument.
"""

from __future__ import annotations

from datetime import date, timedelta

from bot.domain import periods
from bot.domain.periods import Calendar, Kind, Period


def holding(kind: Kind, on: date, calendar: Calendar) -> Period:
    """The day, week, month, quarter, year, fiscal quarter or fiscal year that `on` lies in."""
    match kind:
        case Kind.DAY:
            return periods.day(on)
        case Kind.WEEK:
            return periods.week(on, calendar)
        case Kind.MONTH:
            return periods.month(on.year, on.month)
        case Kind.QUARTER:
            return periods.quarter(on.year, (on.month + 2) // 3)
        case Kind.YEAR:
            return periods.year(on.year)
        case _:
            return _fiscal(kind, on, calendar)


def _fiscal(kind: Kind, on: date, calendar: Calendar) -> Period:
    name = periods.fiscal_year_of(on, calendar)
    whole = periods.fiscal_year(name, calendar)
    if kind is Kind.FISCAL_YEAR:
        return whole
    months = (on.year - whole.start.year) * 12 + on.month - whole.start.month
    return periods.fiscal_quarter(name, months // 3 + 1, calendar)


def previous(period: Period, calendar: Calendar) -> Period:
    """The period of the same kind that ends where this one starts.

    Ranges and `since` have no kind of their own: as many days, directly before.
    """
    match period.kind:
        case Kind.SINCE | Kind.RANGE:
            return periods.between(period.start - timedelta(days=period.days), _before(period))
        case Kind.LAST_DAYS:
            return periods.last_days(period.numbers[0], _before(period))
        case Kind.LAST_WEEKS:
            return periods.last_weeks(period.numbers[0], _before(period))
        case Kind.LAST_MONTHS:
            # Counted from this period's end: 31 May less three months twice must not drift.
            start = periods.add_months(period.end, -2 * period.numbers[0])
            return Period(
                start=start, end=period.start, kind=Kind.LAST_MONTHS, numbers=period.numbers
            )
    return holding(period.kind, _before(period), calendar)


def at_same_point(period: Period, today: date, calendar: Calendar) -> Period:
    """What a period is compared with today: the previous one, as far as this one has come.

    While `period` runs, the previous one is clipped to as many days as have begun (never past its
    own end): on 23 November "this month" compares with 1 to 23 October. A period that is over, or
    has yet to begin, compares with the whole previous one.
    """
    before = previous(period, calendar)
    if not period.is_running(today):
        return before
    end = before.start + (today - period.start) + timedelta(days=1)
    if end >= before.end:
        return before
    return periods.between(before.start, end - timedelta(days=1))


def _before(period: Period) -> date:
    return period.start - timedelta(days=1)
