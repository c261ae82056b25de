"""Decides who is calling: which app a token belongs to, and what it may do. Also the shape of a
method in the table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sandbox.dispatch_socket import SocketHub
from sandbox.errors import SlackError
from sandbox.limits import Tier
from sandbox.records import App, Json
from sandbox.stage import Stage
from sandbox.state import Workspace
from sandbox.timers import Timers
from sandbox.webapi.args import Args


@dataclass(frozen=True, kw_only=True)
class Call:
    """One Web API call that has been let in; `app` is the caller."""

    stage: Stage
    hub: SocketHub
    timers: Timers
    app: App
    args: Args

    @property
    def ws(self) -> Workspace:
        return self.stage.ws

    @property
    def bot(self) -> str:
        """The user id of the calling bot."""
        return self.app.bot_user_id


@dataclass(frozen=True, kw_only=True)
class Method:
    """`held_by` is the kind of token: bot, app or none; `scopes` are all needed. What depends on
    the arguments the handler asks for itself with `need_scope`."""

    handler: Callable[[Call], Json]
    tier: Tier
    scopes: tuple[str, ...] = ()
    held_by: str = "bot"
    per_channel: Tier | None = None


def token_kind(token: str) -> str:
    """bot, app, none, or unknown, by the look of a token."""
    if not token:
        return "none"
    return {"xoxb": "bot", "xapp": "app"}.get(token.partition("-")[0], "unknown")


def caller_of(ws: Workspace, token: str, method: Method) -> App:
    """The app that holds `token`. Raises `not_authed`, `invalid_auth`, `token_revoked`,
    `account_inactive`, `not_allowed_token_type`."""
    if not token:
        raise SlackError("not_authed")
    for app in ws.apps.values():
        if token not in (app.bot_token, app.app_token):
            continue
        if ws.users[app.bot_user_id].deleted:
            raise SlackError("account_inactive")
        if app.is_token_revoked and token == app.bot_token:
            raise SlackError("token_revoked")
        if token_kind(token) != method.held_by:
            raise SlackError("not_allowed_token_type")
        return app
    raise SlackError("invalid_auth")


def need_scope(app: App, *scopes: str) -> None:
    """Raise `missing_scope` with what is needed and provided, unless the app has all of them."""
    missing = [scope for scope in scopes if scope not in app.scopes]
    if missing:
        raise SlackError(
            "missing_scope", needed=",".join(missing), provided=",".join(sorted(app.scopes))
        )


def has_scope(app: App, scope: str) -> bool:
    """Whether the app was granted a scope."""
    return scope in app.scopes
