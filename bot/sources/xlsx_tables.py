"""Reads one sheet of an Excel workbook, streaming, within limits set beforehand.

Knows nothing of what columns mean. Formulas are refused: what they showed when the file was saved
may not be what their author saw.
"""

from __future__ import annotations

import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from openpyxl import load_workbook

from bot.errors import UserError
from bot.i18n import msgid
from bot.sources.table import BadCell, Cell, Limits, Record, RecordError, Table

BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    DefusedXmlException,
    EOFError,
    OSError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    RuntimeError,
)
"""What zipfile, the XML parser and openpyxl raise on a damaged, encrypted or hostile workbook."""

FORMULA = msgid("cell {cell} is a formula: copy the column and paste it as values")
ERROR = msgid("cell {cell} shows an error")


class XlsxTable(Table):
    """One sheet of a workbook; cells are text, exact decimals and dates."""

    all_text = False

    def __init__(self, path: Path, sheet: str | None, limits: Limits) -> None:
        """Open it; UserError when it is damaged, too large, or has no such sheet or no header."""
        check_archive(path, limits)
        self._path, self._wanted, self._limits = path, sheet, limits
        self.size = path.stat().st_size
        with ExitStack() as stack:
            # openpyxl warns about styles and extensions that carry no data.
            stack.enter_context(warnings.catch_warnings(action="ignore"))
            self._file = stack.enter_context(path.open("rb"))
            try:
                book = load_workbook(self._file, read_only=True, keep_links=False)
            except BROKEN as error:
                raise _damaged(path) from error
            stack.callback(book.close)
            chosen = _choose_sheet(book.worksheets, sheet)
            # Sheets often claim a million empty rows or 16,384 columns: read what is there.
            chosen.reset_dimensions()
            self._rows = _Rows(chosen.iter_rows(), path, limits)
            self.records = self._rows
            self.format = f"XLSX, {chosen.title}"
            self.header = self._read_header()
            self._open = stack.pop_all()

    def _read_header(self) -> tuple[str, ...]:
        for record in self._rows:
            names = ["" if cell is None else str(cell).strip() for cell in record]
            if any(names):
                while not names[-1]:
                    names.pop()
                self._rows.width = len(names)
                return tuple(names)
        raise UserError("The file is empty: there is no header with column names.")

    def position(self) -> int:
        return self._file.tell()

    def line(self, record: Record) -> int:  # noqa: ARG002  # a sheet numbers its own rows
        return self._rows.number

    def fault(self, error: Exception) -> tuple[int, RecordError]:
        """Never called on: a sheet is read as a whole or not at all."""
        raise error

    def again(self) -> XlsxTable:
        return XlsxTable(self._path, self._wanted, self._limits)

    def close(self) -> None:
        self._open.close()


class _Rows:
    """The rows of a sheet as records, counted against the limits."""

    def __init__(self, rows: Iterator[tuple[Any, ...]], path: Path, limits: Limits) -> None:
        self._rows = rows
        self._path = path
        self._limits = limits
        self._cells = 0
        self.number = 0
        self.width: int | None = None

    def __iter__(self) -> Iterator[Record]:
        return self

    def __next__(self) -> Record:
        try:
            row = next(self._rows)
        except BROKEN as error:
            raise _damaged(self._path) from error
        self.number += 1
        self._cells += len(row)
        if self.number > self._limits.rows or self._cells > self._limits.cells:
            raise UserError(
                "The sheet has more than {rows} rows or {cells} cells. Save it as .csv, which has "
                "no limit, or in parts.",
                rows=self._limits.rows,
                cells=self._limits.cells,
            )
        return self._fitted([_value(cell) for cell in row])

    def _fitted(self, values: list[Cell]) -> Record:
        """As wide as the header: empty cells at the end of a row are not written in a sheet."""
        if self.width is None:
            return values
        while len(values) > self.width and values[-1] in {None, ""}:
            values.pop()
        return values + [None] * (self.width - len(values))


def check_archive(path: Path, limits: Limits) -> None:
    """Refuse an archive that would unpack to too much, before anything is unpacked (UserError)."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except BROKEN as error:
        raise _damaged(path) from error
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if unpacked > limits.unpacked:
        raise UserError(
            "The workbook unpacks to {size} MB; the limit is {limit} MB. Save it as .csv, which "
            "has no limit, or in parts.",
            size=-(-unpacked // 2**20),
            limit=limits.unpacked // 2**20,
        )
    if len(parts) > limits.parts or unpacked > 2**20 + limits.ratio * packed:
        raise UserError(
            "The file {file} is no ordinary workbook: it is refused unread. Save it again as "
            ".xlsx or .csv.",
            file=path.name,
        )


def _choose_sheet(sheets: list[Any], wanted: str | None) -> Any:
    visible = [sheet for sheet in sheets if sheet.sheet_state == "visible"]
    if wanted is None:
        if not visible:
            raise UserError("The workbook has no visible sheet. Name one with --sheet.")
        return visible[0]
    for sheet in sheets:
        if sheet.title.casefold() == wanted.casefold():
            return sheet
    raise UserError(
        "There is no sheet called {sheet}. The sheets are: {sheets}.",
        sheet=wanted,
        sheets=", ".join(sheet.title for sheet in visible),
    )


def _value(cell: Any) -> Cell:
    value = cell.value
    if cell.data_type in {"f", "e"}:
        return BadCell(
            text=str(getattr(value, "text", value)),
            key=FORMULA if cell.data_type == "f" else ERROR,
            cell=cell.coordinate,
        )
    if isinstance(value, float):
        # Excel keeps and shows 15 digits; the 16th and 17th are artefacts of binary fractions.
        return Decimal(format(value, ".15g"))
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    return value if value is None or isinstance(value, str | date) else str(value)


def _damaged(path: Path) -> UserError:
    return UserError(
        "The file {file} cannot be read: it is damaged, protected with a password, or no .xlsx "
        "workbook. Open it in Excel and save it again as .xlsx or .csv.",
        file=path.name,
    )
