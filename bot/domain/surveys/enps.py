"""eNPS from counts: the score, how sure it is, and whether two waves differ. Knows no people.

Only counts are ever kept: a score is rounded once, when it is shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from math import sqrt

Z = 1.96  # 95 % of a normal distribution
PRIOR = 0.75
"""Added to promoters and to detractors, and 1.5 to passives: the adjusted Wald interval (Rocks,
The American Statistician, 2016). Unadjusted it covers 40 % instead of 95 % of 5 answers."""
PRIOR_TOTAL = 3.0
FEW = 10
"""Below so many answers an extreme score would say what everybody chose."""
CAP = 80
INDICATIVE = 30  # below so many answers a result is called indicative


class Scale(Enum):
    """The lowest answer that can be given; the highest is 10. Scales are never compared."""

    ONE_TO_TEN = 1
    ZERO_TO_TEN = 0

    @property
    def answers(self) -> range:
        """Every answer there is."""
        return range(self.value, 11)


class Part(Enum):
    """What an answer makes of the one who gave it."""

    PROMOTER = "promoter"
    PASSIVE = "passive"
    DETRACTOR = "detractor"


class Change(Enum):
    """What can be said about a wave against the one before."""

    UP = "up"
    DOWN = "down"
    UNCLEAR = "unclear"


def part_of(answer: int) -> Part:
    """Promoter from 9, passive 7 and 8, detractor below; ValueError outside 0 to 10."""
    if not 0 <= answer <= 10:
        raise ValueError(f"no answer on any scale: {answer}")
    if answer >= 9:
        return Part.PROMOTER
    return Part.PASSIVE if answer >= 7 else Part.DETRACTOR


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """A score as it may be printed: `is_capped` means that or further from zero."""

    value: int
    is_capped: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Tally:
    """How many answered what. Somebody who skipped the question is in none of them."""

    promoters: int = 0
    passives: int = 0
    detractors: int = 0

    @property
    def n(self) -> int:
        """All answers; passives count."""
        return self.promoters + self.passives + self.detractors

    @property
    def score(self) -> Fraction | None:
        """100 (promoters - detractors) / n, exact, from -100 to 100; None without answers."""
        if self.n == 0:
            return None
        return Fraction(100 * (self.promoters - self.detractors), self.n)

    @property
    def shown(self) -> Shown | None:
        """The score rounded once, half away from zero; capped at 80 below ten answers.

        Exactly 80 is capped as well: of five answers only "all the same" lies above it.
        """
        if self.score is None:
            return None
        value = rounded(self.score)
        if self.n < FEW and abs(value) >= CAP:
            return Shown(value=CAP if value > 0 else -CAP, is_capped=True)
        return Shown(value=value, is_capped=False)

    @property
    def one_answer(self) -> int:
        """By how many points at most one answer moves the score: 200 / n, rounded."""
        return rounded(Fraction(200, self.n)) if self.n else 0

    @property
    def is_indicative(self) -> bool:
        """Whether there are too few answers to call it more than an indication."""
        return self.n < INDICATIVE

    @property
    def interval(self) -> tuple[int, int] | None:
        """The 95 % adjusted Wald interval in whole points; None without answers.

        Without a correction for small companies: cautious, as its coverage shows.
        """
        if self.n == 0:
            return None
        centre, error = self._adjusted()
        low, high = centre - Z * error, centre + Z * error
        return max(-100, round(100 * low)), min(100, round(100 * high))

    @property
    def told_interval(self) -> tuple[int, int] | None:
        """The interval as it may be printed. Below ten answers it is as wide as that of any counts
        that are shown the same: the exact one would tell how many chose what."""
        if self.n == 0 or self.n >= FEW:
            return self.interval
        alike = [one.interval or (0, 0) for one in _tallies(self.n) if one.shown == self.shown]
        return min(low for low, _high in alike), max(high for _low, high in alike)

    def _adjusted(self) -> tuple[float, float]:
        """The adjusted share of promoters minus detractors, and its standard error."""
        n = self.n + PRIOR_TOTAL
        up, down = (self.promoters + PRIOR) / n, (self.detractors + PRIOR) / n
        variance = (up + down - (up - down) ** 2) / n
        return up - down, sqrt(variance)


def _tallies(n: int) -> list[Tally]:
    """Every way in which so many people can have answered."""
    return [
        Tally(promoters=up, passives=n - up - down, detractors=down)
        for up in range(n + 1)
        for down in range(n + 1 - up)
    ]


def tally_of(answers: list[int]) -> Tally:
    """The counts of given answers; skipped ones must not be in the list."""
    parts = [part_of(answer) for answer in answers]
    return Tally(
        promoters=parts.count(Part.PROMOTER),
        passives=parts.count(Part.PASSIVE),
        detractors=parts.count(Part.DETRACTOR),
    )


def change(before: Tally, now: Tally) -> Change:
    """Up or down only when the two waves differ beyond chance (|z| > 1.96, adjusted values).

    The waves are taken as independent: answers of one person cannot be linked.
    """
    if before.n == 0 or now.n == 0:
        return Change.UNCLEAR
    first, first_error = before._adjusted()  # noqa: SLF001 - the same class's own
    second, second_error = now._adjusted()  # noqa: SLF001
    z = (second - first) / sqrt(first_error**2 + second_error**2)
    if abs(z) <= Z:
        return Change.UNCLEAR
    return Change.UP if z > 0 else Change.DOWN


def rounded(value: Fraction) -> int:
    """Half away from zero, once: rounding the shares first is wrong in one case of five."""
    sign = -1 if value < 0 else 1
    return sign * ((abs(value) * 2 + 1).__floor__() // 2)
