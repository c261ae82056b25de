"""Python's csv and sqlite3 modules with nothing around them: one table with a unique index.

Run as a script it imports a file and prints the seconds the import took.
"""

from __future__ import annotations

import csv
import sqlite3
import sys
from pathlib import Path
from time import perf_counter


class OneInsert:
    """One table, one INSERT and one durable COMMIT at a time."""

    def __init__(self, path: Path, journal_mode: str) -> None:
        self._connection = _connect(path, journal_mode)
        self._connection.execute(
            "CREATE TABLE deal (id INTEGER PRIMARY KEY, external_id TEXT UNIQUE, rep INTEGER,"
            " day INTEGER, amount INTEGER)"
        )

    def insert(self, number: int) -> None:
        """Record deal `number`."""
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.execute(
            "INSERT INTO deal (external_id, rep, day, amount) VALUES (?, ?, ?, ?)",
            (f"D-{number}", number % 1000, 739_000 + number % 1000, 10_000 + number),
        )
        self._connection.execute("COMMIT")

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


def import_csv(source: Path, database: Path, journal_mode: str) -> int:
    """Read `source` and write every row in one transaction; return how many there were."""
    connection = _connect(database, journal_mode)
    with source.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        header = next(reader)
        columns = ", ".join(f'"{name}" TEXT' for name in header)
        marks = ", ".join("?" for _ in header)
        connection.execute(f"CREATE TABLE deal ({columns})")
        connection.execute("CREATE UNIQUE INDEX deal_external_id ON deal (external_id)")
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(f"INSERT INTO deal VALUES ({marks})", reader)
        connection.execute("COMMIT")
    count: int = connection.execute("SELECT count(*) FROM deal").fetchone()[0]
    connection.close()
    return count


def _connect(path: Path, journal_mode: str) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute(f"PRAGMA journal_mode={journal_mode}")
    connection.execute("PRAGMA synchronous=FULL")
    return connection


def main(arguments: list[str]) -> None:
    """Import FILE into DATABASE with JOURNAL_MODE."""
    source, database, journal_mode = arguments
    started = perf_counter()
    import_csv(Path(source), Path(database), journal_mode)
    print(f"{perf_counter() - started:.6f}")


if __name__ == "__main__":
    main(sys.argv[1:])
