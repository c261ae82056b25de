"""Decides what Slack adds to blocks an app sent: ids nobody gave and defaults of text objects.
Knows neither messages nor views."""

from __future__ import annotations

from typing import Any

from sandbox.ids import Ids
from sandbox.records import Json

_WITH_ACTION_ID = frozenset(
    {
        "button", "checkboxes", "datepicker", "datetimepicker", "email_text_input", "file_input",
        "feedback_buttons", "icon_button", "number_input", "overflow", "plain_text_input",
        "radio_buttons", "rich_text_input", "timepicker", "url_text_input", "workflow_button",
        "static_select", "external_select", "users_select", "conversations_select",
        "channels_select", "multi_static_select", "multi_external_select", "multi_users_select",
        "multi_conversations_select", "multi_channels_select",
    }
)  # fmt: skip


def fill_blocks(blocks: list[Json], ids: Ids) -> list[Json]:
    """A deep copy of `blocks` with a block_id and action_id everywhere one belongs."""
    return [
        {**_filled(block, ids), "block_id": block.get("block_id") or ids.word("block", 5)}
        for block in blocks
    ]


def _filled(node: Any, ids: Ids) -> Any:
    if isinstance(node, list):
        return [_filled(item, ids) for item in node]
    if not isinstance(node, dict):
        return node
    copy = {key: _filled(value, ids) for key, value in node.items()}
    kind = copy.get("type")
    if kind == "plain_text":
        copy.setdefault("emoji", True)
    elif kind == "mrkdwn":
        copy.setdefault("verbatim", False)
    elif kind == "input":
        copy.setdefault("optional", False)
        copy.setdefault("dispatch_action", False)
    elif kind in _WITH_ACTION_ID:
        copy["action_id"] = copy.get("action_id") or ids.word("action", 5)
    return copy
