"""Frozen values about bells as they are kept. Pure: no table, and not what a definition means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple


@dataclass(frozen=True, kw_only=True, slots=True)
class BellRecord:
    """The bell of a channel; bot/domain/bell.py knows what the definition means."""

    channel: str
    definition: Mapping[str, Any]
    enabled: bool


class DealKey(NamedTuple):
    """Which deal of which source."""

    source_id: int
    external_id: str


@dataclass(frozen=True, kw_only=True, slots=True)
class RingRecord:
    """One deal in the bell of one channel; bot/domain/bell_rings.py knows what the facts mean.

    `revision` is that of the deal as it was last looked at, `outbox_id` the message that rang it.
    """

    deal: DealKey
    channel: str
    state: str
    due_at: datetime
    facts: Mapping[str, Any]
    revision: int = 0
    outbox_id: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Touched:
    """A deal with entries since a follower's position, and the first posting that made some.

    `was_open`: it had entries that counted when that stretch of the ledger began.
    """

    deal: DealKey
    posting_id: int
    was_open: bool
