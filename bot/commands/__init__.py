"""Slash commands and the taps on their answers: one table, and its registration with Bolt."""

from __future__ import annotations

from slack_bolt import App

from bot.commands import profiles, taps
from bot.commands.router import listener
from bot.commands.table import COMMANDS, Command

__all__ = ["COMMANDS", "Command", "register"]


def register(app: App) -> None:
    """Listen to every command of the table, to taps, and to changes of profiles.

    Commands come first: Bolt asks its listeners in the order in which they were added.
    """
    for command in COMMANDS:
        app.command(command.name)(listener(command))
    taps.register(app)
    profiles.register(app)
