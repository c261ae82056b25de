"""Decides how everything that was ever earned is looked at again in steps of a bounded size: people
by the handful, periods by the dozen, records by the month.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial

from bot.domain.badges.rules import Badge, Best
from bot.domain.badges.spans import EVER
from bot.domain.periods import Kind
from bot.services.awarding_changes import Finding, Writer
from bot.services.awarding_judge import Judge
from bot.services.awarding_records import Holders
from bot.services.awarding_terms import Terms
from bot.services.desk import Desk
from bot.services.histories import Histories

PEOPLE, PERIODS = 10, 12  # looked at in one transaction
Step = Callable[[], None]


class Replay:
    """One look at everything, by terms that stay the same for as long as it takes."""

    def __init__(
        self, desk: Desk, histories: Histories, writer: Writer, terms: Terms, today: date
    ) -> None:
        self._desk = desk
        self._histories = histories
        self._writer = writer
        self._terms = terms
        self._today = today
        self._shared: dict[int, set[int]] = {}

    def steps(self) -> Iterator[Step]:
        """What to do, each in a transaction of its own in which nobody else posts."""
        yield self._read_shared
        people = sorted(set(self._terms.people) | set(self._terms.seats))
        for first in range(0, len(people), PEOPLE):
            yield partial(self._look_at_people, people[first : first + PEOPLE])
        span = self._desk.store.results.span(self._desk.workspace_id, self._terms.measures)
        if span is None:
            return
        first, last = span[0], min(span[1], self._today.toordinal())
        for badge in self._terms.compared:
            kind = badge.rule.period if isinstance(badge.rule, Best) else Kind.MONTH
            starts = self._starts(kind, first, self._today.toordinal())
            for at in range(0, len(starts), PERIODS):
                yield partial(self._look_at_periods, badge, starts[at : at + PERIODS])
        holders = Holders(self._desk, self._terms, self._today)
        for badge in self._terms.records:
            for start in sorted(holders.held(badge, range(first, last + 1))):
                yield partial(self._look_at_record, holders, badge, start)

    def _read_shared(self) -> None:
        self._shared = self._judge().shared(0, date.max.toordinal())

    def _look_at_people(self, people: list[int]) -> None:
        judge, finding = self._judge(), Finding()
        for person_id in people:
            finding.add(judge.person(person_id, EVER))
            finding.add(judge.all_assists(person_id, self._shared.get(person_id, set())))
        self._write(finding)

    def _look_at_periods(self, badge: Badge, starts: list[int]) -> None:
        judge, finding = self._judge(), Finding()
        for start in judge.over(badge, starts):
            if start in starts:
                finding.add(judge.compared(badge, start))
        self._write(finding)

    def _look_at_record(self, holders: Holders, badge: Badge, start: int) -> None:
        self._write(holders.all_deals(badge, start))

    def _starts(self, kind: Kind, first: int, last: int) -> list[int]:
        """The first days of the periods from that of one day to that of another."""
        spans, found = self._terms.spans, []
        start = spans.start(kind, first)
        while start <= last:
            found.append(start)
            start = spans.end(kind, start)
        return found

    def _judge(self) -> Judge:
        return Judge(self._desk, self._histories, self._terms, self._today)

    def _write(self, finding: Finding) -> None:
        self._writer.write(finding, self._terms, self._desk.clock())
