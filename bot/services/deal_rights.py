"""Decides who may say that a typed deal counts: a manager of who typed it, else owner and admin,
and nobody who gets credit for it unless there is nobody else. Knows no texts."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from bot.domain.typed_deals import sale_of
from bot.services.access import Access, Actor, may_explain
from bot.services.snapshot import Snapshot
from store.records import Person
from store.records_typed_deals import TypedDeal

_CHAIN = 12  # levels of management looked through; data with a circle in it ends here too


def deciders(deal: TypedDeal, snapshot: Snapshot, access: Access, today: date) -> tuple[str, ...]:
    """The Slack users who are asked: the nearest manager who can be reached, else everybody who
    looks after Koploper. An owner or admin who is alone decides on their own deals."""
    credited = _credited(deal)
    for manager in _above(deal.person_id, snapshot):
        actor = _reached(manager, snapshot, access, today)
        if actor is not None and manager.id not in credited:
            return (actor.slack_user_id or "",)
    admins = [access.who(user, snapshot, today) for user in sorted(snapshot.roles)]
    admins = [one for one in admins if one.is_admin]
    others = [one for one in admins if not _is_own(one, deal, credited)]
    return tuple(one.slack_user_id or "" for one in others or admins)


def may_decide(
    actor: Actor, deal: TypedDeal, snapshot: Snapshot, access: Access, today: date
) -> bool:
    """Whether the actor may: owner and admin, and managers of who typed it at any level."""
    if _is_own(actor, deal, _credited(deal)):
        return actor.is_admin and actor.slack_user_id in deciders(deal, snapshot, access, today)
    person = snapshot.people.get(deal.person_id)
    return actor.is_admin or (person is not None and may_explain(actor, person, snapshot.people))


def _credited(deal: TypedDeal) -> frozenset[int]:
    return frozenset(sale_of(deal.definition).people)


def _is_own(actor: Actor, deal: TypedDeal, credited: Collection[int]) -> bool:
    return actor.slack_user_id == deal.slack_user_id or actor.person_id in credited


def _above(person_id: int, snapshot: Snapshot) -> Iterator[Person]:
    """Their manager, the manager of that one, and so on."""
    person = snapshot.people.get(person_id)
    for _level in range(_CHAIN):
        if person is None or person.manager_id is None:
            return
        person = snapshot.people.get(person.manager_id)
        if person is not None:
            yield person


def _reached(person: Person, snapshot: Snapshot, access: Access, today: date) -> Actor | None:
    """Who somebody is on Slack, when they are there and still work here."""
    if person.slack_user_id is None:
        return None
    actor = access.who(person.slack_user_id, snapshot, today)
    return actor if actor.person_id == person.id else None
