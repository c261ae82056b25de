"""Decides what a job that makes posts of schedules is given, and what it hands back.

Knows no kind of post: bot/jobs/posts.py does, and bot/jobs/due.py sends what comes back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.deps import Deps
from bot.views.parts import Message
from bot.views.pictures import Picture
from store.records_schedules import Schedule


@dataclass(frozen=True, kw_only=True, slots=True)
class Due:
    """The slot that is due: the local period it is for, its local day and moment (aware UTC)."""

    slot: str
    day: date
    at: datetime
    is_late: bool = False  # the post says so


def nothing(outbox_id: str) -> None:
    """There is nothing else to do."""
    del outbox_id


@dataclass(frozen=True, kw_only=True, slots=True)
class Rendered:
    """What is to be posted. `also` is called with the outbox id in the transaction that decides.

    Equal fingerprints mean equal standings: "only when something changed" goes by them. None
    always counts as changed.
    """

    message: Message
    picture: Picture | None = None
    also: Callable[[str], None] = nothing
    fingerprint: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Skip:
    """There is nothing to post for this slot; `reason` is a msgid that admins read."""

    reason: str


class Renderer(Protocol):
    """Makes the post of one kind of schedule. UserError when its words make no sense any more."""

    def __call__(self, deps: Deps, schedule: Schedule, due: Due) -> Rendered | Skip:
        """What is posted for this slot, or why nothing is."""
        ...
