"""Turns a deal as a source tells it into rows for the ledger: people, seats, products, currency.

Every source comes through here (files, webhooks, CRM pollers); it knows none of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from bot.domain.deals import Deal, Status, line_rows
from bot.domain.money import decimals, to_minor
from bot.errors import UserError
from bot.services.imports_reps import RepBook
from store.bulk import StagedRow
from store.open import Store
from store.records import LabelKind

LONGEST_ID = 200
LONGEST_TEXT = 200
"""Characters of a customer, link or stage that are kept: enough to recognise a deal by."""


class ImportedDeal(NamedTuple):
    """One deal in the words of its source, its cells understood."""

    external_id: str
    credits: Sequence[tuple[str, int]]  # rep and basis points
    status: Status
    amount: Decimal | None
    currency: str | None  # None: the import's own
    units: Decimal | None
    sale_type: str | None
    product: str
    closed_on: date | None
    created_on: date | None
    region: str
    customer: str | None
    link: str | None
    stage: str | None


class DealBook:
    """Looks up what a deal needs of the workspace, and remembers it for the next deal."""

    def __init__(
        self, store: Store, workspace_id: int, reps: RepBook, *, home: str, currency: str
    ) -> None:
        """`home` is the workspace's currency, `currency` that of amounts which carry none."""
        self._store = store
        self._workspace_id = workspace_id
        self.reps = reps
        self.home = home
        self.currency = currency
        self._products: dict[str, int] = {}
        self._rates: dict[tuple[str, date], Decimal] = {}

    @property
    def is_plain(self) -> bool:
        """Whether amounts without a currency count as they are, in cents."""
        return self.home == self.currency and decimals(self.home) == 2

    def rows(self, deal: ImportedDeal) -> list[StagedRow]:
        """The rows to stage; UserError when the deal cannot count as it is told."""
        on = deal.closed_on or deal.created_on
        amount, original = self._worth(deal, on)
        lines = line_rows(
            Deal(
                external_id=deal.external_id,
                credits=self._credits(deal, on),
                status=deal.status,
                amount=amount,
                units=None if deal.units is None else hundredths(deal.units),
                sale_type=deal.sale_type,
                product_id=self.product(deal.product),
                closed_on=deal.closed_on,
                created_on=deal.created_on,
            )
        )
        head = (deal.external_id, deal.customer, deal.link, deal.stage, original)
        if not lines:
            return [(*head, None, None, None, None, None, None, None)]
        return [
            (*head, measure, seat, day.toordinal(), sale_type, product, value, share)
            for measure, seat, day, value, share, sale_type, product in lines
        ]

    def product(self, name: str) -> int | None:
        """The id of a product by name; None for an empty one."""
        found = self._products.get(name)
        if found is None:
            clean = " ".join(name.split())[:LONGEST_TEXT]
            if not clean:
                return None
            found = self._store.labels.id(self._workspace_id, LabelKind.PRODUCT, clean)
            self._products[name] = found
        return found

    def _credits(self, deal: ImportedDeal, on: date | None) -> list[tuple[int, int]]:
        region = self.reps.region(deal.region)
        people = [(self.reps.find(rep), share) for rep, share in deal.credits]
        if on is None:
            # Without a date nothing is posted; any of their seats stands for the rep.
            on = date.max
        return [(self.reps.seat(person, on, region), share) for person, share in people]

    def _worth(self, deal: ImportedDeal, on: date | None) -> tuple[int | None, str | None]:
        """The amount in minor units of home, and the original when that was something else."""
        if deal.amount is None:
            return None, None
        currency = deal.currency or self.currency
        if currency == self.home or on is None:
            return to_minor(deal.amount, self.home), None
        amount = deal.amount * self._rate(currency, on)
        return to_minor(amount, self.home), f"{deal.amount} {currency}"

    def _rate(self, currency: str, on: date) -> Decimal:
        rate = self._rates.get((currency, on))
        if rate is None:
            rate = self._store.rates.get(self._workspace_id, currency, on)
            if rate is None:
                raise UserError(
                    "there is no rate from {currency} to {home} for {date}",
                    currency=currency,
                    home=self.home,
                    date=on.isoformat(),
                )
            self._rates[currency, on] = rate
        return rate


def hundredths(value: Decimal) -> int:
    """A count as it is kept, times 100; UserError when it has more than two decimals."""
    scaled = value.scaleb(2)
    if scaled != scaled.to_integral_value() or abs(scaled) > 10**15:
        raise UserError("{value} is too large or has more than two decimals", value=str(value))
    return int(scaled)


def short(text: str) -> str | None:
    """A customer, link or stage as it is kept: trimmed, not too long, None when empty."""
    return text.strip()[:LONGEST_TEXT] or None
