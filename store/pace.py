"""How fast messages may go: for each key the moment from which the next one may, shared by all
processes through the database. Knows no Slack and no messages."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection, text

from store.columns import MICROSECOND
from store.database import Database
from store.leases import lease_now

WORKSPACE = "workspace"
EDITS = "edits"
_TAKE = text(
    "INSERT INTO pace (workspace_id, key, free_at) VALUES (:workspace, :key, :now + :every)"
    " ON CONFLICT (workspace_id, key) DO UPDATE SET free_at = :every +"
    " CASE WHEN pace.free_at > :earliest THEN pace.free_at ELSE :earliest END"
    " WHERE pace.free_at <= :now RETURNING free_at"
)
_FREE = text("SELECT free_at FROM pace WHERE workspace_id = :workspace AND key = :key")
_HOLD = text(
    "INSERT INTO pace (workspace_id, key, free_at) VALUES (:workspace, :key, :until)"
    " ON CONFLICT (workspace_id, key) DO UPDATE SET free_at = excluded.free_at"
    " WHERE pace.free_at < excluded.free_at"
)


def take_slot(
    connection: Connection, workspace_id: int, key: str, now: int, every: int, *, late: int = 0
) -> bool:
    """Take the next slot of a key, in microseconds; False when it is not free yet.

    A slot taken no later than `late` after its time does not move those after it.
    """
    row = {"workspace": workspace_id, "key": key, "now": now, "every": every}
    return connection.execute(_TAKE, row | {"earliest": now - late}).first() is not None


def free_from(connection: Connection, workspace_id: int, key: str) -> int:
    """The moment from which the next slot of a key is free, in microseconds; 0 when it always
    was."""
    found = connection.execute(_FREE, {"workspace": workspace_id, "key": key}).scalar()
    return int(found or 0)


class Pace:
    """Rows of `pace`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def take(self, workspace_id: int, key: str, every: timedelta) -> bool:
        """Whether it is this caller's turn; then nobody's for `every`."""
        with self._database.write() as connection:
            now = lease_now(self._database, connection)
            return take_slot(connection, workspace_id, key, now, every // MICROSECOND)

    def hold(self, workspace_id: int, key: str, pause: timedelta) -> None:
        """Nobody's turn for this long, as Slack asks with Retry-After; never shortens a pause."""
        with self._database.write() as connection:
            until = lease_now(self._database, connection) + pause // MICROSECOND
            row = {"workspace": workspace_id, "key": key, "until": until}
            connection.execute(_HOLD, row)
