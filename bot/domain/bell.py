"""What the bell of one channel rings for and how: its settings, checked, and as JSON.

Knows no names and no Slack beyond the channel's id. Threshold in minor units of money, times of day
in minutes, the bundle in seconds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.domain.bell_deals import Win
from bot.domain.bell_hours import QuietHours
from bot.errors import UsageError

BUNDLES = (0, 60, 300, 900, 3600)
"""Seconds that a menu offers to wait for more deals."""

MOST_BUNDLE = 86_400
MOST_FRESH = 31
SALE_TYPES = ("new", "upsell", "renewal")
LANGUAGES = ("en", "nl")


@dataclass(frozen=True, kw_only=True, slots=True)
class Bell:
    """One channel's bell. Empty `teams` or `sale_types` are all of them.

    A customer is named only where an admin allows it. UsageError for what is out of bounds.
    """

    channel: str
    threshold: int = 0
    shows_amount: bool = True
    shows_customer: bool = False
    quiet: QuietHours | None = None
    zone: str = "UTC"
    bundle: int = 60
    fresh_days: int = 3
    teams: frozenset[int] = frozenset()
    sale_types: frozenset[str] = frozenset()
    locale: str = "en"
    is_on: bool = True

    def __post_init__(self) -> None:
        if self.threshold < 0:
            raise UsageError("The least amount cannot be negative.")
        if not is_zone(self.zone):
            raise UsageError("I do not know the time zone {zone}.", zone=self.zone)
        if not 0 <= self.bundle <= MOST_BUNDLE:
            raise UsageError("Deals can wait for each other for a day at most.")
        if not 0 <= self.fresh_days <= MOST_FRESH:
            raise UsageError("A deal is news for {most} days at most.", most=MOST_FRESH)
        if not self.sale_types <= set(SALE_TYPES) or self.locale not in LANGUAGES:
            raise UsageError("Sale types are new, upsell and renewal; languages are en and nl.")

    def is_fresh(self, occurred_on: date, today: date) -> bool:
        """Whether a deal closed on that day is news today, and not history."""
        return abs((today - occurred_on).days) <= self.fresh_days

    def wants(self, win: Win, today: date) -> bool:
        """Whether this deal is worth ringing for: fresh, large enough, and of its kind."""
        return (
            self.is_fresh(win.occurred_on, today)
            and win.amount >= self.threshold
            and (not self.sale_types or win.sale_type in self.sale_types)
            and (not self.teams or not self.teams.isdisjoint(one.team_id for one in win.shares))
        )

    def rings_at(self, recorded_at: datetime, now: datetime) -> datetime:
        """When a deal recorded then rings, seen now: after its bundle, never in quiet hours."""
        due = max(now, recorded_at + timedelta(seconds=self.bundle))
        return due if self.quiet is None else self.quiet.over(due, self.zone)

    def is_quiet(self, moment: datetime) -> bool:
        """Whether nothing may ring now."""
        return self.quiet is not None and self.quiet.covers(moment, self.zone)


def is_zone(name: str) -> bool:
    """Whether the IANA database has a zone of this name."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def definition_of(bell: Bell) -> dict[str, Any]:
    """The settings as JSON, without the channel and whether it is on."""
    return {
        "threshold": bell.threshold,
        "amount": bell.shows_amount,
        "customer": bell.shows_customer,
        "quiet": [bell.quiet.start, bell.quiet.end] if bell.quiet else None,
        "zone": bell.zone,
        "bundle": bell.bundle,
        "fresh_days": bell.fresh_days,
        "teams": sorted(bell.teams),
        "sale_types": sorted(bell.sale_types),
        "locale": bell.locale,
    }


def bell_from(channel: str, data: Mapping[str, Any], *, is_on: bool) -> Bell:
    """The bell that definition_of() was made of."""
    quiet = data["quiet"]
    return Bell(
        channel=channel,
        threshold=data["threshold"],
        shows_amount=data["amount"],
        shows_customer=data["customer"],
        quiet=QuietHours(start=quiet[0], end=quiet[1]) if quiet else None,
        zone=data["zone"],
        bundle=data["bundle"],
        fresh_days=data["fresh_days"],
        teams=frozenset(data["teams"]),
        sale_types=frozenset(data["sale_types"]),
        locale=data["locale"],
        is_on=is_on,
    )
