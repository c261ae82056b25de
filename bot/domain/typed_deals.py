"""What a deal that a rep types is: who shares it, what it is worth, and what became of it.

Pure: knows no Slack, no store beyond its records, and no texts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bot.domain.deals import Deal, Status, lines_of
from bot.domain.money import apportion
from store.records import WHOLE, Line
from store.records_typed_deals import TypedDeal


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


def worth(
    sale: Sale, external_id: str, seats: Sequence[int], product_id: int | None
) -> tuple[Line, ...]:
    """The lines of a sale in the ledger; `seats` are those of its people on the day it closed."""
    shares = apportion(WHOLE, [1] * len(seats))
    deal = Deal(
        external_id=external_id,
        credits=tuple(zip(seats, shares, strict=True)),
        status=Status.WON,
        amount=sale.amount,
        sale_type=sale.kind,
        product_id=product_id,
        closed_on=sale.closed_on,
    )
    return lines_of(deal)


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


def parts_of(sale: Sale) -> dict[int, int]:
    """What each person gets of the amount, in minor units."""
    parts = apportion(sale.amount, [1] * len(sale.people))
    return dict(zip(sale.people, parts, strict=True))


def token_of(deal: TypedDeal) -> str:
    """What buttons call a deal: another one under the same reference later has another token."""
    return f"{deal.created_at:%Y%m%d%H%M%S%f}.{deal.external_id}"


def external_id_in(token: str) -> str:
    """The external id in a token; whatever is in it came from outside."""
    return token.partition(".")[2]
