"""How an attempt to say a message can end, and the words for it. Does nothing itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from store.records_outbox import State, Verb

TOO_LATE = "too late"
ATTEMPTS = "too many attempts"
NO_TARGET = "the message it belongs to is gone"
NO_FILE = "the file is not for them any more"
GONE = frozenset({"message_not_found", "thread_not_found", NO_FILE})
PINNING = frozenset({Verb.PIN, Verb.UNPIN})
PINNED_SO = frozenset({"already_pinned", "no_pin"})
"""The pin is already as it should be."""
LAST_LOOK = timedelta(hours=24)
"""How long after its time a message in doubt is still looked for."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Safety:
    """What makes it once and not twice. All on; the chaos test turns one off to see doubles."""

    looks: bool = True
    keeps_to_lease: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Ending:
    """How an attempt ended. `first_try` is the oldest attempt that may have been heard, `attempts`
    what to add to their number, `pause` how long nobody may say anything."""

    state: State
    reason: str | None = None
    next_at: datetime | None = None
    first_try: datetime | None = None
    slack_channel: str | None = None
    slack_ts: str | None = None
    attempts: int = 0
    pause: timedelta | None = None


class LostError(Exception):
    """The lease ended, or ends too soon to be sure: the message is somebody else's."""
