"""Writes refused rows beside the input, so that they can be mended and imported again.

Knows no reason: it is given as text. What a cell holds came from outside, and this file is opened
in a spreadsheet, so nothing in it may become a formula.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from bot.errors import UserError
from bot.sources.table import Record, shown

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
LONGEST_CELL = 32_000  # Excel cuts at 32,767


def refused_path(path: Path) -> Path:
    """Where the refused rows of a file go: `deals.csv` has `deals.csv.refused.csv`."""
    return path.with_name(f"{path.name}.refused.csv")


class RefusedRows:
    """The file of refused rows: made with the first of them, gone when a run refuses none."""

    def __init__(self, path: Path, header: Sequence[str], titles: tuple[str, str]) -> None:
        """`path` is where to write; `titles` names the columns of the line and the reason."""
        self.path = path
        self.count = 0
        self._titles = titles
        self._header = header
        self._file: IO[str] | None = None
        self._writer: Any = None
        with _writing(path):
            path.unlink(missing_ok=True)  # what an earlier run refused this one may not

    def add(self, line: int, reason: str, record: Record) -> None:
        """One refused row: its line, why, and its cells as they were."""
        if self._file is None:
            self._start()
        self.count += 1
        self._writer.writerow([line, safe(reason), *(safe(shown(cell)) for cell in record)])

    def _start(self) -> None:
        with _writing(self.path):
            # Private, as sales data is; the byte order mark makes Excel read it as UTF-8.
            self.path.touch(mode=0o600)
            self._file = self.path.open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._file)
        self._writer.writerow([*self._titles, *map(safe, self._header)])

    def close(self) -> None:
        """Finish the file."""
        if self._file is not None:
            self._file.close()


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    """A folder that cannot be written to stops the import before it keeps anything."""
    try:
        yield
    except OSError as error:
        raise UserError(
            "The refused rows cannot be written to {file}: {reason}. Copy the input to a folder "
            "of your own.",
            file=str(path),
            reason=error.strerror or type(error).__name__,
        ) from None


def safe(text: str) -> str:
    """A cell that a spreadsheet shows and never calculates; plain numbers stay as they are."""
    text = text[:LONGEST_CELL].replace("\0", "\N{REPLACEMENT CHARACTER}")
    if text.startswith(FORMULA_STARTS) and not _is_number(text):
        return f"'{text}"
    return text


def _is_number(text: str) -> bool:
    return text[0] in "+-" and text[1:].replace(".", "").replace(",", "").isdecimal()
