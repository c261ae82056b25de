"""Decides how a period's total grew day by day, beside the period before. Knows no drawing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from bot.domain import periods
from bot.domain.comparing import previous
from bot.domain.grouping import Group, tally
from bot.domain.metrics import Value
from bot.domain.periods import Period
from bot.domain.query import Query
from bot.domain.recap import Point, Trend
from bot.services.boards import scope_of
from bot.services.desk import Desk
from bot.services.snapshot import Snapshot
from bot.services.sums import sums

_POINTS = 31  # at most so many a line: a quarter is drawn in steps of a few days


def trend(
    desk: Desk, query: Query, snapshot: Snapshot, today: date, *, goal: Value | None = None
) -> Trend:
    """The running total of everybody the question is about, up to today, and that of the period
    before over its whole length."""
    before = previous(query.period, desk.calendar)
    return Trend(
        period=query.period,
        before=before,
        now_points=tuple(_line(desk, query, snapshot, query.period, today)),
        before_points=tuple(_line(desk, query, snapshot, before, before.last)),
        goal=goal,
    )


def _line(
    desk: Desk, query: Query, snapshot: Snapshot, period: Period, until: date
) -> Iterator[Point]:
    """One point for each step of days up to `until`; a ratio of nothing yet is no point."""
    metric = snapshot.metrics[query.metric]
    keys = snapshot.keys(Group.COMPANY, scope_of(query))
    types = frozenset(query.sale_types)
    step = -(-period.days // _POINTS)
    last = min(until, period.last)
    top = bottom = 0
    start = period.start
    while start <= last:
        days = periods.between(start, min(start + timedelta(days=step - 1), last))
        for of_top, of_bottom in tally(
            metric, sums(desk, metric.measures, days, query), keys, types
        ).values():
            top, bottom = top + of_top, bottom + of_bottom
        value = metric.value(top, bottom) if metric.bottom else (metric.value(top) or 0)
        if value is not None:
            yield Point(day=(days.last - period.start).days, value=value)
        start = days.end
