"""Periods: half-open ranges of local dates, how they are named and which one came before.

Knows no clock (today is an argument) and no time zone arithmetic; views put labels into words.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Kind(StrEnum):
    """How a period was named; with its numbers this is all that a label needs."""

    DAY = "day"
    WEEK = "week"  # numbers: year, week
    MONTH = "month"  # numbers: year, month
    QUARTER = "quarter"  # numbers: year, quarter
    YEAR = "year"  # numbers: year
    FISCAL_QUARTER = "fiscal quarter"  # numbers: fiscal year, quarter
    FISCAL_YEAR = "fiscal year"  # numbers: fiscal year
    LAST_DAYS = "last days"  # numbers: how many
    LAST_WEEKS = "last weeks"  # numbers: how many
    LAST_MONTHS = "last months"  # numbers: how many
    SINCE = "since"
    RANGE = "range"


BEGINNING = date(1990, 1, 1)
"""Where "all time" starts: before anything that a workspace holds."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Calendar:
    """A workspace's calendar: first day of the week, first month of the fiscal year, zone.

    The zone is a name to print beside a period; nothing here computes with it.
    """

    week_start: int = 0  # 0 Monday … 6 Sunday
    fiscal_start: int = 1  # 1 January … 12 December
    zone: str = "UTC"

    def __post_init__(self) -> None:
        if not (0 <= self.week_start <= 6 and 1 <= self.fiscal_start <= 12):
            raise ValueError("a week starts on 0..6 and a fiscal year in month 1..12")

    def week_of(self, on: date) -> date:
        """The first day of the week that `on` lies in."""
        return on - timedelta(days=(on.weekday() - self.week_start) % 7)


@dataclass(frozen=True, kw_only=True, slots=True)
class Period:
    """The local dates from `start` up to and without `end`."""

    start: date
    end: date
    kind: Kind
    numbers: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError(f"a period of no days: {self.start} to {self.end}")

    @property
    def last(self) -> date:
        """The last day that is part of the period."""
        return self.end - timedelta(days=1)

    @property
    def days(self) -> int:
        """How many days the period has."""
        return (self.end - self.start).days

    @property
    def is_all_time(self) -> bool:
        """Whether it leaves nothing before it to compare with."""
        return self.kind is Kind.SINCE and self.start == BEGINNING

    def is_running(self, today: date) -> bool:
        """Whether today is one of its days."""
        return self.start <= today < self.end

    def is_over(self, today: date) -> bool:
        """Whether its last day has passed."""
        return self.end <= today

    def words(self) -> str:
        """Canonical English words for exactly these days, whatever day they are read on."""
        first, last = self.start.isoformat(), self.last.isoformat()
        match self.kind:
            case Kind.DAY:
                return first
            case Kind.SINCE:
                return f"since {first} to {last}"
            case Kind.LAST_DAYS | Kind.LAST_WEEKS | Kind.LAST_MONTHS:
                return f"last {self.numbers[0]} {self.kind.removeprefix('last ')} to {last}"
            case Kind.RANGE:
                return f"{first}..{last}"
        return _PATTERNS[self.kind].format(*self.numbers)


_PATTERNS = {
    Kind.WEEK: "{:04}-W{:02}",
    Kind.MONTH: "{:04}-{:02}",
    Kind.QUARTER: "{:04}-Q{}",
    Kind.YEAR: "{:04}",
    Kind.FISCAL_QUARTER: "fy{:04}-q{}",
    Kind.FISCAL_YEAR: "fy{:04}",
}


def add_months(on: date, months: int) -> date:
    """The same day `months` later (earlier when negative), or that month's last day."""
    year, index = divmod(on.year * 12 + on.month - 1 + months, 12)
    return date(year, index + 1, min(on.day, monthrange(year, index + 1)[1]))


def day(on: date) -> Period:
    """One day."""
    return Period(start=on, end=on + timedelta(days=1), kind=Kind.DAY)


def week(on: date, calendar: Calendar) -> Period:
    """The week of `on`, numbered by the year that most of its days lie in.

    With weeks from Monday these are the ISO 8601 numbers.
    """
    start = calendar.week_of(on)
    year = (start + timedelta(days=3)).year
    number = (start - _first_week(year, calendar)).days // 7 + 1
    return Period(
        start=start, end=start + timedelta(days=7), kind=Kind.WEEK, numbers=(year, number)
    )


def numbered_week(year: int, number: int, calendar: Calendar) -> Period:
    """Week `number` of `year`; ValueError when that year has no such week."""
    found = week(_first_week(year, calendar) + timedelta(weeks=number - 1), calendar)
    if found.numbers != (year, number):
        raise ValueError(f"{year} has no week {number}")
    return found


def _first_week(year: int, calendar: Calendar) -> date:
    """Week 1 is the one with 4 January in it: the first with most of its days in the year."""
    return calendar.week_of(date(year, 1, 4))


def month(year: int, number: int) -> Period:
    """A calendar month."""
    start = date(year, number, 1)
    return Period(start=start, end=add_months(start, 1), kind=Kind.MONTH, numbers=(year, number))


def quarter(year: int, number: int) -> Period:
    """A calendar quarter, 1 to 4."""
    start = date(year, number * 3 - 2, 1)
    return Period(start=start, end=add_months(start, 3), kind=Kind.QUARTER, numbers=(year, number))


def year(number: int) -> Period:
    """A calendar year."""
    return Period(
        start=date(number, 1, 1), end=date(number + 1, 1, 1), kind=Kind.YEAR, numbers=(number,)
    )


def fiscal_year(number: int, calendar: Calendar) -> Period:
    """A fiscal year, named after the calendar year it ends in (the custom in most countries)."""
    end = _fiscal_end(number, calendar)
    return Period(start=add_months(end, -12), end=end, kind=Kind.FISCAL_YEAR, numbers=(number,))


def _fiscal_end(number: int, calendar: Calendar) -> date:
    """The first day after fiscal year `number`."""
    if calendar.fiscal_start == 1:
        return date(number + 1, 1, 1)
    return date(number, calendar.fiscal_start, 1)


def fiscal_year_of(on: date, calendar: Calendar) -> int:
    """The name of the fiscal year that `on` lies in."""
    return on.year if on < _fiscal_end(on.year, calendar) else on.year + 1


def fiscal_quarter(year_name: int, number: int, calendar: Calendar) -> Period:
    """A quarter, 1 to 4, of a fiscal year."""
    start = add_months(fiscal_year(year_name, calendar).start, number * 3 - 3)
    return Period(
        start=start,
        end=add_months(start, 3),
        kind=Kind.FISCAL_QUARTER,
        numbers=(year_name, number),
    )


def last_days(count: int, today: date) -> Period:
    """The `count` days that end with today."""
    end = today + timedelta(days=1)
    start = end - timedelta(days=count)
    return Period(start=start, end=end, kind=Kind.LAST_DAYS, numbers=(count,))


def last_weeks(count: int, today: date) -> Period:
    """The `count` times seven days that end with today."""
    end = today + timedelta(days=1)
    start = end - timedelta(weeks=count)
    return Period(start=start, end=end, kind=Kind.LAST_WEEKS, numbers=(count,))


def last_months(count: int, today: date) -> Period:
    """From the same day of the month, `count` months back, up to and with today."""
    end = today + timedelta(days=1)
    start = add_months(end, -count)
    return Period(start=start, end=end, kind=Kind.LAST_MONTHS, numbers=(count,))


def since(start: date, today: date) -> Period:
    """From `start` up to and with today; ValueError when it lies in the future."""
    return Period(start=start, end=today + timedelta(days=1), kind=Kind.SINCE)


def between(first: date, last: date) -> Period:
    """From `first` up to and with `last`; ValueError when they are the wrong way round."""
    return Period(start=first, end=last + timedelta(days=1), kind=Kind.RANGE)
