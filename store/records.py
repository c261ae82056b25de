"""Frozen values that leave the store. Knows no SQL and no Slack.
Amounts are integers in minor units, dates are local to the workspace, moments are aware UTC.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum, StrEnum
from typing import NamedTuple

WHOLE = 10_000  # one whole credit in basis points: the shares of a split add up to exactly this


class Grain(IntEnum):
    """Calendar units that totals are kept for; the number is part of the stored slot."""

    DAY = 1
    WEEK = 2
    MONTH = 3
    QUARTER = 4
    YEAR = 5


class LabelKind(StrEnum):
    """What an interned name names."""

    TEAM = "team"
    REGION = "region"
    PRODUCT = "product"
    SOURCE = "source"


class Role(StrEnum):
    """What somebody may do; `rep` is everybody who is matched to a person."""

    OWNER = "owner"
    ADMIN = "admin"
    HR = "hr"
    MANAGER = "manager"
    REP = "rep"


class Outcome(StrEnum):
    """What posting one fact did to the ledger."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, kw_only=True, slots=True)
class Workspace:
    """One company; `version` rises with all that a board can show."""

    id: int
    slack_team_id: str | None
    name: str
    currency: str | None  # ISO 4217; None until the first posting fixes it
    version: int
    names_version: int  # rises with people, teams, roles and metrics, not with deals


@dataclass(frozen=True, kw_only=True, slots=True)
class Label:
    """An interned name of a team, region, product or source."""

    id: int
    kind: LabelKind
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """Somebody who sells or leads people who sell."""

    id: int
    name: str
    email: str | None = None
    slack_user_id: str | None = None
    starts_on: date | None = None
    ends_on: date | None = None  # the last day at work, included
    fte: int = 100  # hundredths of a full-time contract
    manager_id: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Membership:
    """A person's team and region over [starts_on, ends_on); None is open."""

    person_id: int
    team_id: int | None
    region_id: int | None
    starts_on: date | None
    ends_on: date | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Seat:
    """A person in a team and a region: who and where, as it was on a business date."""

    id: int
    person_id: int
    team_id: int | None
    region_id: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Slot:
    """One calendar unit that totals are kept for."""

    grain: Grain
    start: date

    @property
    def number(self) -> int:
        """The slot as stored: the grain, then the proleptic ordinal of its first day."""
        return self.grain * 10_000_000 + self.start.toordinal()


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """What a fact is worth now, for one seat and one measure."""

    measure: str
    seat_id: int
    occurred_on: date
    amount: int  # minor units of the measure
    share: int = WHOLE  # basis points of the fact credited here
    sale_type: str | None = None
    product_id: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Details:
    """What people recognise a fact by; may change without moving a number."""

    customer: str | None = None
    link: str | None = None
    stage: str | None = None
    original: str | None = None  # amount and currency before conversion, e.g. "1250.00 USD"


@dataclass(frozen=True, kw_only=True, slots=True)
class Fact:
    """Something outside, known by (source, external_id), and the lines it is worth now.

    No lines means it counts for nothing (open, lost without amount, deleted).
    """

    source_id: int
    external_id: str
    lines: tuple[Line, ...]
    details: Details = field(default_factory=Details)


@dataclass(frozen=True, kw_only=True, slots=True)
class Posted:
    """How many facts a posting found new, changed and unchanged, and each one's outcome."""

    new: int
    changed: int
    unchanged: int
    outcomes: Mapping[str, Outcome] = field(default_factory=dict)  # by external id


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One ledger row with what its fact is called: never changed, only reversed."""

    id: int
    recorded_at: datetime
    measure: str
    seat_id: int
    person_id: int
    occurred_on: date
    amount: int
    share: int
    sale_type: str | None
    product_id: int | None
    source_id: int
    external_id: str
    revision: int
    reverses: int | None
    details: Details


class Sum(NamedTuple):
    """A total of one measure for one seat and sale type; a tuple, as boards read thousands."""

    seat_id: int
    measure: str
    sale_type: str | None
    amount: int
    share: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """A total that is not what the ledger adds up to: (amount, share) as kept and as rebuilt."""

    seat_id: int
    measure: str
    sale_type: str | None
    slot: Slot
    kept: tuple[int, ...]
    rebuilt: tuple[int, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Counts:
    """What an import did to the ledger so far, in facts; `repeated` were staged more than once."""

    new: int
    changed: int
    unchanged: int
    repeated: int


@dataclass(frozen=True, kw_only=True, slots=True)
class AuditLine:
    """Who did what, when."""

    recorded_at: datetime
    actor: str
    action: str
    details: Mapping[str, object]


@dataclass(frozen=True, kw_only=True, slots=True)
class TeamMetric:
    """A measure or metric a team added; bot/domain knows what the definition means."""

    key: str
    definition: Mapping[str, object]


@dataclass(frozen=True, kw_only=True, slots=True)
class SlackUser:
    """What Slack last said about one of its users."""

    slack_user_id: str
    name: str
    email: str | None = None
    locale: str | None = None  # as Slack writes it, e.g. nl-NL
    zone: str | None = None  # IANA name, e.g. Europe/Amsterdam
    deleted: bool = False
    is_bot: bool = False
    fetched_at: datetime
