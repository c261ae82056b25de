"""What a decided message looks like outside the store. Pure: no table, no Slack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class State(StrEnum):
    """Where a message is on its way."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    DEAD = "dead"  # Slack will not take it: parked until somebody retries it
    EXPIRED = "expired"  # too late to be said: parked as well
    DROPPED = "dropped"  # not wanted any more, such as an edit overtaken by a newer one


class Verb(StrEnum):
    """What is done with it."""

    POST = "post"
    UPDATE = "update"
    PIN = "pin"
    UNPIN = "unpin"
    SHARE = "share"  # posted by whoever decided it; kept so that it is done once


PARKED = frozenset({State.DEAD, State.EXPIRED})


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """A message to be kept. `channel` is a channel id, or a user id for a direct message."""

    key: str
    kind: str
    channel: str
    payload: Mapping[str, Any]
    verb: Verb = Verb.POST
    edits: str | None = None
    thread_of: str | None = None
    not_before: datetime
    expires_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Outbox:
    """A decided message. `id` is the UUID in its metadata, `slack_channel` and `slack_ts` where
    it stands in Slack, `reason` Slack's word or ours for why it is not there. `edits` names the
    message it changes or pins, `thread_of` the one it answers in a thread. Moments are UTC."""

    id: str
    key: str
    kind: str
    verb: Verb
    channel: str
    state: State
    attempts: int
    created_at: datetime
    first_try: datetime | None
    next_at: datetime
    expires_at: datetime | None
    slack_channel: str | None
    slack_ts: str | None
    reason: str | None
    edits: str | None
    thread_of: str | None
    fence: int
    payload: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_in_doubt(self) -> bool:
        """Whether Slack may have it although nobody has seen that it does."""
        return self.first_try is not None and self.slack_ts is None

    @property
    def is_parked(self) -> bool:
        """Whether it waits for somebody to retry it."""
        return self.state in PARKED
