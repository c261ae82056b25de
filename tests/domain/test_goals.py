"""Goals as people type them, as they are kept, and as they compare."""

from decimal import Decimal
from fractions import Fraction

import pytest

from bot.domain.built_in import BUILT_IN
from bot.domain.goals import Span, amount_of, goals_of, read_goal, split_goal, value_of
from bot.errors import UsageError, UserError

TYPED = {
    "500000": 500_000,
    "500.000": 500_000,
    "500,000": 500_000,
    "€ 1.234.567,50": Decimal("1234567.5"),
    "500k": 500_000,
    "1.5m": 1_500_000,
    "2,5 mln": 2_500_000,
    "30%": 30,
    "33.3 %": Decimal("33.3"),
}


@pytest.mark.parametrize(("text", "amount"), TYPED.items(), ids=TYPED)
def test_a_goal_is_read_as_people_write_it(text, amount):
    assert read_goal(text) == amount


@pytest.mark.parametrize("text", ["", "a lot", "1.2.3", "k"])
def test_what_is_no_amount_is_said_so(text):
    with pytest.raises(UserError):
        read_goal(text)


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("revenue month 500000", ("revenue", Span.MONTH, "500000")),
        ("win rate per quarter 30 %", ("win rate", Span.QUARTER, "30 %")),
        ("omzet per jaar: € 2 mln", ("omzet", Span.YEAR, "€ 2 mln")),
        ("maand 5000", ("", Span.MONTH, "5000")),
    ],
)
def test_the_span_stands_between_metric_and_amount(words, read):
    assert split_goal(words) == read


def test_without_a_span_there_is_no_goal():
    with pytest.raises(UsageError, match="month, quarter or year"):
        split_goal("revenue 500000")


@pytest.mark.parametrize(
    ("metric", "amount"),
    [
        ("revenue", "0"),
        ("revenue", "-5"),
        ("revenue", "1.005"),
        ("revenue", "1e30"),
        ("revenue", "NaN"),
        ("win_rate", "101"),
        ("cycle_days", "20"),
    ],
)
def test_a_goal_that_makes_no_sense_is_refused(metric, amount):
    with pytest.raises(UsageError):
        amount_of(BUILT_IN[metric], Decimal(amount), "EUR")


def test_a_goal_compares_with_what_the_metric_counts():
    kept = {key: amount_of(BUILT_IN[key], Decimal(30), "EUR") for key in ("revenue", "win_rate")}
    assert value_of(BUILT_IN["revenue"], kept["revenue"], "EUR") == 3_000
    assert value_of(BUILT_IN["win_rate"], kept["win_rate"], "EUR") == Fraction(3, 10)
    assert value_of(BUILT_IN["revenue"], "500", "JPY") == 500


def test_the_goal_of_a_metric_that_is_gone_is_left_out():
    kept = {"revenue": {"year": "9", "month": "1"}, "gone": {"month": "5"}}
    found = goals_of(kept, BUILT_IN, "EUR")
    assert [(goal.metric.key, goal.span) for goal in found] == [
        ("revenue", Span.MONTH),
        ("revenue", Span.YEAR),
    ]
