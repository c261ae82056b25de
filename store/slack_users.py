"""What Slack said about its users, kept so that a board never has to ask."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Row, select, text, update

from store.columns import from_micros, to_micros
from store.database import Database
from store.records import SlackUser
from store.tables import Table
from store.workspaces import raise_names_version

ROW = Table.metadata.tables["slack_user"]
_NAMES = [column.name for column in ROW.c]
# In words: SQLAlchemy's own ON CONFLICT loads all of PostgreSQL at every start, also on SQLite.
_PUT = text(
    f"INSERT INTO slack_user ({', '.join(_NAMES)}) "  # noqa: S608
    f"VALUES ({', '.join(f':{name}' for name in _NAMES)}) "
    "ON CONFLICT (workspace_id, slack_user_id) DO UPDATE SET "
    + ", ".join(f"{name} = excluded.{name}" for name in _NAMES)
)


class SlackUsers:
    """Rows of `slack_user` in and out."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, workspace_id: int, user: SlackUser) -> None:
        """Remember what Slack said last."""
        values = asdict(user) | {"fetched_at": to_micros(user.fetched_at)}
        mine = (ROW.c.workspace_id == workspace_id, ROW.c.slack_user_id == user.slack_user_id)
        with self._database.write() as connection:
            row = connection.execute(select(ROW).where(*mine)).one_or_none()
            if row is None:  # Slack may tell of somebody new in two ways at once
                connection.execute(_PUT, {"workspace_id": workspace_id, **values})
            else:
                connection.execute(update(ROW).where(*mine).values(**values))
            if row is None or replace(_record(row), fetched_at=user.fetched_at) != user:
                raise_names_version(connection, workspace_id)

    def get(self, workspace_id: int, slack_user_id: str) -> SlackUser | None:
        mine = (ROW.c.workspace_id == workspace_id, ROW.c.slack_user_id == slack_user_id)
        with self._database.read() as connection:
            row = connection.execute(select(ROW).where(*mine)).one_or_none()
        return None if row is None else _record(row)

    def all(self, workspace_id: int) -> list[SlackUser]:
        """Everybody Slack told about, by id."""
        wanted = select(ROW).where(ROW.c.workspace_id == workspace_id)
        with self._database.read() as connection:
            rows = connection.execute(wanted.order_by(ROW.c.slack_user_id)).all()
        return [_record(row) for row in rows]


def _record(row: Row[Any]) -> SlackUser:
    values: dict[str, Any] = {name: getattr(row, name) for name in SlackUser.__slots__}
    fetched_at = from_micros(row.fetched_at)
    flags = {"deleted": bool(row.deleted), "is_bot": bool(row.is_bot)}
    return SlackUser(**(values | flags | {"fetched_at": fetched_at}))
