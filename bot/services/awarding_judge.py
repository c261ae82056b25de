"""Decides who earned which badge, as far as somebody asks: one person since a day, everybody in a
period, the holders of a record. Reads and compares nothing else; writes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from bot.domain.badges import company
from bot.domain.badges.earning import Earned, made, months_before, personal
from bot.domain.badges.rules import Badge, Best, Improved
from bot.domain.badges.spans import Window
from bot.domain.built_in import REVENUE
from bot.domain.cuts import cut
from bot.domain.grouping import Group, Scope, tally, values
from bot.domain.metrics import Value
from bot.domain.periods import Kind
from bot.services.awarding_changes import Finding
from bot.services.awarding_terms import Terms
from bot.services.desk import Desk
from bot.services.histories import Histories


class Judge:
    """The badges of one workspace by given terms, today."""

    def __init__(self, desk: Desk, histories: Histories, terms: Terms, today: date) -> None:
        self._desk = desk
        self._store = desk.store
        self._workspace_id = desk.workspace_id
        self._histories = histories
        self._terms = terms
        self._today = today.toordinal()
        self._months: dict[tuple[str, Kind, int], dict[int, Value]] = {}

    def person(self, person_id: int, since: int) -> Finding:
        """What somebody earned from a day on, of the badges that look at one person only."""
        terms = self._terms
        window = Window(since, self._today, terms.spans)
        history, attendance = self._histories.of(person_id, terms), terms.attendance(person_id)
        badges = terms.personal
        earned = [
            one
            for badge in badges
            for one in personal(badge, person_id, history, attendance, window)
        ]
        keys = {badge.key for badge in badges}
        stored = self._store.awards.since(self._workspace_id, person_id, since)
        return Finding(stored=[one for one in stored if one.badge in keys], earned=earned)

    def shared(self, start: int, end: int) -> dict[int, set[int]]:
        """On which days of [start, end) who has part of the credit of a deal."""
        found: dict[int, set[int]] = {}
        if self._terms.assists:
            for person_id, day in self._store.results.shared(
                self._workspace_id, REVENUE.key, start, end
            ):
                found.setdefault(person_id, set()).add(day)
        return found

    def assists(self, person_id: int, days: Collection[int]) -> Finding:
        """Somebody's badges for shared credit in the months of these days."""
        terms, found = self._terms, Finding()
        for month in {terms.spans.start(Kind.MONTH, day) for day in days}:
            end, seats = terms.spans.end(Kind.MONTH, month), terms.seats.get(person_id, ())
            shared = self._store.results.shared(
                self._workspace_id, REVENUE.key, month, end, seat_ids=seats
            )
            slots = [(one.key, terms.spans.slot(Kind.MONTH, month)) for one in terms.assists]
            stored = self._store.awards.in_slots(self._workspace_id, slots, person_id)
            earned = self._assisted(person_id, [day for _, day in shared])
            found.add(Finding(stored=stored, earned=earned))
        return found

    def all_assists(self, person_id: int, shared: Iterable[int]) -> Finding:
        """Somebody's badges for shared credit in every month, by the days of all shared deals."""
        keys = {badge.key for badge in self._terms.assists}
        stored = self._store.awards.since(self._workspace_id, person_id, 0) if keys else []
        return Finding(
            stored=[one for one in stored if one.badge in keys],
            earned=self._assisted(person_id, shared),
        )

    def _assisted(self, person_id: int, shared: Iterable[int]) -> list[Earned]:
        months = company.assists(shared, self._today, self._terms.spans).values()
        return [made(badge, person_id, one) for badge in self._terms.assists for one in months]

    def compared(self, badge: Badge, start: int) -> Finding:
        """The best, or most improved, of the period that starts on a day; it must be over."""
        rule, spans = badge.rule, self._terms.spans
        if isinstance(rule, Best):
            kind, metric = rule.period, self._terms.metrics[rule.metric]
            now = self._values(rule.metric, kind, start)
            winners = company.best(rule, now, ascending=metric.ascending)
        else:
            assert isinstance(rule, Improved)  # noqa: S101  (Terms.compared has no others)
            kind = Kind.MONTH
            now = self._values(rule.metric, kind, start)
            months = months_before(start, rule.usual, spans)
            before = [self._values(rule.metric, kind, month) for month in months]
            winners = company.most_improved(rule, now, before)
        slot, last = spans.slot(kind, start), spans.end(kind, start) - 1
        return Finding(
            stored=self._store.awards.in_slots(self._workspace_id, [(badge.key, slot)]),
            earned=[made(badge, who, (slot, last, value)) for who, value in winners.items()],
        )

    def over(self, badge: Badge, days: Iterable[int]) -> set[int]:
        """The periods, by first day, that results of these days count in and that are over."""
        rule, spans = badge.rule, self._terms.spans
        kind = rule.period if isinstance(rule, Best) else Kind.MONTH
        found: set[int] = set()
        for day in days:
            start = spans.start(kind, day)
            for _ in range(1 + (rule.usual if isinstance(rule, Improved) else 0)):
                end = spans.end(kind, start)
                if end > self._today:
                    break
                found.add(start)
                start = end
        return found

    def _values(self, metric_key: str, kind: Kind, start: int) -> dict[int, Value]:
        """Everybody's value of a period; read once."""
        found = self._months.get((metric_key, kind, start))
        if found is None:
            metric, period = self._terms.metrics[metric_key], self._terms.spans.period(kind, start)
            sums = self._store.totals.sums(self._workspace_id, metric.measures, cut(period))
            people = self._desk.snapshots.current().keys(Group.REP, Scope())
            found = values(metric, tally(metric, sums, people))
            self._months[metric_key, kind, start] = found
        return found
