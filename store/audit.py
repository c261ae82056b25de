"""What people changed, when: read by admins, never edited here."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import insert, select

from store.columns import from_micros, to_micros
from store.database import Database
from store.records import AuditLine
from store.tables import Table

ROW = Table.metadata.tables["audit"]


class Audit:
    """Rows of `audit` in and out."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self,
        workspace_id: int,
        at: datetime,
        actor: str,
        action: str,
        details: Mapping[str, object],
    ) -> None:
        """Write down who did what; `details` is anything JSON can hold, and no secrets."""
        row = {
            "workspace_id": workspace_id,
            "recorded_at": to_micros(at),
            "actor": actor,
            "action": action,
            "details": json.dumps(dict(details), ensure_ascii=False, sort_keys=True),
        }
        with self._database.write() as connection:
            connection.execute(insert(ROW).values(row))

    def recent(self, workspace_id: int, limit: int = 50) -> list[AuditLine]:
        """The newest lines first."""
        wanted = select(ROW).where(ROW.c.workspace_id == workspace_id).order_by(ROW.c.id.desc())
        with self._database.read() as connection:
            rows = connection.execute(wanted.limit(limit)).all()
        return [
            AuditLine(
                recorded_at=from_micros(row.recorded_at),
                actor=row.actor,
                action=row.action,
                details=json.loads(row.details),
            )
            for row in rows
        ]
