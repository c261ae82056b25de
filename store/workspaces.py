"""Workspaces: one company each, its currency, and the version its boards are cached by."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from store.database import Database, Driver
from store.errors import CurrencyMismatch, Duplicate, NotFound, StoreError
from store.records import Workspace
from store.tables import Table
from store.versions import Versions

ROW = Table.metadata.tables["workspace"]
ISO_4217 = re.compile(r"[A-Z]{3}")
_RENAMED = """
UPDATE workspace SET version = version + 1, names_version = names_version + 1
WHERE id = :workspace"""


class Workspaces:
    """Rows of `workspace` in and out."""

    def __init__(self, database: Database, versions: Versions) -> None:
        self._database = database
        self._versions = versions

    def sole(self) -> Workspace:
        """The only workspace of a self-hosted database, created when there is none yet.

        StoreError when there are several: then the caller has to know which one it means.
        """
        with self._database.read() as connection:
            found = self._all(connection)
        if not found:
            with self._database.write() as connection:
                if not self._all(connection):  # somebody else may have been quicker
                    connection.execute(insert(ROW).values(name="", version=0, names_version=0))
                found = self._all(connection)
        if len(found) > 1:
            raise StoreError(f"{len(found)} workspaces here: say which one")
        return found[0]

    def add(self, name: str) -> Workspace:
        """Another workspace in the same database; none ever sees another's rows."""
        with self._database.write() as connection:
            new = insert(ROW).values(name=name, version=0, names_version=0)
            result = connection.execute(new.returning(ROW))
            return _record(result.one())

    def get(self, workspace_id: int) -> Workspace:
        with self._database.read() as connection:
            return self._get(connection, workspace_id)

    def bind(self, workspace_id: int, slack_team_id: str, name: str) -> Workspace:
        """Tie the workspace to the Slack team it was first connected to.

        Duplicate when it is tied to another team: its ledger is not that team's.
        """
        with self._database.write() as connection:
            bound = self._get(connection, workspace_id).slack_team_id
            if bound not in {None, slack_team_id}:
                raise Duplicate(f"workspace {workspace_id} belongs to Slack team {bound}")
            values = {"slack_team_id": slack_team_id, "name": name}
            connection.execute(update(ROW).where(ROW.c.id == workspace_id).values(values))
            raise_names_version(connection, workspace_id)
            return self._get(connection, workspace_id)

    def set_currency(self, workspace_id: int, code: str) -> Workspace:
        """Fix the currency (ISO 4217) that amounts of money are in.

        The same again is fine; another one is a CurrencyMismatch: entries cannot change theirs.
        """
        if not ISO_4217.fullmatch(code):
            raise StoreError(f"{code!r} is not an ISO 4217 code")
        with self._database.write() as connection:
            fixed = self._get(connection, workspace_id).currency
            if fixed not in {None, code}:
                raise CurrencyMismatch(f"the ledger is in {fixed}, not {code}")
            changed = update(ROW).where(ROW.c.id == workspace_id, ROW.c.currency.is_(None))
            if connection.execute(changed.values(currency=code)).rowcount == 1:
                raise_names_version(connection, workspace_id)
            return self._get(connection, workspace_id)

    def version(self, workspace_id: int) -> int:
        """A number that rises with every change a board can show; microseconds on SQLite."""
        return self._versions.get(workspace_id)

    def _all(self, connection: Connection) -> list[Workspace]:
        return [_record(row) for row in connection.execute(select(ROW).order_by(ROW.c.id))]

    def _get(self, connection: Connection, workspace_id: int) -> Workspace:
        row = connection.execute(select(ROW).where(ROW.c.id == workspace_id)).one_or_none()
        if row is None:
            raise NotFound(f"workspace {workspace_id}")
        return _record(row)


def _record(row: Row[Any]) -> Workspace:
    return Workspace(**{name: getattr(row, name) for name in Workspace.__slots__})


def raise_names_version(connection: Connection, workspace_id: int) -> None:
    """Say that a name, a role or a rule may have changed; part of the caller's change."""
    Driver(connection).run(_RENAMED, {"workspace": workspace_id})
