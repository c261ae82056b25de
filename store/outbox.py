"""Messages decided and not yet confirmed by Slack: rows in, records out, edits and retries.

Knows no Slack and no kinds. Who may send one at this moment is decided in outbox_claims.py.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from itertools import count
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Select, case, delete, func, select, text, update

from store.columns import to_micros
from store.database import Database
from store.outbox_claims import Claims
from store.outbox_records import as_json, record
from store.pace import Pace
from store.records_outbox import PARKED, Draft, Outbox, State, Verb
from store.tables_posting import Table

ROW = Table.metadata.tables["outbox"]
IN_PLACE = "in place"
IN_DOUBT = "in doubt"
OVERTAKEN = "overtaken"
_ADD = text(
    "INSERT INTO outbox (id, workspace_id, dedupe_key, kind, verb, channel, payload, edits,"
    " thread_of, state, lease_until, fence, attempts, created_at, next_at, expires_at, reason)"
    " VALUES (:id, :workspace_id, :dedupe_key, :kind, :verb, :channel, :payload, :edits,"
    " :thread_of, :state, 0, 0, 0, :created_at, :next_at, :expires_at, :reason)"
    " ON CONFLICT (workspace_id, dedupe_key) DO NOTHING RETURNING id"
)
_OVERTAKE = text(
    "UPDATE outbox SET reason = 'overtaken',"
    " state = CASE WHEN state = 'sending' THEN state ELSE 'dropped' END"
    " WHERE edits = :target AND verb = 'update' AND id <> :id"
    " AND state IN ('pending', 'sending', 'dead', 'expired')"
)
_FORGET = text(
    "UPDATE outbox SET payload = '{}' WHERE workspace_id = :workspace AND created_at < :before"
    " AND state NOT IN ('pending', 'sending') AND payload <> '{}'"
)
_LET_GO = text(
    "UPDATE outbox SET state = 'dropped', reason = 'the message it belongs to is gone'"
    " WHERE workspace_id = :workspace AND state = 'pending' AND expires_at < :at AND EXISTS ("
    " SELECT 1 FROM outbox t WHERE t.id = COALESCE(outbox.edits, outbox.thread_of)"
    " AND t.state IN ('dead', 'expired'))"
)
_counter = count(secrets.randbits(8))


def new_id(moment: datetime) -> str:
    """A UUID that sorts by time and says nothing else (version 7); by turn inside one process."""
    millis = to_micros(moment) // 1_000 & (1 << 48) - 1
    turn = next(_counter) & 0xFFF
    value = millis << 80 | 7 << 76 | turn << 64 | 2 << 62 | secrets.randbits(62)
    return str(UUID(int=value))


class OutboxRows:
    """Rows of `outbox`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.claims = Claims(database)
        self.pace = Pace(database)

    def add(
        self, workspace_id: int, draft: Draft, *, at: datetime, state: State = State.PENDING
    ) -> str | None:
        """Keep a message in the caller's transaction; None when its key was kept before."""
        with self._database.write() as connection:
            return _add(connection, workspace_id, draft, at=at, state=state)

    def edit(self, workspace_id: int, target: str, draft: Draft, *, at: datetime) -> str | None:
        """The message `target` gets the draft's payload: in place while nobody has tried to send
        it, else by an edit that overtakes older ones. None when the key was kept before or the
        target is not wanted any more; the id of the edit otherwise."""
        with self._database.write() as connection:
            row = _locked(connection, workspace_id, target)
            if row is None or row.state == State.DROPPED:
                return None
            in_place = row.first_try is None and row.state in {State.PENDING, *PARKED}
            state = State.DROPPED if in_place else State.PENDING
            reason = IN_PLACE if in_place else None
            made = _add(connection, workspace_id, draft, at=at, state=state, reason=reason)
            if made is None:
                return None
            if in_place:
                _put(connection, target, draft.payload)
            else:
                connection.execute(_OVERTAKE, {"target": target, "id": made})
            return made

    def find(self, workspace_id: int, key: str) -> Outbox | None:
        """The message kept under a key."""
        return self._one(workspace_id, ROW.c.dedupe_key == key)

    def get(self, workspace_id: int, outbox_id: str) -> Outbox | None:
        """The message with this id."""
        return self._one(workspace_id, ROW.c.id == outbox_id)

    def forget(self, workspace_id: int, outbox_id: str) -> None:
        """Take a message back, so that its key can be kept again."""
        with self._database.write() as connection:
            mine = (ROW.c.workspace_id == workspace_id, ROW.c.id == outbox_id)
            connection.execute(delete(ROW).where(*mine))

    def drop(self, workspace_id: int, outbox_id: str, reason: str) -> bool:
        """Let go of a message that nobody has tried to send; False when it is too late for that."""
        mine = (ROW.c.workspace_id == workspace_id, ROW.c.id == outbox_id)
        waiting = (ROW.c.first_try.is_(None), ROW.c.state.in_([State.PENDING, *PARKED]))
        gone = update(ROW).where(*mine, *waiting).values(state=State.DROPPED, reason=reason)
        with self._database.write() as connection:
            return connection.execute(gone).rowcount == 1

    def listed(
        self, workspace_id: int, states: Iterable[State] = (), limit: int = 50
    ) -> list[Outbox]:
        """The newest first; of these states, or all."""
        wanted = select(ROW).where(ROW.c.workspace_id == workspace_id)
        if chosen := list(states):
            wanted = wanted.where(ROW.c.state.in_(chosen))
        return self._all(wanted.order_by(ROW.c.created_at.desc(), ROW.c.id.desc()).limit(limit))

    def sent_since(self, workspace_id: int, since: datetime) -> list[Outbox]:
        """What was posted by an attempt that began at `since` or later, oldest first."""
        wanted = select(ROW).where(
            ROW.c.workspace_id == workspace_id,
            ROW.c.state == State.SENT,
            ROW.c.verb == Verb.POST,
            ROW.c.first_try >= to_micros(since),
        )
        return self._all(wanted.order_by(ROW.c.first_try))

    def put_right(self, workspace_id: int, outbox_id: str, *, slack_ts: str) -> None:
        """Where a sent message really stands: the first of two is the one that stays."""
        mine = (ROW.c.workspace_id == workspace_id, ROW.c.id == outbox_id)
        with self._database.write() as connection:
            connection.execute(update(ROW).where(*mine).values(slack_ts=slack_ts))

    def tidy(self, workspace_id: int, *, at: datetime, older_than: datetime) -> None:
        """Forget what messages decided before `older_than` said; their keys stay. Let go of what
        waits in vain for a message that never came."""
        kept = {"workspace": workspace_id, "at": to_micros(at), "before": to_micros(older_than)}
        with self._database.write() as connection:
            connection.execute(_FORGET, kept)
            connection.execute(_LET_GO, kept)

    def is_parked_beside(
        self, workspace_id: int, outbox_id: str, reason: str, channel: str | None
    ) -> bool:
        """Whether another message is parked for the same reason, there or (None) anywhere."""
        wanted = select(ROW.c.id).where(
            ROW.c.workspace_id == workspace_id,
            ROW.c.state.in_(PARKED),
            ROW.c.reason == reason,
            ROW.c.id != outbox_id,
        )
        if channel is not None:
            wanted = wanted.where(ROW.c.channel == channel)
        with self._database.read() as connection:
            return connection.execute(wanted.limit(1)).first() is not None

    def waiting(self, workspace_id: int, kinds: Collection[str], verb: Verb) -> int:
        """How many messages of these kinds are not tried yet, or not again."""
        mine = (ROW.c.workspace_id == workspace_id, ROW.c.state == State.PENDING)
        wanted = select(func.count()).where(*mine, ROW.c.verb == verb, ROW.c.kind.in_(kinds))
        with self._database.read() as connection:
            return int(connection.execute(wanted).scalar_one())

    def work_done(self, workspace_id: int) -> tuple[int, int, int]:
        """Three numbers that change whenever a message is decided, claimed, or ended."""
        done = select(
            func.count(), func.coalesce(func.sum(ROW.c.fence), 0), func.count(ROW.c.owner)
        )
        with self._database.read() as connection:
            found = connection.execute(done.where(ROW.c.workspace_id == workspace_id)).one()
        return int(found[0]), int(found[1]), int(found[2])

    def retry(
        self, workspace_id: int, outbox_id: str, *, at: datetime, expires_at: datetime
    ) -> bool:
        """Let a parked message go again; False when it is not parked (any more)."""
        # Whoever retries what was in doubt has looked: it is not looked for once more in vain.
        doubt = case((ROW.c.reason == IN_DOUBT, None), else_=ROW.c.first_try)
        fresh = {
            "first_try": doubt,
            "state": State.PENDING,
            "attempts": 0,
            "next_at": to_micros(at),
            "expires_at": to_micros(expires_at),
            "reason": None,
        }
        parked = update(ROW).where(
            ROW.c.workspace_id == workspace_id, ROW.c.id == outbox_id, ROW.c.state.in_(PARKED)
        )
        with self._database.write() as connection:
            return connection.execute(parked.values(fresh)).rowcount == 1

    def _one(self, workspace_id: int, condition: Any) -> Outbox | None:
        wanted = select(ROW).where(ROW.c.workspace_id == workspace_id, condition)
        return next(iter(self._all(wanted)), None)

    def _all(self, wanted: Select[Any]) -> list[Outbox]:
        with self._database.read() as connection:
            return [record(row) for row in connection.execute(wanted)]


def _add(
    connection: Connection,
    workspace_id: int,
    draft: Draft,
    *,
    at: datetime,
    state: State,
    reason: str | None = None,
) -> str | None:
    row = {
        "id": new_id(at),
        "workspace_id": workspace_id,
        "dedupe_key": draft.key,
        "kind": draft.kind,
        "verb": draft.verb,
        "channel": draft.channel,
        "payload": as_json(draft.payload),
        "edits": draft.edits,
        "thread_of": draft.thread_of,
        "state": state,
        "created_at": to_micros(at),
        "next_at": to_micros(draft.not_before),
        "expires_at": to_micros(draft.expires_at) if draft.expires_at else None,
        "reason": reason,
    }
    return connection.execute(_ADD, row).scalar_one_or_none()


def _locked(connection: Connection, workspace_id: int, outbox_id: str) -> Row[Any] | None:
    """The row, which nobody else changes until the end of the transaction."""
    wanted = select(ROW).where(ROW.c.workspace_id == workspace_id, ROW.c.id == outbox_id)
    return connection.execute(wanted.with_for_update()).one_or_none()


def _put(connection: Connection, outbox_id: str, payload: Mapping[str, Any]) -> None:
    changed = update(ROW).where(ROW.c.id == outbox_id)
    connection.execute(changed.values(payload=as_json(payload)))
