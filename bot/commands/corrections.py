"""`/koploper corrections`: how long posted boards are watched, shown and set."""

from __future__ import annotations

from bot.commands.call import Call
from bot.services.access import ADMINS, require
from bot.views.corrections import rules_told
from bot.views.parts import Message


def show_or_set_corrections(call: Call) -> Message:
    """The rules for corrections; with words, those that they set."""
    corrections = call.deps.corrections
    if call.words.strip():
        return rules_told(corrections.set_rules(call.actor, call.words), call.tr)
    require(call.actor, ADMINS)
    return rules_told(corrections.rules(), call.tr)
