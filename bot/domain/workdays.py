"""Decides which days are working days: weekdays, without the public holidays of a country.

Holidays come from the `holidays` library, by year; knows no clock and nobody's leave.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from holidays import country_holidays, list_supported_countries

from bot.errors import UsageError

_DAY = timedelta(days=1)
_LONGEST = 366  # days looked through for a working day; no country rests for longer


@dataclass(frozen=True, kw_only=True, slots=True)
class WorkingDays:
    """`weekdays` (0 Monday … 6 Sunday) except the holidays of `country`, an ISO 3166 code or None.

    UsageError for no weekday at all, one out of bounds, or a country the library does not know.
    """

    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4)
    country: str | None = None

    def __post_init__(self) -> None:
        if not self.weekdays or not all(0 <= day <= 6 for day in self.weekdays):
            raise UsageError("Choose at least one working day of the week.")
        if self.country is not None and self.country not in countries():
            raise UsageError("I have no holidays for {country}.", country=self.country)

    def is_holiday(self, day: date) -> bool:
        """Whether it is a public holiday of the country."""
        return self.country is not None and day in _holidays(self.country, day.year)

    def is_working(self, day: date) -> bool:
        """Whether people work on it."""
        return day.weekday() in self.weekdays and not self.is_holiday(day)

    def next(self, day: date) -> date:
        """The first working day after `day`."""
        return self._search(day, _DAY)

    def previous(self, day: date) -> date:
        """The last working day before `day`."""
        return self._search(day, -_DAY)

    def count(self, start: date, end: date) -> int:
        """How many working days there are from `start` up to and without `end`."""
        days = (end - start).days
        return sum(self.is_working(start + timedelta(days=offset)) for offset in range(days))

    def _search(self, day: date, step: timedelta) -> date:
        for _ in range(_LONGEST):
            day += step
            if self.is_working(day):
                return day
        raise UsageError("There is no working day within a year of {day}.", day=day)


@lru_cache(maxsize=1)
def countries() -> frozenset[str]:
    """The ISO 3166 codes of the countries whose holidays are known."""
    return frozenset(list_supported_countries(include_aliases=False))


@lru_cache(maxsize=512)
def _holidays(country: str, year: int) -> frozenset[date]:
    return frozenset(country_holidays(country, years=year))
