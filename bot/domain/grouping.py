"""From sums per seat to exact values per rep, team, region or company.

Reads no database: the seats and the sums are given. A seat is a person in the team and region of
the business date, so a mover's old deals count for the old team.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.metrics import Metric, Value
from store.records import Seat, Sum

COMPANY = -1
"""The one key of a board by company."""

UNGROUPED = 0
"""The key of what has no team (or no region) on a board by team (or region)."""


class Group(StrEnum):
    """What the rows of a board are."""

    REP = "rep"
    TEAM = "team"
    REGION = "region"
    COMPANY = "company"


@dataclass(frozen=True, kw_only=True, slots=True)
class Scope:
    """Whose sums count: ids of teams, regions and people, and sale types; an empty set is all."""

    teams: frozenset[int] = frozenset()
    regions: frozenset[int] = frozenset()
    people: frozenset[int] = frozenset()
    sale_types: frozenset[str] = frozenset()


def keys_of(seats: Mapping[int, Seat], by: Group, scope: Scope) -> dict[int, int]:
    """The row that each seat in scope counts for: an id of a person, team or region.

    Seats out of scope are left out. The result serves every reading until the seats change.
    """
    return {seat_id: _key(seat, by) for seat_id, seat in seats.items() if _is_in(seat, scope)}


def tally(
    metric: Metric, sums: Iterable[Sum], keys: Mapping[int, int], sale_types: Set[str] = frozenset()
) -> dict[int, tuple[int, int]]:
    """The metric's top and bottom per key, in ten-thousandths of a unit (metrics.SCALE)."""
    # thousands of sums are of a handful of series: what a series weighs is worked out once
    weights: dict[tuple[str, str | None], _Weights | None] = {}
    tallied: dict[int, tuple[int, int]] = {}
    for seat_id, measure, sale_type, amount, share in sums:
        series = (measure, sale_type)
        if series not in weights:
            weights[series] = weights_of(metric, measure, sale_type, sale_types)
        weight, key = weights[series], keys.get(seat_id)
        if weight is None or key is None:
            continue
        of_amount, of_share, under_amount, under_share = weight
        top, bottom = tallied.get(key, (0, 0))
        tallied[key] = (
            top + amount * of_amount + share * of_share,
            bottom + amount * under_amount + share * under_share,
        )
    return tallied


def values(metric: Metric, tallied: Mapping[int, tuple[int, int]]) -> dict[int, Value]:
    """The exact value per key, without those that are not ranked (zero, too little volume)."""
    valued = ((key, metric.value(*sums)) for key, sums in tallied.items())
    return {key: value for key, value in valued if value is not None}


def total(metric: Metric, tallied: Mapping[int, tuple[int, int]]) -> Value | None:
    """The metric over all keys together, ranked or not; None when there is nothing."""
    top = sum(sums[0] for sums in tallied.values())
    bottom = sum(sums[1] for sums in tallied.values())
    return metric.value(top, bottom)


_Weights = tuple[int, int, int, int]  # of amount and share in the top, and in the bottom


def weights_of(
    metric: Metric, measure: str, sale_type: str | None, sale_types: Set[str] = frozenset()
) -> _Weights | None:
    """What a sum of this series adds to the metric: factors of its amount and share in the top,
    then in the bottom; None when it is filtered out."""
    if sale_types and sale_type not in sale_types:
        return None
    found = {(part, field): 0 for part in ("top", "bottom") for field in ("amount", "share")}
    for part, terms in (("top", metric.top), ("bottom", metric.bottom)):
        for term in terms:
            if term.measure == measure and term.sale_type in (None, sale_type):
                found[part, term.field] += term.factor
    return (
        found["top", "amount"],
        found["top", "share"],
        found["bottom", "amount"],
        found["bottom", "share"],
    )


def _key(seat: Seat, by: Group) -> int:
    match by:
        case Group.REP:
            return seat.person_id
        case Group.TEAM:
            return seat.team_id or UNGROUPED
        case Group.REGION:
            return seat.region_id or UNGROUPED
    return COMPANY


def _is_in(seat: Seat, scope: Scope) -> bool:
    return (
        (not scope.teams or seat.team_id in scope.teams)
        and (not scope.regions or seat.region_id in scope.regions)
        and (not scope.people or seat.person_id in scope.people)
    )
