"""SQLite as a careful server's database: one writer, read-only readers, private files.

Knows nothing of tables. WAL is used only where SQLite no longer has the WAL-reset bug; elsewhere
the journal is TRUNCATE, in which any number of processes may write in turn (BEGIN IMMEDIATE).
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.pool import NullPool

from store.errors import Locked, StoreError

BUSY_MS = 30_000
READERS = 8
CACHE_KIB = -32_768  # negative: KiB, not pages


def has_wal_fix(version: tuple[int, int, int]) -> bool:
    """Whether this SQLite is free of the WAL-reset bug (sqlite.org/wal.html#walresetbug)."""
    if version == (3, 52, 0):
        return False
    fixed_in_branch = {(3, 50): 7, (3, 44): 6}
    return version >= (3, 51, 3) or version[2] >= fixed_in_branch.get(version[:2], 1_000)


def journal_mode(version: tuple[int, int, int] = sqlite3.sqlite_version_info) -> str:
    """'wal' where it is safe for several connections, else 'truncate'."""
    return "wal" if has_wal_fix(version) else "truncate"


def prepare_file(url: URL, data_dir: Path) -> Path:
    """Create the database file 0600 in a directory 0700 before SQLite would make them readable.

    The -journal, -wal and -shm files inherit the mode. An in-memory database is refused: readers
    and the writer are separate connections and would see different ones.
    """
    if not url.database or ":memory:" in url.database:
        raise StoreError("SQLite needs a file: sqlite:////path/to/koploper.db")
    path = Path(url.database).absolute()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if path.parent == data_dir.absolute():
        path.parent.chmod(0o700)
    path.touch(mode=0o600)
    path.chmod(0o600)
    return path


def set_journal_mode(path: Path, mode: str) -> None:
    """Bring the file to `mode`; an open WAL of another process is left alone and refused."""
    connection = sqlite3.connect(path, isolation_level=None, timeout=BUSY_MS / 1000)
    try:
        (found,) = connection.execute(f"PRAGMA journal_mode={mode}").fetchone()
    except sqlite3.OperationalError as error:
        raise Locked(f"{path} is in use in another journal mode") from error
    finally:
        connection.close()
    if found != mode:
        raise Locked(f"{path} is in use in journal mode {found}, and must be in {mode}")


def _engine(path: Path, pragmas: dict[str, Any], begin: str, **pool: Any) -> Engine:
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": BUSY_MS / 1000}, **pool)

    @event.listens_for(engine, "connect")
    def set_pragmas(connection: sqlite3.Connection, _record: object) -> None:
        # the driver's own BEGIN comes too late for a read-then-write: ours is below
        connection.isolation_level = None
        for name, value in pragmas.items():
            connection.execute(f"PRAGMA {name}={value}")

    @event.listens_for(engine, "begin")
    def begin_ours(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def write_engine(path: Path, mode: str) -> Engine:
    """The one writing connection of this process; store/turns.py says who is next."""
    pragmas = {
        "busy_timeout": BUSY_MS,
        "foreign_keys": "ON",
        "secure_delete": "ON",
        "synchronous": "FULL",
        "journal_mode": mode,
        "cache_size": CACHE_KIB,
        "temp.cache_size": CACHE_KIB,  # beyond it staged rows go to an unlinked file, not memory
    }
    return _engine(path, pragmas, "BEGIN IMMEDIATE", pool_size=1, max_overflow=0, pool_timeout=600)


def read_engine(path: Path) -> Engine:
    """Readers that cannot write, not even by mistake."""
    pragmas = {"busy_timeout": BUSY_MS, "query_only": "ON", "cache_size": -16_384}
    return _engine(path, pragmas, "BEGIN", pool_size=READERS, max_overflow=0)


def migration_engine(path: Path, mode: str) -> Engine:
    """Foreign keys are off before BEGIN: a table rebuilt under them deletes its children."""
    pragmas = {
        "busy_timeout": BUSY_MS,
        "foreign_keys": "OFF",
        "synchronous": "FULL",
        "journal_mode": mode,
    }
    return _engine(path, pragmas, "BEGIN IMMEDIATE", poolclass=NullPool)


def watch_connection(path: Path) -> sqlite3.Connection:
    """A connection that only asks whether anything was committed; it never waits for a lock."""
    connection = sqlite3.connect(
        path, isolation_level=None, timeout=0, check_same_thread=False, cached_statements=8
    )
    connection.execute("PRAGMA query_only=ON")
    return connection
