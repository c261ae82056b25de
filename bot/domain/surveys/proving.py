"""What the program says of itself to whoever wants to check the promise of surveys. Decides
nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class TableProof:
    """A live table: its columns in order, and its rows by the state of their wave."""

    name: str
    columns: Sequence[str]
    rows: Mapping[str, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Proof:
    """What runs, what it keeps, and from how many answers it shows anything. `digest` is the
    SHA-256 of the list of all source files with theirs."""

    version: str
    digest: str
    database: str
    tables: Sequence[TableProof]
    least: int
    least_comments: int
