"""Remembers what the long way said of the cells of deals, and says it again of whole columns.

It decides nothing: DealCells and DealBook say what a cell means, the first time. A column is then
taken through a dictionary at once, at a tenth of the cost of asking them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, compress, repeat
from typing import Any

from bot.services.imports_deals import (
    LONGEST_ID,
    LONGEST_TEXT,
    DealBook,
    ImportedDeal,
    hundredths,
    short,
)
from bot.sources.headers import Layout
from store.bulk import StagedRow
from store.records import WHOLE

MAX_REMEMBERED = 100_000
"""Distinct texts of a kind that are remembered: a column of free text must not fill memory."""
COLUMNS = ("kind", "product", "stage", "currency", "units", "closed_on", "created_on")
Column = Sequence[Any]


class Unfamiliar(LookupError):
    """One of the records has to go the long way."""


class DealMemory:
    """What is known of the cells of one file, by column."""

    def __init__(self, layout: Layout, book: DealBook, mark: str) -> None:
        """`mark` is the decimal one, which amounts that are read here have or lack."""
        self._layout = layout
        self._book = book
        self._mark = mark
        sign = re.escape(mark)
        # 13 digits of whole money surely fit
        self._cents = re.compile(rf"(?:[0-9]{{1,13}}{sign}[0-9]{{2}}\n)+")
        self._plain = re.compile(rf"(?:-?[0-9]{{1,13}}(?:{sign}[0-9]{{1,2}})?\n)+")
        self._known: dict[str, dict[str, Any]] = {name: {} for name in COLUMNS}
        self._measures: dict[str, str] = {}  # by stage: that of the first line
        self._seats: dict[Any, int] = {}
        self._turns: dict[Any, Sequence[int]] = {}

    def learn(self, record: Any, deal: ImportedDeal, rows: Sequence[StagedRow]) -> None:
        """Remember of a record what holds for every other one with such a cell.

        `deal` is what the record says and `rows` is what came of it.
        """
        units, created_on = deal.units, deal.created_on
        self._keep(record, "kind", deal.sale_type)
        self._keep(record, "product", self._book.product(deal.product))
        self._keep(record, "stage", deal.stage)
        self._keep(record, "units", None if units is None else hundredths(units))
        self._keep(record, "created_on", 0 if created_on is None else created_on.toordinal())
        if deal.currency in {None, self._book.home}:
            self._keep(record, "currency", None)
        measure, seat, day = rows[0][5:8]
        # Without a closing date, the stage, the seat and the day may follow from other cells.
        if deal.closed_on is None or measure is None or seat is None or day is None:
            return
        self._keep(record, "closed_on", day)
        keep(self._measures, self._cell(record, "stage"), measure)
        if len(deal.credits) == 1:
            self._learn_seat(self._who(record), deal.credits[0][0], day, seat)

    def _learn_seat(self, who: Any, rep: str, day: int, seat: int) -> None:
        reps = self._book.reps
        if reps.has_turns:
            turns = reps.turns(reps.find(rep))
            keep(self._turns, who, turns)
            who = who, bisect_right(turns, day)
        keep(self._seats, who, seat)

    def _keep(self, record: Any, name: str, value: Any) -> None:
        keep(self._known[name], self._cell(record, name), value)

    def _cell(self, record: Any, name: str) -> Any:
        place = self._layout.place(name)
        return "" if place is None else record[place]

    def _who(self, record: Any) -> Any:
        """The cells that tell a seat."""
        rep = self._cell(record, "rep")
        return rep if self._layout.place("region") is None else (rep, self._cell(record, "region"))

    def rows(self, records: Sequence[Any]) -> Iterator[StagedRow]:
        """The rows of records, in their order; Unfamiliar unless all in them is known."""
        if set(map(len, records)) != {self._layout.width}:
            raise Unfamiliar
        columns: list[Column] = list(zip(*records, strict=True))
        try:
            return self._rows(columns)
        except KeyError:
            raise Unfamiliar from None

    def _rows(self, columns: Sequence[Column]) -> Iterator[StagedRow]:
        """KeyError for a cell that is not known."""
        days = self._said("closed_on", columns)
        seats = self._seats_of(columns, days)
        self._said("currency", columns)
        kinds, products = self._said("kind", columns), self._said("product", columns)
        stages, measures = self._said("stage", columns), self._measures_of(columns)
        cents = self._cents_of(columns)
        if not all(cents) and "pipeline" in measures:
            raise Unfamiliar  # an open deal of no value
        head = (
            self._ids_of(columns),
            self._texts_of("customer", columns),
            self._texts_of("link", columns),
            stages,
            repeat(None),
        )
        place = (seats, days, kinds, products)

        def line(measures: Iterable[str], amounts: Column) -> Iterator[StagedRow]:
            return zip(*head, measures, *place, amounts, repeat(WHOLE))

        lines = [line(measures, cents)]
        has: list[Iterable[bool]] = [repeat(True)]
        for measure, amounts in self._more(columns, days, measures):
            lines.append(line(repeat(measure), amounts))
            has.append([amount is not None for amount in amounts])
        if len(lines) == 1:
            return lines[0]
        rows = chain.from_iterable(zip(*lines, strict=True))
        return compress(rows, chain.from_iterable(zip(*has)))  # noqa: B905

    def _more(
        self, columns: Sequence[Column], days: Column, measures: Column
    ) -> Iterator[tuple[str, Column]]:
        """Measures of won deals' further lines, with amounts; None where a deal has no such line.

        As line_rows() of the domain makes them.
        """
        won = None if set(measures) == {"revenue"} else [one == "revenue" for one in measures]
        if self._layout.place("units") is not None:
            units = self._said("units", columns)
            yield "units", units if won is None else _only(won, units)
        if self._layout.place("created_on") is not None:
            cycles = [
                (day - since) * 100 if 0 < since <= day else None
                for day, since in zip(days, self._said("created_on", columns), strict=True)
            ]
            yield "cycle", cycles if won is None else _only(won, cycles)

    def _said(self, name: str, columns: Sequence[Column]) -> Column:
        """What the cells of a column mean."""
        place, known = self._layout.place(name), self._known[name]
        if place is None:
            return [known[""]] * len(columns[0])
        return [*map(known.__getitem__, columns[place])]

    def _measures_of(self, columns: Sequence[Column]) -> Column:
        place = self._layout.place("stage")
        if place is None:
            return [self._measures[""]] * len(columns[0])
        return [*map(self._measures.__getitem__, columns[place])]

    def _seats_of(self, columns: Sequence[Column], days: Column) -> Column:
        place = self._layout.place("region")
        who: Iterable[Any] = columns[self._layout.places["rep"]]
        if place is not None:
            who = [*zip(who, columns[place], strict=True)]
        if self._book.reps.has_turns:
            turns = map(self._turns.__getitem__, who)
            who = zip(who, map(bisect_right, turns, days), strict=True)
        return [*map(self._seats.__getitem__, who)]

    def _cents_of(self, columns: Sequence[Column]) -> list[int]:
        amounts = columns[self._layout.places["amount"]]
        text = "\n".join(amounts) + "\n"
        if self._cents.fullmatch(text):
            found = [*map(int, text.replace(self._mark, "").split())]
        elif self._plain.fullmatch(text):
            parts = [amount.partition(self._mark) for amount in text.split()]
            found = [int(f"{whole}{cents:0<2}") for whole, _, cents in parts]
        else:
            raise Unfamiliar
        if len(found) != len(amounts):
            raise Unfamiliar  # a cell of two lines
        return found

    def _ids_of(self, columns: Sequence[Column]) -> Column:
        ids = [*map(str.strip, columns[self._layout.places["external_id"]])]
        if not all(ids) or max(map(len, ids)) > LONGEST_ID:
            raise Unfamiliar
        return ids

    def _texts_of(self, name: str, columns: Sequence[Column]) -> Iterable[str | None]:
        place = self._layout.place(name)
        if place is None:
            return repeat(None)
        texts = [*map(str.strip, columns[place])]
        if all(texts) and max(map(len, texts)) <= LONGEST_TEXT:
            return texts
        return [*map(short, texts)]


def _only(chosen: Column, amounts: Column) -> Column:
    """The amounts at the places that are chosen, None at the others."""
    return [value if is_one else None for is_one, value in zip(chosen, amounts, strict=True)]


def keep(memory: dict[Any, Any], key: Any, value: Any) -> None:
    """Remember a value, as long as there are not too many."""
    if len(memory) < MAX_REMEMBERED:
        memory[key] = value
