"""Survey messages, modals and their submissions, and their registration."""

from __future__ import annotations

from slack_bolt import App

from bot.surveys import answering


def register(app: App) -> None:
    """Listen to everything that happens in surveys."""
    answering.register(app)
