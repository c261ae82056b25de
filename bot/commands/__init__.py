"""Slash commands and the taps on their answers: one table, and its registration with Bolt."""

from __future__ import annotations

from slack_bolt import App

from bot.commands import deal, outbox_taps, post_taps, profiles, taps
from bot.commands.entries import Command
from bot.commands.router import AnswerCommands
from bot.commands.table import COMMANDS

__all__ = ["COMMANDS", "Command", "register"]


def register(app: App) -> None:
    """Answer every command of the table; listen to taps and to changes of profiles."""
    app.use(AnswerCommands(COMMANDS))
    taps.register(app)
    deal.register(app)
    post_taps.register(app)
    outbox_taps.register(app)
    profiles.register(app)
