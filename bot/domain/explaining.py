"""What stands behind a number, as values: ledger entries of one person, and what moved on a board.

Holds results only; who may see them is the services' and how they look the views' business.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from bot.domain.boards import Ranking, Row
from bot.domain.grouping import tally
from bot.domain.metrics import SCALE, Metric, Value
from bot.domain.periods import Calendar, Period
from bot.domain.query import Query
from store.records import Entry, Sum


@dataclass(frozen=True, kw_only=True, slots=True)
class Reason:
    """One ledger entry and what it adds to (or takes from) the number."""

    entry: Entry
    top: Value  # in the unit of the metric's numerator
    bottom: Fraction  # in whole units of the denominator; 0 when there is none
    product: str | None = None


@dataclass(frozen=True, kw_only=True, eq=False, slots=True)
class Why:
    """The entries behind one person's number, newest first, one page of them."""

    query: Query
    metric: Metric
    period: Period
    calendar: Calendar
    currency: str
    person_name: str
    is_self: bool
    value: Value | None  # the number itself; None when it is not ranked
    reasons: tuple[Reason, ...]
    page: int
    has_more: bool
    as_of: datetime
    since: datetime | None  # only what was recorded after this moment


@dataclass(frozen=True, kw_only=True, slots=True)
class Shift:
    """One row of a board then and now; None where it was, or is, not ranked."""

    key: int
    name: str
    then: Row | None
    now: Row | None


@dataclass(frozen=True, kw_only=True, eq=False, slots=True)
class Behind:
    """The newest entries behind one person's shift, and how many older ones there are."""

    key: int
    name: str
    reasons: tuple[Reason, ...]
    more: int = 0


@dataclass(frozen=True, kw_only=True, eq=False, slots=True)
class Moved:
    """What moved on a board since a moment, for one viewer."""

    query: Query
    now: Ranking
    then: Ranking
    since: datetime
    as_of: datetime
    shifts: tuple[Shift, ...]  # of the top, and the viewer's own
    others: int  # rows that moved and are not shown
    own_key: int | None
    mine: Behind | None = None  # the viewer's own entries since then, where there are any
    people: tuple[Behind, ...] = ()  # those of people shown here whom the viewer may explain


def reason(metric: Metric, entry: Entry, products: Mapping[int, str]) -> Reason:
    """What one entry contributes to a metric, by the very rule that adds up the board."""
    single = Sum(entry.seat_id, entry.measure, entry.sale_type, entry.amount, entry.share)
    top, bottom = tally(metric, [single], {entry.seat_id: 0}).get(0, (0, 0))
    product = None if entry.product_id is None else products.get(entry.product_id)
    whole, rest = divmod(top, metric.scale)
    return Reason(
        entry=entry,
        top=Fraction(top, metric.scale) if rest else whole,
        bottom=Fraction(bottom, SCALE),
        product=product,
    )


def sale_types_of(metric: Metric, asked: tuple[str, ...]) -> tuple[str, ...]:
    """The sale types whose entries count: those asked for, and within them the metric's own."""
    terms = metric.top + metric.bottom
    own = {term.sale_type for term in terms}
    if None in own:
        return asked
    typed = tuple(sorted(kind for kind in own if kind is not None))
    return tuple(kind for kind in typed if kind in asked) if asked else typed
