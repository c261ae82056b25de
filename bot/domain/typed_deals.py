"""What a deal that a rep types is: who shares it, what it is worth, and what became of it.

Pure: knows no Slack, no store beyond its records, and no texts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bot.domain.money import apportion
from store.records import WHOLE, Line
from store.records_typed_deals import TypedDeal

_ROUNDED = 150  # thirds as 33% are 0.67% off


@dataclass(frozen=True, kw_only=True, slots=True)
class DealRules:
    """What admins want of typed deals."""

    confirm: bool = False  # a manager confirms before a deal counts
    days_back: int = 31  # how long ago a deal may have closed


@dataclass(frozen=True, kw_only=True, slots=True)
class Sale:
    """A sale that makes sense: `people` share it equally, the one who typed it first."""

    amount: int  # minor units of the workspace's currency
    original: str | None = None  # amount and currency before conversion
    customer: str
    kind: str
    product: str | None = None
    closed_on: date
    people: tuple[int, ...]
    reference: str | None = None  # its id in the CRM


@dataclass(frozen=True, kw_only=True, slots=True)
class Logged:
    """A typed deal with what it says; `can_withdraw`: who typed it may still take it back."""

    deal: TypedDeal
    sale: Sale
    can_withdraw: bool = False


def rules_of(preference: Mapping[str, Any] | None) -> DealRules:
    """The rules as they were set; what was not set is as it comes."""
    told = preference or {}
    plain = DealRules()
    return DealRules(
        confirm=bool(told.get("confirm", plain.confirm)),
        days_back=int(told.get("days_back", plain.days_back)),
    )


def worth(sale: Sale, seats: Sequence[int], product_id: int | None) -> tuple[Line, ...]:
    """The lines of a sale in the ledger; `seats` are those of its people on the day it closed.

    Amounts and shares are each equal to the last cent and basis point, and add up exactly.
    """
    equal = [1] * len(seats)
    parts = zip(seats, apportion(sale.amount, equal), apportion(WHOLE, equal), strict=True)
    return tuple(
        Line(
            measure="revenue",
            seat_id=seat_id,
            occurred_on=sale.closed_on,
            amount=amount,
            share=share,
            sale_type=sale.kind,
            product_id=product_id,
        )
        for seat_id, amount, share in parts
    )


def is_within(counted_at: datetime | None, now: datetime, correction_days: int) -> bool:
    """Whether a sale that counted may still be withdrawn by who typed it."""
    return counted_at is not None and now <= counted_at + timedelta(days=correction_days)


def definition_of(sale: Sale) -> dict[str, Any]:
    """A sale as it is kept."""
    kept = asdict(sale) | {"closed_on": sale.closed_on.isoformat(), "people": list(sale.people)}
    return {name: value for name, value in kept.items() if value is not None}


def sale_of(definition: Mapping[str, Any]) -> Sale:
    """A sale as it was kept by definition_of()."""
    return Sale(
        amount=definition["amount"],
        original=definition.get("original"),
        customer=definition["customer"],
        kind=definition["kind"],
        product=definition.get("product"),
        closed_on=date.fromisoformat(definition["closed_on"]),
        people=tuple(definition["people"]),
        reference=definition.get("reference"),
    )


def says_the_same(sale: Sale, revenue: Mapping[int, int]) -> bool:
    """Whether another source credits the same people the same, give or take a rounded percent.

    `revenue` is in minor units by person id.
    """
    parts = dict(zip(sale.people, apportion(sale.amount, [1] * len(sale.people)), strict=True))
    return (
        revenue.keys() == parts.keys()
        and sum(revenue.values()) == sale.amount
        and all(abs(revenue[who] - parts[who]) * _ROUNDED <= sale.amount for who in parts)
    )


def token_of(deal: TypedDeal) -> str:
    """What buttons call a deal: another one under the same reference later has another token."""
    return f"{deal.created_at:%Y%m%d%H%M%S%f}.{deal.external_id}"


def external_id_in(token: str) -> str:
    """The external id in a token; whatever is in it came from outside."""
    return token.partition(".")[2]
