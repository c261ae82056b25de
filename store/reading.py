"""Reading the ledger itself: the entries behind a number, filtered sums, and what was said before.

Named periods without filters are read from totals (store/totals.py); this is for everything else.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from store.columns import from_micros, to_micros
from store.database import Database, Driver
from store.records import Details, Entry, Sum
from store.series import Key, series_of

ENTRY_COLUMNS = """
SELECT e.id, p.recorded_at, e.series_id, e.seat_id, s.person_id, e.occurred_on, e.amount, e.share,
    e.product_id, e.source_id, e.external_id, e.revision, e.reverses,
    f.customer, f.link, f.stage, f.original"""
_JOINED = """
FROM seat s JOIN entry e ON e.seat_id = s.id
JOIN posting p ON p.id = e.posting_id
JOIN fact f ON f.workspace_id = e.workspace_id AND f.source_id = e.source_id
    AND f.external_id = e.external_id"""


class _Conditions:
    """A WHERE clause in the making; ids are numbers and go in as literals."""

    def __init__(self, workspace_id: int, series: Collection[int], start: date, end: date) -> None:
        self.params: dict[str, Any] = {
            "workspace": workspace_id,
            "start": start.toordinal(),
            "ends": end.toordinal(),
        }
        self._parts = [
            "e.workspace_id = :workspace",
            "s.workspace_id = :workspace",
            "e.occurred_on >= :start",
            "e.occurred_on < :ends",
        ]
        self.within("e.series_id", series)

    def within(self, column: str, ids: Collection[int] | None) -> None:
        """Only these ids; None is no condition, none at all is nothing."""
        if ids is not None:
            numbers = ", ".join(str(int(one)) for one in ids) or "NULL"
            self._parts.append(f"{column} IN ({numbers})")

    def when(self, condition: str, name: str, value: int | None) -> None:
        """A condition with its parameter, unless there is no value."""
        if value is not None:
            self._parts.append(condition)
            self.params[name] = value

    def __str__(self) -> str:
        return " WHERE " + " AND ".join(self._parts)


class LedgerReading:
    """Entries and sums out of the ledger."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def entries(
        self,
        workspace_id: int,
        *,
        measures: Collection[str],
        start: date,
        end: date,
        person_ids: Collection[int] | None = None,
        sale_types: Collection[str | None] | None = None,
        product_ids: Collection[int] | None = None,
        source_ids: Collection[int] | None = None,
        seat_ids: Collection[int] | None = None,
        recorded_after: datetime | None = None,
        recorded_until: datetime | None = None,
        limit: int = 100,
        before_id: int | None = None,
    ) -> list[Entry]:
        """Entries with a business date in [start, end), newest recorded first.

        `before_id` is the last id of the page before. Filters that are None do not filter.
        """
        with self._database.read() as connection:
            driver = Driver(connection)
            series = {
                number: key
                for number, key in series_of(driver, workspace_id, measures).items()
                if sale_types is None or key[1] in sale_types
            }
            where = _Conditions(workspace_id, series, start, end)
            where.within("s.person_id", person_ids)
            where.within("s.id", seat_ids)
            where.within("e.product_id", product_ids)
            where.within("e.source_id", source_ids)
            where.when("p.recorded_at > :after", "after", _micros(recorded_after))
            where.when("p.recorded_at <= :until", "until", _micros(recorded_until))
            where.when("e.id < :before", "before", before_id)
            sql = f"{ENTRY_COLUMNS}{_JOINED}{where} ORDER BY e.id DESC LIMIT {int(limit)}"
            rows = driver.run(sql, where.params).fetchall()
        return [entry_of(row, series) for row in rows]

    def sums(
        self,
        workspace_id: int,
        measures: Collection[str],
        start: date,
        end: date,
        *,
        product_ids: Collection[int] | None = None,
        source_ids: Collection[int] | None = None,
        recorded_until: datetime | None = None,
    ) -> list[Sum]:
        """Sums of the entries of [start, end) per seat, measure and sale type; zeros left out."""
        with self._database.read() as connection:
            driver = Driver(connection)
            series = series_of(driver, workspace_id, measures)
            where = _Conditions(workspace_id, series, start, end)
            where.within("e.product_id", product_ids)
            where.within("e.source_id", source_ids)
            where.when("p.recorded_at <= :until", "until", _micros(recorded_until))
            posted = " JOIN posting p ON p.id = e.posting_id" if recorded_until else ""
            return _sums(driver, f"seat s JOIN entry e ON e.seat_id = s.id{posted}", where, series)

    def moved_since(
        self, workspace_id: int, measures: Collection[str], start: date, end: date, moment: datetime
    ) -> list[Sum]:
        """Sums of what was recorded after `moment` for the business dates [start, end).

        What was said at `moment` is today's total less this. Walks the ledger from its end, so the
        cost is that of what happened since.
        """
        with self._database.read() as connection:
            driver = Driver(connection)
            series = series_of(driver, workspace_id, measures)
            where = _Conditions(workspace_id, series, start, end)
            where.when("p.recorded_at > :after", "after", _micros(moment))
            first = driver.run(
                "SELECT min(first_entry_id) FROM posting "
                "WHERE workspace_id = :workspace AND recorded_at > :after",
                {name: where.params[name] for name in ("workspace", "after")},
            ).fetchone()[0]
            if first is None:
                return []
            where.when("e.id >= :first", "first", first)
            source = "entry e CROSS JOIN posting p CROSS JOIN seat s"
            return _sums(
                driver, source, where, series, " AND p.id = e.posting_id AND s.id = e.seat_id"
            )


def _sums(
    driver: Driver, source: str, where: _Conditions, series: dict[int, Key], joined: str = ""
) -> list[Sum]:
    rows = driver.run(
        "SELECT e.seat_id, e.series_id, sum(e.amount), sum(e.share) "  # noqa: S608
        f"FROM {source}{where}{joined} GROUP BY e.seat_id, e.series_id",
        where.params,
    ).fetchall()
    return [
        Sum(seat, *series[number], int(amount), int(share))
        for seat, number, amount, share in rows
        if amount or share
    ]


def entry_of(row: Sequence[Any], series: Mapping[int, Key]) -> Entry:
    """A row of ENTRY_COLUMNS as a record."""
    measure, sale_type = series[row[2]]
    return Entry(
        id=row[0],
        recorded_at=from_micros(row[1]),
        measure=measure,
        seat_id=row[3],
        person_id=row[4],
        occurred_on=date.fromordinal(row[5]),
        amount=row[6],
        share=row[7],
        sale_type=sale_type,
        product_id=row[8],
        source_id=row[9],
        external_id=row[10],
        revision=row[11],
        reverses=row[12],
        details=Details(customer=row[13], link=row[14], stage=row[15], original=row[16]),
    )


def _micros(moment: datetime | None) -> int | None:
    return None if moment is None else to_micros(moment)
