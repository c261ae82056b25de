"""Badges that compare everybody: tops, most improved, records, shared credit. Ties share them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from bot.domain.badges.company import best
from bot.domain.badges.rules import Best
from bot.domain.periods import Kind
from tests.domain.badge_people import everybody, monthly, won

WEEK = "2026-W45"


@pytest.mark.parametrize(
    ("cents", "winners"),
    [
        ((300, 200, 100), {1}),
        ((300, 300, 100), {1, 2}),  # equal values share it
        ((300, 200), set()),  # of two people it would name the other one too
        ((0, 200, 100), set()),
        ((-5, -3, -2), set()),  # nothing below zero is a top
    ],
)
def test_the_top_of_a_week(cents, winners):
    people = {who: [("11-04", amount)] for who, amount in enumerate(cents, 1) if amount}
    assert everybody("top_week", people) == {(who, WEEK) for who in winners}


@pytest.mark.parametrize(
    ("badge", "today", "slot"),
    [
        ("top_week", "2026-11-09", WEEK),
        ("top_month", "2026-12-01", "2026-11"),
        ("top_quarter", "2027-01-01", "2026-Q4"),
    ],
)
def test_tops_are_given_on_the_day_after_the_period(badge, today, slot):
    people = {who: [("11-04", who * 100)] for who in (1, 2, 3)}
    day = date.fromisoformat(today)
    assert everybody(badge, people, today=day) == {(3, slot)}
    assert everybody(badge, people, today=date.fromordinal(day.toordinal() - 1)) == set()


def test_less_is_better_where_a_metric_says_so():
    rule = Best(metric="cycle_days", period=Kind.MONTH)
    days = {1: 30, 2: 12, 3: Fraction(25, 2), 4: 12}
    assert best(rule, days, ascending=True) == {2: 120_000, 4: 120_000}
    assert best(rule, days) == {1: 300_000}


@pytest.mark.parametrize(
    ("people", "winners"),
    [
        # usual 100 each: +50 %, +20 %, +100 %
        ({1: (100, 100, 100, 150), 2: (100, 100, 100, 120), 3: (100, 100, 100, 200)}, {3}),
        # large numbers do not help: it is their own usual that counts
        ({1: (9_000, 9_000, 9_000, 10_000), 2: (10, 10, 10, 20), 3: (50, 50, 50, 60)}, {2}),
        ({1: (100, 100, 100, 200), 2: (50, 50, 50, 100), 3: (10, 10, 10, 11)}, {1, 2}),
        # a month without sales is no usual
        ({1: (0, 100, 100, 900), 2: (10, 10, 10, 20), 3: (10, 10, 10, 15), 4: (1, 1, 1, 1)}, {2}),
        # less than a tenth is no news
        ({1: (100, 100, 100, 109), 2: (100, 100, 100, 105), 3: (100, 100, 100, 100)}, set()),
        # of two it would name the other
        ({1: (100, 100, 100, 200), 2: (100, 100, 100, 150)}, set()),
    ],
)
def test_the_most_improved_of_a_month(people, winners):
    tracks = {who: monthly(*cents) for who, cents in people.items()}
    found = everybody("most_improved", tracks, today=date(2026, 5, 1))
    assert found == {(who, "2026-04") for who in winners}


@pytest.mark.parametrize(
    ("deals", "today", "holders"),
    [
        ([won("11-03", 500, 1), won("11-04", 400, 2)], "2026-11-30", {1}),
        ([won("11-03", 500, 1), won("11-04", 500, 2)], "2026-11-30", {1, 2}),
        ([won("11-03", 500, 1, 3), won("11-04", 400, 2)], "2026-11-30", {1, 3}),  # shared credit
        ([won("11-03", 500, 1)], "2026-11-07", set()),  # the first deals are no record yet
        ([won("11-03", 500, 1)], "2026-11-08", {1}),
        ([won("11-03", 500, 1), won("11-20", 900, 2)], "2026-11-19", {1}),  # dated ahead
        ([won("11-03", 500, 1), won("11-20", 900, 2)], "2026-11-20", {2}),  # it passes on
        ([won("11-03", 0, 1)], "2026-11-30", set()),
    ],
)
def test_the_biggest_deal_of_a_month_has_one_holder(deals, today, holders):
    found = everybody("biggest_month", {}, deals=deals, today=date.fromisoformat(today))
    assert found == {(who, "2026-11") for who in holders}


def test_the_biggest_deal_of_a_year_counts_from_february_on():
    deals = [won("01-20", 500, 1)]
    assert everybody("biggest_year", {}, deals=deals, today=date(2026, 1, 31)) == set()
    assert everybody("biggest_year", {}, deals=deals, today=date(2026, 2, 1)) == {(1, "2026")}


def test_shared_credit_counts_once_a_month_for_each():
    shared = {1: [date(2026, 11, 3), date(2026, 11, 9), date(2026, 12, 1)], 2: [date(2026, 11, 3)]}
    found = everybody("assist", {}, shared=shared)
    assert found == {(1, "2026-11"), (1, "2026-12"), (2, "2026-11")}
