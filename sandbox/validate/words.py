"""Decides how typed references become ids: `@anna` and `#sales` in a command with should_escape."""

from __future__ import annotations

import re

from sandbox.state import Workspace

_REFERENCE = re.compile(r"(?<![\w<])([@#])([\w.-]+)")


def escape_references(ws: Workspace, text: str) -> str:
    """`text` with names of users and channels as `<@U…|name>` and `<#C…|name>`; unknown names
    stay as typed."""
    users = {user.name: user.id for user in ws.users.values()}
    channels = {c.name: c for c in ws.channels.values() if c.name}

    def escaped(match: re.Match[str]) -> str:
        sign, name = match.groups()
        if sign == "@" and name in users:
            return f"<@{users[name]}|{name}>"
        if sign == "#" and name in channels:
            channel = channels[name]
            return f"<#{channel.id}|{'' if channel.is_private else name}>"
        return match.group(0)

    return _REFERENCE.sub(escaped, text)
