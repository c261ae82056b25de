"""Decides what it means to install an app: tokens, a bot user, commands, events, and how it is
taken away again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sandbox.records import App, Command, Json, Shortcut, User
from sandbox.state import Event, Workspace


@dataclass(frozen=True, kw_only=True)
class AppSpec:
    """What an app asks for, whether it came from arguments or from a manifest."""

    name: str
    scopes: tuple[str, ...] = ()
    commands: tuple[Command, ...] = ()
    events: tuple[str, ...] = ()
    shortcuts: tuple[Shortcut, ...] = ()
    messages_tab: bool = True
    home_tab: bool = True


def spec_from_manifest(manifest: Mapping[str, Any]) -> AppSpec:
    """The parts of an app manifest the sandbox acts on."""
    features = manifest.get("features", {})
    settings = manifest.get("settings", {})
    app_home = features.get("app_home", {})
    return AppSpec(
        name=features.get("bot_user", {}).get("display_name")
        or manifest["display_information"]["name"],
        scopes=tuple(manifest.get("oauth_config", {}).get("scopes", {}).get("bot", ())),
        commands=commands_from(features.get("slash_commands", ())),
        events=tuple(settings.get("event_subscriptions", {}).get("bot_events", ())),
        shortcuts=shortcuts_from(features.get("shortcuts", ())),
        messages_tab=app_home.get("messages_tab_enabled", True),
        # An app has a Home only when it asks for one.
        home_tab=app_home.get("home_tab_enabled", False),
    )


def commands_from(rows: Iterable[Mapping[str, Any]]) -> tuple[Command, ...]:
    """Slash commands as a manifest lists them."""
    return tuple(
        Command(
            command=row["command"],
            description=row.get("description", ""),
            usage_hint=row.get("usage_hint", ""),
            should_escape=bool(row.get("should_escape", False)),
        )
        for row in rows
    )


def shortcuts_from(rows: Iterable[Mapping[str, Any]]) -> tuple[Shortcut, ...]:
    """Shortcuts as a manifest lists them."""
    return tuple(
        Shortcut(
            callback_id=row["callback_id"],
            name=row["name"],
            type=row.get("type", "global"),
            description=row.get("description", ""),
        )
        for row in rows
    )


def install(
    ws: Workspace, spec: AppSpec, *, signing_secret: str | None, request_url: str | None
) -> App:
    """Add an app with its bot user. A command it shares with an older app is now this one's."""
    with ws.lock:
        app_id, bot_id = ws.ids.new("A"), ws.ids.new("B")
        bot = ws.replace_user(_bot_user(ws, spec.name, app_id, bot_id))
        app = App(
            app_id=app_id,
            name=spec.name,
            team_id=ws.team_id,
            bot_user_id=bot.id,
            bot_id=bot_id,
            bot_token=f"xoxb-{ws.team_id[1:]}-{bot.id[1:]}-{ws.ids.word('bot_token')}",
            app_token=f"xapp-1-{app_id}-{ws.ids.number('app')}-{ws.ids.word('app_token', 64)}",
            signing_secret=signing_secret or ws.ids.word("signing_secret", 32),
            verification_token=ws.ids.word("verification_token"),
            scopes=frozenset(spec.scopes),
            events=frozenset(spec.events),
            commands=spec.commands,
            shortcuts=spec.shortcuts,
            request_url=request_url,
            messages_tab=spec.messages_tab,
            home_tab=spec.home_tab,
        )
        ws.apps[app_id] = app
    ws.changed("channels")
    return app


def _bot_user(ws: Workspace, name: str, app_id: str, bot_id: str) -> User:
    return User(
        id=ws.ids.new("U"),
        name=name.lower().replace(" ", "_"),
        real_name=name,
        email="",
        locale="en-US",
        tz="America/Los_Angeles",
        is_bot=True,
        bot_id=bot_id,
        app_id=app_id,
    )


def uninstall(ws: Workspace, app_id: str) -> None:
    """Take an app away: its token is dead, and it hears `tokens_revoked` and `app_uninstalled`."""
    with ws.lock:
        app = revoke(ws, app_id)
        ws.emit(Event(name="app_uninstalled", body={}, app_id=app_id))
        ws.replace_user(replace(ws.users[app.bot_user_id], deleted=True))


def revoke(ws: Workspace, app_id: str) -> App:
    """Make the bot token of an app useless; it hears `tokens_revoked`."""
    with ws.lock:
        app = replace(ws.app(app_id), is_token_revoked=True)
        ws.apps[app_id] = app
        tokens: Json = {"tokens": {"oauth": [], "bot": [app.bot_user_id]}}
        ws.emit(Event(name="tokens_revoked", body=tokens, app_id=app_id))
        return app


def command_owner(ws: Workspace, command: str) -> tuple[App, Command] | None:
    """The app that answers a command: of several, the one installed last."""
    for app in reversed(list(ws.apps.values())):
        for candidate in app.commands:
            if candidate.command == command and not ws.users[app.bot_user_id].deleted:
                return app, candidate
    return None
