"""Opens a file as a table, whatever kind it is; the kind is told by its content, not by its name.

Knows nothing of what columns mean.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

from bot.errors import UserError
from bot.sources.csv_tables import open_csv
from bot.sources.table import Limits, Table

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # also what an encrypted .xlsx is wrapped in
NO_TABLES = (b"%PDF", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf", b"\x89PNG", b"GIF8", b"\xff\xd8\xff")
ZIP = b"PK"


def open_table(
    path: Path,
    *,
    sheet: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    limits: Limits | None = None,
) -> Table:
    """Open a CSV or XLSX file; the caller closes it.

    `sheet` names a sheet of a workbook (default: the first visible one); `encoding` and `delimiter`
    are found out unless given. Raises UserError with what to do when the file cannot be used.
    """
    try:
        with path.open("rb") as file:
            head = file.read(8)
    except OSError as error:
        raise UserError(
            "The file {file} cannot be opened: {reason}.",
            file=str(path),
            reason=error.strerror or type(error).__name__,
        ) from None
    if head.startswith(ZIP):
        return _open_workbook(path, sheet, limits or Limits())
    if head.startswith(OLD_OFFICE):
        raise UserError(
            "The file {file} is an old or password-protected Excel file. Open it in Excel and "
            "save it as .xlsx or .csv, without a password.",
            file=path.name,
        )
    if head.startswith(NO_TABLES):
        raise _no_table(path)
    return open_csv(path, encoding=encoding, delimiter=delimiter)


def _open_workbook(path: Path, sheet: str | None, limits: Limits) -> Table:
    # openpyxl takes a tenth of a second to import: only for those who need it.
    from bot.sources.xlsx_tables import XlsxTable  # noqa: PLC0415

    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError):
        names = {"xl/"}  # let the workbook reader say that it is damaged
    if not any(name.startswith("xl/") for name in names) or "xl/workbook.bin" in names:
        raise _no_table(path)
    return XlsxTable(path, sheet, limits)


def _no_table(path: Path) -> UserError:
    return UserError(
        "The file {file} is neither CSV nor an .xlsx workbook. Open it in your spreadsheet "
        "program and save it as .xlsx or .csv.",
        file=path.name,
    )
