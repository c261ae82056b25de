"""The import of people by file: reads all of it first, as a manager may come after their team.

Shows nothing, like the other imports.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from bot.errors import UserError
from bot.services.imports import ImportSummary
from bot.services.imports_directory import PersonRow
from bot.services.imports_people import MAX_PEOPLE, import_people
from bot.sources.columns import PEOPLE
from bot.sources.evidence import settle_dates
from bot.sources.importing import Importer
from bot.sources.passing import Pass
from bot.sources.people_cells import PeopleCells
from bot.sources.table import Record

DATES = ("starts_on", "ends_on", "team_since")


@dataclass(frozen=True, kw_only=True)
class PeopleImporter(Importer):
    """Imports a list of people into one workspace."""

    moved_on: date | None = None  # first day in the new team of who moved; None is today

    def people(self, path: Path) -> ImportSummary:
        """Import a file of people; a UserError that is raised means that nothing was kept."""
        with self.opened(path, PEOPLE) as (table, layout, one_pass):
            dates = settle_dates(table, layout, DATES, self.zone, self.reading.date_format)
            cells = PeopleCells(table=table, layout=layout, dates=dates)
            held: dict[int, Record] = {}

            def understand(record: Record) -> tuple[PersonRow]:
                row = cells.read(record)
                held[row.line] = record
                return (row,)

            rows = []
            for row in one_pass.rows(understand):
                rows.append(row)
                if len(rows) > MAX_PEOPLE:
                    raise UserError("There are more than {count} people here.", count=MAX_PEOPLE)
            return self._apply(rows, held, one_pass)

    def _apply(
        self, rows: list[PersonRow], held: Mapping[int, Record], one_pass: Pass
    ) -> ImportSummary:
        def refuse(row: PersonRow, error: UserError) -> None:
            one_pass.refuse(row.line, error, held[row.line])

        def keep() -> bool:
            return not (self.options.dry_run or (self.options.strict and one_pass.refused))

        summary = import_people(
            self.desk.store,
            self.desk.workspace_id,
            rows,
            moved_on=self.moved_on or self.desk.today(),
            at=self.desk.clock(),
            actor=self.actor.label,
            refuse=refuse,
            keep=keep,
        )
        return replace(summary, read=one_pass.read, refused=one_pass.refused)
