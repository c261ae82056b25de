"""The temporary tables of the write connection, where facts wait to be compared with the ledger.

`stage` holds one chunk, a row a line; `later` the lines of facts the ledger already knows,
`revised` what becomes of them; `change` and `month_change` the sums to add to the totals.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import chain, count, islice
from typing import Any

from sqlalchemy import Engine, event

from store.chunks import Column
from store.database import Driver

STAGED = (
    *("external_id", "customer", "link", "stage", "original", "series_id", "seat_id"),
    *("occurred_on", "product_id", "amount", "share", "line", "lines"),
)
TOGETHER = 100  # rows in one INSERT; more gains little and fewer pay the driver's fixed cost

_LINE = """external_id text, customer text, link text, stage text, original text,
    series_id integer, seat_id integer, occurred_on integer, product_id integer, amount bigint,
    share bigint, line integer, lines integer"""
STAGE = f"CREATE TABLE stage (n integer PRIMARY KEY, {_LINE})"
CHANGE = """CREATE TABLE change (cell bigint PRIMARY KEY, base bigint NOT NULL,
    day integer NOT NULL, amount bigint NOT NULL, share bigint NOT NULL)"""
_TEMPORARY = (
    STAGE,
    CHANGE,
    """CREATE TABLE month_change (cell bigint PRIMARY KEY, base bigint NOT NULL,
        amount bigint NOT NULL, share bigint NOT NULL)""",
    f"CREATE TABLE later (n bigint PRIMARY KEY, {_LINE})",
    """CREATE TABLE revised (external_id text PRIMARY KEY, head bigint, old_first bigint,
        old_count integer, new_first bigint, new_count integer, revision integer,
        is_new integer, is_moved integer, is_renamed integer)""",
)


def prepare_staging(engine: Engine) -> None:
    """Give every new write connection its temporary tables, before any transaction on it."""
    # an index goes where its table is on PostgreSQL, but has to be told so on SQLite
    temp = "temp." if engine.dialect.name == "sqlite" else ""

    @event.listens_for(engine, "connect")
    def create_tables(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        for statement in _TEMPORARY:
            cursor.execute(statement.replace("CREATE TABLE", "CREATE TEMP TABLE"))
        cursor.execute(f"CREATE INDEX {temp}later_external_id ON later (external_id)")
        cursor.close()
        connection.commit()


def clear(driver: Driver, *tables: str) -> None:
    """Empty temporary tables."""
    for table in tables:
        driver.run(f"DELETE FROM {table}")  # noqa: S608


def fill_stage(connection: Any, dialect: str, columns: list[Column], after: int = 0) -> None:
    """Put columns (in the order of STAGED) into `stage`, numbered on from `after`."""
    if dialect == "postgresql":
        names = ", ".join(STAGED)
        with connection.cursor().copy(f"COPY stage (n, {names}) FROM STDIN") as copy:
            for number, row in enumerate(zip(*columns, strict=True), after + 1):
                copy.write_row((number, *row))
        return
    size = len(columns[0])
    # what is the same in every row is bound once for many rows: binding is half the cost
    varying = tuple(column.count(column[0]) < size for column in columns)
    same = [column[0] for column, varies in zip(columns, varying, strict=True) if not varies]
    values = _flat(columns, varying)
    for start in range(0, size, TOGETHER):
        rows = min(TOGETHER, size - start)
        params = [*same, *islice(values, rows * sum(varying))]
        connection.execute(_insert(varying, rows), params)


def _flat(columns: list[Column], varying: tuple[bool, ...]) -> Iterator[Any]:
    chosen = [column for column, varies in zip(columns, varying, strict=True) if varies]
    return chain.from_iterable(zip(*chosen, strict=True))


@lru_cache(maxsize=1024)
def _insert(varying: tuple[bool, ...], rows: int) -> str:
    """INSERT of several rows whose first parameters are the columns that do not vary."""
    number = count(1)
    constants = [None if varies else f"?{next(number)}" for varies in varying]
    row = (", ".join(constant or f"?{next(number)}" for constant in constants) for _ in range(rows))
    values = ", ".join(f"({one})" for one in row)
    return f"INSERT INTO stage ({', '.join(STAGED)}) VALUES {values}"  # noqa: S608
