"""Decides what a posted board should have said: what is known now of the days that were over.

Knows no Slack and no texts, and not what is done about it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.domain.boards import Row
from bot.domain.corrections import Cause, Concern, Move, causes, concerned, moves, told
from bot.domain.explaining import sale_types_of
from bot.domain.grammar import parse
from bot.domain.grouping import Group, tally, values
from bot.domain.metrics import Metric
from bot.domain.periods import Period
from bot.domain.query import Query
from bot.domain.standings import rank
from bot.errors import UserError
from bot.services.boards import scope_of
from bot.services.desk import Desk
from bot.services.snapshot import Snapshot
from bot.services.sums import sums
from store.records_posted import PostedBoard, Tallies, Told

_ENTRIES = 500  # read for the reasons: more than this is not one correction but an import
_KEPT = 200  # rows: a tie may be long


@dataclass(frozen=True, kw_only=True, eq=False, slots=True)
class Case:
    """A posted board as it should have said it, and what differs from what it (or the newest line
    below it) says. Without moves it is true, and the rest is empty."""

    posted: PostedBoard
    query: Query | None = None  # None: its words mean nothing any more
    metric: Metric | None = None
    moves: tuple[Move, ...] = ()
    told: tuple[Move, ...] = ()
    concerned: tuple[Concern, ...] = ()
    causes: Mapping[Cause, int] | None = None
    names: Mapping[int, str] | None = None
    standings: Sequence[Row] = ()

    def top(self) -> tuple[Told, ...]:
        """What stands once the line is told: as many places as were posted."""
        depth = max((row.place for row in self.posted.top), default=0)
        return tuple(
            Told(row.key, row.place, row.name, str(row.value))
            for row in self.standings[:_KEPT]
            if row.place <= depth
        )


class Rereading:
    """Reads posted boards again."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def case(self, posted: PostedBoard, *, is_on: bool) -> Case:
        """What differs now. Nothing when corrections are not on, or the words mean nothing now."""
        snapshot = self._desk.snapshots.current()
        try:
            query = parse(posted.words, snapshot.vocabulary, self._desk.today())
        except UserError:
            return Case(posted=posted)
        metric = snapshot.metrics[query.metric]
        moved: tuple[Move, ...] = ()
        standings: Sequence[Row] = ()
        if is_on:
            standings = self._standings(query, metric, posted, snapshot)
            moved = moves(posted.top, standings)
        if not moved:
            return Case(posted=posted, query=query, metric=metric, standings=standings)
        changed = self._changed(query, metric, posted, snapshot)
        return Case(
            posted=posted,
            query=query,
            metric=metric,
            moves=moved,
            told=told(moved, standings, ascending=metric.ascending),
            concerned=concerned(moved, changed) if query.by is Group.REP else (),
            causes=self._causes(query, metric, posted, snapshot),
            names={row.key: row.name for row in standings},
            standings=standings,
        )

    def rest(self, query: Query, until: date, at: datetime) -> Tallies:
        """What rows had at `at` on days from `until` on."""
        if until >= query.period.end:
            return {}
        snapshot = self._desk.snapshots.current()
        metric = snapshot.metrics[query.metric]
        running = replace(query.period, start=until)
        return self._tally(replace(query, as_of=at), metric, running, snapshot)

    def _standings(
        self, query: Query, metric: Metric, posted: PostedBoard, snapshot: Snapshot
    ) -> Sequence[Row]:
        """The board as it should have been posted: what is known now of the days that were over,
        and what was known then of the others."""
        over = self._tally(query, metric, _cut(query, posted.until), snapshot)
        both = _added(over, posted.rest)
        return rank(values(metric, both), snapshot.names(query.by), ascending=metric.ascending)

    def _changed(
        self, query: Query, metric: Metric, posted: PostedBoard, snapshot: Snapshot
    ) -> frozenset[int]:
        """Whose own numbers of the days watched are not what they were when it was told."""
        period = _cut(query, posted.until)
        now = self._tally(query, metric, period, snapshot)
        asked = replace(query, as_of=posted.told_at)
        then = self._tally(asked, metric, period, snapshot)
        nobody = (0, 0)
        keys = now.keys() | then.keys()
        return frozenset(key for key in keys if now.get(key, nobody) != then.get(key, nobody))

    def _causes(
        self, query: Query, metric: Metric, posted: PostedBoard, snapshot: Snapshot
    ) -> dict[Cause, int]:
        period, scope = _cut(query, posted.until), scope_of(query)
        is_narrowed = bool(query.teams or query.regions)
        found = self._desk.store.ledger.entries(
            self._desk.workspace_id,
            measures=metric.measures,
            start=period.start,
            end=period.end,
            sale_types=sale_types_of(metric, query.sale_types) or None,
            product_ids=[named.id for named in query.products] or None,
            source_ids=[named.id for named in query.sources] or None,
            seat_ids=list(snapshot.keys(query.by, scope)) if is_narrowed else None,
            recorded_after=posted.told_at,
            limit=_ENTRIES + 1,
        )
        return causes(found) if len(found) <= _ENTRIES else {}

    def _tally(
        self, query: Query, metric: Metric, period: Period, snapshot: Snapshot
    ) -> dict[int, tuple[int, int]]:
        read = sums(self._desk, metric.measures, period, query)
        keys = snapshot.keys(query.by, scope_of(query))
        return tally(metric, read, keys, frozenset(query.sale_types))


def _cut(query: Query, until: date) -> Period:
    """The days of a question that were over."""
    return replace(query.period, end=min(until, query.period.end))


def _added(one: Tallies, other: Tallies) -> dict[int, tuple[int, int]]:
    return dict(_sums(one, other))


def _sums(one: Tallies, other: Tallies) -> Iterator[tuple[int, tuple[int, int]]]:
    for key in one.keys() | other.keys():
        top, bottom = one.get(key, (0, 0))
        more_top, more_bottom = other.get(key, (0, 0))
        yield key, (top + more_top, bottom + more_bottom)
