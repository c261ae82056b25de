"""Decides how single pieces of a message are built and made safe. Knows no product words.

Plain dicts: slack_sdk's block classes cost more than a whole board may take, and what they check
is checked in checks.py, outside the hot path.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

Json = dict[str, Any]
Align = Literal["left", "center", "right"]

TEXT_LIMIT = 3_900  # Slack advises 4,000 for the top-level text
HEADER_LIMIT = 150
VALUE_LIMIT = 2_000
OPTION_VALUE_LIMIT = 150
OPTION_LIMIT = 100
LABEL_LIMIT = 75


@dataclass(frozen=True, kw_only=True, slots=True)
class Message:
    """What is sent: `text` says it all in words, as screen readers read nothing else; `blocks`."""

    text: str
    blocks: Sequence[Json] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Encoded:
    """A private answer that is JSON text already, as a slash command's acknowledgement takes it."""

    body: str

    def message(self) -> Message:
        """The same as a Message, for the ways that need its pieces."""
        read = json.loads(self.body)
        return Message(text=read["text"], blocks=read["blocks"])


Answer = Message | Encoded
"""What a question is answered with."""

NOTHING = Encoded(body="")
"""No answer in the conversation: a modal has opened."""


@lru_cache(maxsize=8192)
def clean(text: str) -> str:
    """A name from outside as one line without control and direction marks.

    Angle brackets become typographic ones, so that no kind of Slack text can take the name for a
    mention, a link or a broadcast, whether it unescapes entities or not.
    """
    kept = (
        " " if character.isspace() else character
        for character in unicodedata.normalize("NFC", text)
        if character.isspace() or unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co"}
    )
    return " ".join("".join(kept).translate(_BRACKETS).split()) or "?"


_BRACKETS = str.maketrans({"<": "‹", ">": "›"})


@lru_cache(maxsize=8192)
def escape(text: str) -> str:
    """A text from outside for mrkdwn: nothing in it can become a mention, link or formatting."""
    safe = clean(text).replace("&", "&amp;")
    return safe.translate(_MARKS)


# Look-alikes for what mrkdwn would take as formatting; a backslash does not escape in Slack.
_MARKS = str.maketrans({"*": "∗", "~": "∼", "`": "ˋ"})


def shorten(text: str, limit: int) -> str:
    """At most `limit` characters, with an ellipsis when something is missing."""
    if len(text) <= limit:
        return text
    kept = text[: limit - 1].rstrip()
    while kept and unicodedata.combining(text[len(kept)]):  # never cut an accent off its letter
        kept = kept[:-1]
    return kept + "…"


def plain(text: str, limit: int = 3_000) -> Json:
    """A plain_text object; shortcodes such as :fire: in a name stay text."""
    return {"type": "plain_text", "text": shorten(text, limit), "emoji": False}


def mrkdwn(text: str, limit: int = 3_000) -> Json:
    """A mrkdwn object of already escaped text; bare addresses in it do not become links."""
    return {"type": "mrkdwn", "text": shorten(text, limit), "verbatim": True}


def header(text: str) -> Json:
    """A header block, which gives screen readers and eyes a structure."""
    return {"type": "header", "text": plain(text, HEADER_LIMIT)}


def section(text: str) -> Json:
    """A section block of escaped mrkdwn."""
    return {"type": "section", "text": mrkdwn(text)}


def context(*texts: str) -> Json:
    """A context block: small print of escaped mrkdwn, up to ten texts."""
    return {"type": "context", "elements": [mrkdwn(text) for text in texts]}


def actions(block_id: str, elements: Iterable[Json]) -> Json:
    """An actions block. At least one element, or Slack refuses the message."""
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}


def button(
    action_id: str,
    label: str,
    value: str,
    *,
    spoken: str = "",
    ask: Json | None = None,
) -> Json:
    """A button; `spoken` is what a screen reader says, `ask` a confirm dialog before it acts."""
    made: Json = {
        "type": "button",
        "action_id": action_id,
        "text": plain(label, LABEL_LIMIT),
        "value": value,
    }
    if spoken:
        made["accessibility_label"] = shorten(spoken, LABEL_LIMIT)
    if ask:
        made["confirm"] = ask
    return made


def confirm(title: str, question: str, yes: str, no: str) -> Json:
    """A dialog that must be agreed to before an action is sent."""
    return {
        "title": plain(title, 100),
        "text": plain(question, 300),
        "confirm": plain(yes, 30),
        "deny": plain(no, 30),
    }


def option(label: str, value: str) -> Json:
    """One choice of a menu; `value` is at most OPTION_VALUE_LIMIT characters."""
    return {"text": plain(label, LABEL_LIMIT), "value": value}


def select(action_id: str, placeholder: str, options: Sequence[Json], chosen: str | None) -> Json:
    """A menu of up to 100 options, with the one whose value is `chosen` shown as the current."""
    made: Json = {
        "type": "static_select",
        "action_id": action_id,
        "placeholder": plain(placeholder, HEADER_LIMIT),
        "options": list(options[:OPTION_LIMIT]),
    }
    current = next((item for item in made["options"] if item["value"] == chosen), None)
    if current:
        made["initial_option"] = current
    return made


def cell(text: str) -> Json:
    """A table cell; it is never parsed, so it needs no escaping beyond `clean`."""
    return {"type": "raw_text", "text": text or "–"}


def bold_cell(text: str) -> Json:
    """A table cell in bold."""
    return rich_cell([{"type": "text", "text": text or "–", "style": {"bold": True}}])


def link_cell(text: str, url: str) -> Json:
    """A table cell that opens `url`, which must be an http(s) address."""
    return rich_cell([{"type": "link", "url": url, "text": text or url}])


def rich_cell(elements: Sequence[Json]) -> Json:
    """A table cell of rich text elements."""
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": list(elements)}],
    }


def table(
    block_id: str, aligns: Sequence[Align], rows: Sequence[Sequence[Json]], *, wrapped: int = 1
) -> Json:
    """A table block; the first row is its header. At most 100 rows and 10,000 characters.

    The column with index `wrapped` wraps, so that a phone shows the numbers beside it.
    """
    settings = [
        {"align": align, "is_wrapped": index == wrapped} for index, align in enumerate(aligns)
    ]
    return {"type": "table", "block_id": block_id, "column_settings": settings, "rows": rows}


def safe_link(url: str | None) -> str | None:
    """The address when it is plain http(s) of a sane length, else None: data files lie."""
    if not url or len(url) > 1_000 or any(sign in url for sign in "<>|\"' \n\t"):
        return None
    return url if url.startswith(("https://", "http://")) else None
