"""Tells badges in their channel: one message a day at a calm time, mended when a correction took
one of its badges back. Decides messages; what is due is said by services/announcements.py."""

from __future__ import annotations

from collections.abc import Sequence

from bot.deps import Deps
from bot.domain.announcing import fingerprint, taken_back
from bot.outgoing import Kind
from bot.services.announcements import Due, is_changed
from bot.views.badges import announcement
from bot.views.parts import Message
from store.records_badges import Award


def announce(deps: Deps) -> None:
    """One step: mend what was told, then tell what is due."""
    for outbox_id, awards in deps.announcements.told_lately().items():
        _mend(deps, outbox_id, awards)
    due = deps.announcements.due()
    if due is not None:
        _tell(deps, due)


def _tell(deps: Deps, due: Due) -> None:
    """One message for the channel and the day; what is earned later is told another day. The
    message and the note of what it tells are decided together."""
    with deps.store.transaction():
        outbox_id = deps.outgoing.post(
            kind=Kind.BADGES,
            key=f"badges:{due.channel}:{due.day.isoformat()}",
            channel=due.channel,
            message=_message(deps, due.awards),
        )
        if outbox_id is not None:
            deps.store.awards.mark_announced(deps.workspace_id, due.awards, outbox_id)


def _mend(deps: Deps, outbox_id: str, awards: Sequence[Award]) -> None:
    """Edit the message to what holds now: never a second one."""
    told = deps.outgoing.get(outbox_id)
    if told is not None and is_changed(awards, told.created_at):
        key = f"badges:{outbox_id}:{fingerprint(awards)}"
        deps.outgoing.edit(outbox_id, key=key, message=_message(deps, awards))


def _message(deps: Deps, awards: Sequence[Award]) -> Message:
    return announcement(
        deps.badges.news(awards),
        taken_back(awards),
        deps.announcements.settings().correction_days,
        deps.desk.snapshots.current().currency,
        deps.channel_language(),
    )
