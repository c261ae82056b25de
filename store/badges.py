"""What admins said about badges: rules of their own, and which built-in ones are off."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, insert, select

from store.database import Database
from store.errors import NotFound
from store.records_badges import OwnBadge
from store.tables import Table
from store.tables_life import BadgeRow
from store.workspaces import raise_names_version

ROW = Table.metadata.tables[str(BadgeRow.__tablename__)]


class Badges:
    """Rows of `badge`; a definition is anything JSON can hold."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self, workspace_id: int) -> dict[str, OwnBadge]:
        """Everything that was said, by key."""
        wanted = select(ROW).where(ROW.c.workspace_id == workspace_id).order_by(ROW.c.key)
        with self._database.read() as connection:
            rows = connection.execute(wanted).all()
        return {
            row.key: OwnBadge(
                key=row.key, definition=json.loads(row.definition), enabled=bool(row.enabled)
            )
            for row in rows
        }

    def put(
        self, workspace_id: int, key: str, definition: Mapping[str, Any], *, enabled: bool = True
    ) -> None:
        """Say it, in place of what was said; an empty definition is about a built-in badge."""
        text = json.dumps(dict(definition), ensure_ascii=False, sort_keys=True)
        with self._database.write() as connection:
            connection.execute(delete(ROW).where(*_own(workspace_id, key)))
            values = {"workspace_id": workspace_id, "key": key, "definition": text}
            connection.execute(insert(ROW).values(values | {"enabled": enabled}))
            raise_names_version(connection, workspace_id)

    def remove(self, workspace_id: int, key: str) -> None:
        """Forget it; NotFound when nothing was said. Awards of it stay where they are."""
        with self._database.write() as connection:
            gone = connection.execute(delete(ROW).where(*_own(workspace_id, key)))
            if gone.rowcount == 0:
                raise NotFound(f"badge {key}")
            raise_names_version(connection, workspace_id)


def _own(workspace_id: int, key: str) -> tuple[Any, ...]:
    return ROW.c.workspace_id == workspace_id, ROW.c.key == key
