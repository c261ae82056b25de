"""Decides who hears of a message that did not get through, and that they hear it once."""

from __future__ import annotations

from bot.deps import Deps
from bot.i18n import translator
from bot.jobs.sending_calls import TOKEN
from bot.outgoing import POLICIES, Kind
from bot.services.access import ADMINS
from bot.views.outbox import parked_notice
from store.records_outbox import Outbox

_EVERYWHERE = TOKEN | {"missing_scope"}
"""Troubles that are the same in every channel."""


def tell_admins(deps: Deps, parked: Outbox) -> None:
    """Decide a direct message to every owner and admin, unless this kind is nobody's trouble or
    another message waits for the same reason: part of the caller's transaction."""
    if POLICIES[Kind(parked.kind)].is_quiet:
        return
    channel = None if parked.reason in _EVERYWHERE else parked.channel
    rows, workspace_id = deps.store.outbox, deps.workspace_id
    if rows.is_parked_beside(workspace_id, parked.id, parked.reason or "", channel):
        return
    for user, roles in deps.roles.held().items():
        if not roles & ADMINS:
            continue
        profile = deps.store.slack_users.get(workspace_id, user)
        tr = translator(profile.locale if profile else deps.settings.locale)
        deps.outgoing.post(
            kind=Kind.NOTICE,
            key=f"parked:{parked.id}:{parked.fence}:{user}",
            channel=user,
            message=parked_notice(parked, deps.settings.zone, tr),
        )
