"""Working days: weekdays without the holidays of a country."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.workdays import WorkingDays, countries
from bot.errors import UsageError

DUTCH = WorkingDays(country="NL")
kinds = st.builds(
    WorkingDays,
    weekdays=st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days))),
    country=st.none() | st.sampled_from(["NL", "US", "JP"]),
)
days = st.dates(date(2020, 1, 1), date(2030, 1, 1))


@pytest.mark.parametrize(
    ("day", "is_working"),
    [
        (date(2026, 4, 27), False),  # King's Day, a Monday
        (date(2026, 4, 28), True),
        (date(2026, 5, 2), False),  # a Saturday
        (date(2026, 12, 25), False),
    ],
)
def test_holidays_and_weekends_are_not_worked(day, is_working):
    assert DUTCH.is_working(day) is is_working


def test_without_a_country_holidays_are_worked():
    assert WorkingDays().is_working(date(2026, 12, 25))
    assert not WorkingDays().is_holiday(date(2026, 12, 25))


def test_a_sunday_to_thursday_week_is_a_choice():
    week = WorkingDays(weekdays=(6, 0, 1, 2, 3))
    assert week.is_working(date(2026, 11, 22))
    assert not week.is_working(date(2026, 11, 27))


def test_the_next_and_previous_working_day_leap_over_christmas():
    assert DUTCH.next(date(2026, 12, 24)) == date(2026, 12, 28)
    assert DUTCH.previous(date(2026, 12, 28)) == date(2026, 12, 24)


@given(kinds, days)
def test_next_and_previous_leave_no_working_day_between(kind, day):
    after, before = kind.next(day), kind.previous(day)
    assert kind.is_working(after)
    assert kind.is_working(before)
    assert kind.count(day + timedelta(days=1), after) == 0
    assert kind.count(before + timedelta(days=1), day) == 0


@given(kinds, days, st.integers(0, 40), st.integers(0, 40))
def test_counts_of_parts_add_up(kind, day, first, second):
    middle, end = day + timedelta(days=first), day + timedelta(days=first + second)
    assert kind.count(day, end) == kind.count(day, middle) + kind.count(middle, end)


def test_nothing_is_counted_backwards():
    assert DUTCH.count(date(2026, 12, 24), date(2026, 12, 1)) == 0


@pytest.mark.parametrize(
    "wrong", [{"weekdays": ()}, {"weekdays": (7,)}, {"country": "XX"}, {"country": "nl"}]
)
def test_what_cannot_be_is_refused(wrong):
    with pytest.raises(UsageError):
        WorkingDays(**wrong)


def test_the_countries_around_are_known():
    assert {"NL", "BE", "DE", "GB", "US"} <= countries()
