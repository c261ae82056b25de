"""Survey messages, modals and their submissions, and their registration."""

from __future__ import annotations

from slack_bolt import App

from bot.surveys import answering, editing, launching, managing, replying, sharing, showing, telling


def register(app: App) -> None:
    """Listen to everything that happens in surveys."""
    answering.register(app)
    managing.register(app)
    editing.register(app)
    launching.register(app)
    showing.register(app)
    sharing.register(app)
    telling.register(app)
    replying.register(app)
