"""Decides what Slack accepts as the blocks of a message, a modal or a Home tab. Limits from
docs.slack.dev/reference/block-kit/blocks."""

from __future__ import annotations

from typing import Any

from sandbox.records import Json
from sandbox.validate.charts import DATA_VISUALIZATION, check_charts
from sandbox.validate.elements import (
    ELEMENTS,
    IMAGE_FIELDS,
    IN_ACTIONS,
    IN_CONTEXT_ACTIONS,
    IN_INPUT,
    IN_SECTION,
)
from sandbox.validate.report import Report
from sandbox.validate.rich_text import RICH_TEXT
from sandbox.validate.shapes import (
    Check,
    anything,
    by_type,
    exactly_one,
    flag,
    many,
    one_of,
    shape,
    string,
    text,
)
from sandbox.validate.tables import DATA_TABLE, TABLE, check_totals

MAX_BLOCKS = {"message": 50, "modal": 100, "home": 100}
MAX_MARKDOWN = 12_000
_ID = {"block_id": string(255)}
_BUTTON = by_type({"button": ELEMENTS["button"]})
_TEXTS: dict[str, Check] = {"mrkdwn": text(), "plain_text": text(), "image": ELEMENTS["image"]}


def _says_something(value: Any, at: str, report: Report) -> None:
    if value.get("text") is None and value.get("fields") is None:
        report.add(at, "missing required field: text")


_CARD = shape(
    {},
    _ID
    | {
        "title": text(150),
        "subtitle": text(150),
        "body": text(200),
        "actions": many(_BUTTON, 0, 3),
    },
    is_open=True,
)
BLOCKS: dict[str, Check] = {
    "section": shape(
        {},
        _ID
        | {
            "text": text(3000),
            "fields": many(text(2000), 1, 10),
            "accessory": by_type(ELEMENTS, IN_SECTION),
            "expand": flag,
        },
        _says_something,
    ),
    "header": shape({"text": text(150, plain=True)}, _ID),
    "divider": shape({}, _ID),
    "image": shape(
        {"alt_text": string(2000)},
        _ID | IMAGE_FIELDS | {"title": text(2000, plain=True)},
        exactly_one("image_url", "slack_file"),
    ),
    "context": shape({"elements": many(by_type(_TEXTS), 1, 10)}, _ID),
    "context_actions": shape({"elements": many(by_type(ELEMENTS, IN_CONTEXT_ACTIONS), 1, 5)}, _ID),
    "actions": shape({"elements": many(by_type(ELEMENTS, IN_ACTIONS), 1, 25)}, _ID),
    "input": shape(
        {"label": text(2000, plain=True), "element": by_type(ELEMENTS, IN_INPUT)},
        _ID | {"hint": text(2000, plain=True), "optional": flag, "dispatch_action": flag},
    ),
    "rich_text": RICH_TEXT,
    "markdown": shape({"text": string(MAX_MARKDOWN)}, _ID),
    "table": TABLE,
    "data_table": DATA_TABLE,
    "data_visualization": DATA_VISUALIZATION,
    "alert": shape(
        {"text": text(200)},
        _ID | {"level": one_of("default", "info", "warning", "error", "success")},
    ),
    "card": _CARD,
    "carousel": shape({"elements": many(by_type({"card": _CARD}), 1, 10)}, _ID, is_open=True),
    "video": shape(
        {
            "alt_text": string(2000),
            "title": text(200, plain=True),
            "thumbnail_url": string(3000),
            "video_url": string(3000),
        },
        _ID,
        is_open=True,
    ),
    "file": shape({"external_id": string(255), "source": one_of("remote")}, _ID),
}
_EVERYWHERE = frozenset(MAX_BLOCKS)
_ONLY: dict[str, frozenset[str]] = {
    "table": frozenset({"message", "home"}),
    "data_table": frozenset({"message", "home"}),
    "data_visualization": frozenset({"message", "home"}),
    "markdown": frozenset({"message"}),
    "context_actions": frozenset({"message"}),
    "file": frozenset({"message"}),
    "alert": frozenset({"modal"}),
    "card": frozenset({"message", "home"}),
    "carousel": frozenset({"message", "home"}),
}
_BLOCK = by_type({**BLOCKS, "container": anything})


def check_blocks(blocks: Any, surface: str, report: Report, at: str = "/blocks") -> None:
    """Add to `report` what is wrong with a list of blocks on a surface (message, modal, home)."""
    if not isinstance(blocks, list):
        report.add(at, "must provide an array", "invalid_blocks_format")
        return
    if len(blocks) > MAX_BLOCKS[surface]:
        report.add(at, f"no more than {MAX_BLOCKS[surface]} items allowed")
    for index, block in enumerate(blocks):
        _check_block(block, surface, f"{at}/{index}", report)
    whole = [block for block in blocks if isinstance(block, dict)]
    _refuse_duplicate_ids(whole, at, report)
    check_totals(whole, at, report)
    check_charts(whole, at, report)
    markdown = sum(len(str(b.get("text"))) for b in whole if b.get("type") == "markdown")
    if markdown > MAX_MARKDOWN:
        report.add(at, f"must be less than {MAX_MARKDOWN + 1} characters of markdown")


def _check_block(block: Any, surface: str, at: str, report: Report) -> None:
    kind = block.get("type") if isinstance(block, dict) else None
    _BLOCK(block, at, report)
    if isinstance(kind, str) and surface not in _ONLY.get(kind, _EVERYWHERE):
        report.add(f"{at}/type", f"unsupported type: {kind} is not allowed in a {surface}")
    if kind == "container":
        _CONTAINER(block, at, report)
        for index, child in enumerate(_objects(block.get("child_blocks"))):
            _check_block(child, surface, f"{at}/child_blocks/{index}", report)
    element = block.get("element") if kind == "input" else None
    if isinstance(element, dict) and element.get("type") == "file_input" and surface != "modal":
        report.add(f"{at}/element/type", "unsupported type: file_input is only for modals")


_CONTAINER = shape({"child_blocks": many(anything, 1, 10)}, _ID, is_open=True)


def _refuse_duplicate_ids(blocks: list[Json], at: str, report: Report) -> None:
    seen: set[str] = set()
    for index, block in enumerate(blocks):
        block_id = block.get("block_id")
        # A markdown block's id is ignored by Slack, so it cannot clash.
        if isinstance(block_id, str) and block.get("type") != "markdown":
            if block_id in seen:
                report.add(f"{at}/{index}/block_id", f"duplicate block_id: {block_id}")
            seen.add(block_id)
        elements = block.get("elements")
        ids = [e.get("action_id") for e in _objects(elements)]
        for action_id in {i for i in ids if isinstance(i, str) and ids.count(i) > 1}:
            report.add(f"{at}/{index}/elements", f"duplicate action_id: {action_id}")


def _objects(value: Any) -> list[Json]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
