"""What points are made of: weights for what people sell and do, and points for badges.

Pure: the rules are plain data that admins set; who may set them and where they are kept is not
known here. Weights are exact decimals and never negative: nobody loses points by doing something.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from math import lcm

from bot.domain.built_in import BADGE_POINTS, BUILT_IN
from bot.domain.levels import DEFAULT_LEVELS, Level, checked_levels
from bot.domain.metrics import SCALE, Measure, Metric, Term, Unit, amounts
from bot.errors import FormError, UsageError

POINTS = "points"
MOST_WEIGHT = 100_000
MOST_DECIMALS = 6
MOST_BADGE_POINTS = 100_000

DEFAULT_WEIGHTS: Mapping[str, Decimal] = {
    "deals": Decimal(10),
    "revenue": Decimal("0.01"),
    "meetings": Decimal(2),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class PointRules:
    """What counts for how much: per unit of a measure or metric (money: per whole unit of the
    currency), per badge where admins changed it, and the levels from the lowest."""

    weights: Mapping[str, Decimal] = field(default_factory=lambda: dict(DEFAULT_WEIGHTS))
    badges: Mapping[str, int] = field(default_factory=dict)
    levels: tuple[Level, ...] = DEFAULT_LEVELS

    def badge(self, key: str, own: int) -> int:
        """What a badge is worth: as admins set it, else its `own` points."""
        return self.badges.get(key, own)

    def data(self) -> dict[str, object]:
        """The rules as preferences keep them; `rules_from` reads them back."""
        return {
            "weights": {key: f"{weight:f}" for key, weight in self.weights.items()},
            "badges": dict(self.badges),
            "levels": [{"name": level.name, "from": level.start} for level in self.levels],
        }


def rules_from(data: object) -> PointRules:
    """The rules that preferences keep; what is not there is as a workspace starts with.

    FormError for what was not written by `PointRules.data`.
    """
    if not isinstance(data, Mapping):
        return PointRules()
    rules = PointRules()
    if isinstance(weights := data.get("weights"), Mapping):
        read = {str(key): weight_from(str(key), str(text)) for key, text in weights.items()}
        rules = replace(rules, weights={key: weight for key, weight in read.items() if weight})
    if isinstance(badges := data.get("badges"), Mapping):
        read_badges = {str(key): badge_points_from(str(worth)) for key, worth in badges.items()}
        rules = replace(rules, badges=read_badges)
    if isinstance(levels := data.get("levels"), Sequence) and levels:
        made = [Level(name=str(one["name"]), start=int(one["from"])) for one in levels]
        rules = replace(rules, levels=checked_levels(made))
    return rules


def weight_field(key: str) -> str:
    """The id of the form's field for a weight."""
    return f"weight-{key}"


def weight_from(key: str, text: str) -> Decimal:
    """A weight as people write it, with a point or a comma; "" is 0. FormError beside its field."""
    written = text.strip().replace(",", ".") or "0"
    try:
        weight = Decimal(written)
    except InvalidOperation:
        weight = Decimal(-1)
    if not weight.is_finite() or not 0 <= weight <= MOST_WEIGHT:
        raise FormError(
            weight_field(key), "A weight is a number from 0 to {most}.", most=MOST_WEIGHT
        )
    plain = weight.normalize()
    exponent = plain.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -MOST_DECIMALS:
        raise FormError(
            weight_field(key), "A weight has at most {most} decimals.", most=MOST_DECIMALS
        )
    return plain


def badge_points_from(text: str, field_id: str = POINTS) -> int:
    """What a badge is worth: a whole number of points; FormError beside its field."""
    written = text.strip()
    if not written.isdecimal() or len(written) > 6 or int(written) > MOST_BADGE_POINTS:
        raise FormError(
            field_id, "Points are a whole number from 0 to {most}.", most=MOST_BADGE_POINTS
        )
    return int(written)


def can_be_weighted(metric: Metric) -> bool:
    """Whether a metric can count for points: it adds up, and is not made of points itself."""
    return not metric.bottom and metric.key != POINTS


def points_metric(
    rules: PointRules,
    metrics: Mapping[str, Metric],
    measures: Mapping[str, Measure],
    digits: int,
) -> Metric:
    """The metric that ranks by points: the weighted sums and the points of badges, exactly.

    `digits` is how many decimals the currency has: a weight is per whole unit of it. What is no
    longer there (a metric that was taken away) counts for nothing.
    """
    badge = amounts(BADGE_POINTS)
    parts: list[tuple[Term, Fraction]] = [(badge, Fraction(badge.factor))]
    named: list[tuple[str, Decimal]] = []
    for key, weight in rules.weights.items():
        found = _weighed(key, metrics, measures)
        if found is None:
            continue
        name, terms, is_money = found
        per_unit = Fraction(weight) / (10**digits if is_money else 1)
        parts += [(term, term.factor * per_unit) for term in terms]
        named.append((name, weight))
    finest = lcm(*(factor.denominator for _, factor in parts))
    top = tuple(replace(term, factor=int(factor * finest)) for term, factor in parts)
    return replace(BUILT_IN[POINTS], top=top, scale=SCALE * finest, weights=tuple(named))


def check_weights(
    weights: Mapping[str, Decimal], metrics: Mapping[str, Metric], measures: Mapping[str, Measure]
) -> None:
    """UsageError for a weight of something that there is not, or that does not add up."""
    for key in weights:
        if _weighed(key, metrics, measures) is None:
            raise UsageError(
                "“{key}” cannot count for points: name a measure or a metric that adds up.",
                key=key,
            )


def _weighed(
    key: str, metrics: Mapping[str, Metric], measures: Mapping[str, Measure]
) -> tuple[str, Sequence[Term], bool] | None:
    """What a key adds up, and whether that is money."""
    metric = metrics.get(key)
    if metric is not None and can_be_weighted(metric):
        return metric.name, metric.top, metric.unit is Unit.MONEY
    measure = measures.get(key)
    if measure is not None and measure.key != BADGE_POINTS.key:
        return measure.key, (amounts(measure),), measure.unit is Unit.MONEY
    return None
