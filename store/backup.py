"""A copy of a SQLite database that opens: VACUUM INTO, checked, on disk before it gets its name."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from store.errors import StoreError


def backup_sqlite(source: Path, to: Path) -> Path:
    """Write a consistent copy of `source` to `to` while others go on writing; returns `to`.

    VACUUM INTO leaves out deleted pages, so nothing erased survives in it. StoreError when the
    copy fails its integrity check; `to` is then not touched.
    """
    to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = to.with_name(f"{to.name}.part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    try:
        with closing(sqlite3.connect(source, timeout=30)) as connection:
            connection.execute("VACUUM INTO ?", (str(part),))
        with closing(sqlite3.connect(part)) as copy:
            (verdict,) = copy.execute("PRAGMA integrity_check").fetchone()
        if verdict != "ok":
            raise StoreError(f"the backup of {source} is damaged: {verdict}")
        _sync(part)
        part.replace(to)
        _sync(to.parent)
    finally:
        part.unlink(missing_ok=True)
    return to


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
