"""A table on its way to a file: a title and rows of texts and numbers. Knows no format."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Cell = str | int | float | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """One table; its first row is the header."""

    title: str
    rows: Sequence[Sequence[Cell]]
