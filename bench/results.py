"""Decides what a measured row is and how it is shown. Knows nothing of how it was measured."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Result:
    """One row: two medians in the same unit, and the ratio that ours may be at most.

    `ours` and `theirs` are None when the row could not be measured; `anchor` then says why.
    `note` is for people only: spread, sizes and what else was seen.
    """

    bench: str
    anchor: str
    limit: float
    unit: str = "s"
    ours: float | None = None
    theirs: float | None = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Ours divided by theirs."""
        return self.ours / self.theirs if self.ours is not None and self.theirs else None

    @property
    def holds(self) -> bool:
        """Whether the row was measured and reached what it must."""
        return self.ratio is not None and self.ratio <= self.limit

    def as_json(self) -> str:
        """The row as one JSON object on one line; times in seconds, memory in MiB."""
        return json.dumps(
            {
                "bench": self.bench,
                "anchor": self.anchor,
                "ours": _rounded(self.ours),
                "theirs": _rounded(self.theirs),
                "ratio": _rounded(self.ratio),
                "limit": self.limit,
                "holds": self.holds,
            }
        )


_COLUMNS = ("bench", "ours", "theirs", "ratio", "limit", "holds", "anchor")


def table(results: Sequence[Result]) -> str:
    """The rows in columns, then the notes, ready to print."""
    rows = [_COLUMNS, *(_cells(result) for result in results)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(_COLUMNS))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    notes = [f"{result.bench}: {result.note}" for result in results if result.note]
    return "\n".join([*lines, *([""] if notes else []), *notes])


def quantity(value: float | None, unit: str) -> str:
    """A median that reads well: microseconds up to minutes, or MiB."""
    if value is None:
        return "-"
    if unit != "s":
        return f"{value:.0f} {unit}"
    for factor, name in ((1e6, "µs"), (1e3, "ms")):
        if value * factor < 999.5:
            return f"{value * factor:.3g} {name}"
    return f"{value:.2f} s"


def _cells(result: Result) -> tuple[str, ...]:
    return (
        result.bench,
        quantity(result.ours, result.unit),
        quantity(result.theirs, result.unit),
        "-" if result.ratio is None else f"{result.ratio:.2f}x",
        f"{result.limit:g}x",
        "yes" if result.holds else "NO",
        result.anchor,
    )


def _rounded(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.6g}")
