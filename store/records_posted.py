"""Frozen values about boards that stand in Slack: what they said, and live ones. Knows no SQL.

Days are local to the workspace, moments are aware UTC.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

Tallies = Mapping[int, tuple[int, int]]
"""Top and bottom of a metric per row, in ten-thousandths of a unit, as bot/domain adds them up."""


class Told(NamedTuple):
    """One row as it was posted: who, in which place, under what name, with what value."""

    key: int
    place: int
    name: str
    value: str


class HeardBy(NamedTuple):
    """Who was told in private before the thread is, in which message, about which places."""

    person_id: int
    outbox_id: str
    was: int | None
    now: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Pending:
    """A correction that is decided and not told in the thread yet."""

    since: datetime
    due: datetime
    moves: tuple[tuple[int, int | None, int | None], ...]  # key, place posted, place now
    heard: tuple[HeardBy, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class PostedBoard:
    """A posted board under watch, as last told: in the post, or in the newest line below it.

    `until` is the first day that was not over. `rest` is what rows had from that day on: the post
    showed it, and what changes there later is no correction. `round` counts the lines told.
    """

    outbox_id: str
    schedule_id: int
    words: str
    until: date
    top: tuple[Told, ...]
    version: int
    told_at: datetime
    watch_until: datetime
    rest: Tallies = field(default_factory=dict)
    round: int = 0
    fence: int = 0
    pending: Pending | None = None


class LiveState(StrEnum):
    """Whether a live board is kept up to date."""

    LIVE = "live"
    ENDED = "ended"


@dataclass(frozen=True, kw_only=True, slots=True)
class LiveBoard:
    """The one message of a live board. `generation` counts messages, `edits` those of this one."""

    schedule_id: int
    state: LiveState
    slot: str
    generation: int
    outbox_id: str
    edit_id: str | None  # the newest edit decided
    edits: int
    shown: str  # what the content is known by, without the time it was updated
    edited_at: datetime
    definition: Mapping[str, str] = field(default_factory=dict)
    fence: int = 0
