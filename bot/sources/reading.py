"""What the operator may say about how to read a file, and opening it so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from bot.errors import UsageError
from bot.services.imports import ImportOptions
from bot.sources.columns import Column
from bot.sources.csv_tables import DELIMITERS
from bot.sources.headers import Layout, bare, find_columns
from bot.sources.table import Limits, Table
from bot.sources.tables import open_table

NAMED_DELIMITERS = {name: sign for sign, name in DELIMITERS.items()}


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """Everything about a file that is found out unless it is said."""

    maps: Sequence[str] = ()  # canonical=column
    won: Sequence[str] = ()
    lost: Sequence[str] = ()
    date_format: str | None = None
    decimal: str | None = None  # comma or point
    id_from: Sequence[str] = ()  # columns that make an external id where there is none
    measure: str | None = None  # of every activity in the file
    sheet: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    limits: Limits | None = None

    def open(self, path: Path) -> Table:
        """The file as a table; the caller closes it. UserError when it cannot be used."""
        delimiter = self.delimiter and NAMED_DELIMITERS.get(self.delimiter, self.delimiter)
        if delimiter is not None and (len(delimiter) != 1 or delimiter in '"\r\n'):
            raise UsageError("--delimiter {delimiter} is not one character.", delimiter=delimiter)
        return open_table(
            path,
            sheet=self.sheet,
            encoding=self.encoding,
            delimiter=delimiter,
            limits=self.limits,
        )

    def layout(self, table: Table, columns: Sequence[Column]) -> Layout:
        """Which column is which; UsageError when that is unclear."""
        if self.id_from:
            columns = [_optional(c) if c.name == "external_id" else c for c in columns]
        try:
            return find_columns(table.header, columns, self.maps)
        except UsageError as error:
            if error.params.get("missing") != "external_id":
                raise
            raise UsageError(
                "No column holds what makes a row the same row next time. Name it with "
                "--map external_id=COLUMN, or let the columns that never change make one: "
                "--id-from {columns}.",
                columns=",".join(name.strip() for name in table.header if name.strip()),
            ) from None

    def id_columns(self, table: Table) -> tuple[int, ...]:
        """The places of the columns of --id-from."""
        header = [bare(name) for name in table.header]
        wanted = [name for entry in self.id_from for name in entry.split(",") if name.strip()]
        for name in wanted:
            if header.count(bare(name)) != 1:
                raise UsageError(
                    "The file has no column called {column}. Its columns are: {columns}.",
                    column=name.strip(),
                    columns=", ".join(table.header),
                )
        return tuple(header.index(bare(name)) for name in wanted)


def reading(said: Mapping[str, Any]) -> Reading:
    """How to read a file, out of everything that was said on a command line; `None` is unsaid."""
    megabytes = said.get("max_unpacked")
    limits = Limits() if megabytes is None else Limits(unpacked=megabytes * 2**20)
    return Reading(limits=limits, **_said_of(Reading, said))


def import_options(said: Mapping[str, Any]) -> ImportOptions:
    """How to treat what is found, out of everything that was said on a command line."""
    return ImportOptions(**_said_of(ImportOptions, said))


def _said_of(kind: type, said: Mapping[str, Any]) -> dict[str, Any]:
    names = [field.name for field in fields(kind)]
    return {name: said[name] for name in names if said.get(name) is not None}


def _optional(column: Column) -> Column:
    return replace(column, required=False)
