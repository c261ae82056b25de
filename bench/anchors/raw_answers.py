"""Many threads, each with one plain INSERT and one durable COMMIT of sqlite3 at a time: no Slack,
no form, no sealing."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path
from random import randbytes


class RawAnswers:
    """A table of rows as large as a sealed answer with its person.

    The threads take turns on one connection. With one each they are about half as fast: SQLite
    lets whoever finds the file locked sleep for a while.
    """

    def __init__(self, path: Path, journal_mode: str, size: int) -> None:
        """`size` is that of one row's box in bytes."""
        self._box = randbytes(size)
        self._turn = threading.Lock()
        self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._connection.execute(f"PRAGMA journal_mode={journal_mode}")
        self._connection.execute("PRAGMA synchronous=FULL")
        self._connection.execute(
            "CREATE TABLE sealed (wave_id INTEGER NOT NULL, slack_user_id TEXT NOT NULL,"
            " box BLOB NOT NULL, PRIMARY KEY (wave_id, slack_user_id)) STRICT, WITHOUT ROWID"
        )

    def insert(self, number: int) -> None:
        """Keep the answer of person `number`; durable when it returns. From any thread."""
        row = (f"U{number:08}", self._box)
        with self._turn:
            self._connection.execute("BEGIN IMMEDIATE")
            self._connection.execute("INSERT INTO sealed VALUES (1, ?, ?)", row)
            self._connection.execute("COMMIT")

    def close(self) -> None:
        """Close the file."""
        self._connection.close()
