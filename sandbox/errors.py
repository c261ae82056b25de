"""Decides how a refusal travels: Slack's error code with what belongs beside it in the answer.
Knows no HTTP."""

from __future__ import annotations

from typing import Any


class SlackError(Exception):
    """Slack would answer `{"ok": false, "error": code}`; `extra` is merged into that answer."""

    def __init__(self, code: str, **extra: Any) -> None:
        super().__init__(code)
        self.code = code
        self.extra = extra

    @property
    def messages(self) -> list[str]:
        """The detailed complaints of `response_metadata.messages`, if there are any."""
        found = self.extra.get("response_metadata", {}).get("messages", [])
        return [str(message) for message in found]

    def __str__(self) -> str:
        return "; ".join([self.code, *self.messages])
