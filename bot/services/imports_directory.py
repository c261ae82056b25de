"""Decides which person each row of a list is, and which manager it names, before anything changes.

Pure: it is given everybody there is, and changes nobody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from bot.errors import UserError
from store.columns import name_key
from store.records import Person

Refuse = Callable[["PersonRow", UserError], None]
Check = Callable[["PersonRow", Person | None], None]


class PersonRow(NamedTuple):
    """What a list says of one person; None and '' leave what is known."""

    line: int
    name: str
    email: str | None = None
    team: str = ""
    manager: str = ""
    region: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    fte: int | None = None  # hundredths of a full-time contract
    team_since: date | None = None


@dataclass(kw_only=True, eq=False)
class Plan:
    """A row with the person it is about (None: a new one) and the manager that it names."""

    row: PersonRow
    person: Person | None
    manager: Plan | Person | None = None


class Directory:
    """Everybody there is, and everybody in the list, by e-mail and by name."""

    def __init__(self, people: Iterable[Person]) -> None:
        self._people = {person.id: person for person in people}
        self._emails: dict[str, Person | Plan] = {}
        self._names: defaultdict[str, list[Person | Plan]] = defaultdict(list)
        self._planned: dict[int, Plan] = {}
        for person in self._people.values():
            self._names[name_key(person.name)].append(person)
            if person.email:
                self._emails[person.email.casefold()] = person

    def plans(
        self, rows: Sequence[PersonRow], refuse: Refuse, check: Check
    ) -> tuple[list[Plan], int]:
        """The rows that can be followed, and how many cannot; each of those goes to `refuse`."""
        plans = [plan for row in rows if (plan := self._tried(row, refuse, check))]
        # A row whose manager's row is refused is refused too, and so on.
        while True:
            kept = [plan for plan in plans if self._has_manager(plan, refuse)]
            if len(kept) == len(plans):
                return kept, len(rows) - len(kept)
            plans = kept

    def _tried(self, row: PersonRow, refuse: Refuse, check: Check) -> Plan | None:
        try:
            person = self._matching(row)
            check(row, person)
        except UserError as error:
            refuse(row, error)
            return None
        plan = Plan(row=row, person=person)
        self._enter(plan)
        return plan

    def _matching(self, row: PersonRow) -> Person | None:
        """Who the row is about: by e-mail, else the only one of that name without another e-mail.

        Somebody with the same name and another e-mail is somebody else.
        """
        found = self._emails.get(row.email) if row.email else None
        if found is None:
            namesakes = self._names.get(name_key(row.name), [])
            if row.email:
                namesakes = [one for one in namesakes if not _email_of(one)]
            if len(namesakes) > 1:
                raise UserError(
                    "{count} people are called {name}: add the e-mail",
                    count=len(namesakes),
                    name=row.name,
                )
            found = namesakes[0] if namesakes else None
        twice = found if isinstance(found, Plan) else self._planned.get(found.id if found else 0)
        if twice is not None:
            raise UserError("{name} is on line {line} already", name=row.name, line=twice.row.line)
        return found if isinstance(found, Person) else None

    def _enter(self, plan: Plan) -> None:
        if plan.person is not None:
            self._planned[plan.person.id] = plan
        else:
            self._names[name_key(plan.row.name)].append(plan)
        if plan.row.email:
            self._emails[plan.row.email] = plan.person or plan

    def _has_manager(self, plan: Plan, refuse: Refuse) -> bool:
        try:
            plan.manager = self._manager_of(plan)
        except UserError as error:
            refuse(plan.row, error)
            self._forget(plan)
            return False
        return True

    def _forget(self, plan: Plan) -> None:
        """A refused row brings nobody into being."""
        if plan.person is None:
            self._names[name_key(plan.row.name)].remove(plan)
            if plan.row.email:
                del self._emails[plan.row.email]
        else:
            del self._planned[plan.person.id]

    def _manager_of(self, plan: Plan) -> Plan | Person | None:
        text = plan.row.manager
        if not text:
            return None
        found = self._named(text)
        above: Plan | Person | None = found
        seen: set[int] = set()
        while above is not None and id(above) not in seen:
            if above is plan or (plan.person is not None and above is plan.person):
                raise UserError("{name} would be their own manager in the end", name=plan.row.name)
            seen.add(id(above))
            above = self._above(above)
        return found

    def _named(self, text: str) -> Plan | Person:
        by_email = self._emails.get(text.casefold())
        namesakes = [by_email] if by_email else self._names.get(name_key(text), [])
        if len(namesakes) > 1:
            raise UserError(
                "{count} people are called {name}: use the e-mail", count=len(namesakes), name=text
            )
        if not namesakes:
            raise UserError("the manager {name} is not known", name=text)
        return namesakes[0]

    def _above(self, one: Plan | Person) -> Plan | Person | None:
        """The manager that somebody will have once the list is followed, as far as it is known."""
        plan = one if isinstance(one, Plan) else self._planned.get(one.id)
        if plan is not None and plan.manager is not None:
            return plan.manager
        person = one.person if isinstance(one, Plan) else one
        return self._people.get(person.manager_id) if person and person.manager_id else None


def _email_of(one: Person | Plan) -> str | None:
    return one.row.email if isinstance(one, Plan) else one.email
