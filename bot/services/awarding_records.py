"""Decides who holds a record: the largest deal of a period, from what is stored and what was sold
since, or from all deals of the period when the deal that holds it may be gone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from bot.domain.badges import company
from bot.domain.badges.earning import record
from bot.domain.badges.rules import Badge, Biggest
from bot.domain.built_in import REVENUE
from bot.domain.metrics import SCALE
from bot.domain.periods import Kind
from bot.services.awarding_changes import Finding, is_settled
from bot.services.awarding_terms import Terms
from bot.services.desk import Desk
from store.records import Entry
from store.records_badges import Award, AwardState, Won


class Holders:
    """The holders of records by given terms, today. Deals of a month are read once."""

    def __init__(self, desk: Desk, terms: Terms, today: date) -> None:
        self._desk = desk
        self._store = desk.store
        self._workspace_id = desk.workspace_id
        self._terms = terms
        self._today = today.toordinal()
        self._read: dict[tuple[int, int], list[Won]] = {}

    def touched(
        self, badge: Badge, start: int, entries: Sequence[Entry], *, is_cut: bool
    ) -> Finding:
        """Who holds a record after these sales, by who held it before them.

        As long as the deal that holds it was not touched, only a deal among the entries can take
        or share it. `is_cut`: the entries of the last deal may go on after these.
        """
        stored = self._holders(badge, start)
        held = [one for one in stored if one.state is not AwardState.TAKEN]
        if not held or any(_is_touched(one, entries) for one in held):
            return self.all_deals(badge, start)
        inside = [one for one in entries if self._lies_in(badge, start, one)]
        deals = self._held_deals(held)
        deals += self._rivals(inside, deals[0].amount, is_cut=is_cut)
        return self._closed(badge, start, deals, stored)

    def dawned(self, badge: Badge, start: int, last: int) -> Finding:
        """Who holds a record now that the days after `last` have come: entries can be dated ahead,
        and a period that has just begun gets its first holder."""
        rule, spans = _record_rule(badge), self._terms.spans
        stored = self._holders(badge, start)
        held = [one for one in stored if one.state is not AwardState.TAKEN]
        if not held:
            return self.all_deals(badge, start)
        days = max(start, last + 1), min(spans.end(rule.period, start), self._today + 1)
        deals = self._held_deals(held)
        if days[0] < days[1]:
            deals += self._largest(*days)
        return self._closed(badge, start, deals, stored)

    def all_deals(self, badge: Badge, start: int) -> Finding:
        """Who holds a record of the period that starts on a day, by all its deals."""
        spans, deals = self._terms.spans, list[Won]()
        end = min(spans.end(_record_rule(badge).period, start), self._today + 1)
        first = start
        while first < end:
            last = min(end, spans.end(Kind.MONTH, spans.start(Kind.MONTH, first)))
            deals += self._largest(first, last)
            first = last
        return self._closed(badge, start, deals, self._holders(badge, start))

    def held(self, badge: Badge, days: Iterable[int]) -> set[int]:
        """The periods of these days, by first day, whose record has a holder by now."""
        rule = _record_rule(badge)
        starts = {self._terms.spans.start(rule.period, day) for day in days}
        return {start for start in starts if company.is_held(rule, start, self._today)}

    def _closed(
        self, badge: Badge, start: int, deals: Sequence[Won], stored: list[Award]
    ) -> Finding:
        """The finding about a record; one that is final passes to nobody any more."""
        earned = list(record(badge, deals, start, self._today, self._terms.spans))
        now = self._desk.clock()
        final = [one for one in stored if is_settled(one, now)]
        if final and any(one.value != final[0].value for one in earned):
            return Finding()
        return Finding(stored=stored, earned=earned)

    def _holders(self, badge: Badge, start: int) -> list[Award]:
        rule = _record_rule(badge)
        slot = self._terms.spans.slot(rule.period, start)
        return self._store.awards.in_slots(self._workspace_id, [(badge.key, slot)])

    def _largest(self, start: int, end: int) -> list[Won]:
        """The largest deals of at most a month: a year in one reading would keep others waiting."""
        found = self._read.get((start, end))
        if found is None:
            found = self._store.results.largest(self._workspace_id, REVENUE.key, start, end)
            self._read[start, end] = found
        return found

    def _lies_in(self, badge: Badge, start: int, one: Entry) -> bool:
        day = one.occurred_on.toordinal()
        return self._terms.spans.start(_record_rule(badge).period, day) == start

    def _held_deals(self, held: Sequence[Award]) -> list[Won]:
        """The deals that hold a record, as far as their awards tell."""
        return [
            Won(one.earned_on.toordinal(), one.value // SCALE, frozenset({one.person_id}))
            for one in held
        ]

    def _rivals(self, entries: Sequence[Entry], least: int, *, is_cut: bool) -> list[Won]:
        """The deals among these entries that may be as large as `least`, as they are now."""
        worth: dict[tuple[int, str], int] = {}
        for one in entries:
            if one.amount > 0:
                key = (one.source_id, one.external_id)
                worth[key] = worth.get(key, 0) + one.amount
        keys = {key for key, amount in worth.items() if amount >= least}
        if is_cut:
            keys.add((entries[-1].source_id, entries[-1].external_id))
        opened = self._store.followers.open_entries(self._workspace_id, keys) if keys else {}
        return [deal for entries in opened.values() for deal in deals_of(entries)]


def _record_rule(badge: Badge) -> Biggest:
    assert isinstance(badge.rule, Biggest)  # noqa: S101  (Terms.records has no others)
    return badge.rule


class _Deal(NamedTuple):
    day: int
    amount: int
    person_id: int
    share: int


def deals_of(entries: Iterable[Entry]) -> list[Won]:
    """The won deal that the open entries of one fact are, by day; none without an amount."""
    by_day: dict[int, list[_Deal]] = {}
    for one in entries:
        if one.measure == REVENUE.key:
            line = _Deal(one.occurred_on.toordinal(), one.amount, one.person_id, one.share)
            by_day.setdefault(line.day, []).append(line)
    return [
        Won(
            day,
            sum(line.amount for line in lines),
            frozenset(line.person_id for line in lines if line.share > 0),
        )
        for day, lines in by_day.items()
    ]


def _is_touched(holder: Award, entries: Iterable[Entry]) -> bool:
    """Whether the deal that holds a record may have been reversed."""
    return any(
        one.reverses is not None
        and one.person_id == holder.person_id
        and one.occurred_on == holder.earned_on
        for one in entries
    )
