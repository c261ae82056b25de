"""Somebody's badges as they are shown: what they have, and what is within reach. Pure values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from bot.domain.badges.rules import Badge, BadgeKind, Count, First, Threshold
from bot.domain.levels import Progress
from bot.domain.metrics import SCALE, Metric, Value
from bot.domain.periods import Kind
from store.records_badges import Award

_NEAR = Fraction(1, 5)  # of a round number: what is left when it is within reach
_NEARLY = 5  # of a count: this few are always within reach
_HALF = Fraction(1, 2)


@dataclass(frozen=True, kw_only=True, slots=True)
class Held:
    """A badge somebody has, how often, and the newest time."""

    badge: Badge
    times: int
    newest: Award


@dataclass(frozen=True, kw_only=True, slots=True)
class Near:
    """A badge within reach: how much of its metric is missing, to which number, in which period
    (None: of all time)."""

    badge: Badge
    metric: Metric
    missing: Value
    target: Value
    period: Kind | None


@dataclass(frozen=True, kw_only=True, eq=False, slots=True)
class Cabinet:
    """All that one person's page of badges shows."""

    person_name: str
    is_self: bool
    held: tuple[Held, ...]  # newest first
    near: tuple[Near, ...]  # nearest first; only on one's own page
    level: Progress
    currency: str
    today: date

    @property
    def count(self) -> int:
        """How many badges in all."""
        return sum(one.times for one in self.held)


def grouped(awards: Iterable[Award], badges: Mapping[str, Badge]) -> tuple[Held, ...]:
    """Awards by badge, the one with the newest award first, of one day by name."""
    by_badge: dict[str, list[Award]] = {}
    for award in awards:
        by_badge.setdefault(award.badge, []).append(award)
    held = [
        Held(
            badge=badges.get(key) or forgotten(key),
            times=len(found),
            newest=max(found, key=lambda award: (award.earned_on, award.slot)),
        )
        for key, found in by_badge.items()
    ]
    return tuple(sorted(held, key=lambda one: (-one.newest.earned_on.toordinal(), one.badge.name)))


def forgotten(key: str) -> Badge:
    """A badge that somebody has and that admins deleted since: it stays theirs."""
    name = key.replace("_", " ").capitalize()
    return Badge(
        key=key,
        kind=BadgeKind.AWARD,
        name=name,
        tells=name,
        emoji=":star:",
        points=0,
        rule=First(metric="deals"),
        is_on=False,
    )


def wanted_period(badge: Badge) -> Kind | None:
    """The period whose sum tells how far somebody is; None for all time, or for no sum at all."""
    return badge.rule.period if isinstance(badge.rule, Threshold) else None


def near(badge: Badge, metric: Metric, value: Value) -> Near | None:
    """How far it is to a badge that counts, from what somebody has of its metric so far (in the
    running period, or of all time); None when it is out of sight or reached."""
    if metric.bottom or metric.ascending or not badge.is_on:
        return None
    target = _target(badge, value)
    if target is None or not _is_in_sight(badge, value, target):
        return None
    return Near(
        badge=badge,
        metric=metric,
        missing=target - value,
        target=target,
        period=wanted_period(badge),
    )


def _target(badge: Badge, value: Value) -> Value | None:
    """The number that is next; None when there is none any more, or the rule counts no sum."""
    match badge.rule:
        case Count(numbers=numbers):
            return next((number for number in numbers if number > value), None)
        case Threshold(least=least):
            return _exact(least) if value < _exact(least) else None
        case First():
            return 1 if value == 0 else None
    return None


def _is_in_sight(badge: Badge, value: Value, target: Value) -> bool:
    missing = target - value
    match badge.rule:
        case Count():
            return value > 0 and (missing <= _NEARLY or missing <= target * _NEAR)
        case Threshold():
            return missing <= target * _HALF
    return True


def _exact(ten_thousandths: int) -> Value:
    whole, rest = divmod(ten_thousandths, SCALE)
    return Fraction(ten_thousandths, SCALE) if rest else whole
