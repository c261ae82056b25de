"""Decides what a record about an activity says, cell by cell; knows no people and no database."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from bot.errors import UserError
from bot.services.imports_activities import ImportedActivity
from bot.sources.record_cells import RecordCells
from bot.sources.table import Record, RecordError
from bot.sources.vocabulary import measure_of


@dataclass(kw_only=True)
class ActivityCells(RecordCells):
    """Reads records of one file as activities."""

    measure: str | None = None  # of every record, when the operator named one
    measures: Collection[str] = ()  # the keys of all there are; the team's own win over usual words

    def read(self, record: Record) -> ImportedActivity:
        """The activity; a UserError says what is wrong with the record."""
        record = self.fitted(record)
        occurred_on = self.dates.read(self.cell(record, "occurred_on"))
        if occurred_on is None:
            raise RecordError("there is no date")
        measure = measure_of(self.measure or self.text(record, "measure"), self.measures)
        if not measure:
            raise UserError("there is no measure")
        return ImportedActivity(
            external_id=self.external_id(record),
            credits=self.credits(record),
            measure=measure,
            value=self.number(record, "value"),
            occurred_on=occurred_on,
            region=self.text(record, "region"),
        )
