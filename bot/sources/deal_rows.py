"""Turns the records of a file of deals into rows for the ledger, a million in seconds.

DealCells and DealBook decide what a record means; DealMemory repeats what they said of cells that
come back. Records it knows go through it many at a time, every other one goes the long way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from bot.services.imports_deals import DealBook
from bot.sources.deal_cells import DealCells
from bot.sources.deal_memory import DealMemory, Unfamiliar
from bot.sources.passing import Pass
from bot.sources.table import Record
from store.bulk import StagedRow

PIECE = 512
"""Records taken at a time: these stay in the processor's cache."""


class DealRows:
    """One pass over a file of deals; iterate over it for the rows to stage."""

    def __init__(self, cells: DealCells, book: DealBook, one_pass: Pass) -> None:
        self._cells = cells
        self._book = book
        self._pass = one_pass
        self._memory = DealMemory(cells.layout, book, cells.decimal_mark or ".")

    def __iter__(self) -> Iterator[StagedRow]:
        plain = self._pass.table.all_text and not self._cells.id_columns
        if plain and self._book.is_plain:
            return chain.from_iterable(self._quick_rows())
        return self._pass.rows(self._understand)

    def _understand(self, record: Record) -> list[StagedRow]:
        return self._book.rows(self._cells.read(record))

    def _quick_rows(self) -> Iterator[Iterable[StagedRow]]:
        """Rows by the piece; one with a record that is not known is halved until that is alone."""
        for piece in self._pass.pieces(PIECE):
            waiting = [(0, len(piece))]
            while waiting:
                start, stop = waiting.pop()
                try:
                    yield self._memory.rows(piece[start:stop])
                except Unfamiliar:
                    if stop - start == 1:
                        yield self._pass.understood(piece[start], self._learn, start)
                    else:
                        middle = (start + stop) // 2
                        waiting += (middle, stop), (start, middle)

    def _learn(self, record: Record) -> list[StagedRow]:
        deal = self._cells.read(record)
        rows = self._book.rows(deal)
        self._memory.learn(record, deal, rows)
        return rows
