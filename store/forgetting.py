"""What is deleted by its age or for one person, across the tables of surveys and their messages.

Knows no answers: what they are kept in is deleted through ballots.py and replies.py.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_, select

from store.columns import to_micros
from store.database import Database
from store.records_outbox import State
from store.tables_posting import Table as PostingTable
from store.tables_surveys import Table

INVITATION = Table.metadata.tables["invitation"]
OUTBOX = PostingTable.metadata.tables["outbox"]
_UNDER_WAY = (State.PENDING, State.SENDING)


class Forgetting:
    """Deletions that no other aggregate can do alone."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def invitations(self, wave_id: int) -> int:
        """Delete who was asked in a wave; how many there were."""
        return self._gone(INVITATION, INVITATION.c.wave_id == wave_id)

    def messages(self, workspace_id: int, kinds: Collection[str], before: datetime) -> int:
        """Delete messages of these kinds that were decided before a moment, are over, and that no
        invitation speaks of any more; how many there were."""
        spoken_of = select(INVITATION.c.outbox_id).where(INVITATION.c.outbox_id.is_not(None))
        return self._gone(
            OUTBOX,
            OUTBOX.c.workspace_id == workspace_id,
            OUTBOX.c.kind.in_(kinds),
            OUTBOX.c.created_at < to_micros(before),
            OUTBOX.c.state.not_in(_UNDER_WAY),
            OUTBOX.c.id.not_in(spoken_of),
        )

    def person(self, workspace_id: int, slack_user_id: str, kinds: Collection[str]) -> None:
        """Delete somebody's invitations, and the messages of these kinds to them."""
        theirs = (OUTBOX.c.workspace_id == workspace_id, OUTBOX.c.channel == slack_user_id)
        self._gone(INVITATION, INVITATION.c.slack_user_id == slack_user_id)
        self._gone(OUTBOX, *theirs, OUTBOX.c.kind.in_(kinds))

    def messages_to(
        self, workspace_id: int, slack_user_id: str, kinds: Collection[str]
    ) -> list[dict[str, Any]]:
        """What is kept of messages of these kinds to somebody."""
        wanted = select(OUTBOX.c.kind, OUTBOX.c.state, OUTBOX.c.created_at, OUTBOX.c.payload).where(
            OUTBOX.c.workspace_id == workspace_id,
            OUTBOX.c.channel == slack_user_id,
            or_(OUTBOX.c.kind.in_(kinds)),
        )
        with self._database.read() as connection:
            rows = connection.execute(wanted.order_by(OUTBOX.c.created_at)).mappings()
            return [dict(row) for row in rows]

    def _gone(self, table: Any, *conditions: Any) -> int:
        with self._database.write() as connection:
            return connection.execute(delete(table).where(*conditions)).rowcount
