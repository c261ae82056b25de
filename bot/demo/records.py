"""Decides what the sample company is made of. Knows neither how it is invented nor how it is
loaded.

Money is in cents of one currency, dates are local to `ZONE`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

CURRENCY = "EUR"
ZONE = "Europe/Amsterdam"

WON = "Won"
LOST = "Lost"
OPEN_STAGES = ("Qualified", "Proposal", "Negotiation")


@dataclass(frozen=True, kw_only=True, slots=True)
class Move:
    """A change of team: where somebody sat until the day before `on`."""

    team: str
    region: str
    on: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """Somebody on the people list. `ends_on` is the last day at work; `fte` is in hundredths."""

    name: str
    email: str
    team: str | None
    region: str | None
    manager: str | None
    starts_on: date
    ends_on: date | None = None
    fte: int = 100
    is_rep: bool = True
    moved: Move | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SlackUser:
    """Somebody with a Slack account, in the words of the local Slack."""

    name: str
    email: str
    locale: str
    tz: str
    is_admin: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class SlackChannel:
    """A channel and the e-mail addresses of who is in it."""

    name: str
    members: tuple[str, ...]
    is_private: bool = False


@dataclass(frozen=True, slots=True)
class Credit:
    """A part of a deal, in whole percents; the parts of one deal add up to 100."""

    rep: str
    percent: int = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class Deal:
    """One deal as a CRM would export it. `closed_on` is None as long as it is open."""

    external_id: str
    credits: tuple[Credit, ...]
    cents: int
    units: int
    kind: str
    product: str
    stage: str
    created_on: date
    closed_on: date | None
    customer: str
    region: str | None = None

    @property
    def link(self) -> str:
        """Where the deal would be in the CRM; `.example` never resolves."""
        return f"https://crm.example/deals/{self.external_id}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Activity:
    """So many of one measure by one rep on one day: calls, meetings, or the points of one CSAT."""

    external_id: str
    rep: str
    measure: str
    value: int
    occurred_on: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Company:
    """The whole sample company on `today`.

    `deals_then` is what the CRM showed when `friday` began: the last Friday before today. `deals`
    is what it shows now, so that the difference is a week of life: won, late, edited, reassigned,
    reopened. `acting`, `owner` and `hr` are e-mail addresses of Slack users.
    """

    name: str
    today: date
    friday: date
    people: tuple[Person, ...]
    slack_users: tuple[SlackUser, ...]
    channels: tuple[SlackChannel, ...]
    deals_then: tuple[Deal, ...]
    deals: tuple[Deal, ...]
    activities: tuple[Activity, ...]
    acting: str
    owner: str
    hr: str

    @property
    def reps(self) -> tuple[Person, ...]:
        """Those who sell."""
        return tuple(person for person in self.people if person.is_rep)
