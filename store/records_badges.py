"""Frozen values about badges that leave the store. Knows no SQL and no rule of any badge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple


class AwardState(StrEnum):
    """How sure an award is: corrections can take back what is provisional, and nothing else."""

    PROVISIONAL = "provisional"
    FINAL = "final"
    TAKEN = "taken"


@dataclass(frozen=True, kw_only=True, slots=True)
class Award:
    """A badge somebody has, or had (`taken`). (person, badge, slot) is what it is known by."""

    person_id: int
    badge: str
    slot: str  # which of the awards of this badge: a period, a day, "n=50"
    earned_on: date
    value: int  # ten-thousandths of what the badge counts in, see Badge.unit
    state: AwardState
    awarded_at: datetime
    final_at: datetime  # from then on it stays, whatever the ledger says
    outbox_id: str | None = None  # the message that announced it

    @property
    def key(self) -> AwardKey:
        """What it is known by."""
        return AwardKey(self.person_id, self.badge, self.slot)


class AwardKey(NamedTuple):
    """One award: nobody gets the same one twice."""

    person_id: int
    badge: str
    slot: str


@dataclass(frozen=True, kw_only=True, slots=True)
class OwnBadge:
    """What admins said about a badge: their own rule, or only that a built-in one is off."""

    key: str
    definition: Mapping[str, Any]  # empty for a built-in badge
    enabled: bool


class Won(NamedTuple):
    """A deal as it counts now: its day as an ordinal, its whole amount, and who is credited."""

    day: int
    amount: int
    people: frozenset[int]
