"""Tables of everything the bot says by itself: schedules, their slots, messages and their pace.

Rows stay inside store/. Moments are microseconds since 1970 in UTC.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from store.table_base import CLUSTERED, STRICT, Table


class ScheduleRow(Table, table=True):
    """What is posted where and when; `next_due` and `next_slot` are the next one only.

    A removed one keeps its row: its id names what it posted, and must never come back.
    """

    __tablename__ = "schedule"
    __table_args__ = (
        Index(None, "enabled", "next_due"),
        CheckConstraint("local_minute >= 0 AND local_minute < 1440", name="minute"),
        STRICT,
    )
    id: int = Field(primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    kind: str
    words: str
    channel: str
    rule: str
    local_minute: int
    zone: str
    country: str | None = None
    only_changed: bool
    locale: str
    enabled: bool
    version: int
    created_by: str
    created_at: int = Field(sa_type=BigInteger)
    next_due: int | None = Field(default=None, sa_type=BigInteger)
    next_slot: str | None = None
    fingerprint: str | None = None
    removed_at: int | None = Field(default=None, sa_type=BigInteger)


class OccurrenceRow(Table, table=True):
    """One local slot of a schedule, claimed with a lease and a fence."""

    __tablename__ = "occurrence"
    __table_args__ = (
        Index(None, "state", "due_at"),
        CheckConstraint(
            "state IN ('pending', 'claimed', 'done', 'skipped', 'failed')", name="state"
        ),
        CLUSTERED,
    )
    schedule_id: int = Field(primary_key=True)
    slot: str = Field(primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    due_at: int = Field(sa_type=BigInteger)
    state: str
    owner: str | None = None
    lease_until: int = Field(sa_type=BigInteger)
    fence: int
    attempts: int
    reason: str | None = None


class OutboxRow(Table, table=True):
    """A message decided on, until Slack has confirmed it. `id` is the UUID in its metadata."""

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("workspace_id", "dedupe_key"),
        Index(None, "workspace_id", "state", "next_at", "id"),
        Index(None, "edits"),
        CheckConstraint(
            "state IN ('pending', 'sending', 'sent', 'dead', 'expired', 'dropped')", name="state"
        ),
        STRICT,
    )
    id: str = Field(primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    dedupe_key: str
    kind: str
    verb: str
    channel: str
    payload: str
    edits: str | None = None
    thread_of: str | None = None
    state: str
    owner: str | None = None
    lease_until: int = Field(sa_type=BigInteger)
    fence: int
    attempts: int
    created_at: int = Field(sa_type=BigInteger)
    first_try: int | None = Field(default=None, sa_type=BigInteger)
    next_at: int = Field(sa_type=BigInteger)
    expires_at: int | None = Field(default=None, sa_type=BigInteger)
    slack_channel: str | None = None
    slack_ts: str | None = None
    reason: str | None = None


class PaceRow(Table, table=True):
    """When the next message to a channel, or in a workspace, may go: a bucket all share."""

    __tablename__ = "pace"
    __table_args__ = (CLUSTERED,)
    workspace_id: int = Field(primary_key=True, foreign_key="workspace.id")
    key: str = Field(primary_key=True)
    free_at: int = Field(sa_type=BigInteger)


class FollowerRow(Table, table=True):
    """How far somebody who follows the ledger has read: the last entry taken in."""

    __tablename__ = "follower"
    __table_args__ = (CLUSTERED,)
    workspace_id: int = Field(primary_key=True, foreign_key="workspace.id")
    name: str = Field(primary_key=True)
    entry_id: int = Field(sa_type=BigInteger)


class PostedBoardRow(Table, table=True):
    """What a posted board said about business days that were over, to tell what moved since."""

    __tablename__ = "posted_board"
    __table_args__ = (Index(None, "workspace_id", "watch_until"), CLUSTERED)
    outbox_id: str = Field(primary_key=True, foreign_key="outbox.id")
    workspace_id: int = Field(foreign_key="workspace.id")
    schedule_id: int
    words: str
    until: int
    top: str
    rest: str
    version: int = Field(sa_type=BigInteger)
    told_at: int = Field(sa_type=BigInteger)
    watch_until: int = Field(sa_type=BigInteger)
    round: int
    fence: int
    pending: str | None = None


class LiveBoardRow(Table, table=True):
    """The one message of a live board: what it says now, and what became of it in Slack."""

    __tablename__ = "live_board"
    __table_args__ = (
        CheckConstraint("state IN ('live', 'ended')", name="state"),
        CLUSTERED,
    )
    schedule_id: int = Field(primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    state: str
    slot: str
    generation: int
    outbox_id: str
    edit_id: str | None = None
    edits: int
    shown: str
    edited_at: int = Field(sa_type=BigInteger)
    definition: str
    fence: int


__all__ = ["Table"]
