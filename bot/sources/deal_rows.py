"""Turns the records of a file of deals into rows for the ledger, a million in seconds.

DealCells and DealBook decide what a record means. The loop here only remembers what they said of
the parts that repeat (the rep, the day, the kind with the stage), and asks them for all the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from operator import itemgetter
from typing import Any

from bot.domain.deals import Status
from bot.services.imports_deals import (
    LONGEST_ID,
    LONGEST_TEXT,
    DealBook,
)
from bot.sources.deal_cells import DealCells
from bot.sources.passing import Pass
from bot.sources.table import Record
from store.bulk import StagedRow
from store.records import WHOLE

MAX_REMEMBERED = 100_000
"""Distinct texts of a kind that are remembered: a column of free text must not fill memory."""
SHORT = 16
"""Characters of an amount that surely fits in 64 bits of cents."""


class DealRows:
    """One pass over a file of deals; iterate over it for the rows to stage."""

    def __init__(self, cells: DealCells, book: DealBook, one_pass: Pass) -> None:
        self._cells = cells
        self._book = book
        self._pass = one_pass
        self._seats: dict[Any, int] = {}
        self._facts: dict[Any, tuple[str | None, int | None, str | None]] = {}
        self._days: dict[Any, int] = {}
        self._who = self._picker("rep", "region")
        self._what = self._picker("kind", "product", "stage", "currency")
        has_more = {"units", "created_on"} & cells.layout.places.keys()
        self._more = self._picker("units", "created_on") if has_more else None
        self._mark = cells.decimal_mark or "."

    def _picker(self, *columns: str) -> Callable[[Record], Any]:
        """Takes from a record the cells of those of the columns that the file has, as a key.

        Of one column it takes its text, of none an empty one.
        """
        places = [p for name in columns if (p := self._cells.layout.place(name)) is not None]
        return itemgetter(*places) if places else lambda _record: ""

    def __iter__(self) -> Iterator[StagedRow]:
        plain = self._pass.table.all_text and not self._cells.id_columns
        if plain and self._book.is_plain:
            return self._quick_rows()
        return self._pass.rows(self._understand)

    def _understand(self, record: Record) -> list[StagedRow]:
        return self._book.rows(self._cells.read(record))

    def _quick_rows(self) -> Iterator[StagedRow]:
        found = 1
        while found:
            try:
                found = yield from self._quick_chunk(self._pass.chunk())
            except self._pass.table.faults as error:
                self._pass.broken(error)

    def _quick_chunk(self, records: Iterator[Any]) -> Generator[StagedRow, None, int]:
        """Rows of records whose parts are all remembered; every other one goes the long way.

        Returns how many records there were.
        """
        who, what, more = self._who, self._what, self._more
        seats, facts, days = self._seats, self._facts, self._days
        id_at, amount_at, closed_at, customer_at, link_at = self._places()
        mark, width, count = self._mark, self._cells.layout.width, 0
        try:
            for record in records:
                count += 1
                try:
                    seat, day, text = seats[who(record)], days[record[closed_at]], record[amount_at]
                    sale_type, product, stage = facts[what(record)]
                    cents, external_id = text[:-3] + text[-2:], record[id_at].strip()
                    is_odd = (
                        text[-3:-2] != mark
                        or not cents.isdecimal()
                        or len(text) > SHORT
                        or len(record) != width
                        or not 0 < len(external_id) <= LONGEST_ID
                        or (more is not None and any(more(record)))
                    )
                except (KeyError, IndexError):
                    is_odd = True
                if is_odd:
                    yield from self._pass.understood(record, self._remember)
                    continue
                customer = "" if customer_at is None else record[customer_at].strip()
                link = "" if link_at is None else record[link_at].strip()
                yield (external_id, customer[:LONGEST_TEXT] or None, link[:LONGEST_TEXT] or None,
                       stage, None, "revenue", seat, day, sale_type, product, int(cents),
                       WHOLE)  # fmt: skip
        finally:
            self._pass.read += count
        return count

    def _places(self) -> tuple[int, int, int, int | None, int | None]:
        places, place = self._cells.layout.places, self._cells.layout.place
        id_at, amount_at, closed_at = places["external_id"], places["amount"], places["closed_on"]
        return id_at, amount_at, closed_at, place("customer"), place("link")

    def _remember(self, record: Record) -> list[StagedRow]:
        """The long way; what it says of the parts that may repeat is remembered."""
        deal = self._cells.read(record)
        rows = self._book.rows(deal)
        if deal.status is not Status.WON or deal.currency not in {None, self._book.home}:
            return rows
        if len(deal.credits) == 1 and deal.closed_on is not None:
            _, _, _, stage, _, _, _, day, sale_type, product, _, _ = rows[0]
            keep(self._days, record[self._cells.layout.places["closed_on"]], day)
            keep(self._facts, self._what(record), (sale_type, product, stage))
            reps = self._book.reps
            seat = reps.lasting_seat(reps.find(deal.credits[0][0]), reps.region(deal.region))
            if seat is not None:
                keep(self._seats, self._who(record), seat)
        return rows


def keep(memory: dict[Any, Any], key: Any, value: Any) -> None:
    """Remember a value, as long as there are not too many."""
    if len(memory) < MAX_REMEMBERED:
        memory[key] = value
