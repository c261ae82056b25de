"""Decides who changes what points are made of, and how far somebody has come with theirs.

Points of badges are entries in the ledger like all others, so that every board of points adds up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache, partial

from bot.domain.badges.built_in import BUILT_IN_BADGES
from bot.domain.built_in import BADGE_POINTS
from bot.domain.levels import Progress, progress
from bot.domain.periods import BEGINNING, since
from bot.domain.points import POINTS, PointRules, check_weights
from bot.domain.query import Query
from bot.errors import UsageError
from bot.services.access import ADMINS, Actor, require
from bot.services.boards import Boards
from bot.services.desk import Desk
from bot.services.metrics import measures_of, point_rules
from bot.services.snapshot import Snapshot
from store.records import Details, Fact, LabelKind, Line
from store.records_badges import Award
from store.seats import seat_on

SOURCE = "badges"
"""The source of the points of badges in the ledger; nobody imports under it."""


class Points:
    """The rules of points, and everybody's level."""

    def __init__(self, desk: Desk, boards: Boards) -> None:
        """`boards` adds points up, so that a level and the board of points always agree."""
        self._desk = desk
        self._boards = boards

    def rules(self) -> PointRules:
        """What counts for how many points."""
        return point_rules(self._desk.store, self._desk.workspace_id)

    def change(self, actor: Actor, rules: PointRules) -> None:
        """Put other rules in force, for what was recorded before as well; owner and admin.

        UsageError for a weight of something that does not add up.
        """
        require(actor, ADMINS)
        desk, store = self._desk, self._desk.store
        metrics = desk.snapshots.current().metrics
        check_weights(rules.weights, metrics, measures_of(store, desk.workspace_id))
        before = self.worth()
        for key in rules.badges:
            if key not in before:
                raise UsageError("There is no badge “{key}”.", key=key)
        with store.transaction():
            store.preferences.set(desk.workspace_id, POINTS, rules.data())
            store.audit.add(
                desk.workspace_id,
                at=desk.clock(),
                actor=actor.label,
                action="points.set",
                details=rules.data(),
            )
            self.post_again(key for key, points in self.worth().items() if before[key] != points)

    def settle(self, gained: Sequence[Award], lost: Sequence[Award]) -> None:
        """Post the points of badges that were given, and take back those of badges that were
        taken: in the caller's transaction, and the same however often it is done."""
        if gained or lost:
            self._post([*self._facts(gained), *self._facts(lost, is_lost=True)])

    def post_again(self, keys: Iterable[str]) -> None:
        """Make the ledger say what these badges are worth now, for everybody who has them."""
        store, workspace_id = self._desk.store, self._desk.workspace_id
        awards = [award for key in keys for award in store.awards.of_badge(workspace_id, key)]
        self.settle(awards, ())

    def progress(self, person_id: int, snapshot: Snapshot, today: date) -> Progress:
        """Somebody's level, by the points of all time."""
        query = Query(metric=POINTS, period=since(BEGINNING, today))
        ranking = self._boards.ranking(query, snapshot, today)
        at = ranking.positions.get(person_id)
        return progress(self.rules().levels, 0 if at is None else ranking.standings[at].value)

    def worth(self) -> dict[str, int]:
        """What every badge is worth, by key."""
        rules = self.rules()
        return {key: rules.badge(key, own) for key, (_, own) in self._badges().items()}

    def _badges(self) -> dict[str, tuple[str, int]]:
        """The name of every badge and what it is worth where nobody changed that, by key.

        Read from the store and from no snapshot: this is part of transactions that may fail.
        """
        said = self._desk.store.badges.all(self._desk.workspace_id)
        built_in = {key: (one.name, one.points) for key, one in BUILT_IN_BADGES.items()}
        own = {
            key: (str(one.definition["name"]), int(one.definition["points"]))
            for key, one in said.items()
            if one.definition
        }
        return {**built_in, **own}

    def _facts(self, awards: Iterable[Award], *, is_lost: bool = False) -> Iterator[Fact]:
        """What given badges are worth; those of a badge that was deleted since, nothing."""
        badges, worth = self._badges(), self.worth()
        people, workspace_id = self._desk.store.people, self._desk.workspace_id
        source_id = self._desk.store.labels.id(workspace_id, LabelKind.SOURCE, SOURCE)
        # a replay gives thousands at once: where somebody was is read once for each of them
        memberships = cache(partial(people.memberships, workspace_id))
        seat = cache(partial(people.seat, workspace_id))
        for award in awards:
            name, _ = badges.get(award.badge, (award.badge, 0))
            points = 0 if is_lost else worth.get(award.badge, 0)
            seat_id = None
            if points:
                place = seat_on(memberships(award.person_id), award.earned_on)
                seat_id = seat(award.person_id, *place)
            yield Fact(
                source_id=source_id,
                external_id=f"{award.badge}/{award.person_id}/{award.slot}",
                lines=_lines(seat_id, award.earned_on, points),
                details=Details(customer=name),
            )

    def _post(self, facts: Sequence[Fact]) -> None:
        desk = self._desk
        desk.store.ledger.post(desk.workspace_id, facts, at=desk.clock(), actor=SOURCE)


def _lines(seat_id: int | None, on: date, points: int) -> tuple[Line, ...]:
    if seat_id is None:
        return ()
    worth = points * BADGE_POINTS.per_unit
    return (Line(measure=BADGE_POINTS.key, seat_id=seat_id, occurred_on=on, amount=worth),)
