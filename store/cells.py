"""The key of a total: series, slot and seat packed into one integer.

One integer key makes a total's upsert about 1.5 times as fast as a key of four columns, and a
million-deal import does three million of them. Totals are derived: the ledger stays readable.
"""

from __future__ import annotations

from datetime import date

from store.records import Grain, Slot

SERIES_SHIFT = 50
SLOT_SHIFT = 24
SEAT_MASK = (1 << SLOT_SHIFT) - 1
GRAIN_STEP = 10_000_000  # Slot.number is the grain times this, plus the first day's ordinal


def cell_range(series_id: int, slot: Slot) -> tuple[int, int]:
    """The first and last cell of a series and slot, over all seats."""
    first = (series_id << SERIES_SHIFT) + (slot.number << SLOT_SHIFT)
    return first, first + SEAT_MASK


def slot_of(cell: int) -> Slot:
    """The slot inside a cell."""
    grain, ordinal = divmod(
        (cell >> SLOT_SHIFT) & ((1 << (SERIES_SHIFT - SLOT_SHIFT)) - 1), GRAIN_STEP
    )
    return Slot(grain=Grain(grain), start=date.fromordinal(ordinal))
