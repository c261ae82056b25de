"""Decides who is asking and what they may do: everything is denied that is not granted here.
Knows no Slack calls and no texts beyond the keys of its refusals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.errors import NotAllowed
from bot.services.desk import Desk
from bot.services.snapshot import Snapshot
from store.records import Person, Role

ADMINS = frozenset({Role.OWNER, Role.ADMIN})
EVERYBODY = frozenset(Role)
_PLAIN = frozenset({Role.REP})
_CHAIN = 12  # levels of management looked through; data with a circle in it ends here too


@dataclass(frozen=True, kw_only=True, slots=True)
class Actor:
    """Who is asking. No roles means that nothing is allowed but being linked and claiming."""

    slack_user_id: str | None
    person_id: int | None
    name: str
    roles: frozenset[Role]
    locale: str | None = None
    zone: str | None = None
    is_read: bool = False  # whether their Slack profile has been read

    def has(self, roles: frozenset[Role]) -> bool:
        """Whether one of these roles is theirs."""
        return not self.roles.isdisjoint(roles)

    @property
    def is_admin(self) -> bool:
        """Whether they look after Koploper: owner or admin."""
        return self.has(ADMINS)

    @property
    def label(self) -> str:
        """What the audit trail calls them."""
        return f"slack:{self.slack_user_id}" if self.slack_user_id else self.name


OPERATOR = Actor(slack_user_id=None, person_id=None, name="operator", roles=frozenset({Role.OWNER}))
"""Whoever runs the command line: they hold the database file, so they are the owner."""


class Unknown(NotAllowed):
    """Somebody that Koploper cannot place; they are told how to be linked, not that they erred."""


def require(actor: Actor, roles: frozenset[Role]) -> None:
    """Let through who has one of the roles; NotAllowed otherwise, Unknown without any role."""
    if actor.has(roles):
        return
    if not actor.roles:
        raise Unknown("I do not know yet who you are in the sales data.")
    raise NotAllowed("That is for the people who look after Koploper: owner and admin.")


class Access:
    """Who somebody on Slack is, as the newest snapshot says."""

    def __init__(self, desk: Desk) -> None:
        """Nobody is known yet."""
        self._desk = desk
        self._known: tuple[Snapshot | None, date, dict[str, Actor]] = (None, date.min, {})

    def who(self, slack_user_id: str, snapshot: Snapshot, today: date) -> Actor:
        """The actor behind a Slack user id: without roles when nobody knows them."""
        held, day, actors = self._known
        if held is not snapshot or day != today:
            actors = {}
            self._known = (snapshot, today, actors)
        actor = actors.get(slack_user_id)
        # More than a rep's rights are never taken from memory: they may just have been taken away.
        if actor is None or not actor.roles <= _PLAIN:
            actor = self._read(slack_user_id, snapshot, today)
            actors[slack_user_id] = actor
        return actor

    def _read(self, slack_user_id: str, snapshot: Snapshot, today: date) -> Actor:
        profile = snapshot.profiles.get(slack_user_id)
        person = snapshot.by_slack_user.get(slack_user_id)
        if person is not None and person.ends_on is not None and person.ends_on < today:
            person = None
        granted = snapshot.roles.get(slack_user_id, frozenset())
        if granted:
            granted = self._desk.store.roles.of(self._desk.workspace_id, slack_user_id)
        if profile is not None and (profile.deleted or profile.is_bot):
            granted, person = frozenset(), None
        name = person.name if person else (profile.name if profile else slack_user_id)
        return Actor(
            slack_user_id=slack_user_id,
            person_id=person.id if person else None,
            name=name,
            roles=granted | {Role.REP} if person else granted,
            locale=profile.locale if profile else None,
            zone=profile.zone if profile else None,
            is_read=profile is not None,
        )


def may_explain(actor: Actor, person: Person, people: Mapping[int, Person]) -> bool:
    """Whether the entries behind a person's number are for this actor: their own, those of the
    people they manage at any level, and all of them for owner and admin."""
    if actor.is_admin or actor.person_id == person.id:
        return True
    above = person
    for _level in range(_CHAIN):
        if above.manager_id is None or actor.person_id is None:
            return False
        if above.manager_id == actor.person_id:
            return True
        boss = people.get(above.manager_id)
        if boss is None:
            return False
        above = boss
    return False
