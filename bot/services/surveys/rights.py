"""Decides who may do what with surveys. An admin of Slack or of Koploper is not HR by that."""

from __future__ import annotations

from bot.errors import NotAllowed
from bot.services.access import Actor
from store.records import Role

HR = frozenset({Role.HR})
HR_OPERATOR = Actor(slack_user_id=None, person_id=None, name="operator", roles=frozenset({Role.HR}))
"""Whoever runs the command line: they hold the server, so they may do what HR may, and no more."""


def require_hr(actor: Actor) -> None:
    """Let HR through; NotAllowed for everybody else, the owner included."""
    if not actor.has(HR):
        raise NotAllowed(
            "Surveys are for HR. The owner can give that role: /koploper role grant @user hr."
        )
