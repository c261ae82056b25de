"""Decides how a long list is cut into pages with a cursor."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import TypeVar

from sandbox.errors import SlackError
from sandbox.webapi.args import Args

Row = TypeVar("Row")


def page(rows: Sequence[Row], args: Args, *, default: int, maximum: int) -> tuple[list[Row], str]:
    """The rows of the page the caller asked for, and the cursor of the next one ("" at the end).
    Raises `invalid_cursor`, `invalid_limit`."""
    limit = args.whole("limit", default) or default
    if limit < 0:
        raise SlackError("invalid_limit")
    limit = min(limit, maximum)
    start = _offset(args.text("cursor"))
    cursor = _cursor(start + limit) if start + limit < len(rows) else ""
    return list(rows[start : start + limit]), cursor


def _cursor(offset: int) -> str:
    return base64.b64encode(f"next:{offset}".encode()).decode()


def _offset(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        return int(base64.b64decode(cursor, validate=True).decode().removeprefix("next:"))
    except ValueError:
        raise SlackError("invalid_cursor") from None
