"""Survey messages, modals and their submissions, and their registration."""

from __future__ import annotations

from slack_bolt import App


def register(app: App) -> None:
    """Listen to everything that happens in surveys."""
    del app
