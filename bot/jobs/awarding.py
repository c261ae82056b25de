"""Gives badges: follows the ledger and the calendar step by step. Tells nobody: announcing does."""

from __future__ import annotations

from datetime import timedelta

from bot.deps import Deps

EVERY = timedelta(seconds=10)
_STEPS = 50  # steps in one run: a large import is many runs


def award(deps: Deps) -> None:
    """Take in what was posted, and start the day when a new one has begun."""
    for _ in range(_STEPS):
        if deps.closing.is_set() or not deps.awarding.follow():
            return
