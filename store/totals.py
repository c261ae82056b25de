"""Totals per series, slot and seat: added to with every posting, read for every board.

Derived from the ledger and equal to a rebuild of it. Knows cells (store/cells.py), no facts.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from store.cells import SEAT_MASK, SERIES_SHIFT, cell_range, slot_of
from store.database import Database, Driver
from store.daybook import DayBooks
from store.records import Difference, Grain, Slot, Sum
from store.rollup import RollUp
from store.series import Key, series_of

RANGE = 250_000  # entries rolled up at a time by a rebuild: bounds the temporary tables
_READ = (
    f"SELECT cell & {SEAT_MASK}, :measure, :sale_type, amount, share FROM total "  # noqa: S608
    "WHERE cell BETWEEN :first AND :last AND (amount <> 0 OR share <> 0)"
)
_READ_TOGETHER = (
    "WITH range (first, last) AS (VALUES {ranges}) "  # noqa: S608 — cells are numbers
    f"SELECT cell & {SEAT_MASK}, sum(amount), sum(share) "
    "FROM range CROSS JOIN total WHERE cell BETWEEN first AND last "
    "GROUP BY 1 HAVING sum(amount) <> 0 OR sum(share) <> 0"
)

_LENGTHS = {Grain.DAY: timedelta(days=1), Grain.WEEK: timedelta(weeks=1)}
_MONTHS = {Grain.MONTH: 1, Grain.QUARTER: 3, Grain.YEAR: 12}


class Totals:
    """Rows of `total` out as sums."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._books = DayBooks()

    def sums(self, workspace_id: int, measures: Sequence[str], slots: Sequence[Slot]) -> list[Sum]:
        """What each seat has in these slots together, per measure and sale type; zeros left out.

        The slots tile one range of days, in order.
        """
        if not slots:
            return []
        with self._database.read() as connection:
            driver = Driver(connection)
            series = series_of(driver, workspace_id, measures)
            if len(slots) > 1 and not self._database.is_writing:
                kept = self._books.sums(driver, series, *_days(slots))
                if kept is not None:
                    return kept
            found: list[Sum] = []
            for number, key in series.items():
                found += _read(driver, number, key, slots)
            return found

    def rebuild(self, workspace_id: int) -> None:
        """Throw the totals away and add the whole ledger up again."""
        with self._database.write() as connection:
            _rebuild(Driver(connection), workspace_id)

    def differences(self, workspace_id: int) -> list[Difference]:
        """Where the totals are not what a rebuild gives: always empty, unless there is a fault."""
        with self._database.write() as connection:
            driver = Driver(connection)
            series = series_of(driver, workspace_id)
            with connection.begin_nested() as tried:
                kept = _snapshot(driver, workspace_id)
                _rebuild(driver, workspace_id)
                rebuilt = _snapshot(driver, workspace_id)
                tried.rollback()
        wrong = sorted(cell for cell, _, _ in kept ^ rebuilt)
        before = {cell: pair for cell, *pair in kept}
        after = {cell: pair for cell, *pair in rebuilt}
        return [
            Difference(
                seat_id=cell & SEAT_MASK,
                measure=series[cell >> SERIES_SHIFT][0],
                sale_type=series[cell >> SERIES_SHIFT][1],
                slot=slot_of(cell),
                kept=tuple(before.get(cell, (0, 0))),
                rebuilt=tuple(after.get(cell, (0, 0))),
            )
            for cell in dict.fromkeys(wrong)
        ]


def _read(driver: Driver, series_id: int, key: Key, slots: Sequence[Slot]) -> list[Sum]:
    if len(slots) == 1:
        first, last = cell_range(series_id, slots[0])
        params = {"measure": key[0], "sale_type": key[1], "first": first, "last": last}
        return [*map(Sum._make, driver.run(_READ, params).fetchall())]
    ranges = ", ".join(str(cell_range(series_id, slot)) for slot in slots)
    rows = driver.run(_READ_TOGETHER.format(ranges=ranges)).fetchall()
    return [Sum(seat, *key, int(amount), int(share)) for seat, amount, share in rows]


def _days(slots: Sequence[Slot]) -> tuple[int, int]:
    """The first day of the slots and the day after their last, as ordinals."""
    return slots[0].start.toordinal(), _end(slots[-1]).toordinal()


def _end(slot: Slot) -> date:
    if slot.grain in _LENGTHS:
        return slot.start + _LENGTHS[slot.grain]
    years, month = divmod(slot.start.month - 1 + _MONTHS[slot.grain], 12)
    return date(slot.start.year + years, month + 1, 1)


def _snapshot(driver: Driver, workspace_id: int) -> set[tuple[int, int, int]]:
    rows = driver.run(
        "SELECT cell, amount, share FROM total "
        "WHERE workspace_id = :workspace AND (amount <> 0 OR share <> 0)",
        {"workspace": workspace_id},
    ).fetchall()
    return set(map(tuple, rows))


def _rebuild(driver: Driver, workspace_id: int) -> None:
    mine = {"workspace": workspace_id}
    driver.run("DELETE FROM total WHERE workspace_id = :workspace", mine)
    last = driver.run("SELECT coalesce(max(id), 0) FROM entry").fetchone()[0]
    totals = RollUp(driver, workspace_id)
    for first in range(1, last + 1, RANGE):
        totals.add_entries(first, first + RANGE - 1)
    totals.finish()
