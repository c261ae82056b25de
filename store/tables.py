"""Every table, as SQLModel classes. Rows stay inside store/; records leave it.

Days are proleptic ordinals, moments are microseconds (store/columns.py). `entry`, `fact` and
`total` carry no foreign keys: an import writes millions of them, and checks seats once a chunk.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from store.table_base import CLUSTERED, STRICT, Table

__all__ = ["Table"]  # with every table below in its metadata


class WorkspaceRow(Table, table=True):
    """One company; both versions only rise."""

    __tablename__ = "workspace"
    __table_args__ = (UniqueConstraint("slack_team_id"), STRICT)
    id: int = Field(primary_key=True)
    slack_team_id: str | None = None
    name: str
    currency: str | None = None
    version: int = Field(sa_type=BigInteger)
    names_version: int = Field(sa_type=BigInteger)


class LabelRow(Table, table=True):
    """An interned name; `key` is the name without case and accents."""

    __tablename__ = "label"
    __table_args__ = (UniqueConstraint("workspace_id", "kind", "key"), STRICT)
    id: int = Field(primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    kind: str
    key: str
    name: str


class PersonRow(Table, table=True):
    """Somebody who sells or leads; `fte` in hundredths."""

    __tablename__ = "person"
    __table_args__ = (
        UniqueConstraint("workspace_id", "email"),
        UniqueConstraint("workspace_id", "slack_user_id"),
        Index(None, "workspace_id", "key"),
        CheckConstraint("fte > 0", name="fte"),
        STRICT,
    )
    id: int = Field(primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    name: str
    key: str
    email: str | None = None
    slack_user_id: str | None = None
    starts_on: int | None = None
    ends_on: int | None = None
    fte: int = 100
    manager_id: int | None = Field(default=None, foreign_key="person.id", index=True)


class MembershipRow(Table, table=True):
    """A person's team and region over [starts_on, ends_on)."""

    __tablename__ = "membership"
    __table_args__ = (
        Index(None, "workspace_id", "person_id"),
        CheckConstraint("ends_on > starts_on", name="order"),
        STRICT,
    )
    id: int = Field(primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    person_id: int = Field(foreign_key="person.id")
    team_id: int | None = Field(default=None, foreign_key="label.id")
    region_id: int | None = Field(default=None, foreign_key="label.id")
    starts_on: int | None = None
    ends_on: int | None = None


class SeatRow(Table, table=True):
    """`place` is "team/region" as text: NULLs would not count as equal in a unique index."""

    __tablename__ = "seat"
    __table_args__ = (
        UniqueConstraint("workspace_id", "person_id", "place"),
        CheckConstraint("id < 16777216", name="fits_cell"),
        STRICT,
    )
    id: int = Field(primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    person_id: int = Field(foreign_key="person.id")
    team_id: int | None = Field(default=None, foreign_key="label.id")
    region_id: int | None = Field(default=None, foreign_key="label.id")
    place: str


class SeriesRow(Table, table=True):
    """An interned (measure, sale type); '' is no sale type."""

    __tablename__ = "series"
    __table_args__ = (
        UniqueConstraint("workspace_id", "measure", "sale_type"),
        CheckConstraint("id < 8192", name="fits_cell"),
        STRICT,
    )
    id: int = Field(primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    measure: str
    sale_type: str


class PostingRow(Table, table=True):
    """One transaction on the ledger; its entries are [first_entry_id, first_entry_id + entries)."""

    __tablename__ = "posting"
    __table_args__ = (Index(None, "workspace_id", "recorded_at"), STRICT)
    id: int = Field(primary_key=True, sa_type=BigInteger)
    workspace_id: int = Field(foreign_key="workspace.id")
    recorded_at: int = Field(sa_type=BigInteger)
    actor: str
    first_entry_id: int = Field(sa_type=BigInteger)
    entries: int = Field(sa_type=BigInteger)


class FactRow(Table, table=True):
    """Where a fact's open entries are: ids [first_entry_id, first_entry_id + entry_count)."""

    __tablename__ = "fact"
    __table_args__ = (CLUSTERED,)
    workspace_id: int = Field(primary_key=True)
    source_id: int = Field(primary_key=True)
    external_id: str = Field(primary_key=True)
    posting_id: int = Field(sa_type=BigInteger)
    first_entry_id: int = Field(sa_type=BigInteger)
    entry_count: int
    revision: int
    customer: str | None = None
    link: str | None = None
    stage: str | None = None
    original: str | None = None


class EntryRow(Table, table=True):
    """The ledger: triggers refuse UPDATE and DELETE. `reverses` is the id of the entry undone."""

    __tablename__ = "entry"
    __table_args__ = (Index(None, "seat_id", "occurred_on"), STRICT)
    id: int = Field(primary_key=True, sa_type=BigInteger)
    workspace_id: int
    posting_id: int = Field(sa_type=BigInteger)
    series_id: int
    seat_id: int
    occurred_on: int
    amount: int = Field(sa_type=BigInteger)
    share: int = Field(sa_type=BigInteger)
    product_id: int | None = None
    source_id: int
    external_id: str
    revision: int
    reverses: int | None = Field(default=None, sa_type=BigInteger)


class TotalRow(Table, table=True):
    """A sum of entries; `cell` packs series, slot and seat into one integer (store/cells.py)."""

    __tablename__ = "total"
    __table_args__ = (STRICT,)
    cell: int = Field(primary_key=True, sa_type=BigInteger)
    workspace_id: int
    amount: int = Field(sa_type=BigInteger)
    share: int = Field(sa_type=BigInteger)


class RoleRow(Table, table=True):
    """A role given to a Slack user; rep is never stored."""

    __tablename__ = "role"
    __table_args__ = (
        CheckConstraint("role IN ('owner', 'admin', 'hr', 'manager')", name="role"),
        CLUSTERED,
    )
    workspace_id: int = Field(primary_key=True, foreign_key="workspace.id")
    slack_user_id: str = Field(primary_key=True)
    role: str = Field(primary_key=True)


class ClaimRow(Table, table=True):
    """The hash of a one-time code that makes the first owner."""

    __tablename__ = "claim"
    __table_args__ = (CLUSTERED,)
    workspace_id: int = Field(primary_key=True, foreign_key="workspace.id")
    code_hash: str = Field(primary_key=True)
    expires_at: int = Field(sa_type=BigInteger)
    used_at: int | None = Field(default=None, sa_type=BigInteger)


class MetricRow(Table, table=True):
    """A measure or metric that a team added; `definition` is JSON that bot/domain understands."""

    __tablename__ = "metric"
    __table_args__ = (CLUSTERED,)
    workspace_id: int = Field(primary_key=True, foreign_key="workspace.id")
    key: str = Field(primary_key=True)
    definition: str


class RateRow(Table, table=True):
    """Workspace currency per unit of `currency` on a day, as a decimal in text: never a float."""

    __tablename__ = "rate"
    __table_args__ = (CLUSTERED,)
    workspace_id: int = Field(primary_key=True, foreign_key="workspace.id")
    currency: str = Field(primary_key=True)
    valid_on: int = Field(primary_key=True)
    rate: str


class AuditRow(Table, table=True):
    """Who changed what and when; `details` is JSON."""

    __tablename__ = "audit"
    __table_args__ = (Index(None, "workspace_id", "id"), STRICT)
    id: int = Field(primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    recorded_at: int = Field(sa_type=BigInteger)
    actor: str
    action: str
    details: str


class SlackUserRow(Table, table=True):
    """What Slack last said about a user."""

    __tablename__ = "slack_user"
    __table_args__ = (CLUSTERED,)
    workspace_id: int = Field(primary_key=True, foreign_key="workspace.id")
    slack_user_id: str = Field(primary_key=True)
    name: str
    email: str | None = None
    locale: str | None = None
    zone: str | None = None
    deleted: bool = False
    is_bot: bool = False
    fetched_at: int = Field(sa_type=BigInteger)
