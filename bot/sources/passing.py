"""One way through a table: counts records, sets refused ones aside, reports how far it is.

Knows nothing of what the records mean.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from bot.errors import UserError
from bot.sources.table import Record, Table, height, is_blank

CHUNK = 16_384
Refuse = Callable[[int, UserError, Record], None]
"""Told the line, the reason and the cells of every refused record."""
Progress = Callable[[int, int], None]
"""Told the bytes done and the bytes in all, now and then."""
Row = TypeVar("Row")


class Pass:
    """Goes once through the records of a table."""

    def __init__(self, table: Table, refuse: Refuse, progress: Progress) -> None:
        self.table = table
        self.read = 0
        self.refused = 0
        self._refuse = refuse
        self._progress = progress
        self._piece: list[Record] = []
        self._passed = 0  # records of the piece
        self._line = 0  # the last of those that are passed

    def rows(self, understand: Callable[[Record], Sequence[Row]]) -> Iterator[Row]:
        """What `understand` makes of every record, in the order of the file."""
        while True:
            found = False
            try:
                for record in self.chunk():
                    found = True
                    self.read += 1
                    yield from self.understood(record, understand)
            except self.table.faults as error:
                self.broken(error)
                continue
            if not found:
                return

    def chunk(self) -> Iterator[Record]:
        """The next records, after saying how far it is; none when the table is at its end."""
        self._progress(self.table.position(), self.table.size)
        return islice(self.table.records, CHUNK)

    def pieces(self, size: int) -> Iterator[list[Record]]:
        """The records, up to `size` at a time; a broken one is set aside after those before it."""
        records, is_fresh = self.chunk(), True
        while True:
            fault = self._take(records, size)
            if self._piece:
                self.read += len(self._piece)
                yield self._piece
            elif is_fresh and fault is None:
                return
            if fault is not None:
                self.broken(fault)
            is_fresh = fault is not None or len(self._piece) < size
            if is_fresh:
                records = self.chunk()

    def _take(self, records: Iterator[Record], size: int) -> Exception | None:
        """Make the next records the piece, and return what ended it early."""
        self._piece, self._passed, self._line = [], 0, self.table.line(())
        try:
            # what comes before a fault stays in the list
            self._piece.extend(islice(records, size))
        except self.table.faults as fault:
            return fault
        return None

    def understood(
        self,
        record: Record,
        understand: Callable[[Record], Sequence[Row]],
        place: int | None = None,
    ) -> Sequence[Row]:
        """What `understand` makes of the record; nothing for a blank one or one it refuses.

        `place` is that in the piece; those of a piece come in order.
        """
        if is_blank(record):
            self.read -= 1
            return ()
        try:
            return understand(record)
        except UserError as error:
            line = self.table.line(record) if place is None else self._line_at(place)
            self.refuse(line, error, record)
            return ()

    def _line_at(self, place: int) -> int:
        """Where a record of the piece starts: the table has read on and cannot tell."""
        passed = self._piece[self._passed : place]
        self._line += sum(1 + height(record) for record in passed)
        self._passed = place
        return self._line + 1

    def refuse(self, line: int, error: UserError, record: Record) -> None:
        """Set a record aside."""
        self.refused += 1
        self._refuse(line, error, record)

    def broken(self, error: Exception) -> None:
        """Set aside a record that could not be read; reading goes on after it."""
        line, reason = self.table.fault(error)
        self.read += 1
        self.refuse(line, reason, reason.cells)
