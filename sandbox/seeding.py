"""Decides what a seed file says: the users, channels and apps of a fresh workspace."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.errors import SlackError
from sandbox.records import App
from sandbox.workbench import Sandbox

SAMPLE: dict[str, Any] = {
    "users": [
        {"name": "Anna de Vries", "email": "anna@example.com", "locale": "nl-NL"},
        {"name": "Ben Carter", "email": "ben@example.com", "locale": "en-GB"},
        {"name": "Chidi Okafor", "email": "chidi@example.com", "is_admin": True},
    ],
    "channels": [{"name": "general"}, {"name": "sales"}],
    "apps": [
        {
            "name": "Koploper",
            "scopes": ["commands", "chat:write", "im:history", "users:read", "users:read.email"],
            "commands": [{"command": "/leaderboard", "description": "Who is ahead"}],
            "events": ["app_home_opened", "message.im"],
        }
    ],
}


class SeedError(ValueError):
    """The seed cannot be read; the text says which part."""


def plant(sandbox: Sandbox, seed: Any) -> list[App]:
    """Fill a workspace. `seed` has lists `users`, `channels` (members by e-mail, everybody when
    left out) and `apps` (a `manifest`, or the arguments of install_app). Returns the apps."""
    if not isinstance(seed, Mapping):
        raise SeedError("the seed must be an object with users, channels and apps")
    part = "users"
    try:
        ids = {row["email"]: sandbox.add_user(**row) for row in seed.get("users", [])}
        part = "channels"
        for row in seed.get("channels", []):
            members = [ids[email] for email in row.get("members", ids)]
            private = bool(row.get("private", False))
            sandbox.add_channel(row["name"], private=private, members=members)
        part = "apps"
        return [sandbox.install_app(**row) for row in seed.get("apps", [])]
    except (KeyError, TypeError, AttributeError, SlackError) as wrong:
        raise SeedError(f"seed, {part}: {wrong!r}") from wrong
