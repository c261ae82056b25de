"""Decides what a record about a person says, cell by cell; knows nobody who is there already."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from bot.domain.money import parse_amount
from bot.services.imports_directory import PersonRow
from bot.services.imports_reps import EMAIL, clean_name
from bot.sources.dates import DateReader
from bot.sources.headers import Layout
from bot.sources.table import Cell, Record, RecordError, Table, text_of

LONGEST_LABEL = 80


@dataclass(frozen=True, kw_only=True)
class PeopleCells:
    """Reads records of one file as people."""

    table: Table
    layout: Layout
    dates: DateReader

    def read(self, record: Record) -> PersonRow:
        """The row; a UserError says what is wrong with the record."""
        width = self.layout.width
        if len(record) < width or any(record[width:]):
            raise RecordError(
                "the row has {count} cells, the header has {width}",
                count=len(record),
                width=width,
            )
        starts_on = self.dates.read(self._cell(record, "starts_on"))
        ends_on = self.dates.read(self._cell(record, "ends_on"))
        if starts_on is not None and ends_on is not None and ends_on < starts_on:
            raise RecordError("the last day is before the first")
        name, manager = self._text(record, "name"), self._text(record, "manager")
        return PersonRow(
            line=self.table.line(record),
            name=clean_name(name),
            email=self._email(record),
            team=self._label(record, "team"),
            manager=clean_name(manager) if manager else "",
            region=self._label(record, "region"),
            starts_on=starts_on,
            ends_on=ends_on,
            fte=part_time(self._cell(record, "fte")),
            team_since=self.dates.read(self._cell(record, "team_since")),
        )

    def _cell(self, record: Record, name: str) -> Cell:
        place = self.layout.place(name)
        return None if place is None else record[place]

    def _text(self, record: Record, name: str) -> str:
        return text_of(self._cell(record, name)).strip()

    def _email(self, record: Record) -> str | None:
        text = self._text(record, "email").casefold()
        if text and not EMAIL.fullmatch(text):
            raise RecordError("“{text}” is not an e-mail address", text=text[:80])
        return text or None

    def _label(self, record: Record, name: str) -> str:
        text = self._text(record, name)
        if len(text) > LONGEST_LABEL:
            raise RecordError("“{name}…” is too long for a name", name=text[:40])
        return clean_name(text) if text else ""


def part_time(cell: Cell) -> int | None:
    """Hundredths of a full-time contract: 0.8, 0,8, 80 and 80% are 80; None for an empty cell."""
    text = text_of(cell).strip()
    if not text:
        return None
    number = parse_amount(text.rstrip("% "), None)
    if "%" not in text and number <= 1:
        number *= 100
    if not Decimal(0) < number <= 100 or number != int(number):
        raise RecordError("“{text}” is not a part of full time, such as 0.8 or 80%", text=text[:40])
    return int(number)
