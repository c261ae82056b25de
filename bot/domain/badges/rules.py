"""What a badge is: a name, an emoji, points, and one of a few kinds of rule over the ledger.

Only data: who earns a badge is worked out in the rooms beside this one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.built_in import BUILT_IN, REVENUE
from bot.domain.metrics import Metric, Unit, shares
from bot.domain.periods import Kind

UPSELLS = Metric(
    key="upsells", name="Upsells", unit=Unit.COUNT, top=(shares(REVENUE, sale_type="upsell"),)
)


class BadgeKind(StrEnum):
    """How often a badge is given."""

    AWARD = "award"  # any number of times
    MEMBERSHIP = "membership"  # once per person and period
    RECORD = "record"  # one holder at a time, or several with exactly the same


@dataclass(frozen=True, kw_only=True, slots=True)
class First:
    """The first day with anything of a metric. Given at once; slot "first"."""

    metric: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Count:
    """So many of a metric since the beginning, each number once. Given at once; slot "n=50".

    `numbers` are whole units of the metric (of the currency's minor units for money), rising.
    """

    metric: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Threshold:
    """At least `least` of a metric within one period, in ten-thousandths of its unit.

    A sum is given on the day that reaches it; a ratio, and a metric of which less is better (then
    at most `least`), when the period is over. Slot: the period.
    """

    metric: str
    period: Kind
    least: int


@dataclass(frozen=True, kw_only=True, slots=True)
class OwnBest:
    """More in one period than in any period before, after enough earlier days with a result.

    A day of a sum is given at once, everything else when the period is over. Slot: the period.
    """

    metric: str
    period: Kind
    earlier_days: int = 10


@dataclass(frozen=True, kw_only=True, slots=True)
class Streak:
    """A result on `length` of the person's working days in a row. Given at once; slot: that day.

    Days that are not theirs to work (weekend, public holiday, leave) neither count nor break it.
    """

    metric: str
    length: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Perfect:
    """A result on every one of the person's working days of a week, of which at least `least_days`.

    Given on the last of those days; slot: the week.
    """

    metric: str
    least_days: int = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Comeback:
    """A week at or above the person's usual, directly after `quiet` weeks below half of it.

    Usual is the average of the `usual` weeks before those, each with a result: who sells now and
    then is not away from their level. Weeks without one working day of theirs are skipped. Given
    when the week is over; slot: the week.
    """

    metric: str
    quiet: int = 2
    usual: int = 8


@dataclass(frozen=True, kw_only=True, slots=True)
class Best:
    """The best of everybody in a period, equal values share it; needs `least_people` with a value.

    Given when the period is over; slot: the period.
    """

    metric: str
    period: Kind
    least_people: int = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Improved:
    """The largest rise of a month over the person's own average of the `usual` months before.

    Among who sold in each of those months, at least `least_people`, and by at least a tenth. Given
    when the month is over; slot: the month.
    """

    metric: str
    usual: int = 3
    least_people: int = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Biggest:
    """The largest won deal of everybody in a period; all who share its credit hold it.

    A record: held from `from_day` of the running period on, until a larger deal. Slot: the period.
    """

    period: Kind
    from_day: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Assist:
    """A won deal whose credit is shared, once a month. Given at once; slot: the month."""


Personal = First | Count | Threshold | OwnBest | Streak | Perfect | Comeback
"""Rules that look at one person only."""

Rule = Personal | Best | Improved | Biggest | Assist


@dataclass(frozen=True, kw_only=True, slots=True)
class Badge:
    """A badge. `name` and `tells` (what it is for, one line) are msgids, or a team's own words."""

    key: str
    kind: BadgeKind
    name: str
    tells: str
    emoji: str  # as Slack writes it, with colons
    points: int
    rule: Rule
    is_built_in: bool = False
    is_on: bool = True

    @property
    def metric(self) -> str | None:
        """The key of the metric that it looks at; None where it counts deals or days."""
        return getattr(self.rule, "metric", None)

    def unit(self, metrics: Mapping[str, Metric]) -> Unit | None:
        """What an award's value counts in; None when there is nothing to tell but the badge."""
        match self.rule:
            case Biggest():
                return Unit.MONEY
            case Streak() | Perfect():
                return Unit.DAYS
            case Improved():
                return Unit.PERCENT
            case First() | Assist():
                return None
        return known(metrics)[self.rule.metric].unit


def known(metrics: Mapping[str, Metric] = BUILT_IN) -> Mapping[str, Metric]:
    """The metrics a rule can name: those of the workspace, and the ones only badges count."""
    return {**metrics, UPSELLS.key: UPSELLS}
