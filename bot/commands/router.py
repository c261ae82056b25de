"""Decides which handler a slash command's words go to, by the one table. Knows no product rules."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from difflib import get_close_matches

from slack_bolt import BoltRequest, BoltResponse
from slack_bolt.middleware import Middleware

from bot.commands.answers import acknowledgement
from bot.commands.call import Call, call_from
from bot.commands.entries import Command, Subcommand
from bot.domain.words import fold
from bot.errors import UsageError
from bot.views.parts import Answer


class AnswerCommands(Middleware):
    """Answers every slash command of the table; what is not one goes on to Bolt's listeners.

    A middleware, because Bolt asks its listeners one after another and works out all arguments for
    each: ten microseconds a time, as much as finding somebody's place.
    """

    def __init__(self, commands: Sequence[Command]) -> None:
        """The table."""
        self._commands = {command.name: command for command in commands}

    def process(
        self,
        *,
        req: BoltRequest,
        resp: BoltResponse,  # noqa: ARG002 - Bolt passes it by name
        next: Callable[[], BoltResponse],  # noqa: A002
    ) -> BoltResponse:
        """The acknowledgement with the answer in it."""
        command = self._commands.get(req.body.get("command", ""))
        if command is None:
            return next()
        call = call_from(req.context, req.body.get("text") or "")
        return acknowledgement(route(command, call))


def route(command: Command, call: Call) -> Answer:
    """The answer of the handler that the first words name; UsageError when none does."""
    if not command.subcommands or not call.words or call.words.isspace():
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
