"""Decides how tables become files that a spreadsheet opens, so that nothing in them is a formula.

Texts from outside may begin with "=" (OWASP ASVS 1.2.10): XLSX says of every text that it is one,
CSV cannot and puts an apostrophe before it. Knows nothing of what is in the tables.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from io import BytesIO, StringIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from bot.domain.sheets import Cell, Sheet

_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BAD_IN_TITLES = re.compile(r"[\\/*?:\[\]]")
_TITLE = 31  # characters of a sheet's name in Excel
_WIDEST, _NARROWEST = 80, 8
_LONGEST = 32_767  # characters of a cell in Excel


def xlsx(sheets: Sequence[Sheet]) -> bytes:
    """A workbook with a sheet for each table."""
    from openpyxl import Workbook  # noqa: PLC0415 - a tenth of a second, for those who need it
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        page = book.create_sheet(_BAD_IN_TITLES.sub(" ", sheet.title)[:_TITLE])
        page.freeze_panes = "A2"
        for at, row in enumerate(sheet.rows, start=1):
            for number, value in enumerate(row, start=1):
                cell = page.cell(at, number)
                if isinstance(value, str):
                    cell.value = _UNFIT.sub("", value)[:_LONGEST]
                    cell.data_type = "s"
                    cell.quotePrefix = True
                    cell.alignment = Alignment(wrap_text=True, vertical="top")
                else:
                    cell.value = value
                if at == 1:
                    cell.font = Font(bold=True)
        for number, width in enumerate(_widths(sheet), start=1):
            page.column_dimensions[get_column_letter(number)].width = width
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def csv_text(sheet: Sheet) -> str:
    """One table as CSV with commas."""
    made = StringIO()
    csv.writer(made, lineterminator="\r\n").writerows(
        [_safe(cell) for cell in r] for r in sheet.rows
    )
    return made.getvalue()


def csv_archive(sheets: Sequence[Sheet]) -> bytes:
    """A zip with a CSV file for each table, in UTF-8 that Excel recognises."""
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        for sheet in sheets:
            name = _BAD_IN_TITLES.sub(" ", sheet.title).strip().lower()
            entry = ZipInfo(f"{name}.csv")  # without the moment it was made
            entry.compress_type = ZIP_DEFLATED
            archive.writestr(entry, csv_text(sheet).encode("utf-8-sig"))
    return made.getvalue()


def _safe(cell: Cell) -> Cell:
    if isinstance(cell, str) and _FORMULA.match(cell):
        return f"'{cell}"
    return cell


def _widths(sheet: Sheet) -> list[int]:
    count = max((len(row) for row in sheet.rows), default=0)
    longest = [
        max(
            (len(str(row[n])) for row in sheet.rows if n < len(row) and row[n] is not None),
            default=0,
        )
        for n in range(count)
    ]
    return [max(_NARROWEST, min(_WIDEST, length + 2)) for length in longest]
