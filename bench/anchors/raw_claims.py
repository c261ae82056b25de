"""The plainest claim there can be: one UPDATE … RETURNING on one table of sqlite3, committed."""

from __future__ import annotations

import sqlite3
from pathlib import Path

_CLAIM = """
UPDATE occurrence SET state = 'claimed', owner = 'bench', lease_until = ?, fence = fence + 1
WHERE id IN (
  SELECT id FROM occurrence WHERE state = 'pending' AND due_at <= ? ORDER BY due_at LIMIT ?
) RETURNING id, due_at, fence
"""


class RawClaims:
    """A table of slots, one a minute, with the index that finds those that are due."""

    def __init__(self, path: Path, journal_mode: str, slots: int) -> None:
        """Slot n is due at moment n, in whatever unit."""
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.execute(f"PRAGMA journal_mode={journal_mode}")
        self._connection.execute("PRAGMA synchronous=FULL")
        self._connection.execute(
            "CREATE TABLE occurrence (id INTEGER PRIMARY KEY, due_at INTEGER NOT NULL,"
            " state TEXT NOT NULL, owner TEXT, lease_until INTEGER NOT NULL,"
            " fence INTEGER NOT NULL) STRICT"
        )
        self._connection.execute("CREATE INDEX due ON occurrence (state, due_at)")
        self._connection.execute("BEGIN")
        self._connection.executemany(
            "INSERT INTO occurrence VALUES (?, ?, 'pending', NULL, 0, 0)",
            ((number, number) for number in range(slots)),
        )
        self._connection.execute("COMMIT")

    def claim(self, now: int, limit: int) -> list[tuple[int, int, int]]:
        """Up to `limit` slots that are due at `now`, claimed and durable."""
        self._connection.execute("BEGIN IMMEDIATE")
        found = self._connection.execute(_CLAIM, (now + 2, now, limit)).fetchall()
        self._connection.execute("COMMIT")
        return found

    def close(self) -> None:
        """Close the file."""
        self._connection.close()
