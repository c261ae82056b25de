"""Everything that everybody earned, by what the ledger says now: the meaning of all badges at once.

What is kept up step by step elsewhere has to come to exactly this.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from bot.domain.badges import company
from bot.domain.badges.attendance import Attendance
from bot.domain.badges.personal import earned
from bot.domain.badges.rules import (
    Assist,
    Badge,
    Best,
    Biggest,
    Improved,
    Personal,
)
from bot.domain.badges.spans import EVER, Found, Spans, Window
from bot.domain.badges.tracks import History
from bot.domain.metrics import Value
from bot.domain.periods import Kind
from store.records_badges import AwardKey, Won


class Earned(NamedTuple):
    """A badge somebody earned. `settled_on` is the last day that its correction window waits for:
    a record can pass on until its period is over."""

    person_id: int
    badge: str
    slot: str
    earned_on: date
    value: int  # ten-thousandths of what the badge counts in
    settled_on: date

    @property
    def key(self) -> AwardKey:
        """What it is known by."""
        return AwardKey(self.person_id, self.badge, self.slot)


@dataclass(frozen=True, kw_only=True)
class Company:
    """All that badges are about. `deals` are the won deals, `shared` who got part of the credit of
    one on which day."""

    histories: Mapping[int, History]
    attendance: Callable[[int], Attendance]
    spans: Spans
    deals: Iterable[Won] = ()
    shared: Mapping[int, Iterable[int]] = field(default_factory=dict)


def awards(badges: Iterable[Badge], where: Company, today: date) -> set[Earned]:
    """Everything earned up to and with today."""
    found: set[Earned] = set()
    for badge in badges:
        if badge.is_on:
            found |= set(_of(badge, where, today.toordinal()))
    return found


def personal(
    badge: Badge, person_id: int, history: History, attendance: Attendance, window: Window
) -> Iterator[Earned]:
    """What one person earned of a badge that looks at one person only."""
    rule = badge.rule
    if isinstance(rule, Personal):
        for found in earned(rule, history, attendance, window):
            yield made(badge, person_id, found)


def made(badge: Badge, person_id: int, found: Found, settled: int | None = None) -> Earned:
    """An award out of ordinals."""
    slot, day, value = found
    on = date.fromordinal(day)
    last = on if settled is None else date.fromordinal(settled)
    return Earned(person_id, badge.key, slot, on, value, last)


def _of(badge: Badge, where: Company, today: int) -> Iterator[Earned]:
    match badge.rule:
        case Best() | Improved():
            yield from _compared(badge, badge.rule, where, today)
        case Biggest():
            yield from _records(badge, badge.rule, where, today)
        case Assist():
            for person_id, days in where.shared.items():
                for found in company.assists(days, today, where.spans).values():
                    yield made(badge, person_id, found)
        case _:
            window = Window(EVER, today, where.spans)
            for person_id, history in where.histories.items():
                attendance = where.attendance(person_id)
                yield from personal(badge, person_id, history, attendance, window)


def _compared(badge: Badge, rule: Best | Improved, where: Company, today: int) -> Iterator[Earned]:
    kind = rule.period if isinstance(rule, Best) else Kind.MONTH
    spans, values = where.spans, _values(rule.metric, kind, where)
    for start, now in values.items():
        end = spans.end(kind, start)
        if end > today:
            continue
        if isinstance(rule, Best):
            winners = company.best(rule, now, ascending=_ascending(rule.metric, where))
        else:
            months = months_before(start, rule.usual, spans)
            before = [values.get(month, {}) for month in months]
            winners = company.most_improved(rule, now, before)
        for person_id, value in winners.items():
            yield made(badge, person_id, (spans.slot(kind, start), end - 1, value))


def months_before(start: int, count: int, spans: Spans) -> list[int]:
    """The first days of the `count` months before the one that starts on a day, latest first."""
    found: list[int] = []
    for _ in range(count):
        start = spans.start(Kind.MONTH, start - 1)
        found.append(start)
    return found


def _values(metric: str, kind: Kind, where: Company) -> dict[int, dict[int, Value]]:
    """Everybody's value by the first day of each period."""
    found: dict[int, dict[int, Value]] = {}
    for person_id, history in where.histories.items():
        track = history.track(metric)
        steps = track.by(kind)
        for at, start in enumerate(steps.keys):
            value = track.value(steps, at)
            if value is not None:
                found.setdefault(start, {})[person_id] = value
    return found


def _ascending(metric: str, where: Company) -> bool:
    return any(one.track(metric).metric.ascending for one in where.histories.values())


def _records(badge: Badge, rule: Biggest, where: Company, today: int) -> Iterator[Earned]:
    spans, by_period = where.spans, dict[int, list[Won]]()
    for deal in where.deals:
        by_period.setdefault(spans.start(rule.period, deal.day), []).append(deal)
    for start, deals in by_period.items():
        if company.is_held(rule, start, today):
            yield from record(badge, deals, start, today, spans)


def record(
    badge: Badge, deals: Iterable[Won], start: int, today: int, spans: Spans
) -> Iterator[Earned]:
    """Who holds a record of the period that starts on a day, by its deals."""
    rule = badge.rule
    assert isinstance(rule, Biggest)  # noqa: S101  (the caller chose the badge by its rule)
    end = spans.end(rule.period, start)
    holders = company.biggest(deals, start, min(end, today + 1))
    for person_id, (day, value) in holders.items():
        found = (spans.slot(rule.period, start), day, value)
        yield made(badge, person_id, found, settled=end - 1)
