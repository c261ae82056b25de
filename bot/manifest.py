"""The Slack app manifest, written from the table of commands and the reasons below.

`manifest.yml` is what this prints; a test holds the two equal, and the scopes to the code.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from bot.commands import COMMANDS

SCOPES: Mapping[str, str] = MappingProxyType(
    {
        "channels:history": "Looks for its own message in a public channel it posts in, when Slack"
        " did not say whether it was taken: so that nothing is posted twice.",
        "channels:join": "Joins a public channel when an admin wants something posted there.",
        "channels:read": "Reads whether a public channel is there and Koploper is in it.",
        "chat:write": "Posts what admins asked for: boards, the bell, badges; and changes it when"
        " the numbers change.",
        "commands": "Offers the slash commands; without it there is no Koploper.",
        "files:write": "Uploads the pictures that go with a post.",
        "groups:history": "The same look in a private channel it was invited to.",
        "groups:read": "Reads whether Koploper is in a private channel it is to post in.",
        "im:history": "The same look in its own direct messages.",
        "im:write": "Opens direct messages: answers to a deal, and troubles told to admins.",
        "pins:write": "Pins the live board, where that is allowed.",
        "usergroups:read": "Reads who is in the user groups that a survey is sent to.",
        "users:read": "Reads names, languages and time zones of members, to match people and to"
        " answer in their own language.",
        "users:read.email": "Reads members' e-mail addresses, to match them to people in the"
        " sales data; they are compared, never shown to others.",
    }
)
"""Every bot scope with the reason that docs/scopes.md gives for it."""

EVENTS: Mapping[str, str] = MappingProxyType(
    {
        "app_home_opened": "Somebody's own page is drawn when they open the Home tab.",
        "team_join": "Somebody new is matched to the sales data when they join.",
        "user_change": "A changed name, language, time zone or e-mail address is taken over.",
    }
)
"""Every bot event that is subscribed to, with its reason."""

SUMMARY = "Standings for sales teams that people can trust: every number opens up to its deals."
STORY = (
    "Koploper shows sales teams where they stand. Type /leaderboard for this month's board, in"
    " any words you like: by team, last quarter, win rate, top 5. Every number opens up to the"
    " deals behind it, corrections are kept as history, equal values share a place, and nobody's"
    " last place is ever posted. You run it yourself; no data leaves your own machine and Slack."
)
PLAIN = re.compile(r"[A-Za-z](?:[\w.-]|:(?=\w))*(?: [\w.-]+)*\Z")
SPECIAL = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})


def manifest(request_url: str | None = None) -> dict[str, Any]:
    """The manifest for Socket Mode, or for HTTP when Slack is to send to `request_url`."""
    where = {"url": request_url} if request_url else {}
    request = {"request_url": request_url} if request_url else {}
    settings: dict[str, Any] = {
        "event_subscriptions": {**request, "bot_events": sorted(EVENTS)},
        "interactivity": {"is_enabled": True, **request},
        "org_deploy_enabled": False,
        "socket_mode_enabled": request_url is None,
        "token_rotation_enabled": False,
    }
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {
            "name": "Koploper",
            "description": SUMMARY,
            "long_description": STORY,
            "background_color": "#14532d",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "Koploper", "always_online": True},
            "slash_commands": [
                {
                    "command": command.name,
                    **where,
                    "description": command.summary,
                    "usage_hint": command.usage,
                    "should_escape": True,
                }
                for command in COMMANDS
            ],
        },
        "oauth_config": {"scopes": {"bot": sorted(SCOPES)}},
        "settings": settings,
    }


def as_yaml(value: Mapping[str, Any]) -> str:
    """A mapping of mappings, lists, texts, numbers and booleans as YAML."""
    return "\n".join(_lines(value)) + "\n"


def _lines(value: Mapping[str, Any], indent: str = "") -> Iterator[str]:
    for key, item in value.items():
        if isinstance(item, Mapping):
            yield f"{indent}{key}:"
            yield from _lines(item, indent + "  ")
        elif isinstance(item, list):
            yield f"{indent}{key}:"
            for element in item:
                yield from _element(element, indent + "  ")
        else:
            yield f"{indent}{key}: {_scalar(item)}"


def _element(element: Any, indent: str) -> Iterator[str]:
    if not isinstance(element, Mapping):
        yield f"{indent}- {_scalar(element)}"
        return
    for number, line in enumerate(_lines(element)):
        yield f"{indent}{'  ' if number else '- '}{line}"


def _scalar(value: object) -> str:
    """JSON is YAML; only plain words go without quotes."""
    is_plain = isinstance(value, str) and PLAIN.match(value) and value.lower() not in SPECIAL
    return str(value) if is_plain else json.dumps(value, ensure_ascii=False)
