"""Decides where the sums behind a board are read: kept totals, or the ledger itself for product
and source filters and for "as it was known then". Knows no ranking and no rights."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.domain.cuts import cut
from bot.domain.periods import Period
from bot.domain.query import Moment, Query
from bot.services.desk import Desk
from store.records import Sum


def sums(desk: Desk, measures: Sequence[str], period: Period, query: Query) -> Iterable[Sum]:
    """The sums of `measures` over `period`, as the query's filters and `as of` want them.

    Teams, regions and sale types are not applied here: every sum carries its seat and type.
    """
    store, workspace_id = desk.store, desk.workspace_id
    moment = last_moment(query.as_of, desk.calendar.zone)
    if query.products or query.sources:
        return store.ledger.sums(
            workspace_id,
            measures,
            period.start,
            period.end,
            product_ids=[named.id for named in query.products] or None,
            source_ids=[named.id for named in query.sources] or None,
            recorded_until=moment,
        )
    totals = store.totals.sums(workspace_id, measures, cut(period))
    if moment is None:
        return totals
    later = store.ledger.moved_since(workspace_id, measures, period.start, period.end, moment)
    return [*totals, *map(_undone, later)]


def _undone(moved: Sum) -> Sum:
    return Sum(
        seat_id=moved.seat_id,
        measure=moved.measure,
        sale_type=moved.sale_type,
        amount=-moved.amount,
        share=-moved.share,
    )


def last_moment(moment: Moment | None, zone: str) -> datetime | None:
    """A moment as it is; of a local date its last microsecond, in UTC."""
    if moment is None or isinstance(moment, datetime):
        return moment
    return _end_of(moment, zone)


@lru_cache(maxsize=256)
def _end_of(day: date, zone: str) -> datetime:
    midnight = datetime.combine(day + timedelta(days=1), time(0), tzinfo=ZoneInfo(zone))
    return midnight.astimezone(UTC) - timedelta(microseconds=1)
