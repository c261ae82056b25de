"""Decides who becomes owner and who grants and takes roles; every change leaves an audit line.
Knows no Slack calls and no texts."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from datetime import timedelta

from bot.errors import NotAllowed, NotFound, UsageError
from bot.services.access import ADMINS, Actor, require
from bot.services.desk import Desk
from store.records import Role

CLAIM_LIFE = timedelta(hours=24)
GRANTABLE = (Role.OWNER, Role.ADMIN, Role.HR, Role.MANAGER)
_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # no letters that read like digits
_GROUPS, _GROUP = 4, 4  # 32^16: 80 bits, so a plain hash of it cannot be searched


class Roles:
    """Owner, admin, hr and manager; rep is everybody matched to a person and cannot be granted."""

    def __init__(self, desk: Desk) -> None:
        """Roles are read from the desk's store and written there."""
        self._desk = desk

    def owners(self) -> tuple[str, ...]:
        """The Slack user ids of the owners."""
        return tuple(user for user, roles in self.held().items() if Role.OWNER in roles)

    def held(self) -> Mapping[str, frozenset[Role]]:
        """Every granted role by Slack user id, without asking who wants to know."""
        return self._desk.store.roles.all(self._desk.workspace_id)

    def listed(self, actor: Actor) -> Mapping[str, frozenset[Role]]:
        """Every granted role by Slack user id, for owner and admin."""
        require(actor, ADMINS)
        return self.held()

    def new_claim(self) -> str:
        """A code that makes whoever sends it first the owner; only its hash is kept, for a day."""
        code = "-".join(
            "".join(secrets.choice(_ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS)
        )
        self._desk.store.claims.create(
            self._desk.workspace_id,
            code_hash=_hash(code),
            expires_at=self._desk.clock() + CLAIM_LIFE,
        )
        return code

    def claim(self, actor: Actor, code: str) -> None:
        """Make the sender owner if the code is right, fresh and unused; NotFound otherwise."""
        if actor.slack_user_id is None:
            raise UsageError("Send the code from Slack: /koploper claim CODE.")
        store, workspace = self._desk.store, self._desk.workspace_id
        with store.transaction():
            if not store.claims.use(workspace, _hash(code), self._desk.clock()):
                raise NotFound(
                    "That code is not valid: it is mistyped, used or older than a day. A new one"
                    " is printed by `koploper claim`."
                )
            self._change("role.claim", actor, actor.slack_user_id, Role.OWNER, grant=True)

    def grant(self, actor: Actor, slack_user_id: str, role: Role) -> None:
        """Give a role: owner and admin may, but only an owner makes an owner or an admin."""
        self._check(actor, role)
        with self._desk.store.transaction():
            self._change("role.grant", actor, slack_user_id, role, grant=True)

    def take(self, actor: Actor, slack_user_id: str, role: Role) -> None:
        """Take a role back; the last owner stays."""
        self._check(actor, role)
        with self._desk.store.transaction():
            if role not in self.held().get(slack_user_id, frozenset()):
                raise NotFound("They do not have the role {role}.", role=role)
            if role is Role.OWNER and self.owners() == (slack_user_id,):
                raise NotAllowed("The last owner stays: make somebody else owner first.")
            self._change("role.take", actor, slack_user_id, role, grant=False)

    def _check(self, actor: Actor, role: Role) -> None:
        require(actor, ADMINS)
        if role not in GRANTABLE:
            raise UsageError("Rep is everybody who is linked to a person; use link instead.")
        if role in ADMINS and Role.OWNER not in actor.roles:
            raise NotAllowed("Only an owner gives and takes the roles owner and admin.")

    def _change(
        self, action: str, actor: Actor, slack_user_id: str, role: Role, *, grant: bool
    ) -> None:
        change = self._desk.store.roles.grant if grant else self._desk.store.roles.take
        change(self._desk.workspace_id, slack_user_id, role)
        self._desk.store.audit.add(
            self._desk.workspace_id,
            at=self._desk.clock(),
            actor=actor.label,
            action=action,
            details={"user": slack_user_id, "role": role.value},
        )


def _hash(code: str) -> str:
    """Case, spaces and dashes do not matter to somebody who types a code from a terminal."""
    bare = "".join(sign for sign in code.upper() if sign.isalnum())
    return hashlib.sha256(bare.encode()).hexdigest()
