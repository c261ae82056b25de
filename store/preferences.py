"""What admins set in Slack, by name. Knows nothing of what a value means: bot/domain does."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import delete, insert, select

from store.database import Database
from store.tables_life import Table
from store.workspaces import raise_names_version

ROW = Table.metadata.tables["preference"]


class Preferences:
    """Rows of `preference`; values are anything JSON can hold."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, workspace_id: int, name: str) -> Any:
        """What was set; None when nothing was."""
        return self.all(workspace_id).get(name)

    def all(self, workspace_id: int) -> dict[str, Any]:
        """Everything that was set, by name."""
        wanted = select(ROW.c.name, ROW.c.value).where(ROW.c.workspace_id == workspace_id)
        with self._database.read() as connection:
            return {name: json.loads(value) for name, value in connection.execute(wanted)}

    def set(self, workspace_id: int, name: str, value: Any, *, is_shown: bool = True) -> None:
        """Set it; None takes it away. Boards are drawn anew, unless no board shows anything of it
        (not `is_shown`)."""
        with self._database.write() as connection:
            own = (ROW.c.workspace_id == workspace_id, ROW.c.name == name)
            connection.execute(delete(ROW).where(*own))
            if value is not None:
                text = json.dumps(value, ensure_ascii=False, sort_keys=True)
                row = {"workspace_id": workspace_id, "name": name, "value": text}
                connection.execute(insert(ROW).values(row))
            if is_shown:
                raise_names_version(connection, workspace_id)
