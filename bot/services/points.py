"""Decides who changes what points are made of, and how far somebody has come with theirs.

Points of badges are entries in the ledger like all others, so that every board of points adds up.
"""

from __future__ import annotations

from datetime import date

from bot.domain.levels import Progress, progress
from bot.domain.periods import BEGINNING, since
from bot.domain.points import POINTS, PointRules, check_weights
from bot.domain.query import Query
from bot.services.access import ADMINS, Actor, require
from bot.services.boards import Boards
from bot.services.desk import Desk
from bot.services.metrics import measures_of, point_rules
from bot.services.snapshot import Snapshot


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
        with store.transaction():
            store.preferences.set(desk.workspace_id, POINTS, rules.data())
            store.audit.add(
                desk.workspace_id,
                at=desk.clock(),
                actor=actor.label,
                action="points.set",
                details=rules.data(),
            )

    def progress(self, person_id: int, snapshot: Snapshot, today: date) -> Progress:
        """Somebody's level, by the points of all time."""
        query = Query(metric=POINTS, period=since(BEGINNING, today))
        ranking = self._boards.ranking(query, snapshot, today)
        at = ranking.positions.get(person_id)
        return progress(self.rules().levels, 0 if at is None else ranking.standings[at].value)
