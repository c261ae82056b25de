"""What every import shares: what the operator chose, and what came of it. Knows no files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True, slots=True)
class ImportOptions:
    """How an import treats what it finds."""

    source: str = "file"  # with the external id, what makes a deal the same deal
    currency: str | None = None  # of amounts that carry none
    known_only: bool = False  # refuse reps nobody has heard of instead of adding them
    strict: bool = False  # all or nothing
    dry_run: bool = False  # say what would happen, and change nothing
    replace: bool = False  # also take back what this source said before and the file lacks


@dataclass(frozen=True, kw_only=True, slots=True)
class ImportSummary:
    """What an import did, or would have done when `kept` is false."""

    read: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    repeated: int = 0  # rows that a later row of the same file replaced
    removed: int = 0  # taken back by `replace`
    unknown_reps: tuple[str, ...] = ()  # added as people, in the order of the file
    stages: Mapping[str, str] = field(default_factory=dict)  # stage word -> how it was read
    unknown_kinds: tuple[str, ...] = ()  # kind words that mean no sale type
    currency: str | None = None  # what amounts without a currency were taken to be in
    kept: bool = False


MAX_NAMES = 1_000
"""How many unknown reps or odd words a summary names: a file of nonsense must not fill memory."""
