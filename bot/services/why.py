"""Decides what is shown behind a number and to whom: their own entries to everybody, those of
their people to managers, all to owner and admin. Knows no texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import islice

from bot.domain.boards import Ranking
from bot.domain.explaining import Behind, Moved, Reason, Shift, Why, reason, sale_types_of
from bot.domain.grouping import Group
from bot.domain.query import Query
from bot.errors import UsageError
from bot.services.access import EVERYBODY, Actor, may_explain, require
from bot.services.boards import Boards, person_asked, scope_of, settled
from bot.services.desk import Desk
from bot.services.snapshot import Snapshot
from bot.services.sums import last_moment

PAGE = 15
"""Entries on a page: what fits a phone without scrolling for ever."""

_OWN_REASONS = 8
_REASONS = 3  # of each of the viewer's people
_PEOPLE = 5
_COUNTED = 500  # entries: what is older is not counted
_LAST_PAGE = 500  # nobody leafs further; bounds what is read


class Whys:
    """Answers why a number is what it is, and what moved since a moment."""

    def __init__(self, desk: Desk, boards: Boards) -> None:
        """`boards` gives the numbers that are explained, so that both always agree."""
        self._desk = desk
        self._boards = boards

    def why(self, query: Query, actor: Actor, today: date, *, size: int = PAGE) -> Why:
        """A page of the entries behind one person's number.

        NotAllowed for somebody else's entries; UsageError when the asker has no entries of their
        own and names nobody.
        """
        require(actor, EVERYBODY)
        snapshot = self._desk.snapshots.current()
        query = settled(query, actor, snapshot, today)
        person_id = person_asked(query, actor, snapshot)
        if person_id is None:
            raise UsageError("You are not linked to a person here, so name one: why NAME.")
        ranking = self._boards.ranking(replace(query, by=Group.REP), snapshot, today)
        first = (min(query.page, _LAST_PAGE) - 1) * size
        found = self._reasons(query, snapshot, person_id, first + size + 1)[first:]
        position = ranking.positions.get(person_id)
        return Why(
            query=query,
            metric=ranking.metric,
            period=query.period,
            calendar=self._desk.calendar,
            currency=snapshot.currency,
            person_name=snapshot.person_names[person_id],
            is_self=person_id == actor.person_id,
            value=None if position is None else ranking.standings[position].value,
            reasons=tuple(found[:size]),
            page=min(query.page, _LAST_PAGE),
            has_more=len(found) > size,
            as_of=last_moment(query.as_of, self._desk.calendar.zone) or self._desk.clock(),
            since=last_moment(query.since, self._desk.calendar.zone),
        )

    def moved(self, query: Query, actor: Actor, today: date, *, most: int | None = None) -> Moved:
        """What moved on the board since `query.since`: in its top, and for the viewer."""
        require(actor, EVERYBODY)
        since = last_moment(query.since, self._desk.calendar.zone)
        if since is None:
            raise UsageError("Say since when, for example: since friday's board.")
        snapshot = self._desk.snapshots.current()
        query = settled(query, actor, snapshot, today)
        now = self._boards.ranking(query, snapshot, today)
        then = self._boards.ranking(replace(query, as_of=since), snapshot, today)
        shown = self._boards.page(now, query, most)
        own = snapshot.own_key(query.by, actor.person_id, today)
        shifts = list(_shifts(now, then))
        top = {row.key for row in shown.rows} | ({own} if own is not None else set())
        kept = tuple(shift for shift in shifts if shift.key in top)
        behind = list(self._behind(query, actor, snapshot, kept))
        mine = [one for one in behind if one.key == actor.person_id]
        return Moved(
            query=query,
            now=now,
            then=then,
            since=since,
            as_of=last_moment(query.as_of, self._desk.calendar.zone) or self._desk.clock(),
            shifts=kept,
            others=len(shifts) - len(kept),
            own_key=own,
            mine=mine[0] if mine else None,
            people=tuple(one for one in behind if one not in mine)[:_PEOPLE],
        )

    def _behind(
        self, query: Query, actor: Actor, snapshot: Snapshot, shifts: Iterable[Shift]
    ) -> Iterator[Behind]:
        """The entries of everybody shown whose entries are for this viewer; their own first."""
        if query.by is not Group.REP:
            return
        shown = dict.fromkeys([actor.person_id, *(shift.key for shift in shifts)])
        explained = (
            snapshot.people[key]
            for key in shown
            if key is not None and may_explain(actor, snapshot.people[key], snapshot.people)
        )
        for person in islice(explained, _PEOPLE + 1):
            found = self._reasons(query, snapshot, person.id, _COUNTED)
            most = _OWN_REASONS if person.id == actor.person_id else _REASONS
            if found:
                yield Behind(
                    key=person.id,
                    name=snapshot.person_names[person.id],
                    reasons=tuple(found[:most]),
                    more=len(found[most:]),
                )

    def _reasons(
        self, query: Query, snapshot: Snapshot, person_id: int, limit: int
    ) -> list[Reason]:
        """The newest `limit` entries; those of a mover's other team do not count here."""
        metric = snapshot.metrics[query.metric]
        zone = self._desk.calendar.zone
        is_narrowed = bool(query.teams or query.regions)
        entries = self._desk.store.ledger.entries(
            self._desk.workspace_id,
            person_ids=[person_id],
            measures=metric.measures,
            start=query.period.start,
            end=query.period.end,
            sale_types=sale_types_of(metric, query.sale_types) or None,
            product_ids=[named.id for named in query.products] or None,
            source_ids=[named.id for named in query.sources] or None,
            seat_ids=list(snapshot.keys(Group.REP, scope_of(query))) if is_narrowed else None,
            recorded_after=last_moment(query.since, zone),
            recorded_until=last_moment(query.as_of, zone),
            limit=limit,
        )
        return [reason(metric, entry, snapshot.product_names) for entry in entries]


def _shifts(now: Ranking, then: Ranking) -> Iterator[Shift]:
    """Rows whose value or place differs, best of now first, then those that fell off."""
    for row in now.standings:
        position = then.positions.get(row.key)
        before = None if position is None else then.standings[position]
        if before is None or (before.place, before.value) != (row.place, row.value):
            yield Shift(key=row.key, name=row.name, then=before, now=row)
    for row in then.standings:
        if row.key not in now.positions:
            yield Shift(key=row.key, name=row.name, then=row, now=None)
