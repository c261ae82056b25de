"""Goals of the whole team: what a metric should reach in a month, quarter or year.

Knows no database and no texts; a goal is kept as a decimal text in the metric's own unit.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from bot.domain.grammar import parse
from bot.domain.metrics import Metric, Unit, Value
from bot.domain.money import MAX_DIGITS, AmbiguousAmount, decimals, parse_amount
from bot.domain.periods import Kind
from bot.domain.vocabulary import Vocabulary
from bot.domain.words import fold
from bot.errors import UsageError

Kept = Mapping[str, Mapping[str, str]]
"""Goals as they are kept: metric key -> span -> decimal text."""


class Span(StrEnum):
    """How long a goal is for."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


SPANS: Mapping[Kind, Span] = {
    Kind.MONTH: Span.MONTH,
    Kind.QUARTER: Span.QUARTER,
    Kind.FISCAL_QUARTER: Span.QUARTER,
    Kind.YEAR: Span.YEAR,
    Kind.FISCAL_YEAR: Span.YEAR,
}
"""Which periods have a goal of which span."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Goal:
    """One goal: `value` is in the metric's unit, money in minor units, percent as part of 1."""

    metric: Metric
    span: Span
    value: Value


def amount_of(metric: Metric, amount: Decimal, currency: str) -> str:
    """The text a goal is kept as, from what was typed: money in whole units, percent as percent.

    UsageError for a metric of which less is better, for nothing or less, and for what no board
    could ever show.
    """
    if metric.ascending:
        raise UsageError("Of this metric less is better, so it has no goal.")
    if not amount.is_finite() or amount <= 0 or amount.adjusted() >= MAX_DIGITS - 4:
        raise UsageError("A goal is an amount above zero.")
    most = decimals(currency) if metric.unit is Unit.MONEY else 2
    if amount != round(amount, most):
        raise UsageError("A goal has at most {digits} decimals.", digits=most)
    if metric.unit is Unit.PERCENT and amount > 100:
        raise UsageError("A percentage is at most 100.")
    return f"{amount.normalize():f}"


def value_of(metric: Metric, text: str, currency: str) -> Value:
    """A kept goal as a value that compares with the metric's."""
    amount = Fraction(Decimal(text))
    if metric.unit is Unit.MONEY:
        amount *= 10 ** decimals(currency)
    elif metric.unit is Unit.PERCENT:
        amount /= 100
    return int(amount) if amount.denominator == 1 else amount


def goals_of(kept: Kept, metrics: Mapping[str, Metric], currency: str) -> tuple[Goal, ...]:
    """Every goal whose metric still exists, by metric and from the shortest span."""
    return tuple(
        Goal(metric=metrics[key], span=span, value=value_of(metrics[key], spans[span], currency))
        for key, spans in sorted(kept.items())
        for span in Span
        if key in metrics and span in spans
    )


SPAN_WORDS: Mapping[str, Span] = {
    **dict.fromkeys(("month", "monthly", "maand", "maandelijks"), Span.MONTH),
    **dict.fromkeys(("quarter", "quarterly", "kwartaal"), Span.QUARTER),
    **dict.fromkeys(("year", "yearly", "jaar", "jaarlijks"), Span.YEAR),
}
"""What people type for how long a goal is; input, so not in the catalogue."""

_SHORT = re.compile(r"(?P<amount>.*\d)\s*(?P<times>k|m|mln)", re.IGNORECASE | re.DOTALL)
_TIMES = {"k": 1_000, "m": 1_000_000, "mln": 1_000_000}


def split_goal(words: str) -> tuple[str, Span, str]:
    """The words for the metric, how long the goal is, and what follows: "win rate month 30".

    UsageError when no month, quarter or year is named.
    """
    typed = words.split()
    for position, word in enumerate(typed):
        span = SPAN_WORDS.get(fold(word.strip(".,:")))
        if span is not None:
            before = [one for one in typed[:position] if fold(one) not in {"a", "per", "each"}]
            return " ".join(before), span, " ".join(typed[position + 1 :])
    raise UsageError("Say how long the goal is: month, quarter or year.")


def read_goal(text: str) -> Decimal:
    """The amount that was typed: "500.000", "€ 500,000", "500k", "30%".

    A goal never has three decimals, so "500.000" is half a million. UserError when it is none.
    """
    found = _SHORT.fullmatch(text.strip())
    plain = (found["amount"] if found else text).strip().removesuffix("%").strip()
    try:
        amount = parse_amount(plain)
    except AmbiguousAmount:
        amount = parse_amount(plain, "," if "." in plain else ".")
    return amount * (_TIMES[found["times"].lower()] if found else 1)


def goal_metric(words: str, vocabulary: Vocabulary, today: date) -> str:
    """The key of the metric that the words name; the main one when there are none.

    UsageError when they say more than a metric: a goal is the whole team's.
    """
    plain = parse("", vocabulary, today)
    asked = parse(words, vocabulary, today)
    if replace(asked, metric=plain.metric) != plain:
        raise UsageError("A goal is the whole team's: name a metric and nothing else.")
    return asked.metric
