"""Decides what Slack accepts as a table or data_table, and how much of them one payload may hold.
Knows no other block."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sandbox.records import Json
from sandbox.validate.report import Report
from sandbox.validate.shapes import (
    Check,
    anything,
    by_type,
    flag,
    many,
    one_of,
    shape,
    string,
    whole,
)

MAX_ROWS, MAX_CELLS, MAX_CHARACTERS = 100, 20, 10_000
KINDS = ("table", "data_table")


def _number_value(value: Any, at: str, report: Report) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        report.add(at, "must provide a number")


CELLS: dict[str, Check] = {
    "raw_text": shape({"text": string(MAX_CHARACTERS)}),
    "raw_number": shape({"value": _number_value}, {"text": string(MAX_CHARACTERS)}),
    "rich_text": shape({"elements": anything}, {"block_id": string(255)}),
}
_CELL = by_type(CELLS)
_COLUMN = shape({}, {"align": one_of("left", "center", "right"), "is_wrapped": flag})


def _column(value: Any, at: str, report: Report) -> None:
    if value is not None:
        _COLUMN(value, at, report)


def _equal_rows(value: Any, at: str, report: Report) -> None:
    if len({len(row) for row in value["rows"]}) > 1:
        report.add(f"{at}/rows", "all rows must have the same number of cells")


def _header_inside(value: Any, at: str, report: Report) -> None:
    if value.get("row_header_column_index", 0) >= len(value["rows"][0]):
        report.add(f"{at}/row_header_column_index", "must be the index of a column")


def _rows(minimum: int, maximum: int) -> Check:
    return many(many(_CELL, 1, MAX_CELLS), minimum, maximum)


TABLE = shape(
    {"rows": _rows(1, MAX_ROWS)},
    {"block_id": string(255), "column_settings": many(_column, 0, MAX_CELLS)},
)
DATA_TABLE = shape(
    {"rows": _rows(2, MAX_ROWS + 1), "caption": string(3000)},
    {
        "block_id": string(255),
        "row_header_column_index": whole(0, MAX_CELLS - 1),
        "page_size": whole(1, 100),
    },
    _equal_rows,
    _header_inside,
)


def check_totals(blocks: list[Json], at: str, report: Report) -> None:
    """One table in a message, and 10,000 characters of cell text."""
    tables = [(i, b) for i, b in enumerate(blocks) if b.get("type") in KINDS]
    if len(tables) > 1:
        report.add(f"{at}/{tables[1][0]}", "only one table is allowed", "only_one_table_allowed")
    total = sum(len(words) for _, table in tables for words in _words(table.get("rows")))
    if total > MAX_CHARACTERS:
        report.add(
            f"{at}/{tables[0][0]}/rows",
            f"must be less than {MAX_CHARACTERS + 1} characters of cell text",
        )


def _words(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for item in node:
            yield from _words(item)
    elif isinstance(node, dict):
        if isinstance(node.get("text"), str):
            yield node["text"]
        elif node.get("type") == "raw_number":
            yield str(node.get("value"))
        yield from _words(node.get("elements"))
