"""Bring a database to the schema of this version: under a lock, after a backup, all or nothing.

Alembic is imported only when there is something to migrate; starting up to date costs one query.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from store.errors import NewerDatabase, StoreError

REVISIONS = ("0001", "0002", "0003")
HEAD = REVISIONS[-1]


def current_revision(connection: Connection) -> str | None:
    """The schema the database has; None when it is empty."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.execute(
        text("SELECT version_num FROM alembic_version")
    ).scalar()
    return revision


def needs_migration(engine: Engine) -> bool:
    """Whether the schema is older than this version; NewerDatabase when it is not known here."""
    with engine.connect() as connection:
        revision = current_revision(connection)
    if revision is not None and revision not in REVISIONS:
        raise NewerDatabase(f"schema {revision} is newer than {HEAD}: install that version again")
    return revision != HEAD


def migrate(engine: Engine, *, backup: Callable[[], object], target: str = HEAD) -> None:
    """Upgrade to `target`, or down to "base", in one transaction.

    `backup` is called first, unless the database is empty.
    """
    with engine.connect() as connection:
        holds_data = current_revision(connection) is not None
    if holds_data:
        backup()
    with engine.begin() as connection:
        _run(connection, target)
        _check_foreign_keys(connection)


def _run(connection: Connection, target: str) -> None:
    from alembic import command  # noqa: PLC0415  (0.1 s that most starts do not need)
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    if target == "base":
        command.downgrade(config, target)
    else:
        command.upgrade(config, target)


def _check_foreign_keys(connection: Connection) -> None:
    """With foreign keys off during the rebuild of tables, look for orphans before the commit."""
    if connection.dialect.name != "sqlite":
        return
    orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if orphans:
        raise StoreError(f"migration would leave {len(orphans)} rows without their parent")
