"""Badges that a team defines: read from plain data and written back, refused when they make no
sense. The data is what settings keep (JSON); who may change it is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from bot.domain.badges.built_in import BUILT_IN_BADGES
from bot.domain.badges.fields import (
    MOST_NAME,
    MOST_POINTS,
    MOST_TELLS,
    Data,
    Fields,
    emoji,
    per_unit,
    text,
    whole,
)
from bot.domain.badges.rules import (
    Badge,
    BadgeKind,
    Best,
    Biggest,
    Count,
    OwnBest,
    Rule,
    Streak,
    Threshold,
    known,
)
from bot.domain.built_in import BUILT_IN
from bot.domain.metrics import Metric, Unit
from bot.domain.periods import Kind
from bot.errors import FormError, UserError

COMPARISONS = ("threshold", "best", "own_best", "count", "streak", "biggest")
RECORD_FROM_DAY: Mapping[Kind, int] = {
    Kind.DAY: 1,
    Kind.WEEK: 3,
    Kind.MONTH: 8,
    Kind.QUARTER: 15,
    Kind.YEAR: 32,
}
"""From which day of a running period a record is held: the first deal of all is no record."""

_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
_FIELDS = frozenset({"name", "tells", "emoji", "points", "comparison"})


def badge_from(
    key: str, data: Data, metrics: Mapping[str, Metric] = BUILT_IN, *, digits: int = 2
) -> Badge:
    """A badge from {"name", "tells", "emoji", "points", "comparison", and what that needs}:

    threshold: "metric", "period", "threshold" (a decimal in whole units, percent for a rate);
    best, own_best: "metric", "period"; count: "metric", "counts" (a list of whole numbers);
    streak: "metric", "length" (2 to 60 working days); biggest (a deal): "period".
    `digits` is how many decimals the currency has. FormError names the field that will not do.
    """
    if not _KEY.fullmatch(key):
        raise FormError("key", "“{key}” will not do as a key: a-z, 0-9 and _.", key=key)
    if key in BUILT_IN_BADGES:
        raise FormError("key", "The badge “{key}” is built in.", key=key)
    comparison = data.get("comparison")
    if comparison not in _MAKERS:
        choices = ", ".join(COMPARISONS)
        raise FormError("comparison", "The comparison is one of {choices}.", choices=choices)
    maker, kind, needed = _MAKERS[str(comparison)]
    for field in data:
        if field not in _FIELDS | needed:
            raise FormError("comparison", "This comparison has no field “{name}”.", name=field)
    rule = maker(Fields(data, known(metrics), digits))
    return Badge(
        key=key,
        kind=kind,
        name=text(data, "name", MOST_NAME),
        tells=text(data, "tells", MOST_TELLS),
        emoji=emoji(data),
        points=whole(data.get("points", 10), "points", 0, MOST_POINTS),
        rule=rule,
    )


def definition_of(
    badge: Badge, metrics: Mapping[str, Metric] = BUILT_IN, *, digits: int = 2
) -> dict[str, object]:
    """The data that `badge_from` makes this badge of; only for badges that it can make."""
    head: dict[str, object] = {
        name: getattr(badge, name) for name in ("name", "tells", "emoji", "points")
    }
    match badge.rule:
        case Threshold() as rule:
            one = per_unit(known(metrics)[rule.metric], digits)
            own = {"comparison": "threshold", "metric": rule.metric, "period": rule.period.value}
            return {**head, **own, "threshold": f"{(rule.least / one).normalize():f}"}
        case Best() as rule:
            return {**head, "comparison": "best", "metric": rule.metric, "period": rule.period}
        case OwnBest() as rule:
            return {**head, "comparison": "own_best", "metric": rule.metric, "period": rule.period}
        case Count() as rule:
            each = 10**digits if known(metrics)[rule.metric].unit is Unit.MONEY else 1
            counts = [number // each for number in rule.numbers]
            return {**head, "comparison": "count", "metric": rule.metric, "counts": counts}
        case Streak() as rule:
            own = {"comparison": "streak", "metric": rule.metric}
            return {**head, **own, "length": rule.length}
        case Biggest() as rule:
            return {**head, "comparison": "biggest", "period": rule.period}
    raise ValueError(f"{badge.key} has a rule of its own")


def catalogue(
    own: Mapping[str, Data] | None = None,
    metrics: Mapping[str, Metric] = BUILT_IN,
    *,
    off: Sequence[str] = (),
    digits: int = 2,
) -> dict[str, Badge]:
    """Every badge by key: built in, then the team's own; those in `off` are marked so.

    One whose metric was taken away since is left out: nobody can earn it.
    """
    found = dict(BUILT_IN_BADGES)
    for key, data in (own or {}).items():
        try:
            found[key] = badge_from(key, data, metrics, digits=digits)
        except UserError:
            continue
    return {key: replace(one, is_on=key not in off) for key, one in found.items()}


def _threshold(read: Fields) -> Rule:
    metric = read.metric()
    return Threshold(metric=metric.key, period=read.period(), least=read.least(metric))


def _best(read: Fields) -> Rule:
    return Best(metric=read.metric().key, period=read.period())


def _own_best(read: Fields) -> Rule:
    return OwnBest(metric=read.metric().key, period=read.period())


def _count(read: Fields) -> Rule:
    metric = read.metric(adds_up=True)
    return Count(metric=metric.key, numbers=read.numbers(metric))


def _streak(read: Fields) -> Rule:
    return Streak(metric=read.metric(adds_up=True).key, length=read.length())


def _biggest(read: Fields) -> Rule:
    period = read.period()
    return Biggest(period=period, from_day=RECORD_FROM_DAY[period])


_Maker = tuple[Callable[[Fields], Rule], BadgeKind, frozenset[str]]
_MAKERS: Mapping[str, _Maker] = {
    "threshold": (
        _threshold, BadgeKind.MEMBERSHIP, frozenset({"metric", "period", "threshold"})
    ),
    "best": (_best, BadgeKind.AWARD, frozenset({"metric", "period"})),
    "own_best": (_own_best, BadgeKind.AWARD, frozenset({"metric", "period"})),
    "count": (_count, BadgeKind.AWARD, frozenset({"metric", "counts"})),
    "streak": (_streak, BadgeKind.AWARD, frozenset({"metric", "length"})),
    "biggest": (_biggest, BadgeKind.RECORD, frozenset({"period"})),
}  # fmt: skip
