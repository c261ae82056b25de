"""Decides which values the fields of a badge's definition may have: what will not do is refused
beside its name. Knows no rule."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation

from bot.domain.built_in import BADGE_POINTS
from bot.domain.metrics import SCALE, Metric, Unit
from bot.domain.periods import Kind
from bot.errors import FormError

Data = Mapping[str, object]

PERIODS = (Kind.DAY, Kind.WEEK, Kind.MONTH, Kind.QUARTER, Kind.YEAR)
MOST_NAME, MOST_TELLS, MOST_POINTS = 40, 100, 10_000
MOST_COUNTS, MOST_NUMBER, LONGEST_STREAK = 20, 10**12, 60

_EMOJI = re.compile(r":[a-z0-9_+'-]{1,60}:")


class Fields:
    """The fields of one definition, each refused beside its name when it will not do."""

    def __init__(self, data: Data, metrics: Mapping[str, Metric], digits: int) -> None:
        self._data = data
        self._metrics = metrics
        self.digits = digits

    def metric(self, *, adds_up: bool = False) -> Metric:
        """The metric that is named; `adds_up` refuses ratios, whose days cannot be added."""
        found = self._metrics.get(str(self._data.get("metric")))
        if found is None:
            metric = self._data.get("metric")
            raise FormError("metric", "There is no metric “{metric}”.", metric=metric)
        if BADGE_POINTS.key in found.measures:
            raise FormError("metric", "A badge cannot count points: badges make points.")
        if adds_up and (found.bottom or found.ascending):
            raise FormError("metric", "This needs a metric that adds up, such as deals.")
        return found

    def period(self) -> Kind:
        """The period that is named."""
        for kind in PERIODS:
            if kind.value == self._data.get("period"):
                return kind
        raise FormError("period", "The period is one of {periods}.", periods=", ".join(PERIODS))

    def least(self, metric: Metric) -> int:
        """The threshold in ten-thousandths of the metric's unit."""
        try:
            least = Decimal(str(self._data.get("threshold")).strip().replace(",", "."))
        except InvalidOperation:
            least = Decimal(0)
        if not least.is_finite() or not 0 < least <= MOST_NUMBER:
            raise FormError("threshold", "A number above 0, such as 5, 2.5 or 10000.")
        exact = least * per_unit(metric, self.digits)
        if exact % (SCALE if metric.unit is Unit.MONEY else 1):
            raise FormError("threshold", "That has more decimals than can be counted.")
        return int(exact)

    def numbers(self, metric: Metric) -> tuple[int, ...]:
        """The numbers to reach, rising, each once."""
        counts = self._data.get("counts")
        if not isinstance(counts, Sequence) or isinstance(counts, str) or not counts:
            raise FormError("counts", "Name at least one number to reach, such as 10, 50.")
        if len(counts) > MOST_COUNTS:
            raise FormError("counts", "Name at most {most} numbers.", most=MOST_COUNTS)
        each = 10**self.digits if metric.unit is Unit.MONEY else 1
        found = {whole(number, "counts", 1, MOST_NUMBER) * each for number in counts}
        return tuple(sorted(found))

    def length(self) -> int:
        """The length of a streak in working days."""
        return whole(self._data.get("length"), "length", 2, LONGEST_STREAK)


def per_unit(metric: Metric, digits: int) -> Decimal:
    """Ten-thousandths of the metric's unit in one unit as people write it."""
    if metric.unit is Unit.MONEY:
        return Decimal(SCALE * 10**digits)
    return Decimal(SCALE) / 100 if metric.unit is Unit.PERCENT else Decimal(SCALE)


def text(data: Data, field: str, most: int) -> str:
    """A line of 1 to `most` letters."""
    written = " ".join(str(data.get(field) or "").split())
    if not written or len(written) > most:
        raise FormError(field, "Write 1 to {most} letters here.", most=most)
    return written


def emoji(data: Data) -> str:
    """An emoji by its name in colons; a star when none is named."""
    name = str(data.get("emoji") or ":star:").strip()
    if not _EMOJI.fullmatch(name):
        raise FormError("emoji", "Write an emoji as Slack names it, such as :star:.")
    return name


def whole(value: object, field: str, low: int, high: int) -> int:
    """A whole number within bounds, also when it is written as text."""
    is_number = isinstance(value, int) and not isinstance(value, bool)
    if not is_number and isinstance(value, str) and value.strip().isdecimal():
        value = int(value[:20])
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise FormError(field, "A whole number from {low} to {high}.", low=low, high=high)
    return value
