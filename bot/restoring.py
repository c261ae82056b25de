"""Puts a backup back in place of the SQLite database: checked first, nothing lost by halves."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from sqlalchemy import make_url

from bot.config import Settings
from bot.errors import NotFound, UsageError
from store.filelock import FileLock
from store.migrate import REVISIONS

TRACES = ("-wal", "-shm", "-journal")
"""What SQLite leaves beside a file; beside another file they would be poison."""


def restore(settings: Settings, copy: Path, now: datetime) -> Path | None:
    """Make `copy` the database; returns where the former one is kept, None when there was none.

    NotFound without such a file, UsageError when it is no sound copy of a Koploper database of
    this version or older, or on PostgreSQL; Locked while a server runs on the database.
    """
    if not settings.database.startswith("sqlite"):
        raise UsageError("On PostgreSQL use pg_restore.")
    check_copy(copy)
    target = Path(make_url(settings.database).database or "").absolute()
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = FileLock(target.with_name(f"{target.name}.lock"))
    try:
        return _swap(copy, target, target.with_name(f"{target.name}.before-{now:%Y%m%dT%H%M%SZ}"))
    finally:
        lock.release()


def check_copy(copy: Path) -> None:
    """Refuse what is not a sound copy, before anything is touched."""
    if not copy.is_file():
        raise NotFound("There is no file {file}.", file=copy)
    try:
        with closing(sqlite3.connect(f"file:{copy.absolute()}?mode=ro", uri=True)) as connection:
            (verdict,) = connection.execute("PRAGMA integrity_check").fetchone()
            (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except (sqlite3.DatabaseError, TypeError):
        raise UsageError("{file} is not a copy of a Koploper database.", file=copy) from None
    if verdict != "ok":
        raise UsageError("{file} is damaged.", file=copy)
    if revision not in REVISIONS:
        raise UsageError("A newer Koploper made {file}; install that version first.", file=copy)


def _swap(copy: Path, target: Path, kept: Path) -> Path | None:
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    shutil.copyfile(copy, part)
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    was_there = target.exists()
    if was_there:
        with closing(sqlite3.connect(target)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")  # folds a -wal into the file
        target.replace(kept)
    for trace in TRACES:
        target.with_name(target.name + trace).unlink(missing_ok=True)
    part.replace(target)
    return kept if was_there else None
