"""Reads CSV of any delimiter and usual encoding, streaming; knows nothing of what columns mean.

The csv module in strict mode does the splitting: a broken quote is an error on its line, never a
cell that swallowed the lines after it.
"""

from __future__ import annotations

import csv
import io
import re
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from bot.errors import UserError
from bot.sources.encodings import Encoding, find_encoding
from bot.sources.table import Record, RecordError, Table, height

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}
SAMPLE = 1 << 16
SAMPLE_RECORDS = 200
HINT = re.compile(r"sep=(.)[\r\n]*", re.IGNORECASE)


class _Reader(Protocol):
    """What the csv module's reader is."""

    line_num: int

    def __iter__(self) -> Iterator[list[str]]: ...

    def __next__(self) -> list[str]: ...


class CsvTable(Table):
    """A CSV file. `records` is the csv module's own reader, so that a loop over it runs in C."""

    faults = (csv.Error, RecordError)
    all_text = True

    def __init__(self, path: Path, encoding: Encoding, delimiter: str) -> None:
        """Open the file; UserError when it has no header."""
        self._path = path
        self._encoding = encoding
        self._delimiter = delimiter
        self.size = path.stat().st_size
        self.format = f"CSV, {encoding.name}, {DELIMITERS.get(delimiter, delimiter)}"
        self._open()
        try:
            self._read_from(csv.reader(self._text, delimiter=delimiter, strict=True))
            self.header = self._read_header()
        except BaseException:
            self.close()
            raise

    def _open(self) -> None:
        self._raw = self._path.open("rb", buffering=0)
        buffer = io.BufferedReader(self._raw, 1 << 18)
        self._text = io.TextIOWrapper(buffer, encoding=self._encoding.name, newline="")

    def _read_from(self, reader: _Reader | _CarefulReader) -> None:
        self._reader = reader
        self.records = _NoNuls(reader) if self._encoding.has_nul else reader

    def _read_header(self) -> tuple[str, ...]:
        try:
            for record in self._reader:
                if HINT.fullmatch(self._delimiter.join(record)) or not any(map(str.strip, record)):
                    continue
                return tuple(record)
        except csv.Error:
            raise UserError("A quote in the header is not closed, or in the wrong place.") from None
        raise UserError("The file is empty: there is no header with column names.")

    def position(self) -> int:
        return self._raw.tell()

    def line(self, record: Record) -> int:
        return self._reader.line_num - height(record)

    def fault(self, error: Exception) -> tuple[int, RecordError]:
        """A broken quote costs the line it opens on, and not the lines it swallowed."""
        if isinstance(error, RecordError):
            return self.line(error.cells), error
        reader = self._reader
        if not isinstance(reader, _CarefulReader):
            reader = self._read_again_carefully()
        broken = reader.give_up_line()
        return reader.line_num, RecordError(
            "a quote is not closed, or in the wrong place", cells=(broken,)
        )

    def _read_again_carefully(self) -> _CarefulReader:
        """Come to the same fault with a reader that remembers the lines of the record."""
        self._text.close()
        self._open()
        careful = _CarefulReader(self._text, self._delimiter)
        with suppress(csv.Error):
            for _ in careful:
                pass
        self._read_from(careful)
        return careful

    def again(self) -> CsvTable:
        return CsvTable(self._path, self._encoding, self._delimiter)

    def close(self) -> None:
        self._text.close()


class _CarefulReader:
    """Reads the same records, several times slower, and can put back lines that a quote took."""

    def __init__(self, lines: Iterator[str], delimiter: str) -> None:
        self._lines = lines
        self._taken: list[str] = []
        self._waiting: deque[str] = deque()
        self.line_num = 0
        self._reader = csv.reader(self._feed(), delimiter=delimiter, strict=True)
        self._delimiter = delimiter

    def _feed(self) -> Iterator[str]:
        while True:
            line = self._waiting.popleft() if self._waiting else next(self._lines, None)
            if line is None:
                return
            self.line_num += 1
            self._taken.append(line)
            yield line

    def __iter__(self) -> Iterator[list[str]]:
        return self

    def __next__(self) -> list[str]:
        self._taken.clear()
        return next(self._reader)

    def give_up_line(self) -> str:
        """The first line of the record that failed; the others are read again."""
        first, *others = self._taken
        self._waiting.extendleft(reversed(others))
        self.line_num -= len(others)
        # A reader whose input ended inside a quote has ended for good.
        self._reader = csv.reader(self._feed(), delimiter=self._delimiter, strict=True)
        return first.rstrip("\r\n")


class _NoNuls:
    """Goes through records and refuses those with NUL characters, which no database can store."""

    def __init__(self, records: Iterator[list[str]]) -> None:
        self._records = records

    def __iter__(self) -> Iterator[list[str]]:
        return self

    def __next__(self) -> list[str]:
        record = next(self._records)
        if any("\0" in cell for cell in record):
            raise RecordError("a NUL character: the file is damaged here", cells=record)
        return record


def open_csv(path: Path, *, encoding: str | None = None, delimiter: str | None = None) -> CsvTable:
    """Open a CSV file, finding out its encoding and delimiter unless they are given.

    Raises UserError when the file is empty, damaged or in no encoding that can be told.
    """
    found = find_encoding(path, encoding)
    return CsvTable(path, found, delimiter or _find_delimiter(path, found.name))


def _find_delimiter(path: Path, encoding: str) -> str:
    """The delimiter that cuts the most records into as many cells as the header, then most cells.

    A line `sep=;` at the top, as Excel writes it, decides.
    """
    with path.open(encoding=encoding, newline="") as file:
        sample = file.read(SAMPLE)
        ended = not file.read(1)
    hint = HINT.match(sample)
    if hint:
        return hint[1]
    if not ended and "\n" in sample:
        sample = sample[: sample.rindex("\n") + 1]
    return max(DELIMITERS, key=lambda delimiter: _fit(sample, delimiter))


def _fit(sample: str, delimiter: str) -> tuple[bool, float, int]:
    widths: list[int] = []
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    while len(widths) < SAMPLE_RECORDS:
        try:
            record = next(reader, None)
        except csv.Error:
            continue
        if record is None:
            break
        if record:
            widths.append(len(record))
    if not widths:
        return False, 0.0, 0
    return widths[0] > 1, sum(1 for width in widths if width == widths[0]) / len(widths), widths[0]
