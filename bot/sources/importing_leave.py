"""The import of leave by file: who was away when. Shows nothing, like the other imports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from bot.errors import UserError
from bot.services.imports import ImportSummary
from bot.services.imports_leave import MAX_ROWS, LeaveRow, import_leave
from bot.services.imports_reps import clean_name
from bot.sources.columns import LEAVE
from bot.sources.dates import DateReader
from bot.sources.evidence import settle_dates
from bot.sources.headers import Layout
from bot.sources.importing import Importer
from bot.sources.passing import Pass
from bot.sources.table import Cell, Record, RecordError, Table, text_of

DATES = ("starts_on", "ends_on")


@dataclass(frozen=True, kw_only=True)
class LeaveImporter(Importer):
    """Imports a list of leave into one workspace."""

    def leave(self, path: Path) -> ImportSummary:
        """Import a file of leave; a UserError that is raised means that nothing was kept."""
        with self.opened(path, LEAVE) as (table, layout, one_pass):
            if layout.place("name") is None and layout.place("email") is None:
                raise UserError(
                    "No column says who was away: name it with --map name=COLUMN or"
                    " --map email=COLUMN."
                )
            dates = settle_dates(table, layout, DATES, self.zone, self.reading.date_format)
            cells = LeaveCells(table=table, layout=layout, dates=dates)
            held: dict[int, Record] = {}

            def understand(record: Record) -> tuple[LeaveRow]:
                row = cells.read(record)
                held[row.line] = record
                return (row,)

            rows = []
            for row in one_pass.rows(understand):
                rows.append(row)
                if len(rows) > MAX_ROWS:
                    raise UserError("There are more than {count} rows here.", count=MAX_ROWS)
            return self._apply(rows, held, one_pass)

    def _apply(
        self, rows: list[LeaveRow], held: Mapping[int, Record], one_pass: Pass
    ) -> ImportSummary:
        def refuse(row: LeaveRow, error: UserError) -> None:
            one_pass.refuse(row.line, error, held[row.line])

        def keep() -> bool:
            return not (self.options.dry_run or (self.options.strict and one_pass.refused))

        summary = import_leave(
            self.desk.store,
            self.desk.workspace_id,
            rows,
            at=self.desk.clock(),
            actor=self.actor.label,
            refuse=refuse,
            keep=keep,
        )
        return replace(summary, read=one_pass.read, refused=one_pass.refused)


@dataclass(frozen=True, kw_only=True)
class LeaveCells:
    """Reads records of one file as leave."""

    table: Table
    layout: Layout
    dates: DateReader

    def read(self, record: Record) -> LeaveRow:
        """The row; a UserError says what is wrong with the record."""
        width = self.layout.width
        if len(record) < width or any(record[width:]):
            raise RecordError(
                "the row has {count} cells, the header has {width}",
                count=len(record),
                width=width,
            )
        first = self.dates.read(self._cell(record, "starts_on"))
        if first is None:
            raise RecordError("there is no first day")
        called = [self._text(record, name) for name in ("email", "name")]
        return LeaveRow(
            line=self.table.line(record),
            who=[clean_name(one) for one in called if one] or [clean_name("")],
            first=first,
            last=self.dates.read(self._cell(record, "ends_on")),
        )

    def _cell(self, record: Record, name: str) -> Cell:
        place = self.layout.place(name)
        return None if place is None else record[place]

    def _text(self, record: Record, name: str) -> str:
        return text_of(self._cell(record, name)).strip()
