"""Decides what is shown of people's badges: their own page, a colleague's, those of a week.

Badges are achievements and for everybody to see; what is within reach is only for the one
themselves. Who earns what is services/awarding.py's business.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from bot.domain.announcing import News, news
from bot.domain.badges.rules import Badge, Count, First, Threshold, known
from bot.domain.cabinet import Cabinet, Near, grouped, near, wanted_period
from bot.domain.comparing import holding
from bot.domain.metrics import Metric, Value
from bot.domain.periods import BEGINNING, Period, since
from bot.domain.query import Query
from bot.domain.recap import Honour
from bot.errors import UsageError
from bot.services.access import EVERYBODY, Actor, require
from bot.services.awarding_terms import badges_of
from bot.services.boards import Boards
from bot.services.desk import Desk
from bot.services.points import Points
from bot.services.snapshot import Snapshot
from store.records_badges import Award

_NEAREST = 3  # badges within reach that are told


class Badges:
    """The badges there are, and who has them."""

    def __init__(self, desk: Desk, boards: Boards, points: Points) -> None:
        """`boards` says how much somebody has of a metric so far."""
        self._desk = desk
        self._boards = boards
        self._points = points

    def all(self, snapshot: Snapshot) -> dict[str, Badge]:
        """Every badge by key: built in, then the team's own; those that are off are marked so."""
        return badges_of(self._desk.store, self._desk.workspace_id, snapshot)

    def cabinet(
        self, person_id: int | None, actor: Actor, snapshot: Snapshot, today: date
    ) -> Cabinet:
        """The badges of a person, or of whoever asks; UsageError for who is no person here."""
        require(actor, EVERYBODY)
        wanted = actor.person_id if person_id is None else person_id
        if wanted is None:
            raise UsageError("You are not linked to a person here, so name one: badges NAME.")
        badges = self.all(snapshot)
        held = self._desk.store.awards.of_person(self._desk.workspace_id, wanted)
        is_self = wanted == actor.person_id
        return Cabinet(
            person_name=snapshot.person_names[wanted],
            is_self=is_self,
            held=grouped(held, badges),
            near=self._near(wanted, badges, snapshot, today) if is_self else (),
            level=self._points.progress(wanted, snapshot, today),
            currency=snapshot.currency,
            today=today,
        )

    def of_week(self, first: date, last: date) -> Sequence[Honour]:
        """Who earned what on these local dates, both included, the most telling first."""
        desk = self._desk
        awards = desk.store.awards.between(desk.workspace_id, first, last + timedelta(days=1))
        return [
            Honour(name=one.badge.name, emoji=one.badge.emoji, people=one.people)
            for one in self.news(awards)
        ]

    def news(self, awards: Iterable[Award]) -> tuple[News, ...]:
        """Awards as they are told: by badge, with the names of people."""
        snapshot = self._desk.snapshots.current()
        return news(awards, self.all(snapshot), snapshot.person_names, snapshot.metrics)

    def _near(
        self, person_id: int, badges: Mapping[str, Badge], snapshot: Snapshot, today: date
    ) -> tuple[Near, ...]:
        found = sorted(
            self._in_sight(person_id, badges, snapshot, today),
            key=lambda one: (float(one.missing / one.target), one.badge.name),
        )
        return tuple(found[:_NEAREST])

    def _in_sight(
        self, person_id: int, badges: Mapping[str, Badge], snapshot: Snapshot, today: date
    ) -> Iterator[Near]:
        metrics = known(snapshot.metrics)
        for badge in badges.values():
            if not badge.is_on or not isinstance(badge.rule, Count | First | Threshold):
                continue
            metric = metrics.get(badge.rule.metric)
            if metric is None or metric.key not in snapshot.metrics:
                continue
            value = self._so_far(person_id, badge, metric, snapshot, today)
            found = near(badge, metric, value)
            if found is not None:
                yield found

    def _so_far(
        self, person_id: int, badge: Badge, metric: Metric, snapshot: Snapshot, today: date
    ) -> Value:
        """What somebody has of a metric in the running period of a badge, or of all time."""
        kind = wanted_period(badge)
        period: Period = since(BEGINNING, today)
        if kind is not None:
            period = holding(kind, today, self._desk.calendar)
        ranking = self._boards.ranking(Query(metric=metric.key, period=period), snapshot, today)
        at = ranking.positions.get(person_id)
        return 0 if at is None else ranking.standings[at].value
