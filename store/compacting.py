"""Leave nothing of deleted rows in the file: rewrite it, and empty the log beside it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from store.errors import Locked

WAIT = 30.0  # seconds for readers to finish


def compact_sqlite(path: Path) -> None:
    """Rewrite the file, so that neither freed pages nor the order of writing survive in it.

    Locked when somebody reads for longer than WAIT: do it again later. A rewrite takes about as
    long as a backup.
    """
    with closing(sqlite3.connect(path, isolation_level=None, timeout=WAIT)) as connection:
        try:
            connection.execute("PRAGMA secure_delete=ON")
            connection.execute("VACUUM")
            busy, *_pages = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except sqlite3.OperationalError as error:
            raise Locked(f"{path} is being read and cannot be rewritten now") from error
    if busy:
        raise Locked(f"{path} is being read and its log cannot be emptied now")
