"""What every kind of file is read as: a header and records, with a line number for each record.

Decides nothing about what the columns mean.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from types import TracebackType
from typing import Self

from bot.errors import UserError


@dataclass(frozen=True, kw_only=True, slots=True)
class BadCell:
    """A cell without a value to trust, such as a formula: refused when a row needs it."""

    text: str
    key: str  # msgid of the reason, with {cell}
    cell: str  # such as F12


Cell = str | Decimal | date | datetime | BadCell | None
"""What a cell may hold: CSV has text only; a spreadsheet also has numbers and dates."""

Record = Sequence[Cell]

LINE_ENDS = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """How large a spreadsheet may be before it is refused; CSV is streamed and has no limit."""

    unpacked: int = 50 * 2**20  # bytes of all parts together
    parts: int = 200
    ratio: int = 200  # unpacked to packed; real sheets stay below 40
    rows: int = 1_000_000
    cells: int = 10_000_000


class RecordError(UserError):
    """What is wrong with one record; the records around it can be used."""

    def __init__(self, message: str, *, cells: Record = (), **params: str | int) -> None:
        """`cells` is what could be read of a record that did not become one."""
        super().__init__(message, suggestions=(), **params)
        self.cells = cells


class Table(ABC):
    """An open file: its header, and its records once. Close it, or use it in a `with`."""

    header: tuple[str, ...]
    records: Iterator[Record]
    """May raise one of `faults` for a record; going on gives the next record."""
    faults: tuple[type[Exception], ...] = (RecordError,)
    all_text: bool
    """Whether every cell is text, so that numbers and dates are still to be understood."""
    format: str
    """How the file was read, for the summary: "CSV, utf-8, ;" or "XLSX, sheet Deals"."""
    size: int
    """Bytes to go through, in the unit of `position`."""

    @abstractmethod
    def position(self) -> int:
        """How far reading has come, of `size`."""

    @abstractmethod
    def line(self, record: Record) -> int:
        """The line on which the record read last starts, as an editor or Excel numbers it."""

    @abstractmethod
    def fault(self, error: Exception) -> tuple[int, RecordError]:
        """The line on which the unreadable record starts, and what is wrong with it.

        Take `records` again after it: reading may go on more carefully.
        """

    @abstractmethod
    def again(self) -> Table:
        """The same file from its first record."""

    @abstractmethod
    def close(self) -> None:
        """Let go of the file."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def text_of(cell: Cell) -> str:
    """A cell as plain text: dates as ISO, numbers without an exponent, nothing as ''.

    Raises RecordError for a cell without a value to trust.
    """
    if isinstance(cell, BadCell):
        raise RecordError(cell.key, cell=cell.cell)
    return shown(cell)


def shown(cell: Cell) -> str:
    """What a cell shows, for the file of refused rows."""
    if cell is None:
        return ""
    if isinstance(cell, BadCell):
        return cell.text
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    return cell.isoformat() if isinstance(cell, date) else cell


def is_blank(record: Record) -> bool:
    """Whether a record holds nothing at all, as the empty rows below a sheet do."""
    return not any(record) or not any(shown(cell).strip() for cell in record)


def height(record: Record) -> int:
    """How many line ends are inside the cells of a record."""
    return sum(len(LINE_ENDS.findall(cell)) for cell in record if isinstance(cell, str))
