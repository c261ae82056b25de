"""Decides who writes down whose leave: everybody their own, managers that of their people, owner
and admin everybody's. Nobody is asked why somebody is away, and nothing of it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.errors import FormError, NotAllowed, NotFound, UsageError
from bot.services.access import EVERYBODY, Actor, may_explain, require
from bot.services.desk import Desk
from bot.services.snapshot import Snapshot
from store.records import Person

LONGEST = 731
"""Days of one leave: a longer one is a slip of the year."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Away:
    """Days somebody is away, both included."""

    first: date
    last: date


@dataclass(frozen=True, kw_only=True, slots=True)
class LeavePage:
    """What a form of leave shows: whose it is, whether that is the reader, and what is known."""

    person: Person
    name: str
    is_self: bool
    away: Sequence[Away]
    people: Sequence[Person]  # whose leave the reader may write down, by name; themselves first


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
        return LeavePage(
            person=person,
            name=snapshot.person_names[person.id],
            is_self=person.id == actor.person_id,
            away=tuple(Away(first=start, last=end - _DAY) for start, end in known if end > today),
            people=tuple(self._people(actor, snapshot, today)),
        )

    def add(
        self, actor: Actor, person_id: int | None, first: date | None, last: date | None
    ) -> bool:
        """Write down that somebody is away from `first` to `last`, both included; a missing last
        day is the first. False when that was known. FormError for days that make no sense."""
        person = self._whose(actor, person_id)
        if first is None:
            raise FormError("first", "Choose the first day.")
        days = checked(first, last or first)
        return self._desk.store.leaves.add(
            self._desk.workspace_id, person.id, days.first, days.last + _DAY, by=actor.label
        )

    def remove(self, actor: Actor, person_id: int, first: date, last: date) -> bool:
        """Take days out again, both included; False when they were not there."""
        person = self._whose(actor, person_id)
        return self._desk.store.leaves.remove(
            self._desk.workspace_id, person.id, first, last + _DAY
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


def checked(first: date, last: date) -> Away:
    """Days that make sense together; FormError when they end before they begin or never end."""
    if last < first:
        raise FormError("last", "The last day is before the first.")
    if (last - first).days >= LONGEST:
        raise FormError("last", "That is longer than two years: check the year.")
    return Away(first=first, last=last)
