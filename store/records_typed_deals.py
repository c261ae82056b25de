"""What a deal that a rep typed in Slack looks like outside the store. Pure: no table, no Slack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

TYPED = "typed"
"""The name of the source that deals typed in Slack are posted under; no import may use it."""


class DealState(StrEnum):
    """What has become of a typed deal."""

    WAITING = "waiting"  # for a manager
    COUNTED = "counted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"  # another source tells it now


OPEN = frozenset({DealState.WAITING, DealState.COUNTED})


@dataclass(frozen=True, kw_only=True, slots=True)
class TypedDeal:
    """A sale that a rep logged. `definition` is what bot/domain/typed_deals.py understands."""

    external_id: str
    person_id: int
    slack_user_id: str
    definition: Mapping[str, Any]
    state: DealState
    created_at: datetime
    decided_at: datetime | None = None  # when it counted, was refused or was withdrawn
    decided_by: str | None = None  # a Slack user id


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """What another source says of a deal: minor units of revenue by person id; no ids is lost."""

    source: str
    revenue: Mapping[int, int]
