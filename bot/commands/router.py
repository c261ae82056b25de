"""Decides which handler a slash command's words go to, by the one table. Knows no product rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

from slack_bolt import Ack

from bot.commands.answers import private
from bot.commands.call import Call
from bot.commands.table import Command, Subcommand
from bot.deps import Deps
from bot.domain.words import fold
from bot.errors import UsageError
from bot.i18n import Translator
from bot.services.access import Actor
from bot.views.parts import Message


def listener(command: Command) -> Callable[..., None]:
    """Bolt's listener for a slash command: the answer is the acknowledgement itself."""

    def answer_command(
        ack: Ack, body: Mapping[str, Any], actor: Actor, tr: Translator, deps: Deps
    ) -> None:
        call = Call(words=body.get("text") or "", actor=actor, tr=tr, deps=deps)
        ack(private(route(command, call)))

    return answer_command


def route(command: Command, call: Call) -> Message:
    """The answer of the handler that the first words name; UsageError when none does."""
    if not command.subcommands or not call.words.strip():
        return command.handler(call)
    typed = call.words.split()
    for sub, length in _named(command, typed):
        rest = call.words.split(maxsplit=length)[length:]
        return sub.handler(replace(call, words=rest[0] if rest else ""))
    near = _nearest(command, typed[0])
    if near:
        raise UsageError(
            "I do not know {word}. Did you mean {command}?",
            word=typed[0],
            command=f"{command.name} {near}",
        )
    raise UsageError(
        "I do not know {word}. Try {command} help.", word=typed[0], command=command.name
    )


def _named(command: Command, typed: list[str]) -> list[tuple[Subcommand, int]]:
    """The subcommand with the longest name or alias that the words start with, if any."""
    words = [fold(word) for word in typed]
    found = [
        (sub, len(name.split()))
        for sub in command.subcommands
        for name in (sub.name, *sub.aliases)
        if words[: len(name.split())] == name.split()
    ]
    return sorted(found, key=lambda item: -item[1])[:1]


def _nearest(command: Command, word: str) -> str | None:
    names = {name: sub.name for sub in command.subcommands for name in (sub.name, *sub.aliases)}
    near = get_close_matches(fold(word), names, n=1)
    return names[near[0]] if near else None
