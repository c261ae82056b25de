"""From entries to totals: what changed per day, then weeks, months, quarters and years of it.

Knows cells (store/cells.py) and no facts. Months are ranges of day cells, so they need no calendar.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from store.cells import GRAIN_STEP, SERIES_SHIFT, SLOT_SHIFT, cell_range, slot_of
from store.database import Driver
from store.records import Grain, Slot
from store.staging import clear

_SHIFT = f"CAST({1 << SLOT_SHIFT} AS bigint)"
_BASE = f"series_id * {1 << SERIES_SHIFT} + seat_id"
_DAY_CELL = f"{_BASE} + ({GRAIN_STEP} + occurred_on) * {_SHIFT}"
_WEEK_CELL = f"base + ({2 * GRAIN_STEP} + day - (day - 1) % 7) * {_SHIFT}"  # day 1 was a Monday
_ENTRIES = "entry WHERE id BETWEEN :first AND :last AND workspace_id = :workspace"
_MONTH = "{table} WHERE cell BETWEEN :first AND :last"


@lru_cache
def _adding(dialect: str, target: str, keys: str, source: str) -> str:
    """Add amounts and shares to a table: SQLite row by row, which beats its sorting GROUP BY."""
    if dialect == "sqlite":
        where = "" if " WHERE " in source else " WHERE true"  # else ON would read as a join
        select = f"SELECT {keys}, amount, share FROM {source}{where}"  # noqa: S608
    else:
        numbers = ", ".join(str(i + 1) for i in range(keys.count(",") + 1))
        sums = "sum(amount), sum(share)"
        select = f"SELECT {keys}, {sums} FROM {source} GROUP BY {numbers}"  # noqa: S608
    return (
        f"INSERT INTO {target} {select} ON CONFLICT (cell) DO UPDATE SET "
        f"amount = {target}.amount + excluded.amount, share = {target}.share + excluded.share"
    )


def changes_of(dialect: str, source: str) -> str:
    """The statement that sums lines or entries per series, day and seat into `change`."""
    return _adding(dialect, "change", f"{_DAY_CELL}, {_BASE}, occurred_on", source)


class RollUp:
    """The totals of one posting, added to as its entries come."""

    def __init__(self, driver: Driver, workspace_id: int) -> None:
        self._driver = driver
        self._workspace_id = workspace_id
        clear(driver, "change", "month_change")

    def add_entries(self, first: int, last: int) -> None:
        """Add the entries with these ids."""
        ids = {"first": first, "last": last, "workspace": self._workspace_id}
        self._driver.run(changes_of(self._driver.dialect, _ENTRIES), ids)
        self.add("change")
        clear(self._driver, "change")

    def add(self, change: str) -> None:
        """Add a table of changes per day: to days and weeks now, to what is longer at the end."""
        self._add("total", "cell, :workspace", change)
        self._add("total", f"{_WEEK_CELL}, :workspace", change)
        for month, start in self._months(change, Grain.DAY):
            target = _offset(Grain.MONTH, start)
            self._add("month_change", f"base + {target}, base", _MONTH.format(table=change), *month)

    def finish(self) -> None:
        """Add the months, and from them the quarters and years."""
        self._add("total", "cell, :workspace", "month_change")
        source = _MONTH.format(table="month_change")
        for month, start in self._months("month_change", Grain.MONTH):
            quarter = start.replace(month=(start.month - 1) // 3 * 3 + 1)
            longer = ((Grain.QUARTER, quarter), (Grain.YEAR, start.replace(month=1)))
            for target in (_offset(grain, begun) for grain, begun in longer):
                self._add("total", f"base + {target}, :workspace", source, *month)
        clear(self._driver, "month_change")

    def _months(self, table: str, grain: Grain) -> Iterator[tuple[tuple[int, int], date]]:
        """The range of cells of each series and month in a table, and the month's first day."""
        lowest = f"SELECT min(cell) FROM {table} WHERE cell > :last"  # noqa: S608
        last = -1
        while (cell := self._driver.run(lowest, {"last": last}).fetchone()[0]) is not None:
            start = slot_of(cell).start.replace(day=1)
            final = start.replace(day=monthrange(start.year, start.month)[1])
            series = cell >> SERIES_SHIFT
            first, _ = cell_range(series, Slot(grain=grain, start=start))
            _, last = cell_range(series, Slot(grain=grain, start=final))
            yield (first, last), start

    def _add(self, target: str, keys: str, source: str, first: int = 0, last: int = 0) -> None:
        params = {"workspace": self._workspace_id, "first": first, "last": last}
        self._driver.run(_adding(self._driver.dialect, target, keys, source), params)


def _offset(grain: Grain, start: date) -> int:
    return Slot(grain=grain, start=start).number << SLOT_SHIFT
