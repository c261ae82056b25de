"""Frozen values about what is posted when. Knows no SQL, no Slack, and not what a rule means.

Moments are aware UTC; a slot is the local period a post is for, such as "2026-11-23" or "2026-W47".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ScheduleKind(StrEnum):
    """What a schedule posts."""

    BOARD = "board"  # any saved board
    DAILY = "daily"  # yesterday, and the month so far
    WEEKLY = "weekly"  # the recap of a week
    MONTHLY = "monthly"  # the close of a month
    LIVE = "live"  # one message that is kept up to date; it has no slots


class OccurrenceState(StrEnum):
    """How far one slot of a schedule is."""

    PENDING = "pending"  # to be tried again
    CLAIMED = "claimed"  # somebody is making it, until their lease ends
    DONE = "done"  # decided: a message is in the outbox
    SKIPPED = "skipped"  # on purpose, see the reason
    FAILED = "failed"  # given up, see the reason


@dataclass(frozen=True, kw_only=True, slots=True)
class Schedule:
    """What is posted where and when; `rule` is JSON that bot/domain/recurrence.py understands."""

    id: int
    kind: ScheduleKind
    words: str  # the saved board, in the words of /leaderboard
    channel: str
    rule: Mapping[str, object]
    local_minute: int  # of the local day, 0..1439
    zone: str  # IANA name
    country: str | None  # ISO 3166 code of whose holidays are kept; None keeps none
    only_changed: bool
    locale: str
    enabled: bool
    version: int  # rises with every edit
    created_by: str
    created_at: datetime
    next_due: datetime | None = None
    next_slot: str | None = None
    fingerprint: str | None = None  # what the standings of the last post were known by


@dataclass(frozen=True, kw_only=True, slots=True)
class Occurrence:
    """One slot of a schedule; whoever finishes it must hold its newest `fence`."""

    schedule_id: int
    slot: str
    due_at: datetime
    state: OccurrenceState
    lease_until: datetime
    fence: int
    attempts: int
    reason: str | None = None  # a msgid


@dataclass(frozen=True, kw_only=True, slots=True)
class ScheduleDraft:
    """What people choose of a schedule, and the slot that comes next by it."""

    kind: ScheduleKind
    words: str
    channel: str
    rule: Mapping[str, object]
    local_minute: int
    zone: str
    country: str | None
    only_changed: bool
    locale: str


@dataclass(frozen=True, kw_only=True, slots=True)
class NextSlot:
    """What a schedule waits for; None for one that waits for nothing."""

    due: datetime | None = None
    slot: str | None = None
