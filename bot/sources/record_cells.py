"""What records of deals and of activities have in common: fitting the header, ids, reps, numbers.

Knows no people and no database.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from bot.domain.money import parse_amount
from bot.services.imports_deals import LONGEST_ID
from bot.sources.dates import DateReader
from bot.sources.headers import Layout
from bot.sources.splits import is_split, parts_of
from bot.sources.table import Cell, Record, RecordError, text_of
from store.records import WHOLE


@dataclass(kw_only=True)
class RecordCells:
    """How the cells of one file are read; what it raises is about one record."""

    layout: Layout
    dates: DateReader
    decimal_mark: str | None
    is_person: Callable[[str], bool]  # whether a text is one known name, whatever is in it
    id_columns: Sequence[int] = ()  # without an external id: what makes one
    _repeats: Counter[bytes] = field(default_factory=Counter)

    def fitted(self, record: Record) -> Record:
        """The record if it is as wide as the header; more is an error unless it is empty."""
        width = self.layout.width
        if len(record) < width or any(record[width:]):
            raise RecordError(
                "the row has {count} cells, the header has {width}",
                count=len(record),
                width=width,
            )
        return record

    def cell(self, record: Record, name: str) -> Cell:
        """The cell of a canonical column, None when the file has no such column."""
        place = self.layout.place(name)
        return None if place is None else record[place]

    def text(self, record: Record, name: str) -> str:
        """The cell as trimmed text."""
        return text_of(self.cell(record, name)).strip()

    def external_id(self, record: Record) -> str:
        """What makes this record the same one in a later file."""
        if self.id_columns:
            return self._derived_id(record)
        text = self.text(record, "external_id")
        if not text:
            raise RecordError("there is no external id")
        if len(text) > LONGEST_ID:
            raise RecordError("“{text}…” is too long for an external id", text=text[:40])
        return text

    def _derived_id(self, record: Record) -> str:
        """A digest of the chosen cells; equal rows are told apart by their order in the file."""
        cells = "\x1f".join(text_of(record[place]).strip() for place in self.id_columns)
        digest = hashlib.blake2b(cells.encode(), digest_size=12).digest()
        self._repeats[digest] += 1
        repeat = self._repeats[digest]
        return f"row-{digest.hex()}" + (f"-{repeat}" if repeat > 1 else "")

    def credits(self, record: Record) -> list[tuple[str, int]]:
        """The reps with their basis points."""
        text = self.text(record, "rep")
        if not text:
            raise RecordError("there is no rep")
        if self.is_person(text) or not is_split(text):
            return [(text, WHOLE)]
        return [(part.rep, part.share) for part in parts_of(text)]

    def number(self, record: Record, name: str) -> Decimal | None:
        """The cell as an exact number; None when it is empty."""
        cell = self.cell(record, name)
        if isinstance(cell, Decimal):
            return cell
        text = text_of(cell).strip()
        return parse_amount(text, self.decimal_mark) if text else None
