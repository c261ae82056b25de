"""Fixtures that every test may use."""

from tests.store_fixtures import (
    any_store,
    clock,
    database_url,
    open_database,
    postgres_server,
    postgres_url,
    sqlite_url,
)

__all__ = [
    "any_store",
    "clock",
    "database_url",
    "open_database",
    "postgres_server",
    "postgres_url",
    "sqlite_url",
]
