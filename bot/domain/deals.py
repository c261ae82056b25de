"""What a deal is worth to whom: one canonical deal in, ledger lines out.

Knows no source, no names and no currency: seats and labels are ids, the amount is in minor units
of the workspace currency. Importing a million deals runs through here, so it keeps to tuples.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from bot.domain.money import apportion
from bot.errors import UserError
from store.records import WHOLE, Line

LineRow = tuple[str, int, date, int, int, str | None, int | None]
"""The fields of a store Line, in its order: measure, seat, date, amount, share, type, product."""


class Status(StrEnum):
    """How a deal stands."""

    WON = "won"
    LOST = "lost"
    OPEN = "open"
    VOID = "void"  # deleted, or never counted


class Deal(NamedTuple):
    """One deal as every source delivers it. A named tuple: a third of a frozen class's cost."""

    external_id: str
    credits: Sequence[tuple[int, int]]  # (seat id, basis points), adding up to WHOLE
    status: Status
    amount: int | None = None  # minor units of the workspace currency
    units: int | None = None  # hundredths of a unit
    sale_type: str | None = None  # new, upsell, renewal
    product_id: int | None = None
    closed_on: date | None = None  # expected, while it is open
    created_on: date | None = None


def lines_of(deal: Deal) -> tuple[Line, ...]:
    """What the deal is worth now, as store lines; see line_rows()."""
    return tuple(
        Line(
            measure=measure,
            seat_id=seat_id,
            occurred_on=occurred_on,
            amount=amount,
            share=share,
            sale_type=sale_type,
            product_id=product_id,
        )
        for measure, seat_id, occurred_on, amount, share, sale_type, product_id in line_rows(deal)
    )


def line_rows(deal: Deal) -> tuple[LineRow, ...]:
    """What the deal is worth now, as plain tuples.

    Won: revenue, units when known, and the days from created to closed when both are known. Lost:
    lost. Open: pipeline, when it has an amount and a date to expect it on. Void: nothing. A
    split shares everything out exactly. UserError for a closed deal without a date, or for credits
    that do not add up.
    """
    _, credit, status, amount, units, sale_type, product_id, closed_on, created_on = deal
    if len(credit) != 1:
        return _split(deal)
    seat_id, share = credit[0]
    if share != WHOLE:
        raise _bad_credits(deal)
    if status == "won" and closed_on is not None:
        revenue = ("revenue", seat_id, closed_on, amount or 0, WHOLE, sale_type, product_id)
        has_cycle = created_on is not None and created_on <= closed_on
        if units is None and not has_cycle:
            return (revenue,)
        rows: list[LineRow] = [revenue]
        if units is not None:
            rows.append(("units", seat_id, closed_on, units, WHOLE, sale_type, product_id))
        if has_cycle and created_on is not None:
            days = closed_on.toordinal() - created_on.toordinal()
            rows.append(("cycle", seat_id, closed_on, days * 100, WHOLE, sale_type, product_id))
        return tuple(rows)
    worth = _worth(deal)
    return tuple((m, seat_id, on, value, WHOLE, sale_type, product_id) for m, on, value in worth)


def _worth(deal: Deal) -> list[tuple[str, date, int]]:
    """Measure, business date and amount of the whole deal, before any split."""
    on = deal.closed_on
    if deal.status == "won":
        if on is None:
            raise UserError("Deal {deal} is won but has no closing date.", deal=deal.external_id)
        worth = [("revenue", on, deal.amount or 0)]
        if deal.units is not None:
            worth.append(("units", on, deal.units))
        if deal.created_on is not None and deal.created_on <= on:
            worth.append(("cycle", on, (on - deal.created_on).days * 100))
        return worth
    on = on or deal.created_on
    if deal.status == "lost":
        if on is None:
            raise UserError("Deal {deal} is lost but has no date.", deal=deal.external_id)
        return [("lost", on, deal.amount or 0)]
    if deal.status == "open" and deal.amount and on is not None:
        return [("pipeline", on, deal.amount)]
    return []


def _split(deal: Deal) -> tuple[LineRow, ...]:
    """The deal shared out over its seats: amounts by largest remainder, shares as credited."""
    merged: dict[int, int] = {}
    for seat_id, share in deal.credits:
        merged[seat_id] = merged.get(seat_id, 0) + share
    shares = list(merged.values())
    if sum(shares) != WHOLE or min(shares) <= 0:
        raise _bad_credits(deal)
    return tuple(
        (measure, seat_id, on, part, share, deal.sale_type, deal.product_id)
        for measure, on, amount in _worth(deal)
        for (seat_id, share), part in zip(merged.items(), apportion(amount, shares), strict=True)
    )


def _bad_credits(deal: Deal) -> UserError:
    return UserError(
        "The credits of deal {deal} do not add up to 100 percent.", deal=deal.external_id
    )
