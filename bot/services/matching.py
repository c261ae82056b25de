"""Decides which Slack user is which person: by equal e-mail, else by a unique equal name that its
owner confirms, else by an admin. Every link leaves an audit line. Knows no Slack calls."""

from __future__ import annotations

from dataclasses import dataclass

from bot.errors import NotFound, UsageError
from bot.services.access import ADMINS, Actor, require
from bot.services.desk import Desk
from store.errors import Duplicate
from store.records import Person, SlackUser


@dataclass(frozen=True, kw_only=True, slots=True)
class Unmatched:
    """Who still waits to be linked, on both sides, and how many are."""

    linked: int
    people: tuple[Person, ...]
    slack_users: tuple[SlackUser, ...]


class Matching:
    """Links between Slack users and people."""

    def __init__(self, desk: Desk) -> None:
        """Links are read from the desk's store and written there."""
        self._desk = desk

    def recognise(self, profile: SlackUser) -> None:
        """Keep a profile as Slack gives it, and link it when its e-mail address is a person's.

        A person who is linked already keeps that link: nobody takes over a number by renaming.
        """
        store, workspace = self._desk.store, self._desk.workspace_id
        with store.transaction():  # nobody is ever seen as read and not yet linked
            store.slack_users.put(workspace, profile)
            if profile.email and not (profile.deleted or profile.is_bot):
                person = store.people.by_email(workspace, profile.email)
                is_free = store.people.by_slack_user(workspace, profile.slack_user_id) is None
                if person is not None and person.slack_user_id is None and is_free:
                    self._link(person, profile.slack_user_id, actor="koploper", how="e-mail")

    def offer(self, actor: Actor) -> Person | None:
        """The one person not linked yet whose name equals the Slack name, if there is just one."""
        if actor.slack_user_id is None or actor.person_id is not None:
            return None
        store, workspace = self._desk.store, self._desk.workspace_id
        profile = store.slack_users.get(workspace, actor.slack_user_id)
        if profile is None or profile.deleted or profile.is_bot:
            return None
        same = store.people.by_name(workspace, profile.name)
        return same[0] if len(same) == 1 and same[0].slack_user_id is None else None

    def accept(self, actor: Actor, person_id: int) -> Person:
        """Link the actor to the person that is offered to them, and to nobody else."""
        person = self.offer(actor)
        if person is None or person.id != person_id or actor.slack_user_id is None:
            raise NotFound("That person is not free any more. Ask an admin to link you.")
        return self._link(person, actor.slack_user_id, actor=actor.label, how="offered name")

    def link(self, actor: Actor, slack_user_id: str, name: str) -> Person:
        """Link somebody by a person's name or e-mail address; for owner and admin."""
        require(actor, ADMINS)
        person = self._named(name)
        if person.slack_user_id not in {None, slack_user_id}:
            raise UsageError("{name} is linked to somebody else; unlink them first.", name=name)
        return self._link(person, slack_user_id, actor=actor.label, how="by hand")

    def unlink(self, actor: Actor, slack_user_id: str) -> Person:
        """Undo a link; for owner and admin. NotFound when there is none."""
        require(actor, ADMINS)
        store, workspace = self._desk.store, self._desk.workspace_id
        person = store.people.by_slack_user(workspace, slack_user_id)
        if person is None:
            raise NotFound("They are not linked to anybody.")
        store.people.link(workspace, person.id, None)
        self._audit(actor.label, "person.unlink", person, slack_user_id, "by hand")
        return person

    def unmatched(self, actor: Actor) -> Unmatched:
        """Who is not linked, on both sides; for owner and admin."""
        require(actor, ADMINS)
        store, workspace = self._desk.store, self._desk.workspace_id
        people, today = store.people.all(workspace), self._desk.today()
        linked = {person.slack_user_id for person in people if person.slack_user_id}
        return Unmatched(
            linked=len(linked),
            people=tuple(
                person
                for person in people
                if person.slack_user_id is None and (person.ends_on or today) >= today
            ),
            slack_users=tuple(
                user
                for user in store.slack_users.all(workspace)
                if not (user.deleted or user.is_bot or user.slack_user_id in linked)
            ),
        )

    def _named(self, name: str) -> Person:
        store, workspace = self._desk.store, self._desk.workspace_id
        by_email = store.people.by_email(workspace, name.strip()) if "@" in name else None
        found = [by_email] if by_email else store.people.by_name(workspace, name)
        if len(found) == 1:
            return found[0]
        if found:
            raise UsageError("There are several people called {name}; use an e-mail.", name=name)
        raise NotFound("There is nobody called {name} in the sales data.", name=name)

    def _link(self, person: Person, slack_user_id: str, *, actor: str, how: str) -> Person:
        try:
            linked = self._desk.store.people.link(self._desk.workspace_id, person.id, slack_user_id)
        except Duplicate:
            raise UsageError(
                "That Slack user is linked to somebody else; unlink them first."
            ) from None
        self._audit(actor, "person.link", person, slack_user_id, how)
        return linked

    def _audit(self, actor: str, action: str, person: Person, slack_user_id: str, how: str) -> None:
        self._desk.store.audit.add(
            self._desk.workspace_id,
            at=self._desk.clock(),
            actor=actor,
            action=action,
            details={"person": person.id, "user": slack_user_id, "how": how},
        )
