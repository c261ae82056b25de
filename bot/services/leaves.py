"""Decides who writes down whose leave: everybody their own, managers that of their people, owner
and admin everybody's. Nobody is asked why somebody is away, and nothing of it is kept."""

from __future__ import annotations

from datetime import date, timedelta

from bot.domain.leave import Away, LeavePage, checked
from bot.errors import NotAllowed, NotFound, UsageError
from bot.services.access import EVERYBODY, Actor, may_explain, require
from bot.services.desk import Desk
from bot.services.snapshot import Snapshot
from store.records import Person

_DAY = timedelta(days=1)
_SHOWN = 40  # spells in one form: Slack takes 100 blocks, and nobody plans more


class LeaveBook:
    """Leave as people see and enter it."""

    def __init__(self, desk: Desk) -> None:
        """Leave is kept in the desk's store."""
        self._desk = desk

    def page(self, actor: Actor, person_id: int | None = None) -> LeavePage:
        """The leave of somebody that has not ended yet, for who may see it; own by default."""
        person, snapshot = self._whose(actor, person_id), self._snapshot
        today = self._desk.today()
        known = self._desk.store.leaves.of_person(self._desk.workspace_id, person.id)
        coming = [Away(first=start, last=end - _DAY) for start, end in known if end > today]
        return LeavePage(
            person=person,
            name=snapshot.person_names[person.id],
            is_self=person.id == actor.person_id,
            away=coming[:_SHOWN],
            people=tuple(self._people(actor, snapshot, today)),
        )

    def add(
        self, actor: Actor, person_id: int | None, first: date | None, last: date | None
    ) -> tuple[Away, bool]:
        """Write down that somebody is away from `first` to `last`, both included; a missing last
        day is the first. The days, and False when they were known. FormError as checked()."""
        person, days = self._whose(actor, person_id), checked(first, last)
        is_news = self._desk.store.leaves.add(
            self._desk.workspace_id, person.id, days.first, days.last + _DAY, by=actor.label
        )
        return days, is_news

    def remove(self, actor: Actor, person_id: int, days: Away) -> bool:
        """Take days out again; False when they were not there."""
        person = self._whose(actor, person_id)
        return self._desk.store.leaves.remove(
            self._desk.workspace_id, person.id, days.first, days.last + _DAY
        )

    @property
    def _snapshot(self) -> Snapshot:
        return self._desk.snapshots.current()

    def _whose(self, actor: Actor, person_id: int | None) -> Person:
        """The person the actor means, if they may."""
        require(actor, EVERYBODY)
        wanted = person_id if person_id is not None else actor.person_id
        if wanted is None:
            people = self._people(actor, self._snapshot, self._desk.today())
            if not people:
                raise UsageError("You are not linked to a person in the sales data.")
            return people[0]
        person = self._snapshot.people.get(wanted)
        if person is None:
            raise NotFound("That person is not in the sales data any more.")
        if not may_explain(actor, person, self._snapshot.people):
            raise NotAllowed("Only they, their manager, or who looks after Koploper, can do that.")
        return person

    def _people(self, actor: Actor, snapshot: Snapshot, today: date) -> list[Person]:
        names = snapshot.person_names
        mine = [
            person
            for person in snapshot.people.values()
            if (person.ends_on or today) >= today and may_explain(actor, person, snapshot.people)
        ]
        return sorted(mine, key=lambda one: (one.id != actor.person_id, names[one.id].casefold()))
