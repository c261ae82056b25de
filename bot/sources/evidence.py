"""Decides how a file writes dates and amounts from all of a column, where one cell cannot tell.

The first records usually show it; when they leave it open, the rest of the file is read for it.
What the whole file leaves open is refused with the option that settles it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import tzinfo
from decimal import Decimal
from itertools import islice

from bot.domain.money import AmbiguousAmount, parse_amount
from bot.errors import UsageError, UserError
from bot.sources.dates import DateReader, date_reader, order_shown
from bot.sources.headers import Layout
from bot.sources.table import Cell, Record, Table

SAMPLE = 2_000
MARKS = {"point": ".", "comma": ","}


def records_of(table: Table) -> Iterator[Record]:
    """The records of the same file from its start, without those that cannot be read."""
    with table.again() as again:
        while True:
            try:
                yield from again.records
            except again.faults as error:
                again.fault(error)
            else:
                return


def cells_of(records: Iterable[Record], layout: Layout, columns: Sequence[str]) -> Iterator[Cell]:
    """The cells of some columns, record by record."""
    places = [place for name in columns if (place := layout.place(name)) is not None]
    for record in records:
        for place in places:
            if place < len(record):
                yield record[place]


def settle_dates(
    table: Table, layout: Layout, columns: Sequence[str], zone: tzinfo, date_format: str | None
) -> DateReader:
    """How to read the date columns; UsageError when nothing in them shows their order."""
    reader = date_reader(zone, date_format)
    if reader.is_settled:
        return reader
    order, doubtful = order_shown(cells_of(islice(records_of(table), SAMPLE), layout, columns))
    if order is None and doubtful:
        order, _ = order_shown(cells_of(records_of(table), layout, columns))
        if order is None:
            raise UsageError(
                "Dates such as 03/04/2024 in column {column} can be read in two ways: say "
                "--date-format dd/mm/yyyy or --date-format mm/dd/yyyy.",
                column=layout.names.get(columns[0], columns[0]),
            )
    return reader if order is None else replace(reader, order=order)


def settle_mark(
    table: Table, layout: Layout, columns: Sequence[str], wanted: str | None
) -> str | None:
    """The decimal mark of the number columns, or None when each number tells its own.

    `wanted` is comma or point, from the operator. UsageError when a number such as 1.234 can be
    read in two ways and nothing in the file says which.
    """
    if wanted is not None:
        if wanted not in MARKS:
            raise UsageError("--decimal {mark} is not understood: say comma or point.", mark=wanted)
        return MARKS[wanted]
    shown, doubtful = mark_shown(cells_of(islice(records_of(table), SAMPLE), layout, columns))
    if shown is None and doubtful:
        shown, _ = mark_shown(cells_of(records_of(table), layout, columns))
        if shown is None:
            raise UsageError(
                "Amounts such as 1.234 in column {column} can be read in two ways: say "
                "--decimal comma or --decimal point.",
                column=layout.names.get(columns[0], columns[0]),
            )
    return shown


def mark_shown(cells: Iterable[Cell]) -> tuple[str | None, bool]:
    """What a column shows: its decimal mark if all that tell agree, and whether that matters."""
    shown: set[str] = set()
    doubtful = False
    for cell in cells:
        marks = _readings(cell)
        if len(marks) == 1:
            shown |= marks
        doubtful = doubtful or len(marks) == 2
    return (shown.pop() if len(shown) == 1 else None), doubtful


def _readings(cell: Cell) -> set[str]:
    """The decimal marks that a text may have; none when the mark makes no difference to it."""
    if not isinstance(cell, str) or not ("." in cell or "," in cell):
        return set()
    text = cell.strip()
    try:
        value = parse_amount(text)
    except AmbiguousAmount:
        return set(MARKS.values())
    except UserError:
        return set()
    marks = {mark for mark in MARKS.values() if _with_mark(text, mark) == value}
    return marks if len(marks) == 1 else set()


def _with_mark(text: str, mark: str) -> Decimal | None:
    try:
        return parse_amount(text, mark)
    except UserError:
        return None


def currencies_shown(table: Table, layout: Layout) -> set[str]:
    """The currency codes in the first records, for a workspace whose currency is not fixed yet."""
    cells = cells_of(islice(records_of(table), SAMPLE), layout, ("currency",))
    return {cell.strip().upper() for cell in cells if isinstance(cell, str) and cell.strip()}
