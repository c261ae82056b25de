"""From entries to totals: what changed per day, then weeks, months, quarters and years of it.

Knows cells (store/cells.py) and no facts. Months are ranges of day cells, so they need no calendar.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
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
# the slots in a table, by hopping from each to the next instead of reading all between
_SLOTS = f"""
WITH RECURSIVE slot (key) AS (
    SELECT min(cell) >> {SLOT_SHIFT} FROM {{table}}
    UNION ALL
    SELECT (SELECT min(cell) >> {SLOT_SHIFT} FROM {{table}}
        WHERE cell >= (slot.key + 1) << {SLOT_SHIFT})
    FROM slot WHERE slot.key IS NOT NULL
) SELECT key FROM slot WHERE key IS NOT NULL"""  # noqa: S608
_Month = tuple[int, date]  # a series and the first day of a month


@lru_cache(maxsize=64)
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
        months = self._months(change)
        self._add_months(
            "month_change",
            more="base",
            table=change,
            kept=Grain.DAY,
            starts={month: month[1] for month in months},
            grain=Grain.MONTH,
        )

    def finish(self) -> None:
        """Add the months, and from them the quarters and years."""
        table = "month_change"
        self._add("total", "cell, :workspace", table)
        months = self._months(table)
        quarters = {m: m[1].replace(month=(m[1].month - 1) // 3 * 3 + 1) for m in months}
        years = {m: m[1].replace(month=1) for m in months}
        for grain, starts in ((Grain.QUARTER, quarters), (Grain.YEAR, years)):
            self._add_months(
                "total",
                more=":workspace",
                table=table,
                kept=Grain.MONTH,
                starts=starts,
                grain=grain,
            )
        clear(self._driver, table)

    def _months(self, table: str) -> list[_Month]:
        """Each series and month that a table has cells of."""
        cells = (key << SLOT_SHIFT for (key,) in self._driver.run(_SLOTS.format(table=table)))
        slots = ((cell >> SERIES_SHIFT, slot_of(cell).start.replace(day=1)) for cell in cells)
        return list(dict.fromkeys(slots))

    def _add_months(
        self,
        target: str,
        *,
        more: str,
        table: str,
        kept: Grain,
        starts: Mapping[_Month, date],
        grain: Grain,
    ) -> None:
        """Add `table`, whose slots are of grain `kept`, to the slots of `grain` at `starts`.

        One statement for all months: the importing thread gets in between any two.
        """
        rows = []
        for (series, month), start in starts.items():
            final = month.replace(day=monthrange(month.year, month.month)[1])
            first, _ = cell_range(series, Slot(grain=kept, start=month))
            _, last = cell_range(series, Slot(grain=kept, start=final))
            rows.append(f"({first}, {last}, {Slot(grain=grain, start=start).number << SLOT_SHIFT})")
        if rows:
            months = f"WITH month (first, last, place) AS (VALUES {', '.join(rows)}) "
            source = f"month CROSS JOIN {table} WHERE cell BETWEEN first AND last"
            self._add(target, f"base + place, {more}", source, months)

    def _add(self, target: str, keys: str, source: str, months: str = "") -> None:
        adding = _adding(self._driver.dialect, target, keys, source)
        self._driver.run(months + adding, {"workspace": self._workspace_id})
