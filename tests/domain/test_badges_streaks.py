"""Streaks and perfect weeks: in the person's own working days, which nothing but work can break."""

from __future__ import annotations

from datetime import date

import pytest

from store.records import Person
from tests.domain.badge_people import slots


def on(*days: str) -> list[tuple[str, int]]:
    return [(one, 100) for one in days]


# 2 November 2026 is a Monday; 27 April 2026, a Monday, is a public holiday in the Netherlands
@pytest.mark.parametrize(
    ("deals", "away", "country", "expected"),
    [
        (on("11-02", "11-03"), [], None, []),
        (on("11-02", "11-03", "11-04"), [], None, ["2026-11-04"]),
        (on("11-02", "11-03", "11-05"), [], None, []),  # Wednesday broke it
        (on("11-05", "11-06", "11-09"), [], None, ["2026-11-09"]),  # over the weekend
        (on("11-05", "11-06", "11-07"), [], None, []),  # a Saturday neither counts
        (on("11-05", "11-06", "11-07", "11-09"), [], None, ["2026-11-09"]),  # … nor breaks
        (on("04-23", "04-24", "04-28"), [], "NL", ["2026-04-28"]),  # over King's Day
        (on("04-23", "04-24", "04-28"), [], None, []),
        (on("04-23", "04-24", "04-28"), [], "DE", []),
        (on("11-02", "11-03", "11-09"), [("11-04", "11-07")], None, ["2026-11-09"]),
        (on("11-02", "11-03", "11-09"), [("11-04", "11-06")], None, []),  # back on Friday
        (on("11-02", "11-03", "11-04", "11-06"), [("11-03", "11-05")], None, []),
        (on("11-02", "11-03", "11-05", "11-06"), [("11-03", "11-05")], None, ["2026-11-06"]),
    ],
)
def test_a_streak_waits_for_days_that_are_not_theirs(deals, away, country, expected):
    assert slots("streak_3", deals, away=away, country=country) == expected


def test_a_streak_counts_once_however_long_it_gets():
    week = on("11-02", "11-03", "11-04", "11-05", "11-06")
    again = on("11-10", "11-11", "11-12")
    assert slots("streak_3", week + again) == ["2026-11-04", "2026-11-12"]
    assert slots("streak_5", week + again) == ["2026-11-06"]


def test_a_late_deal_can_join_two_runs():
    deals = on("11-02", "11-03", "11-05", "11-06")
    assert slots("streak_5", deals) == []
    assert slots("streak_5", [*deals, ("11-04", 100)]) == ["2026-11-06"]


def test_a_long_leave_freezes_a_streak_for_as_long_as_it_lasts():
    deals = on("02-02", "02-03", "2026-11-02")
    assert slots("streak_3", deals, away=[("02-04", "11-02")]) == ["2026-11-02"]


def test_a_streak_is_given_at_once_and_not_ahead_of_its_day():
    deals = on("11-02", "11-03", "11-04")
    assert slots("streak_3", deals, today=date(2026, 11, 4)) == ["2026-11-04"]
    assert slots("streak_3", deals, today=date(2026, 11, 3)) == []


def test_days_before_the_first_and_after_the_last_at_work_are_not_theirs():
    person = Person(id=1, name="Ann", starts_on=date(2026, 11, 4), ends_on=date(2026, 11, 6))
    deals = on("11-03", "11-04", "11-05", "11-06", "11-09")
    assert slots("streak_3", deals, person=person) == ["2026-11-06"]
    assert slots("perfect_week", deals, person=person) == ["2026-W45"]


@pytest.mark.parametrize(
    ("deals", "away", "expected"),
    [
        (on("11-02", "11-03", "11-04", "11-05"), [], []),
        (on("11-02", "11-03", "11-04", "11-05", "11-06"), [], ["2026-W45"]),
        (on("11-02", "11-03", "11-04"), [("11-05", "11-07")], ["2026-W45"]),
        (on("11-02", "11-03"), [("11-04", "11-07")], []),  # two days make no week
    ],
)
def test_a_perfect_week_has_a_deal_on_each_of_at_least_three_days(deals, away, expected):
    assert slots("perfect_week", deals, away=away) == expected


def test_a_perfect_week_is_given_on_its_last_working_day():
    deals = on("11-02", "11-03", "11-04", "11-05", "11-06")
    assert slots("perfect_week", deals, today=date(2026, 11, 6)) == ["2026-W45"]
    assert slots("perfect_week", deals, today=date(2026, 11, 5)) == []
