"""Interned names of teams, regions, products and sources; case and accents do not count."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, insert, select

from store.columns import name_key
from store.database import Database
from store.errors import StoreError
from store.records import Label, LabelKind
from store.tables import Table
from store.workspaces import raise_names_version

ROW = Table.metadata.tables["label"]


class Labels:
    """Rows of `label` in and out."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def id(self, workspace_id: int, kind: LabelKind, name: str) -> int:
        """The number of this name, created when it is new; StoreError when it is blank."""
        found = self.find(workspace_id, kind, name)
        if found is None:
            found = self._add(workspace_id, LabelKind(kind), " ".join(name.split()))
        return found.id

    def find(self, workspace_id: int, kind: LabelKind, name: str) -> Label | None:
        """The label with this name, None when nobody used it yet."""
        same = (ROW.c.workspace_id == workspace_id, ROW.c.kind == kind, ROW.c.key == name_key(name))
        with self._database.read() as connection:
            row = connection.execute(select(ROW).where(*same)).one_or_none()
        return None if row is None else _record(row)

    def all(self, workspace_id: int, kind: LabelKind) -> list[Label]:
        """Every label of a kind, by name."""
        mine = (ROW.c.workspace_id == workspace_id, ROW.c.kind == kind)
        with self._database.read() as connection:
            rows = connection.execute(select(ROW).where(*mine).order_by(ROW.c.key)).all()
        return [_record(row) for row in rows]

    def _add(self, workspace_id: int, kind: LabelKind, name: str) -> Label:
        if not name:
            raise StoreError(f"a {kind} needs a name")
        with self._database.write() as connection:
            again = self.find(workspace_id, kind, name)
            if again is not None:
                return again
            values = {"workspace_id": workspace_id, "kind": kind, "key": name_key(name)}
            new = insert(ROW).values(**values, name=name).returning(ROW)
            label = _record(connection.execute(new).one())
            raise_names_version(connection, workspace_id)
            return label


def _record(row: Row[Any]) -> Label:
    return Label(id=row.id, kind=LabelKind(row.kind), name=row.name)
