"""Who may do what: roles given to Slack users, and one-time codes that make the first owner.

Knows no rules: what a role allows is decided in the services.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, insert, select, update

from store.columns import to_micros
from store.database import Database
from store.errors import StoreError
from store.records import Role
from store.tables import Table
from store.workspaces import raise_names_version

ROLE = Table.metadata.tables["role"]
CLAIM = Table.metadata.tables["claim"]


class Roles:
    """Rows of `role`. REP is everybody matched to a person and is never stored."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def grant(self, workspace_id: int, slack_user_id: str, role: Role) -> None:
        """Give a role; giving it twice is the same. StoreError for REP."""
        if Role(role) is Role.REP:
            raise StoreError("rep is everybody who is matched to a person; it cannot be granted")
        with self._database.write() as connection:
            if role not in self.of(workspace_id, slack_user_id):
                row = {"workspace_id": workspace_id, "slack_user_id": slack_user_id, "role": role}
                connection.execute(insert(ROLE).values(row))
                raise_names_version(connection, workspace_id)

    def take(self, workspace_id: int, slack_user_id: str, role: Role) -> bool:
        """Take a role away; False when it was not there."""
        mine = (ROLE.c.workspace_id == workspace_id, ROLE.c.slack_user_id == slack_user_id)
        with self._database.write() as connection:
            gone = delete(ROLE).where(*mine, ROLE.c.role == role).returning(ROLE.c.role)
            had = connection.execute(gone).first() is not None
            if had:
                raise_names_version(connection, workspace_id)
            return had

    def of(self, workspace_id: int, slack_user_id: str) -> frozenset[Role]:
        return self.all(workspace_id).get(slack_user_id, frozenset())

    def all(self, workspace_id: int) -> dict[str, frozenset[Role]]:
        """Everybody with a role, by Slack user id."""
        wanted = select(ROLE.c.slack_user_id, ROLE.c.role)
        with self._database.read() as connection:
            rows = connection.execute(wanted.where(ROLE.c.workspace_id == workspace_id)).all()
        found: dict[str, frozenset[Role]] = {}
        for user, role in rows:
            found[user] = found.get(user, frozenset()) | {Role(role)}
        return found


class Claims:
    """Rows of `claim`: hashes of one-time codes; the codes themselves are never stored."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def create(self, workspace_id: int, code_hash: str, expires_at: datetime) -> None:
        """Let a code be used once until `expires_at`; codes given out before stop working."""
        row = {
            "workspace_id": workspace_id,
            "code_hash": code_hash,
            "expires_at": to_micros(expires_at),
        }
        with self._database.write() as connection:
            connection.execute(delete(CLAIM).where(CLAIM.c.workspace_id == workspace_id))
            connection.execute(insert(CLAIM).values(row))

    def use(self, workspace_id: int, code_hash: str, at: datetime) -> bool:
        """Use a code up: True for the first one to come before it expires, else False."""
        moment = to_micros(at)
        usable = update(CLAIM).where(
            CLAIM.c.workspace_id == workspace_id,
            CLAIM.c.code_hash == code_hash,
            CLAIM.c.used_at.is_(None),
            CLAIM.c.expires_at > moment,
        )
        with self._database.write() as connection:
            used = connection.execute(usable.values(used_at=moment).returning(CLAIM.c.used_at))
            return used.first() is not None
