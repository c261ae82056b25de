"""Decides what the form of a typed deal says: whose names, which product, what amount in our money.

Knows no Slack calls; refusals name the field that they stand beside.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.domain.typed_deals import DealRules, Sale
from bot.domain.typed_forms import (
    Field,
    check_closing,
    checked_kind,
    clean_reference,
    in_minor,
    read_amount,
)
from bot.errors import FormError, UserError
from bot.services.access import Access
from bot.services.desk import Desk
from bot.services.imports_reps import clean_name
from bot.services.snapshot import Snapshot


@dataclass(frozen=True, kw_only=True, slots=True)
class Filled:
    """A form as it was filled in; `key` is the form's own id: the same form counts once."""

    key: str
    amount: str
    customer: str
    kind: str = ""
    product_id: str = ""
    closed_on: date | None = None
    colleagues: tuple[str, ...] = ()  # Slack user ids
    reference: str = ""


class DealForms:
    """Reads forms against what the workspace knows."""

    def __init__(self, desk: Desk, access: Access) -> None:
        """`access` tells who a colleague is."""
        self._desk = desk
        self._access = access

    def read(self, filled: Filled, person_id: int, snapshot: Snapshot, rules: DealRules) -> Sale:
        """The sale that a form tells; FormError beside the first field that makes no sense."""
        today = self._desk.today()
        closed_on = check_closing(filled.closed_on, today, rules)
        amount, original = self._worth(filled.amount, snapshot.currency, closed_on)
        try:
            customer = clean_name(filled.customer)
        except UserError as error:
            raise FormError(Field.CUSTOMER, error.message, **error.params) from None
        return Sale(
            amount=amount,
            original=original,
            customer=customer,
            kind=checked_kind(filled.kind),
            product=self._product(filled.product_id, snapshot),
            closed_on=closed_on,
            people=self._people(filled, person_id, snapshot, today),
            reference=clean_reference(filled.reference),
        )

    def _worth(self, text: str, home: str, closed_on: date) -> tuple[int, str | None]:
        amount, currency = read_amount(text, home)
        if currency == home:
            return in_minor(amount, home), None
        rate = self._desk.store.rates.get(self._desk.workspace_id, currency, closed_on)
        if rate is None:
            raise FormError(
                Field.AMOUNT,
                "there is no rate from {currency} to {home} for {date}",
                currency=currency,
                home=home,
                date=closed_on,
            )
        return in_minor(amount * rate, home), f"{amount.normalize():f} {currency}"

    def _people(
        self, filled: Filled, person_id: int, snapshot: Snapshot, today: date
    ) -> tuple[int, ...]:
        people = [person_id]
        for user in filled.colleagues:
            found = self._access.who(user, snapshot, today)
            if found.person_id is None:
                raise FormError(
                    Field.COLLEAGUES, "{name} is not in the sales data.", name=found.name
                )
            people.append(found.person_id)
        return tuple(dict.fromkeys(people))

    def _product(self, product_id: str, snapshot: Snapshot) -> str | None:
        if product_id in {"", "none"}:
            return None
        found = snapshot.product_names.get(int(product_id)) if product_id.isdecimal() else None
        if found is None:
            raise FormError(Field.PRODUCT, "That product is not known.")
        return found
