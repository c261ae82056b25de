"""Decides what a board shows to whom: the ranking everybody shares, and each viewer's own place.
Knows no texts and no Slack; rankings are remembered per version of the workspace."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache

from bot.domain.boards import Board, Ranking, Row
from bot.domain.comparing import at_same_point
from bot.domain.grouping import Group, Scope, tally, total, values
from bot.domain.metrics import SCALE, Metric
from bot.domain.periods import Period
from bot.domain.query import Mode, Named, Query
from bot.domain.standings import Page, rank
from bot.errors import NotAllowed, UsageError
from bot.services.access import EVERYBODY, Actor, may_explain, require
from bot.services.desk import Desk
from bot.services.snapshot import Snapshot
from bot.services.sums import last_moment, sums

AROUND = 2
"""How many rows above and below their own somebody outside the top sees."""

_NOBODY: Page[int] = Page(rows=(), number=1, count=1, not_listed=0, tied_out=0)
_SEEN = 512  # questions as objects: the grammar gives equal words the same one
_REMEMBERED = 64  # rankings; one of 1,000 rows takes about 300 KiB


class Boards:
    """Answers who stands where."""

    def __init__(self, desk: Desk, *, top: int = 10) -> None:
        """`top` is how many rows a page has when the question does not say."""
        self._desk = desk
        self._top = top
        self._remembered: OrderedDict[tuple[object, ...], Ranking] = OrderedDict()
        self._seen: dict[int, tuple[Query, Snapshot, date, Ranking]] = {}
        self._lock = threading.Lock()

    def board(
        self,
        query: Query,
        actor: Actor,
        today: date,
        *,
        most: int | None = None,
        snapshot: Snapshot | None = None,
    ) -> Board:
        """The board for this viewer; `today` settles what is running and compared, `most` is
        how many rows fit on a page, `snapshot` whose names are used (the newest).

        NotAllowed for somebody who is nobody here, or who asks for the place of somebody whose
        entries are not for them.
        """
        require(actor, EVERYBODY)
        snapshot = snapshot or self._desk.snapshots.current()
        query = settled(query, actor, snapshot, today)
        asked = person_asked(query, actor, snapshot)
        ranking = self.ranking(query, snapshot, today)
        shown = _NOBODY if query.mode is Mode.ME else self.page(ranking, query, most)
        own = snapshot.own_key(query.by, asked, today)
        position = None if own is None else ranking.positions.get(own)
        mine = None if position is None else ranking.standings[position]
        around = _around(ranking, position, shown)
        return Board(
            ranking=ranking,
            query=query,
            page=shown,
            own_key=own,
            mine=mine,
            around=around,
            not_listed=len(ranking.standings) - len(shown.rows) - len(around),
            as_of=last_moment(query.as_of, self._desk.calendar.zone) or self._desk.clock(),
            is_self=asked == actor.person_id,
        )

    def page(self, ranking: Ranking, query: Query, most: int | None = None) -> Page[int]:
        """The page of a ranking that a question asks for."""
        size = len(ranking.standings) if query.everyone else query.top or self._top
        return ranking.page(max(1, min(size, most or size)), query.page)

    def ranking(self, query: Query, snapshot: Snapshot, today: date) -> Ranking:
        """What everybody shares of a board, remembered until anything it shows has changed."""
        seen = self._seen.get(id(query))
        if seen is not None and seen[0] is query and seen[1] is snapshot and seen[2] == today:
            return seen[3]
        made = self._remember(query, snapshot, today)
        if len(self._seen) >= _SEEN:
            self._seen.clear()
        self._seen[id(query)] = (query, snapshot, today, made)
        return made

    def _remember(self, query: Query, snapshot: Snapshot, today: date) -> Ranking:
        """The same ranking for all questions that differ only in page, person or wording."""
        key = (snapshot, today, _shared(query))
        with self._lock:
            found = self._remembered.get(key)
            if found is not None:
                self._remembered.move_to_end(key)
                return found
        made = self._rank(query, snapshot, today)
        with self._lock:
            self._remembered[key] = made
            if len(self._remembered) > _REMEMBERED:
                self._remembered.popitem(last=False)
        return made

    def _rank(self, query: Query, snapshot: Snapshot, today: date) -> Ranking:
        metric = snapshot.metrics[query.metric]
        compared = at_same_point(query.period, today, self._desk.calendar)
        now = self._tally(metric, query.period, query, snapshot)
        is_compared = not query.period.is_all_time
        before = self._tally(metric, compared, query, snapshot) if is_compared else {}
        ranked = values(metric, now)
        return Ranking(
            query=query,
            metric=metric,
            period=query.period,
            compared=compared,
            calendar=self._desk.calendar,
            currency=snapshot.currency,
            standings=rank(
                ranked,
                snapshot.names(query.by),
                ascending=metric.ascending,
                previous=values(metric, before),
            ),
            total=total(metric, now),
            total_before=total(metric, before),
            today=today,
            below_volume=_below_volume(metric, now),
            metrics=snapshot.metrics,
        )

    def _tally(
        self, metric: Metric, period: Period, query: Query, snapshot: Snapshot
    ) -> dict[int, tuple[int, int]]:
        read = sums(self._desk, metric.measures, period, query)
        scope = scope_of(query)
        return tally(metric, read, snapshot.keys(query.by, scope), frozenset(query.sale_types))


def _shared(query: Query) -> Query:
    """The question without what only one viewer's answer depends on."""
    return replace(
        query, top=None, page=1, everyone=False, mode=Mode.BOARD, person=None, since=None
    )


def person_asked(query: Query, actor: Actor, snapshot: Snapshot) -> int | None:
    """Whose place or entries a question is about: the one it names, else whoever asks."""
    if query.person is None:
        return actor.person_id
    person = snapshot.people[query.person.id]
    if not may_explain(actor, person, snapshot.people):
        raise NotAllowed("You can ask this about yourself and the people you manage.")
    return person.id


def settled(query: Query, actor: Actor, snapshot: Snapshot, today: date) -> Query:
    """The question with "my team" and "my region" as the places where the asker is today.

    Equal questions of colleagues become the same object, which rankings are remembered by.
    UsageError when whoever asks has no such place.
    """
    if not query.own:
        return query
    groups = {"team": Group.TEAM, "region": Group.REGION}
    found = {kind: snapshot.own_key(groups[kind], actor.person_id, today) for kind in query.own}
    names = {kind: snapshot.vocabulary.by_id(kind, key or 0) for kind, key in found.items()}
    if "team" in names and names["team"] is None:
        raise UsageError("You have no team here, so name one: team NAME.")
    if "region" in names and names["region"] is None:
        raise UsageError("You have no region here, so name one: region NAME.")
    return _placed(query, names.get("team"), names.get("region"))


@lru_cache(maxsize=_SEEN)
def _placed(query: Query, team: Named | None, region: Named | None) -> Query:
    return replace(
        query,
        own=(),
        teams=query.teams if team is None else _with(query.teams, team),
        regions=query.regions if region is None else _with(query.regions, region),
    )


def _with(names: tuple[Named, ...], added: Named) -> tuple[Named, ...]:
    return tuple(sorted({*names, added}, key=lambda one: (one.name.casefold(), one.id)))


def scope_of(query: Query) -> Scope:
    """Whose sums count for a query."""
    return Scope(
        teams=frozenset(named.id for named in query.teams),
        regions=frozenset(named.id for named in query.regions),
    )


def _around(ranking: Ranking, position: int | None, shown: Page[int]) -> tuple[Row, ...]:
    """My row with its neighbours when it is not on the page, without rows the page has. A single
    row between them and the page is shown, too: dots would take as much room."""
    if position is None:
        return ()
    start = ranking.positions[shown.rows[0].key] if shown.rows else position + 1
    end = start + len(shown.rows)
    if start <= position < end:
        return ()
    first, last = max(0, position - AROUND), position + AROUND + 1
    if not shown.rows:
        return tuple(ranking.standings[first:last])
    if position < start:
        return tuple(ranking.standings[first : start if last + 1 == start else min(last, start)])
    return tuple(ranking.standings[end if first == end + 1 else max(first, end) : last])


def _below_volume(metric: Metric, tallied: Mapping[int, tuple[int, int]]) -> dict[int, int]:
    """Who has some volume but too little to be ranked, and how many whole units of it."""
    least = metric.min_volume * SCALE
    return {key: volume // SCALE for key, (_, volume) in tallied.items() if 0 < volume < least}
