"""Who earned the badges that compare everybody: the best of a period, the most improved, the
biggest deal, and credit that was shared. Days are ordinals; ties share a badge.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from bot.domain.badges.rules import Best, Biggest, Improved
from bot.domain.badges.spans import Found, Spans
from bot.domain.metrics import SCALE, Value
from bot.domain.periods import Kind
from store.records_badges import Won

LEAST_RISE = Fraction(1, 10)


def best(rule: Best, values: Mapping[int, Value], *, ascending: bool = False) -> dict[int, int]:
    """Who had the best value of a period that is over, and that value in ten-thousandths."""
    if len(values) < rule.least_people:
        return {}
    top = min(values.values()) if ascending else max(values.values())
    if top <= 0:
        return {}
    return {person: int(top * SCALE) for person, value in values.items() if value == top}


def most_improved(
    rule: Improved, values: Mapping[int, Value], before: Sequence[Mapping[int, Value]]
) -> dict[int, int]:
    """Who rose most in a month that is over, and by how much, in ten-thousandths of their usual.

    `before` are the values of the months directly before it.
    """
    rises: dict[int, Fraction] = {}
    for person, value in values.items():
        had = [month.get(person, 0) for month in before]
        if min(had) > 0:
            rises[person] = Fraction(value * len(had)) / sum(had) - 1
    if len(rises) < rule.least_people:
        return {}
    top = max(rises.values())
    if top < LEAST_RISE:
        return {}
    return {person: int(top * SCALE) for person, rise in rises.items() if rise == top}


def is_held(rule: Biggest, start: int, today: int) -> bool:
    """Whether a record of the period that starts on a day has a holder yet."""
    return today >= start + rule.from_day - 1


def biggest(deals: Iterable[Won], start: int, end: int) -> dict[int, tuple[int, int]]:
    """Who holds the largest deal with a day in [start, end): the day, and ten-thousandths of its
    amount. Of somebody's deals of the same amount the earliest counts."""
    inside = [deal for deal in deals if start <= deal.day < end and deal.amount > 0]
    top = max((deal.amount for deal in inside), default=0)
    holders: dict[int, tuple[int, int]] = {}
    for deal in inside:
        if deal.amount == top:
            for person in deal.people:
                day = min(deal.day, holders.get(person, (deal.day, 0))[0])
                holders[person] = (day, top * SCALE)
    return holders


def assists(days: Iterable[int], today: int, spans: Spans) -> dict[int, Found]:
    """One person's months with a shared deal, by their first day, of the days of such deals."""
    found: dict[int, Found] = {}
    for day in sorted(days):
        month = spans.start(Kind.MONTH, day)
        if day <= today and month not in found:
            found[month] = (spans.slot(Kind.MONTH, month), day, SCALE)
    return found
