"""How a row of `outbox` becomes a record, and a payload the text that is kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from store.columns import from_micros
from store.records_outbox import Outbox, State, Verb


def as_json(payload: Mapping[str, Any]) -> str:
    """A payload as it is kept."""
    return json.dumps(payload, ensure_ascii=False, separators=(",", ":"))


def record(row: Row[Any], *, fence: int | None = None) -> Outbox:
    """A row as it leaves the store; with another fence when it has just been given one."""
    return Outbox(
        id=row.id,
        key=row.dedupe_key,
        kind=row.kind,
        verb=Verb(row.verb),
        channel=row.channel,
        state=State(row.state),
        attempts=row.attempts,
        created_at=from_micros(row.created_at),
        first_try=_moment(row.first_try),
        next_at=from_micros(row.next_at),
        expires_at=_moment(row.expires_at),
        slack_channel=row.slack_channel,
        slack_ts=row.slack_ts,
        reason=row.reason,
        edits=row.edits,
        thread_of=row.thread_of,
        fence=row.fence if fence is None else fence,
        payload=json.loads(row.payload),
    )


def _moment(micros: int | None) -> datetime | None:
    return None if micros is None else from_micros(micros)
