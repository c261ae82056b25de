"""Who may send a message at this moment: leases with a fence, so that a worker that was frozen or
killed is overtaken and whatever it still writes is refused. Knows no Slack.

A claim is a short transaction: FOR UPDATE SKIP LOCKED on PostgreSQL, BEGIN IMMEDIATE on SQLite.
Every later write of the claimer names the fence it was given and counts for nothing without it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, text

from store.columns import MICROSECOND, to_micros
from store.database import Database
from store.leases import lease_now
from store.outbox_records import as_json, record
from store.pace import take_slot
from store.records_outbox import Outbox, State

_DUE = """
SELECT o.* FROM outbox o
LEFT JOIN outbox t ON t.id = COALESCE(o.edits, o.thread_of)
LEFT JOIN pace p ON p.workspace_id = o.workspace_id AND p.key = 'channel:' || o.channel
LEFT JOIN pace w ON w.workspace_id = o.workspace_id AND w.key = 'workspace'
WHERE o.workspace_id = :workspace
AND ((o.state = 'pending' AND o.next_at <= :now)
  OR (o.state = 'sending' AND o.lease_until <= :lease_now))
AND (t.id IS NULL OR t.state IN ('sent', 'dropped'))
AND (p.free_at IS NULL OR p.free_at <= :lease_now)
AND (w.free_at IS NULL OR w.free_at <= :lease_now)
AND NOT (o.verb = 'update' AND EXISTS (
  SELECT 1 FROM outbox u WHERE u.edits = o.edits AND u.verb = 'update' AND u.id <> o.id
  AND u.state = 'sending' AND u.lease_until > :lease_now))
ORDER BY o.next_at, o.id LIMIT 1
"""
_CLAIM = text(
    "UPDATE outbox SET state = 'sending', owner = :owner, lease_until = :until,"
    " fence = fence + 1 WHERE id = :id AND fence = :fence"
)
_BEGIN = text(
    "UPDATE outbox SET attempts = attempts + 1, first_try = COALESCE(first_try, :at),"
    " lease_until = :until, slack_channel = :channel"
    " WHERE id = :id AND fence = :fence AND state = 'sending'"
)
_KEEP = text(
    "UPDATE outbox SET payload = :payload WHERE id = :id AND fence = :fence AND state = 'sending'"
)
_END = text(
    "UPDATE outbox SET state = CASE WHEN reason = 'overtaken' AND :state = 'pending'"
    " THEN 'dropped' ELSE :state END, next_at = :next_at, attempts = attempts + :attempts,"
    " first_try = :first_try, slack_channel = COALESCE(:slack_channel, slack_channel),"
    " slack_ts = COALESCE(:slack_ts, slack_ts), owner = NULL, lease_until = 0,"
    " reason = CASE WHEN reason = 'overtaken' THEN reason ELSE :reason END"
    " WHERE id = :id AND fence = :fence AND state = 'sending'"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Terms:
    """On which terms messages are claimed: for how long, and how far apart they may go."""

    lease: timedelta
    channel_every: timedelta
    workspace_every: timedelta


class Claims:
    """Claims on rows of `outbox`; `owner` only says in the row which process has it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def is_due(self, workspace_id: int, at: datetime) -> bool:
        """Whether there is something to claim: a look without a lock, for every second."""
        with self._database.read() as connection:
            now = lease_now(self._database, connection)
            return (
                connection.execute(text(_DUE), _moments(workspace_id, at, now)).first() is not None
            )

    def claim(self, workspace_id: int, *, owner: str, at: datetime, terms: Terms) -> Outbox | None:
        """The next message that may go at `at`, ours until the lease ends; None when none may.

        One whose claimer let its lease end is taken over.
        """
        lock = " FOR UPDATE OF o SKIP LOCKED" if self._database.dialect == "postgresql" else ""
        with self._database.write() as connection:
            now = lease_now(self._database, connection)
            found = connection.execute(
                text(_DUE + lock), _moments(workspace_id, at, now)
            ).one_or_none()
            if found is None or not _take_pace(connection, found, now, terms):
                return None
            mine = {
                "id": found.id,
                "fence": found.fence,
                "owner": owner,
                "until": now + terms.lease // MICROSECOND,
            }
            if connection.execute(_CLAIM, mine).rowcount != 1:
                return None
            return record(found, fence=found.fence + 1)

    def begin(self, claimed: Outbox, *, at: datetime, lease: timedelta, slack_channel: str) -> bool:
        """Write down that it is tried now and where, with a fresh lease; False when it is not ours
        any more. From here on it is in doubt until `end` says how it went."""
        with self._database.write() as connection:
            until = lease_now(self._database, connection) + lease // MICROSECOND
            row = _key(claimed) | {"at": to_micros(at), "until": until, "channel": slack_channel}
            return connection.execute(_BEGIN, row).rowcount == 1

    def keep(self, claimed: Outbox, *, payload: Mapping[str, Any]) -> bool:
        """Write down what was learnt before it is said, such as the file that was uploaded."""
        row = _key(claimed) | {"payload": as_json(payload)}
        with self._database.write() as connection:
            return connection.execute(_KEEP, row).rowcount == 1

    def end(
        self,
        claimed: Outbox,
        state: State,
        *,
        next_at: datetime | None = None,
        reason: str | None = None,
        slack_channel: str | None = None,
        slack_ts: str | None = None,
        first_try: datetime | None = None,
        attempts: int = 0,
    ) -> bool:
        """Let go of it in this state; False when it is not ours any more, and nothing is changed.

        `first_try` is the oldest attempt of which nobody knows how it ended, `attempts` what to
        add to their number.
        """
        row = _key(claimed) | {
            "state": state,
            "next_at": to_micros(next_at or claimed.next_at),
            "reason": reason,
            "slack_channel": slack_channel,
            "slack_ts": slack_ts,
            "first_try": to_micros(first_try) if first_try else None,
            "attempts": attempts,
        }
        with self._database.write() as connection:
            return connection.execute(_END, row).rowcount == 1


def _moments(workspace_id: int, at: datetime, lease_moment: int) -> dict[str, int]:
    return {"workspace": workspace_id, "now": to_micros(at), "lease_now": lease_moment}


def _take_pace(connection: Connection, found: Any, now: int, terms: Terms) -> bool:
    """Its turn in the workspace and in its channel, or not yet."""
    turns = (
        ("workspace", terms.workspace_every),
        (f"channel:{found.channel}", terms.channel_every),
    )
    return all(
        take_slot(connection, found.workspace_id, key, now, every // MICROSECOND)
        for key, every in turns
    )


def _key(claimed: Outbox) -> dict[str, Any]:
    return {"id": claimed.id, "fence": claimed.fence}
