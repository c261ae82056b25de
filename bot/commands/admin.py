"""What /koploper does: roles, links, who is who. Each handler calls one service and renders."""

from __future__ import annotations

import re

from bot.commands.call import Call
from bot.errors import UsageError
from bot.services.roles import GRANTABLE
from bot.views import replies
from bot.views.live import with_unpinned
from bot.views.outbox import with_parked
from bot.views.parts import Message
from bot.views.schedules import with_troubles
from store.records import Role

_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>\s*(.*)", re.DOTALL)


def show_who(call: Call) -> Message:
    """Who the asker is; for owner and admin also who is not linked yet."""
    people = call.snapshot.people
    person = people.get(call.actor.person_id or 0)
    mine = replies.who_am_i(person, call.actor.roles, call.tr)
    if not call.actor.is_admin:
        return mine
    unmatched = call.deps.matching.unmatched(call.actor)
    return replies.waiting(mine, unmatched.people, unmatched.slack_users, call.tr)


def claim_ownership(call: Call) -> Message:
    """The sender becomes owner when the code is right."""
    call.deps.roles.claim(call.actor, call.words)
    return replies.claimed(call.tr)


def grant_role(call: Call) -> Message:
    """Somebody gets a role."""
    user, role = _user_and_role(call.words)
    call.deps.roles.grant(call.actor, user, role)
    return replies.role_changed(_name(call, user), role, True, call.tr)


def take_role(call: Call) -> Message:
    """Somebody loses a role."""
    user, role = _user_and_role(call.words)
    call.deps.roles.take(call.actor, user, role)
    return replies.role_changed(_name(call, user), role, False, call.tr)


def list_roles(call: Call) -> Message:
    """Who has which role."""
    held = call.deps.roles.listed(call.actor)
    named = {user: (_name(call, user), roles) for user, roles in held.items()}
    return replies.role_list(named, call.tr)


def link_person(call: Call) -> Message:
    """A Slack user counts as a person from now on."""
    user, name = _user_and_rest(call.words)
    if not name:
        raise UsageError("Say who they are: link @user NAME.")
    person = call.deps.matching.link(call.actor, user, name)
    return replies.linked(_name(call, user), person, call.tr)


def unlink_person(call: Call) -> Message:
    """A Slack user counts as nobody from now on."""
    user, _rest = _user_and_rest(call.words)
    person = call.deps.matching.unlink(call.actor, user)
    return replies.unlinked(_name(call, user), person, call.tr)


def show_status(call: Call) -> Message:
    """Sizes and places, for owner and admin."""
    deps = call.deps
    unmatched = deps.matching.unmatched(call.actor)
    snapshot = call.snapshot
    status = replies.status_message(
        replies.Status(
            people=len(snapshot.people),
            linked=unmatched.linked,
            waiting=len(unmatched.slack_users),
            owners=len(deps.roles.owners()),
            currency=snapshot.currency,
            zone=deps.settings.zone,
            database=deps.store.dialect,
        ),
        call.tr,
    )
    status = with_troubles(status, deps.schedules.troubles(call.actor), call.tr)
    status = with_unpinned(status, deps.live.unpinned(), call.tr)
    return with_parked(status, deps.parked.listed(call.actor), deps.settings.zone, call.tr)


def _user_and_role(words: str) -> tuple[str, Role]:
    user, rest = _user_and_rest(words)
    for role in GRANTABLE:
        if rest.casefold() == role.value:
            return user, role
    known = ", ".join(role.value for role in GRANTABLE)
    raise UsageError("The roles are {roles}.", roles=known)


def _user_and_rest(words: str) -> tuple[str, str]:
    """A mention as Slack escapes it, and what follows; a typed @name says nothing certain."""
    found = _MENTION.match(words.strip())
    if found is None:
        raise UsageError("Say who: type @ and pick them from the list that Slack offers.")
    return found[1], found[2].strip().strip('"“”')


def _name(call: Call, user: str) -> str:
    """What to call a Slack user: the name last read, else their id; never a mention."""
    profile = call.deps.store.slack_users.get(call.deps.workspace_id, user)
    return profile.name if profile else user
