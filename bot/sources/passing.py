"""One way through a table: counts records, sets refused ones aside, reports how far it is.

Knows nothing of what the records mean.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from bot.errors import UserError
from bot.sources.table import Record, Table, is_blank

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

    def understood(
        self, record: Record, understand: Callable[[Record], Sequence[Row]]
    ) -> Sequence[Row]:
        """What `understand` makes of the record; nothing for a blank one or one it refuses."""
        if is_blank(record):
            self.read -= 1
            return ()
        try:
            return understand(record)
        except UserError as error:
            self.refuse(self.table.line(record), error, record)
            return ()

    def refuse(self, line: int, error: UserError, record: Record) -> None:
        """Set a record aside."""
        self.refused += 1
        self._refuse(line, error, record)

    def broken(self, error: Exception) -> None:
        """Set aside a record that could not be read; reading goes on after it."""
        line, reason = self.table.fault(error)
        self.read += 1
        self.refuse(line, reason, reason.cells)
