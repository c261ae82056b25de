"""The temporary tables of the write connection, where facts wait to be compared with the ledger.

`stage` holds one chunk, a row a line; `later` the lines of facts the ledger already knows; `change`
and `month_change` the sums to add to the totals; `calendar` the slots of the days in use.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import Engine, event

from store.cells import calendar_day
from store.database import Driver

STAGED = (
    "external_id, customer, link, stage, original, measure, seat_id, occurred_on, sale_type, "
    "product_id, amount, share"
)
"""The columns of a staged row, in order; `line` and `lines` follow."""

_LINE = """external_id text, customer text, link text, stage text, original text, measure text,
    seat_id integer, occurred_on integer, sale_type text, product_id integer, amount bigint,
    share bigint, line integer, lines integer"""
_SUMS = "amount bigint NOT NULL, share bigint NOT NULL"
STAGE = f"CREATE TABLE stage (n integer PRIMARY KEY, {_LINE})"
TABLES = (
    STAGE.replace("TABLE", "TEMP TABLE"),
    f"CREATE TEMP TABLE later (n bigint PRIMARY KEY, {_LINE})",
    "CREATE INDEX {temp}later_external_id ON later (external_id)",
    f"CREATE TEMP TABLE change (cell bigint PRIMARY KEY, base bigint, day integer, {_SUMS})",
    f"CREATE TEMP TABLE month_change (cell bigint PRIMARY KEY, base bigint, day integer, {_SUMS})",
    """CREATE TEMP TABLE calendar (day integer PRIMARY KEY, month bigint, quarter bigint,
        year bigint, month_day integer)""",
    """CREATE TEMP TABLE revised (external_id text PRIMARY KEY, head bigint, old_first bigint,
        old_count integer, new_first bigint, new_count integer, revision integer,
        differs integer, is_new integer)""",
)


class Staged(NamedTuple):
    """What a chunk came to. Its rows are numbered from 1."""

    lines: int
    facts: int
    repeated: int  # runs of rows that a later run of the same fact replaced
    ascending: bool  # whether the external ids rise from row to row


def prepare_staging(engine: Engine) -> None:
    """Give every new write connection its temporary tables, before any transaction on it."""
    dialect = engine.dialect.name
    # an index goes where its table is on PostgreSQL, but has to be told so on SQLite
    temp = "temp." if dialect == "sqlite" else ""

    @event.listens_for(engine, "connect")
    def create_tables(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        for statement in TABLES:
            cursor.execute(statement.replace("{temp}", temp))
        cursor.close()
        connection.commit()


def clear(driver: Driver, *tables: str) -> None:
    """Empty temporary tables."""
    for table in tables:
        driver.run(f"DELETE FROM {table}")  # noqa: S608


def put_days(driver: Driver, days: Iterable[int]) -> None:
    """Make sure the calendar knows these days (ordinals) and the first days of their months."""
    wanted = {day: calendar_day(day) for day in days}
    for day in tuple(wanted.values()):
        wanted.setdefault(day.month_day, calendar_day(day.month_day))
    driver.run_many(
        "INSERT INTO calendar VALUES (:day, :month, :quarter, :year, :month_day) "
        "ON CONFLICT DO NOTHING",
        [{name: getattr(day, name) for name in day.__slots__} for day in wanted.values()],
    )
