"""How fresh a board is: the workspace's version, in microseconds on SQLite.

Knows only the workspace table. A process asks before every board, so on SQLite the file's own
change counter (PRAGMA data_version) is asked first, and the row is read only after a commit.
"""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path
from typing import Protocol

from store.database import Database, Driver
from store.errors import NotFound
from store.sqlite import watch_connection

READ = "SELECT version FROM workspace WHERE id = :workspace"


class Versions(Protocol):
    """Where a workspace's version comes from."""

    def get(self, workspace_id: int) -> int: ...
    def close(self) -> None: ...


class PolledVersions:
    """One raw connection that nothing else uses; `data_version` moves when anybody commits."""

    def __init__(self, database: Database, path: Path) -> None:
        self._database = database
        self._path = path
        self._guard = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._seen: int | None = None
        self._commits = -1
        self._known: dict[int, int] = {}

    def get(self, workspace_id: int) -> int:
        """The committed version; while somebody is committing, the one before that commit, and
        never one from before a commit of this process."""
        with self._guard:
            commits = self._database.commits  # first: a commit may end while we look
            if self._connection is None:
                self._connection = watch_connection(self._path)
            try:
                (seen,) = self._connection.execute("PRAGMA data_version").fetchone()
                if seen != self._seen:
                    self._known.clear()
                known = self._known.get(workspace_id)
                if known is None:
                    known = self._known[workspace_id] = self._read(workspace_id)
                self._seen, self._commits = seen, commits
            except sqlite3.OperationalError:
                # Locked by a commit in progress: what was true before it still is, unless we have
                # committed ourselves since it was read. Who writes must see it at once.
                if workspace_id not in self._known or commits != self._commits:
                    return self._wait_for(workspace_id)
                return self._known[workspace_id]
        return known

    def _read(self, workspace_id: int) -> int:
        assert self._connection is not None  # noqa: S101  (get() opened it)
        row = self._connection.execute(READ, {"workspace": workspace_id}).fetchone()
        if row is None:
            raise NotFound(f"workspace {workspace_id}")
        return int(row[0])

    def _wait_for(self, workspace_id: int) -> int:
        return QueriedVersions(self._database).get(workspace_id)

    def close(self) -> None:
        with self._guard:
            if self._connection is not None:
                self._connection.close()
                self._connection = None


class QueriedVersions:
    """A plain select, for a server that several processes write to."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, workspace_id: int) -> int:
        with self._database.read() as connection:
            row = Driver(connection).run(READ, {"workspace": workspace_id}).fetchone()
        if row is None:
            raise NotFound(f"workspace {workspace_id}")
        return int(row[0])

    def close(self) -> None:
        """Nothing of its own to close."""
