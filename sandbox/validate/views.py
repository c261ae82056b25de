"""Decides what Slack accepts as a modal or a Home tab."""

from __future__ import annotations

import json
from typing import Any

from sandbox.errors import SlackError
from sandbox.validate.blocks import check_blocks
from sandbox.validate.report import Report
from sandbox.validate.shapes import anything, flag, one_of, shape, string, text

MAX_BYTES = 250_000
_SHARED = {
    "blocks": anything,
    "private_metadata": string(3000, 0),
    "callback_id": string(255, 0),
    "external_id": string(255, 0),
}
_SHAPES = {
    "home": shape({"type": one_of("home"), "blocks": anything}, _SHARED),
    "modal": shape(
        {"type": one_of("modal"), "title": text(24, plain=True), "blocks": anything},
        _SHARED
        | {
            "submit": text(24, plain=True),
            "close": text(24, plain=True),
            "clear_on_close": flag,
            "notify_on_close": flag,
            "submit_disabled": flag,
        },
    ),
}


def check_view(view: Any, *, kind: str) -> None:
    """Refuse a view as views.open and its sisters do. Raises `invalid_arguments` with messages,
    `view_too_large`."""
    if kind not in _SHAPES:
        messages = [f"[ERROR] unsupported type: {kind} [json-pointer:/view/type]"]
        raise SlackError("invalid_arguments", response_metadata={"messages": messages})
    report = Report()
    _SHAPES[kind](view, "/view", report)
    report.refuse("invalid_arguments")
    check_blocks(view["blocks"], kind, report, "/view/blocks")
    report.refuse("invalid_arguments")
    kinds = {block.get("type") for block in view["blocks"]}
    if kind == "modal" and "input" in kinds and not view.get("submit"):
        report.add("/view", "missing required field: submit")
    report.refuse("invalid_arguments")
    if len(json.dumps(view).encode()) > MAX_BYTES:
        raise SlackError("view_too_large")
