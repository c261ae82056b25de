"""Decides whose results lie in the periods that a new day ends. Days are ordinals here."""

from __future__ import annotations

from datetime import date

from bot.domain.badges.rules import Comeback, OwnBest, Threshold
from bot.domain.badges.tracks import adds_up
from bot.domain.cuts import cut
from bot.domain.grouping import Group, Scope
from bot.domain.periods import Kind, between
from bot.services.awarding_terms import Terms
from bot.services.desk import Desk


def ended_days(last: int, today: int) -> range:
    """The days that are over now and were not at the start of `last`."""
    return range(last, today)


def active_people(desk: Desk, terms: Terms, last: int, today: int) -> list[int]:
    """Who has a result in a period that ended with one of these days, or on a day that has come:
    entries can be dated ahead."""
    first = last
    for kind in _kinds(terms):
        for day in ended_days(last, today):
            start = terms.spans.start(kind, day)
            if terms.spans.end(kind, start) <= today:
                first = min(first, start)
    period = between(date.fromordinal(first), date.fromordinal(today))
    people = desk.snapshots.current().keys(Group.REP, Scope())
    sums = desk.store.totals.sums(desk.workspace_id, sorted(terms.measures), cut(period))
    return sorted({people[one.seat_id] for one in sums if one.seat_id in people})


def _kinds(terms: Terms) -> set[Kind]:
    """The periods that badges of one person wait for the end of."""
    kinds: set[Kind] = set()
    for badge in terms.personal:
        match badge.rule:
            case OwnBest() as rule:
                kinds.add(rule.period)
            case Threshold() as rule if not adds_up(terms.metrics[rule.metric]):
                kinds.add(rule.period)
            case Comeback():
                kinds.add(Kind.WEEK)
    return kinds
