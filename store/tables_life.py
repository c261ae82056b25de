"""Tables of the bell, deals typed by reps, badges, leave, and what admins set in Slack.

Rows stay inside store/. Days are proleptic ordinals, moments are microseconds since 1970 in UTC.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Index
from sqlmodel import Field

from store.table_base import CLUSTERED, Table


class BellRow(Table, table=True):
    """A channel in which won deals ring; `definition` is JSON that bot/domain understands."""

    __tablename__ = "bell"
    __table_args__ = (CLUSTERED,)
    workspace_id: int = Field(primary_key=True, foreign_key="workspace.id")
    channel: str = Field(primary_key=True)
    definition: str
    enabled: bool


class RingRow(Table, table=True):
    """One deal in one bell: waiting for its moment, rung in a message, or never to ring."""

    __tablename__ = "ring"
    __table_args__ = (
        Index(None, "workspace_id", "state", "due_at"),
        Index(None, "outbox_id"),
        CheckConstraint("state IN ('waiting', 'rung', 'silent')", name="state"),
        CLUSTERED,
    )
    workspace_id: int = Field(primary_key=True, foreign_key="workspace.id")
    source_id: int = Field(primary_key=True)
    external_id: str = Field(primary_key=True)
    channel: str = Field(primary_key=True)
    state: str
    due_at: int = Field(sa_type=BigInteger)
    revision: int
    facts: str
    outbox_id: str | None = None


class TypedDealRow(Table, table=True):
    """A sale that a rep logged in Slack; `external_id` is its id in the CRM, when they know it.

    `is_told`: whoever has to hear of its state has been sent a message.
    """

    __tablename__ = "typed_deal"
    __table_args__ = (
        Index(None, "workspace_id", "state"),
        Index(None, "workspace_id", "is_told"),
        Index(None, "workspace_id", "person_id"),
        CheckConstraint(
            "state IN ('waiting', 'counted', 'refused', 'withdrawn', 'replaced')", name="state"
        ),
        CLUSTERED,
    )
    workspace_id: int = Field(primary_key=True, foreign_key="workspace.id")
    external_id: str = Field(primary_key=True)
    person_id: int
    slack_user_id: str
    definition: str
    state: str
    created_at: int = Field(sa_type=BigInteger)
    decided_at: int | None = Field(default=None, sa_type=BigInteger)
    decided_by: str | None = None
    is_told: bool


class BadgeRow(Table, table=True):
    """A badge that admins made or changed; `definition` is JSON that bot/domain understands."""

    __tablename__ = "badge"
    __table_args__ = (CLUSTERED,)
    workspace_id: int = Field(primary_key=True, foreign_key="workspace.id")
    key: str = Field(primary_key=True)
    definition: str
    enabled: bool


class AwardRow(Table, table=True):
    """A badge somebody has; `slot` tells one award from another of the same badge."""

    __tablename__ = "award"
    __table_args__ = (
        Index(None, "workspace_id", "badge", "slot"),
        Index(None, "workspace_id", "state", "final_at"),
        Index(None, "workspace_id", "earned_on"),
        CheckConstraint("state IN ('provisional', 'final', 'taken')", name="state"),
        CLUSTERED,
    )
    workspace_id: int = Field(primary_key=True, foreign_key="workspace.id")
    person_id: int = Field(primary_key=True)
    badge: str = Field(primary_key=True)
    slot: str = Field(primary_key=True)
    earned_on: int
    value: int = Field(sa_type=BigInteger)
    state: str
    awarded_at: int = Field(sa_type=BigInteger)
    final_at: int = Field(sa_type=BigInteger)
    outbox_id: str | None = None


class LeaveRow(Table, table=True):
    """Days somebody was away, [starts_on, ends_on): streaks wait for them."""

    __tablename__ = "leave"
    __table_args__ = (CheckConstraint("ends_on > starts_on", name="order"), CLUSTERED)
    workspace_id: int = Field(primary_key=True, foreign_key="workspace.id")
    person_id: int = Field(primary_key=True, foreign_key="person.id")
    starts_on: int = Field(primary_key=True)
    ends_on: int
    recorded_by: str


class PreferenceRow(Table, table=True):
    """What admins set in Slack, by name; `value` is JSON that bot/domain understands."""

    __tablename__ = "preference"
    __table_args__ = (CLUSTERED,)
    workspace_id: int = Field(primary_key=True, foreign_key="workspace.id")
    name: str = Field(primary_key=True)
    value: str


__all__ = ["Table"]
