"""Decides what a record about a deal says, cell by cell; knows no people and no database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.deals import Status
from bot.domain.money import known_currency, written_currency
from bot.services.imports import MAX_NAMES
from bot.services.imports_deals import LONGEST_TEXT, ImportedDeal, short
from bot.sources.headers import bare
from bot.sources.record_cells import RecordCells
from bot.sources.table import Record, RecordError
from bot.sources.vocabulary import kind_of

SIGNS = {
    "$": "USD AUD BBD BMD BND BSD BZD CAD FJD GYD HKD JMD KYD LRD MXN NAD NZD SBD SGD SRD TTD TWD "
    "XCD ARS BRL CLP COP UYU",
    "¥": "JPY CNY",
}
"""Signs that several currencies share: they tell none, but they do tell that it is no other."""


@dataclass(kw_only=True)
class DealCells(RecordCells):
    """Reads records of one file as deals, and remembers the words that a summary must show."""

    stages: Mapping[str, Status]
    currency: str  # of amounts that carry none
    seen_stages: dict[str, Status] = field(default_factory=dict)
    unknown_kinds: dict[str, None] = field(default_factory=dict)

    def read(self, record: Record) -> ImportedDeal:
        """The deal; a UserError says what is wrong with the record."""
        record = self.fitted(record)
        closed_on = self.dates.read(self.cell(record, "closed_on"))
        stage = self.text(record, "stage")
        return ImportedDeal(
            external_id=self.external_id(record),
            credits=self.credits(record),
            status=self._status(stage, has_closed=closed_on is not None),
            amount=self.number(record, "amount"),
            currency=self._currency(record),
            units=self.number(record, "units"),
            sale_type=self._kind(self.text(record, "kind")),
            product=self.text(record, "product"),
            closed_on=closed_on,
            created_on=self.dates.read(self.cell(record, "created_on")),
            region=self.text(record, "region"),
            customer=short(self.text(record, "customer")),
            link=short(self.text(record, "link")),
            stage=short(stage),
        )

    def _status(self, stage: str, *, has_closed: bool) -> Status:
        """By the stage's word; a file without stages tells won deals, which have a closing date."""
        if self.layout.place("stage") is None:
            return Status.WON if has_closed else Status.OPEN
        status = self.stages.get(bare(stage))
        if status is None:  # HubSpot adds the pipeline: "Closed won (Sales Pipeline)"
            status = self.stages.get(bare(stage.partition("(")[0]), Status.OPEN)
        if stage and len(self.seen_stages) < MAX_NAMES:
            self.seen_stages.setdefault(stage[:LONGEST_TEXT], status)
        return status

    def _kind(self, text: str) -> str | None:
        kind = kind_of(text)
        if kind is None and text and len(self.unknown_kinds) < MAX_NAMES:
            self.unknown_kinds.setdefault(text[:LONGEST_TEXT])
        return kind

    def _currency(self, record: Record) -> str | None:
        """The currency's own cell, or what is written beside the amount; both must agree."""
        text = self.text(record, "currency")
        code = known_currency(text) if text else None
        amount = self.cell(record, "amount")
        if not isinstance(amount, str) or not amount:
            return code
        beside = written_currency(amount)
        if code is not None and beside not in {None, code}:
            raise RecordError(
                "the amount is in {beside}, the currency column says {code}",
                beside=str(beside),
                code=code,
            )
        found = code or beside
        for sign, codes in SIGNS.items():
            if sign in amount and (found or self.currency) not in codes.split():
                raise RecordError(
                    "the amount has the sign {sign}, but counts as {code}: say --currency",
                    sign=sign,
                    code=found or self.currency,
                )
        return found
