"""The Home tab and the set-up modals: what is filled in and tapped there, and its registration."""

from __future__ import annotations

from slack_bolt import App

from bot.home import badges, bell, deal, leave, page, points, schedule


def register(app: App) -> None:
    """Listen to everything that happens on the Home tab and in modals."""
    page.register(app)
    points.register(app)
    badges.register(app)
    deal.register(app)
    leave.register(app)
    schedule.register(app)
    bell.register(app)
