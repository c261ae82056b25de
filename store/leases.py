"""Which clock a lease runs on. Knows no table.

Replicas on PostgreSQL may disagree on the time, so leases and pace run on the database's clock
there; one server process owns an SQLite file, and its own clock is as good as any.
"""

from __future__ import annotations

from sqlalchemy import Connection, text

from store.columns import to_micros
from store.database import Database

_NOW = text("SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS bigint)")


def lease_now(database: Database, connection: Connection) -> int:
    """Microseconds since 1970 on the clock that every process with this database shares."""
    if database.dialect == "postgresql":
        return int(connection.execute(_NOW).scalar_one())
    return to_micros(database.clock())
