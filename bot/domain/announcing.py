"""When badges are told in a channel, and which of them: rules without a clock.

Nothing is told that was earned longer ago than a few days: history that is imported stays silent.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from bot.domain.badges.rules import Badge
from bot.domain.cabinet import forgotten
from bot.domain.metrics import Metric, Unit
from bot.errors import FormError
from store.records_badges import Award, AwardState

FRESH = timedelta(days=4)
"""How long ago a badge may be earned to be told: a long weekend."""

LATE = timedelta(hours=4)
"""How long after its moment of the day the post may still be made; then the next day's tells it."""

_CHANNEL = re.compile(r"[CG][A-Z0-9]{6,20}")
MOST_CORRECTION_DAYS = 60


@dataclass(frozen=True, kw_only=True, slots=True)
class BadgeSettings:
    """Where and when badges are told (None: nowhere), and for how many days a correction of the
    data can take one back."""

    channel: str | None = None
    at: time = time(16, 30)
    correction_days: int = 3

    def data(self) -> dict[str, object]:
        """As preferences keep it; `badge_settings` reads it back."""
        return {
            "channel": self.channel,
            "time": f"{self.at:%H:%M}",
            "correction_days": self.correction_days,
        }


def badge_settings(data: object) -> BadgeSettings:
    """The settings that preferences keep; what is not there is as a workspace starts with."""
    start = BadgeSettings()
    if not isinstance(data, Mapping):
        return start
    channel, days = data.get("channel"), data.get("correction_days", start.correction_days)
    return BadgeSettings(
        channel=str(channel) if channel else None,
        at=time_from(str(data.get("time") or f"{start.at:%H:%M}")),
        correction_days=correction_days_from(str(days)),
    )


def channel_from(text: str) -> str | None:
    """The id of a channel as Slack writes it; "none" or nothing for nowhere. FormError else."""
    written = text.strip()
    if written.casefold() in {"", "none"}:
        return None
    if not _CHANNEL.fullmatch(written):
        raise FormError("channel", "A channel is named by its id, such as C0123ABCD.")
    return written


def time_from(text: str) -> time:
    """A time of day as 16:30; FormError beside its field."""
    try:
        return time.fromisoformat(text.strip().zfill(5)).replace(second=0, microsecond=0)
    except ValueError:
        raise FormError("time", "Write a time as 16:30.") from None


def correction_days_from(text: str) -> int:
    """A number of days; FormError beside its field."""
    if not text.strip().isdecimal() or int(text.strip()[:9]) > MOST_CORRECTION_DAYS:
        raise FormError(
            "correction_days", "A whole number from {low} to {high}.", low=0,
            high=MOST_CORRECTION_DAYS,
        )  # fmt: skip
    return int(text)


@dataclass(frozen=True, kw_only=True, slots=True)
class News:
    """A badge and who got it, by name; `number` is the round number that was reached, and what it
    counts."""

    badge: Badge
    people: tuple[str, ...]
    number: int | None = None
    unit: Unit | None = None


def is_fresh(award: Award, today: date) -> bool:
    """Whether it was earned lately enough to be told."""
    return today - FRESH <= award.earned_on <= today


def news(
    awards: Iterable[Award],
    badges: Mapping[str, Badge],
    names: Mapping[int, str],
    metrics: Mapping[str, Metric],
) -> tuple[News, ...]:
    """Who got what, ties and equals together; the badges worth most points first."""
    people: dict[tuple[str, int | None], dict[int, str]] = {}
    for award in awards:
        if award.state is not AwardState.TAKEN:
            number = _number(award.slot)
            who = people.setdefault((award.badge, number), {})
            who[award.person_id] = names.get(award.person_id, "")
    told = [
        _one(badges.get(key) or forgotten(key), who, number, metrics)
        for (key, number), who in people.items()
    ]
    told = [one for one in told if one.people]
    return tuple(
        sorted(told, key=lambda one: (-one.badge.points, one.badge.name, -(one.number or 0)))
    )


def _one(
    badge: Badge, who: Mapping[int, str], number: int | None, metrics: Mapping[str, Metric]
) -> News:
    return News(
        badge=badge,
        people=tuple(sorted(filter(None, who.values()), key=str.casefold)),
        number=number,
        unit=None if number is None else badge.unit(metrics),
    )


def taken_back(awards: Iterable[Award]) -> int:
    """How many of the told ones were taken back."""
    return sum(award.state is AwardState.TAKEN for award in awards)


def fingerprint(awards: Sequence[Award]) -> str:
    """A short text for what a message should say: another one when one is taken back or given
    again. Becoming final is not news."""
    state = sorted(
        (*award.key, award.state is AwardState.TAKEN, award.awarded_at.isoformat())
        for award in awards
    )
    return hashlib.sha256(repr(state).encode()).hexdigest()[:16]


def _number(slot: str) -> int | None:
    """The number in the slot of an award for a round number."""
    kind, _, number = slot.partition("=")
    return int(number) if kind == "n" and number.isdecimal() else None
