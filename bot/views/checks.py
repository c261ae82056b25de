"""Decides whether Slack would take a message: the limits that slack_sdk does not check.

Runs in the tests on every view, and on messages outside the hot path before they are sent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from bot.views.parts import Json, Message

MAX_BLOCKS = 50
MAX_TEXT = 4_000
TABLE_ROWS, TABLE_CELLS, TABLE_CHARACTERS = 100, 20, 10_000

Check = Callable[[Json], Iterator[str]]


def problems(message: Message) -> tuple[str, ...]:
    """Everything Slack would refuse, cut or hide in this message; empty when it is fine."""
    blocks = list(message.blocks)
    return (*_text(message.text), *_whole(blocks), *(p for b in blocks for p in _block(b)))


def _text(text: str) -> Iterator[str]:
    if not text.strip():
        yield "the top-level text is empty: screen readers read nothing else"
    if len(text) > MAX_TEXT:
        yield f"the top-level text has {len(text)} characters, more than {MAX_TEXT}"


def _whole(blocks: Sequence[Json]) -> Iterator[str]:
    if len(blocks) > MAX_BLOCKS:
        yield f"{len(blocks)} blocks, more than {MAX_BLOCKS}"
    if sum(block["type"] in {"table", "data_table"} for block in blocks) > 1:
        yield "only one table is allowed"
    ids = [block["block_id"] for block in blocks if block.get("block_id")]
    if len(ids) != len(set(ids)):
        yield "a block_id is used twice"


def _block(block: Json) -> Iterator[str]:
    yield from _longer(block.get("block_id", ""), 255, "block_id")
    known = _CHECKS.get(block["type"])
    if known is None:
        yield f"unknown block type {block['type']}"
    else:
        yield from known(block)


def _header(block: Json) -> Iterator[str]:
    if block["text"]["type"] != "plain_text":
        yield "a header takes plain_text only"
    yield from _filled(block["text"], 150, "header")


def _section(block: Json) -> Iterator[str]:
    if "text" not in block and not block.get("fields"):
        yield "a section needs text or fields"
    if "text" in block:
        yield from _filled(block["text"], 3_000, "section")
    fields = block.get("fields", ())
    if len(fields) > 10:
        yield "a section takes at most 10 fields"
    for field in fields:
        yield from _filled(field, 2_000, "field")
    if "accessory" in block:
        yield from _element(block["accessory"])


def _context(block: Json) -> Iterator[str]:
    yield from _count(block["elements"], 1, 10, "context elements")
    for element in block["elements"]:
        if element["type"] != "image":
            yield from _filled(element, 3_000, "context")


def _actions(block: Json) -> Iterator[str]:
    yield from _count(block["elements"], 1, 25, "actions elements")
    ids = [element.get("action_id") for element in block["elements"]]
    if len(ids) != len(set(ids)) or not all(ids):
        yield "every element of a block needs an action_id of its own"
    for element in block["elements"]:
        yield from _element(element)


def _element(element: Json) -> Iterator[str]:
    yield from _longer(element.get("action_id", ""), 255, "action_id")
    if "confirm" in element:
        yield from _confirm(element["confirm"])
    if element["type"] == "button":
        yield from _filled(element["text"], 75, "button")
        yield from _longer(element.get("value", ""), 2_000, "button value")
        yield from _longer(element.get("accessibility_label", ""), 75, "accessibility_label")
    elif element["type"] == "static_select":
        yield from _select(element)


def _select(element: Json) -> Iterator[str]:
    yield from _filled(element["placeholder"], 150, "placeholder")
    yield from _count(element["options"], 1, 100, "options")
    for choice in element["options"]:
        yield from _filled(choice["text"], 75, "option")
        yield from _longer(choice["value"], 150, "option value")
    if "initial_option" in element and element["initial_option"] not in element["options"]:
        yield "initial_option is not one of the options"


def _confirm(dialog: Json) -> Iterator[str]:
    for part, limit in (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)):
        yield from _filled(dialog[part], limit, f"confirm {part}")


def _image(block: Json) -> Iterator[str]:
    if ("image_url" in block) == ("slack_file" in block):
        yield "an image has exactly one of image_url and slack_file"
    if not block.get("alt_text"):
        yield "an image needs alt_text"
    yield from _longer(block.get("alt_text", ""), 2_000, "alt_text")


def _table(block: Json) -> Iterator[str]:
    rows = block["rows"]
    yield from _count(rows, 1, TABLE_ROWS, "table rows")
    yield from _count(rows[0] if rows else (), 1, TABLE_CELLS, "table cells")
    if len({len(row) for row in rows}) > 1:
        yield "the rows of a table have different lengths"
    if len(block.get("column_settings", ())) > TABLE_CELLS:
        yield "too many column_settings"
    texts = [cell_text(cell) for row in rows for cell in row]
    if not all(texts):
        yield "a table cell is empty"
    if sum(map(len, texts)) > TABLE_CHARACTERS:
        yield f"a table holds at most {TABLE_CHARACTERS} characters"


def cell_text(cell: Json) -> str:
    """The characters of one table cell, whatever its type."""
    if cell["type"] != "rich_text":
        return str(cell["text"])
    return "".join(
        str(part.get("text", "")) for section in cell["elements"] for part in section["elements"]
    )


def _divider(block: Json) -> Iterator[str]:
    if set(block) - {"type", "block_id"}:
        yield "a divider has no content"


def _filled(text: Json, limit: int, what: str) -> Iterator[str]:
    if not text["text"]:
        yield f"{what} is empty"
    yield from _longer(text["text"], limit, what)


def _longer(text: str, limit: int, what: str) -> Iterator[str]:
    if len(text) > limit:
        yield f"{what} has {len(text)} characters, more than {limit}"


def _count(items: Sequence[Any], least: int, most: int, what: str) -> Iterator[str]:
    if not least <= len(items) <= most:
        yield f"{len(items)} {what}, allowed are {least} to {most}"


_CHECKS: Mapping[str, Check] = MappingProxyType(
    {
        "header": _header,
        "section": _section,
        "context": _context,
        "actions": _actions,
        "divider": _divider,
        "image": _image,
        "table": _table,
    }
)
