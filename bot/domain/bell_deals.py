"""A won deal as a bell sees it: who shares it, how much it is, when it closed. Pure values.

People and teams are ids; amounts are minor units of the workspace's currency.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from store.records import Entry, Seat

MEASURE = "revenue"
"""What a won deal is posted as; a deal without open entries of it is not won."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """Somebody's part of a deal: in which team, and how many basis points of it."""

    person_id: int
    team_id: int | None
    share: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Win:
    """A deal that counts. The largest part first."""

    amount: int
    occurred_on: date
    shares: tuple[Part, ...]
    sale_type: str | None = None
    customer: str | None = None


def win_of(entries: Sequence[Entry], seats: Mapping[int, Seat]) -> Win | None:
    """What a fact's open entries say; None when it is not won, or not any more."""
    won = [entry for entry in entries if entry.measure == MEASURE]
    if not won:
        return None
    parts = [
        Part(person_id=one.person_id, team_id=_team(one, seats), share=one.share) for one in won
    ]
    return Win(
        amount=sum(one.amount for one in won),
        occurred_on=won[0].occurred_on,
        shares=tuple(sorted(parts, key=lambda part: (-part.share, part.person_id))),
        sale_type=won[0].sale_type,
        customer=won[0].details.customer,
    )


def _team(entry: Entry, seats: Mapping[int, Seat]) -> int | None:
    seat = seats.get(entry.seat_id)
    return seat.team_id if seat else None


def as_json(win: Win | None) -> dict[str, Any] | None:
    """The deal as JSON."""
    if win is None:
        return None
    return {
        "amount": win.amount,
        "on": win.occurred_on.isoformat(),
        "shares": [[one.person_id, one.team_id, one.share] for one in win.shares],
        "type": win.sale_type,
        "customer": win.customer,
    }


def from_json(data: Mapping[str, Any] | None) -> Win | None:
    """The deal that as_json() was made of."""
    if data is None:
        return None
    shares = (Part(person_id=who, team_id=team, share=part) for who, team, part in data["shares"])
    return Win(
        amount=data["amount"],
        occurred_on=date.fromisoformat(data["on"]),
        shares=tuple(shares),
        sale_type=data["type"],
        customer=data["customer"],
    )
