"""Decides how an answer that is a message looks in a modal, where there are no tables and where
nothing can be asked again. Knows no product words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.i18n import Translator
from bot.views.checks import cell_text
from bot.views.modals import modal
from bot.views.parts import Json, Message, escape, section

_LIMIT = 2_900  # characters of one section
_SHOWN = frozenset({"header", "section", "context", "divider"})


def message_modal(callback_id: str, title: str, message: Message, tr: Translator) -> Json:
    """The message to read: tables as lines, without its menus and buttons."""
    blocks = [made for block in message.blocks for made in _block(block)]
    return modal(callback_id, title, blocks, tr)


def _block(block: Json) -> Iterator[Json]:
    if block["type"] == "table":
        yield from _sections([_line(row) for row in block["rows"][1:]])
    elif block["type"] in _SHOWN:
        yield block


def _line(row: Sequence[Json]) -> str:
    """A row of a table as one line; what is bold in it makes the line bold."""
    texts = [escape(cell_text(one)) for one in row]
    line = f"{texts[0]}  {'  ·  '.join(texts[1:])}"
    return f"*{line}*" if any(_is_bold(one) for one in row) else line


def _is_bold(one: Json) -> bool:
    parts = [part for each in one.get("elements", ()) for part in each["elements"]]
    return any((part.get("style") or {}).get("bold") for part in parts)


def _sections(lines: Sequence[str]) -> Iterator[Json]:
    held: list[str] = []
    for line in lines:
        if held and sum(map(len, held)) + len(held) + len(line) > _LIMIT:
            yield section("\n".join(held))
            held = []
        held.append(line)
    if held:
        yield section("\n".join(held))
