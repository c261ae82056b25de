"""What badges read of the ledger besides its totals: one person's days, the largest deals of a
period, and who shared the credit of deals. Knows no badge.

Read inside a transaction in which nobody else posts, so that all of it is of one moment.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from store.cells import GRAIN_STEP, SERIES_SHIFT, SLOT_SHIFT
from store.database import Database, Driver
from store.postgres import lock_ledger
from store.records import WHOLE, Grain
from store.records_badges import Won
from store.series import Key, series_of

_NEWEST = "SELECT coalesce(max(id), 0) FROM entry"
_AT = ", (SELECT entry_id FROM follower WHERE workspace_id = :workspace AND name = '{name}')"
_SPAN = (  # each end apart: together they would read every row between
    "SELECT (SELECT min(cell) FROM total WHERE cell BETWEEN :first AND :last), "
    "(SELECT max(cell) FROM total WHERE cell BETWEEN :first AND :last)"
)
_DAYS = """
WITH RECURSIVE day (n) AS (
    SELECT CAST({first} AS bigint) UNION ALL SELECT n + 1 FROM day WHERE n < {last}),
base (series, cell) AS (VALUES {bases})
SELECT base.series, day.n, total.amount, total.share
FROM base CROSS JOIN day CROSS JOIN total WHERE total.cell = base.cell + day.n * {step}
    AND (total.amount <> 0 OR total.share <> 0)"""
_DEALS = """
FROM seat s JOIN entry e ON e.seat_id = s.id
WHERE s.workspace_id = :workspace AND e.workspace_id = :workspace AND e.series_id IN ({series})
    AND e.occurred_on >= :start AND e.occurred_on < :ends"""
# an entry and its reversal cancel out, so these sums are those of what is open
_LARGEST = f"""
WITH deal AS MATERIALIZED (
    SELECT e.source_id AS source, e.external_id AS external, e.occurred_on AS day,
        sum(e.amount) AS worth {_DEALS} GROUP BY e.source_id, e.external_id, e.occurred_on)
SELECT source, external, day, worth FROM deal
WHERE worth > 0 AND worth = (SELECT max(worth) FROM deal)"""  # noqa: S608
_CREDITED = """
SELECT s.person_id FROM fact f CROSS JOIN entry e CROSS JOIN seat s
WHERE f.workspace_id = :workspace AND f.source_id = :source AND f.external_id = :external
    AND e.id >= f.first_entry_id AND e.id < f.first_entry_id + f.entry_count
    AND e.occurred_on = :day AND e.series_id IN ({series}) AND s.id = e.seat_id
GROUP BY s.person_id HAVING sum(e.share) > 0"""
_SHARED = f"""
SELECT s.person_id, e.occurred_on {_DEALS} AND e.share NOT IN ({WHOLE}, -{WHOLE}) {{whose}}
GROUP BY s.person_id, e.source_id, e.external_id, e.occurred_on
HAVING sum(e.share) > 0 AND sum(e.share) < {WHOLE}"""
_FOREVER = (0, 10_000_000)

Result = tuple[int, str, str | None, int, int]
"""Day as an ordinal, measure, sale type, amount, share."""


class Days(NamedTuple):
    """The sums of somebody's days, with every entry up to and with `newest` in them."""

    newest: int
    results: list[Result]


class State(NamedTuple):
    """How far a workspace is: its names version, the newest entry id, and where followers are."""

    names_version: int
    newest: int
    positions: tuple[int | None, ...]  # None: that follower never took a step


class Results:
    """Readings of `total`, `entry` and `fact`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def hold(self) -> None:
        """Keep everybody else from posting until the transaction ends; SQLite does so anyway."""
        with self._database.write() as connection:
            if connection.dialect.name == "postgresql":
                lock_ledger(connection)

    def state(self, workspace_id: int, names: Sequence[str]) -> State:
        """All of that in one statement: somebody who follows asks before every step."""
        followers = "".join(_AT.format(name=name) for name in names)
        with self._database.read() as connection:
            sql = f"SELECT names_version, ({_NEWEST}){followers} FROM workspace "  # noqa: S608
            row = Driver(connection).run(f"{sql}WHERE id = :workspace", {"workspace": workspace_id})
            version, newest, *positions = row.fetchone()
        return State(version, newest, tuple(positions))

    def span(self, workspace_id: int, measures: Collection[str]) -> tuple[int, int] | None:
        """The first and the last day with a total of these measures, anybody's."""
        with self._database.read() as connection:
            driver = Driver(connection)
            return _span(driver, series_of(driver, workspace_id, measures))

    def days(self, workspace_id: int, seat_ids: Collection[int], measures: Collection[str]) -> Days:
        """The sums of every day of these seats, per measure and sale type."""
        with self._database.read() as connection:
            driver = Driver(connection)
            newest = int(driver.run(_NEWEST).fetchone()[0])
            series = series_of(driver, workspace_id, measures)
            span = _span(driver, series) if seat_ids else None
            if span is None:
                return Days(newest, [])
            bases = [
                f"({number}, {_day_cells(number) + int(seat)})"
                for number in series
                for seat in seat_ids
            ]
            sql = _DAYS.format(
                first=span[0], last=span[1], bases=", ".join(bases), step=1 << SLOT_SHIFT
            )
            rows = driver.run(sql).fetchall()
        return Days(newest, [(day, *series[number], *sums) for number, day, *sums in rows])

    def largest(self, workspace_id: int, measure: str, start: int, end: int) -> list[Won]:
        """The deals of the largest amount among those with a day in [start, end), ordinals."""
        days = {"workspace": workspace_id, "start": start, "ends": end}
        with self._database.read() as connection:
            driver = Driver(connection)
            series = _numbers(series_of(driver, workspace_id, [measure]))
            deals = driver.run(_LARGEST.format(series=series), days).fetchall()
            found = []
            for source, external, day, worth in deals:
                deal = {"workspace": workspace_id, "source": source, "external": external}
                rows = driver.run(_CREDITED.format(series=series), deal | {"day": day})
                people = frozenset(person for (person,) in rows.fetchall())
                found.append(Won(day=day, amount=int(worth), people=people))
        return found

    def shared(
        self,
        workspace_id: int,
        measure: str,
        start: int = _FOREVER[0],
        end: int = _FOREVER[1],
        *,
        seat_ids: Sequence[int] | None = None,
    ) -> list[tuple[int, int]]:
        """Who got part of the credit of a deal, on which day in [start, end): once a deal."""
        days = {"workspace": workspace_id, "start": start, "ends": end}
        whose = "" if seat_ids is None else f"AND e.seat_id IN ({_numbers(seat_ids)})"
        with self._database.read() as connection:
            driver = Driver(connection)
            series = _numbers(series_of(driver, workspace_id, [measure]))
            rows = driver.run(_SHARED.format(series=series, whose=whose), days).fetchall()
        return [(person, day) for person, day in rows]


def _span(driver: Driver, series: dict[int, Key]) -> tuple[int, int] | None:
    """The first and the last day with a total of these series, anybody's."""
    found: list[int] = []
    for number in series:
        first = _day_cells(number)
        within = {"first": first, "last": first + (GRAIN_STEP << SLOT_SHIFT) - 1}
        cells = driver.run(_SPAN, within).fetchone()
        found += [(cell - first) >> SLOT_SHIFT for cell in cells if cell is not None]
    return (min(found), max(found)) if found else None


def _day_cells(series_id: int) -> int:
    """Where the day totals of a series begin."""
    return (series_id << SERIES_SHIFT) + (Grain.DAY * GRAIN_STEP << SLOT_SHIFT)


def _numbers(ids: Collection[int]) -> str:
    return ", ".join(str(int(one)) for one in ids) or "NULL"
