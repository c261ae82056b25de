"""Decides how the arguments of a Web API call are read: JSON body, form or query, with objects as
JSON text where a form cannot hold them. Knows no method."""

from __future__ import annotations

import json
from typing import Any

from werkzeug.wrappers import Request

from sandbox.errors import SlackError
from sandbox.records import Json

_TRUE, _FALSE = ("1", "true", "True"), ("0", "false", "False", "")
_BAD_JSON = {
    "blocks": "invalid_blocks_format",
    "attachments": "invalid_attachments",
    "metadata": "invalid_metadata_format",
}


def raw_args(request: Request) -> Json:
    """All arguments by name, as they came."""
    args: Json = dict(request.args.items())
    if "json" in (request.content_type or ""):
        try:
            body = json.loads(request.get_data() or b"{}")
        except ValueError:
            raise SlackError("invalid_json") from None
        if not isinstance(body, dict):
            raise SlackError("json_not_object")
        return args | body
    return args | dict(request.form.items())


class Args:
    """The arguments of one call, each read as what it should be."""

    def __init__(self, raw: Json) -> None:
        self.raw = raw

    def __contains__(self, name: str) -> bool:
        return self.raw.get(name) not in (None, "")

    def text(self, name: str, default: str = "") -> str:
        """A text; `default` when it is missing."""
        value = self.raw.get(name)
        return default if value is None else str(value)

    def need(self, name: str, code: str = "invalid_arguments") -> str:
        """A text that must be there."""
        if name not in self:
            messages = [f"[ERROR] missing required field: {name}"]
            raise SlackError(code, response_metadata={"messages": messages})
        return str(self.raw[name])

    def flag(self, name: str, default: bool = False) -> bool:
        """True or false, also as the words and digits forms carry."""
        value = self.raw.get(name)
        if value is None:
            return default
        if isinstance(value, bool):
            return value
        if str(value) not in (*_TRUE, *_FALSE):
            raise _wrong(name, "must provide a boolean")
        return str(value) in _TRUE

    def whole(self, name: str, default: int) -> int:
        """A whole number."""
        try:
            return int(self.raw.get(name, default))
        except (TypeError, ValueError):
            raise _wrong(name, "must provide an integer") from None

    def data(self, name: str) -> Any:
        """A JSON value, parsed if it came as text; None when missing."""
        value = self.raw.get(name)
        if not isinstance(value, str):
            return value
        if not value.strip():
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise SlackError(_BAD_JSON.get(name, "invalid_arguments")) from None

    def words(self, name: str) -> list[str]:
        """A list of words, also as comma separated text."""
        value = self.raw.get(name) or []
        parts = value if isinstance(value, list) else str(value).split(",")
        return [str(part).strip() for part in parts if str(part).strip()]


def _wrong(name: str, message: str) -> SlackError:
    return SlackError(
        "invalid_arguments",
        response_metadata={"messages": [f"[ERROR] {message} [json-pointer:/{name}]"]},
    )
