"""Decides how a refusal, a misunderstanding and a failure are told. Knows no handler."""

from __future__ import annotations

import html
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from bot.errors import Suggestion, UserError
from bot.i18n import Translator
from bot.ids import BlockId, suggestion_id
from bot.views.parts import (
    VALUE_LIMIT,
    Json,
    Message,
    actions,
    button,
    escape,
    plain,
    section,
    shorten,
)

FIELD_LIMIT = 150  # Slack names no limit; more does not fit beside a field on a phone
_WAYS_OUT = 5
_PARAMETER = 120  # characters of what somebody typed that are shown back to them


def sentence(error: UserError, tr: Translator) -> str:
    """The error in the reader's language, as escaped mrkdwn."""
    return tr.gettext(error.message, **{k: _shown(v, tr) for k, v in error.params.items()})


def field_problem(error: UserError, tr: Translator) -> str:
    """The error as the plain text that Slack shows beside a field of a form."""
    return shorten(html.unescape(sentence(error, tr)), FIELD_LIMIT)


def problem_message(error: UserError, tr: Translator) -> Message:
    """What went wrong and, where there are ways out, a button for each."""
    told = sentence(error, tr)
    ways = [way for way in error.suggestions if len(way.words) <= VALUE_LIMIT][:_WAYS_OUT]
    if not ways:
        return Message(text=told, blocks=[section(told)])
    meant = tr.gettext("Did you mean:")
    labels = tr.choice([f"“{escape(way.label)}”" for way in ways])
    return Message(
        text=f"{told} {meant} {labels}",
        blocks=[section(f"{told}\n{meant}"), actions(BlockId.SUGGESTIONS, _buttons(ways))],
    )


def unexpected_message(reference: str, tr: Translator) -> Message:
    """An apology with the reference under which the log tells the rest."""
    told = tr.gettext(
        "Something went wrong on my side; nothing was changed by halves. If it stays, give the"
        " people who run Koploper this reference: {reference}.",
        reference=f"`{reference}`",
    )
    return Message(text=told, blocks=[section(f":warning: {told}")])


def problem_modal(message: Message, tr: Translator) -> Json:
    """The same on top of an open modal, where Slack shows no messages."""
    return {
        "type": "modal",
        "title": plain(tr.gettext("That did not work"), 24),
        "close": plain(tr.gettext("Back"), 24),
        "blocks": [block for block in message.blocks if block["type"] == "section"],
    }


def _buttons(ways: list[Suggestion]) -> list[Json]:
    return [button(suggestion_id(n), way.label, way.words) for n, way in enumerate(ways)]


def _shown(value: object, tr: Translator) -> str:
    """A parameter as people of this language write it; text from outside escaped."""
    if isinstance(value, Enum):
        return tr.gettext(str(value.value))
    if isinstance(value, date):
        return tr.date(value)
    if isinstance(value, int | Decimal | Fraction) and not isinstance(value, bool):
        return tr.number(value, 2)
    if isinstance(value, list | tuple | set | frozenset):
        return tr.join([_shown(item, tr) for item in value])
    return shorten(escape(str(value)), _PARAMETER)
