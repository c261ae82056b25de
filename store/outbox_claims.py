"""Who may send a message at this moment: leases with a fence, so that a worker that was frozen or
killed is overtaken and whatever it still writes is refused. Knows no Slack.

A claim is a short transaction: FOR UPDATE SKIP LOCKED on PostgreSQL, BEGIN IMMEDIATE on SQLite.
Every later write of the claimer names the fence it was given and counts for nothing without it.
Writes of threads that come at the same moment share a transaction and so a wait for the disk.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, Connection, Row, String, TextClause, bindparam, text

from store.columns import MICROSECOND, to_micros
from store.database import Database, Driver
from store.group_commit import GroupCommit
from store.leases import lease_now
from store.outbox_records import as_json, record
from store.pace import EDITS, WORKSPACE, free_from, take_slot
from store.records_outbox import Outbox, State, Verb

_FIRST = """
SELECT o.* FROM outbox o
LEFT JOIN outbox t ON t.id = COALESCE(o.edits, o.thread_of)
LEFT JOIN pace p ON p.workspace_id = o.workspace_id AND p.key = 'channel:' || o.channel
WHERE o.workspace_id = :workspace AND {due}
AND o.channel NOT IN :busy
AND (o.verb = 'post' OR NOT EXISTS (SELECT 1 FROM pace e
  WHERE e.workspace_id = o.workspace_id AND e.key = 'edits' AND e.free_at > :lease_now))
AND (t.id IS NULL OR t.state IN ('sent', 'dropped'))
AND (p.free_at IS NULL OR p.free_at <= :lease_now)
AND NOT (o.verb = 'update' AND EXISTS (
  SELECT 1 FROM outbox u WHERE u.edits = o.edits AND u.verb = 'update' AND u.id <> o.id
  AND u.state = 'sending' AND u.lease_until > :lease_now))
ORDER BY o.next_at, o.id LIMIT 1{lock}
"""
# Two questions, each answered by the index from its first row on: with OR all rows would be read.
_DUE = (
    "o.state = 'sending' AND o.lease_until <= :lease_now AND o.next_at <= :now",
    "o.state = 'pending' AND o.next_at <= :now",
)


def _questions(lock: str) -> tuple[TextClause, ...]:
    busy: BindParameter[str] = bindparam("busy", type_=String, expanding=True)
    return tuple(text(_FIRST.format(due=due, lock=lock)).bindparams(busy) for due in _DUE)


_QUESTIONS = (_questions(""), _questions(" FOR UPDATE OF o SKIP LOCKED"))
MADE_UP = 20
"""So many turns in the workspace that came late are made up for: Slack counts by the minute and
allows bursts, and a busy machine or a long write would cost the pace otherwise."""
_CLAIM = text(
    "UPDATE outbox SET state = 'sending', owner = :owner, lease_until = :until,"
    " fence = fence + 1 WHERE id = :id AND fence = :fence"
)
_BEGIN = text(
    "UPDATE outbox SET attempts = attempts + 1, first_try = COALESCE(first_try, :at),"
    " lease_until = :until, slack_channel = COALESCE(:channel, slack_channel)"
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
    """On which terms messages are claimed: for how long, and how far apart they may go in one
    channel, and in all; edits and pins have a pace of their own, as at Slack."""

    lease: timedelta
    channel_every: timedelta
    workspace_every: timedelta
    edits_every: timedelta


class Claims:
    """Claims on rows of `outbox`; `owner` only says in the row which process has it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._group = GroupCommit(database)

    def turn(
        self, workspace_id: int, at: datetime, *, busy: Collection[str] = ()
    ) -> timedelta | None:
        """In how much time something may be claimed, 0 when something may now; None when nothing
        is due. A look without a lock, for every second."""
        with self._database.read() as connection:
            now = lease_now(self._database, connection)
            free_at = free_from(connection, workspace_id, WORKSPACE)
            if free_at > now:
                return (free_at - now) * MICROSECOND
            moments = _moments(workspace_id, at, now, busy)
            return None if self._first(connection, moments) is None else timedelta(0)

    def claim(
        self,
        workspace_id: int,
        *,
        owner: str,
        at: datetime,
        terms: Terms,
        busy: Collection[str] = (),
    ) -> Outbox | None:
        """The next message that may go at `at`, ours until the lease ends; None when none may.

        One whose claimer let its lease end is taken over. `busy` are channels in which the caller
        has one under way: nothing may overtake it there.
        """

        def work(driver: Driver) -> Outbox | None:
            connection = driver.connection
            now = lease_now(self._database, connection)
            if free_from(connection, workspace_id, WORKSPACE) > now:
                return None
            moments = _moments(workspace_id, at, now, busy)
            found = self._first(connection, moments, locks=True)
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

        claimed: Outbox | None = self._group.run(work)
        return claimed

    def _first(
        self, connection: Connection, moments: Mapping[str, Any], *, locks: bool = False
    ) -> Row[Any] | None:
        """The first that is due, those before whose lease has ended."""
        is_locked = locks and self._database.dialect == "postgresql"
        rows = (connection.execute(one, moments).first() for one in _QUESTIONS[is_locked])
        return next((row for row in rows if row is not None), None)

    def begin(
        self, claimed: Outbox, *, at: datetime, lease: timedelta, slack_channel: str | None
    ) -> bool:
        """Write down that it is tried now and where, if that is known, with a fresh lease; False
        when it is not ours any more. From here on it is in doubt until `end` says how it went."""

        def work(driver: Driver) -> bool:
            until = lease_now(self._database, driver.connection) + lease // MICROSECOND
            row = _key(claimed) | {"at": to_micros(at), "until": until, "channel": slack_channel}
            return driver.connection.execute(_BEGIN, row).rowcount == 1

        return bool(self._group.run(work))

    def keep(self, claimed: Outbox, *, payload: Mapping[str, Any]) -> bool:
        """Write down what was learnt before it is said, such as the file that was uploaded."""
        row = _key(claimed) | {"payload": as_json(payload)}
        return bool(self._group.run(lambda driver: _changes(driver, _KEEP, row)))

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
        return bool(self._group.run(lambda driver: _changes(driver, _END, row)))


def _moments(
    workspace_id: int, at: datetime, lease_moment: int, busy: Collection[str]
) -> dict[str, Any]:
    now = to_micros(at)
    return {"workspace": workspace_id, "now": now, "lease_now": lease_moment, "busy": list(busy)}


def _take_pace(connection: Connection, found: Row[Any], now: int, terms: Terms) -> bool:
    """Its turn among those of its sort and in its channel, or not yet."""
    is_post = found.verb == Verb.POST
    every = (terms.workspace_every if is_post else terms.edits_every) // MICROSECOND
    pace, channel = (connection, found.workspace_id), f"channel:{found.channel}"
    return take_slot(
        *pace, WORKSPACE if is_post else EDITS, now, every, late=MADE_UP * every
    ) and take_slot(*pace, channel, now, terms.channel_every // MICROSECOND)


def _changes(driver: Driver, statement: TextClause, row: Mapping[str, Any]) -> bool:
    return driver.connection.execute(statement, row).rowcount == 1


def _key(claimed: Outbox) -> dict[str, Any]:
    return {"id": claimed.id, "fence": claimed.fence}
