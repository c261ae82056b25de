"""PostgreSQL: the URL psycopg wants, engines that survive a restarted server, advisory locks.

Knows nothing of tables. Ledger writers take a lock for their transaction, so entry ids are handed
out without gaps inside a posting and rise with the moment of recording.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.pool import NullPool

MIGRATION_LOCK = 5_075_697_001
LEDGER_LOCK = 5_075_697_002


def normalised(url: str) -> URL:
    """`postgres://` and `postgresql://` as hosts hand them out -> the psycopg driver."""
    parsed = make_url(url.replace("postgres://", "postgresql://", 1))
    return parsed.set(drivername="postgresql+psycopg")


def write_engine(url: URL) -> Engine:
    """A small pool: ledger writers of one database take turns anyway."""
    return create_engine(url, pool_pre_ping=True, pool_size=4, max_overflow=4)


def read_engine(url: URL) -> Engine:
    """Readers that the server keeps from writing."""
    engine = create_engine(url, pool_pre_ping=True, pool_size=8, max_overflow=8)

    @event.listens_for(engine, "begin")
    def read_only(connection: Connection) -> None:
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")

    return engine


def migration_engine(url: URL) -> Engine:
    """One connection at a time, kept by nobody."""
    """Connections for migrations alone, each closed after use."""
    return create_engine(url, poolclass=NullPool)


@contextmanager
def migration_lock(engine: Engine) -> Iterator[None]:
    """Held by one process at a time, so that replicas can start together."""
    with engine.connect() as connection:
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": MIGRATION_LOCK})
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": MIGRATION_LOCK})


def lock_ledger(connection: Connection) -> None:
    """Wait for the other ledger writers; released by commit or rollback."""
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LEDGER_LOCK})")
