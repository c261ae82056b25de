"""What a board can rank by: measures that add up, and metrics made of them.

Holds the rules and the built-in table; reads no totals and prints nothing. Names are English
msgids; `words` are what people may type for them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Literal

SCALE = 10_000
"""Sums are added up in ten-thousandths of a whole unit, so that shares and amounts mix exactly."""

Value = int | Fraction
"""A metric's exact value in its unit: see Unit."""


class Unit(StrEnum):
    """What a value counts in."""

    MONEY = "money"  # minor units of the workspace currency
    COUNT = "count"  # whole things; a split one counts for its part
    PERCENT = "percent"  # a fraction of 1
    DAYS = "days"
    MINUTES = "minutes"
    SCORE = "score"  # points per answer
    POINTS = "points"  # what things are worth to a team, by its own weights


@dataclass(frozen=True, kw_only=True, slots=True)
class Measure:
    """Something that entries are posted for. Amounts other than money are kept times 100."""

    key: str
    unit: Unit

    @property
    def per_unit(self) -> int:
        """How many of its stored minor units make one of its unit: 1 for money, else 100."""
        return 1 if self.unit is Unit.MONEY else 100


@dataclass(frozen=True, kw_only=True, slots=True)
class Term:
    """One sum in a metric: a measure's amounts or its credits, of one sale type or of all."""

    measure: str
    field: Literal["amount", "share"]
    sale_type: str | None = None
    factor: int  # from the stored integer to the metric's `scale` of the unit, times any weight


@dataclass(frozen=True, kw_only=True, slots=True)
class Metric:
    """What is ranked: the sum of `top`, divided by the sum of `bottom` when there is one.

    Not ranked below `min_volume` (in whole units of the bottom). `ascending`: less is better.
    Sums without a bottom are in parts of a unit: `scale` of them make one. `weights` are names and
    what each is worth, for people to read; the factors of the terms say the same to programs.
    """

    key: str
    name: str
    unit: Unit
    top: tuple[Term, ...]
    bottom: tuple[Term, ...] = ()
    min_volume: int = 0
    ascending: bool = False
    scale: int = SCALE
    weights: tuple[tuple[str, Decimal], ...] = ()
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)

    @property
    def measures(self) -> tuple[str, ...]:
        """The measures whose sums it needs, each once."""
        return tuple(dict.fromkeys(term.measure for term in self.top + self.bottom))

    def value(self, top: int, bottom: int = 0) -> Value | None:
        """The exact value of sums in parts of a unit (`scale`); None when it is not ranked.

        A sum of zero is not a row. A ratio is not a row below the minimum volume, nor when it
        is zero, unless less is better: closing on the first day is the best there is.
        """
        if not self.bottom:
            return _exact(top, self.scale) if top else None
        if bottom <= 0 or bottom < self.min_volume * SCALE:
            return None
        if not top and not self.ascending:
            return None
        return _exact(top, bottom)


def _exact(top: int, bottom: int) -> Value:
    """The quotient, as an int where it is one: integers sort ten times as fast."""
    whole, rest = divmod(top, bottom)
    return Fraction(top, bottom) if rest else whole


def amounts(measure: Measure, *, sale_type: str | None = None, weight: int = 1) -> Term:
    """The sum of a measure's amounts, in its unit."""
    return Term(
        measure=measure.key,
        field="amount",
        sale_type=sale_type,
        factor=weight * SCALE // measure.per_unit,
    )


def shares(measure: Measure, *, sale_type: str | None = None, weight: int = 1) -> Term:
    """How many facts were credited: whole ones, or their parts where they were split."""
    return Term(measure=measure.key, field="share", sale_type=sale_type, factor=weight)
