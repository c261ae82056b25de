"""Decides what those who look after Koploper see of messages that did not get through, and lets
them go once more. Knows no Slack."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.errors import NotFound
from bot.services.access import ADMINS, Actor, require
from bot.services.desk import Desk
from store.records_outbox import PARKED, Outbox

RETRY_LASTS = timedelta(hours=24)
"""How long a message that is tried again may still be said: whoever taps now wants it now."""
SHOWN_FOR = timedelta(days=30)
"""How long it is kept; its content goes then."""


class Parked:
    """Messages that Slack refused, or that came too late."""

    def __init__(self, desk: Desk) -> None:
        """Rows are read from the desk's store and changed there."""
        self._desk = desk

    def listed(self, actor: Actor, limit: int = 50) -> Sequence[Outbox]:
        """The newest first, of the last thirty days, for owner and admin."""
        require(actor, ADMINS)
        since = self._desk.clock() - SHOWN_FOR
        found = self._desk.store.outbox.listed(self._desk.workspace_id, PARKED, limit)
        return [one for one in found if one.created_at >= since and one.payload]

    def retry(self, actor: Actor, outbox_id: str) -> Outbox:
        """Let one go again: owner and admin may. NotFound when it is not parked any more, because
        somebody was quicker or it was kept too long."""
        require(actor, ADMINS)
        desk, now = self._desk, self._desk.clock()
        rows = desk.store.outbox
        with desk.store.transaction():
            if not rows.retry(desk.workspace_id, outbox_id, at=now, expires_at=now + RETRY_LASTS):
                raise NotFound("That message does not wait any more.")
            desk.store.audit.add(
                desk.workspace_id,
                at=now,
                actor=actor.label,
                action="outbox.retry",
                details={"message": outbox_id},
            )
            found = rows.get(desk.workspace_id, outbox_id)
        assert found is not None  # noqa: S101  (it was changed above)
        return found
