"""What a row of the table of commands is. Decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.commands.call import Call
from bot.views.parts import Answer

Handler = Callable[[Call], Answer]


@dataclass(frozen=True, kw_only=True, slots=True)
class Subcommand:
    """What follows a slash command: its words, who answers, how it is typed, what it does."""

    name: str
    handler: Handler
    aliases: tuple[str, ...] = ()
    arguments: str = ""
    summary: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Command:
    """A slash command. Without subcommands its words go to `handler` as they are."""

    name: str
    summary: str
    usage: str
    handler: Handler
    subcommands: Sequence[Subcommand] = ()
