"""What admins want tried out and is worked out in a moment: it takes longer than Slack waits for an
answer. Kept in this process only: who lost one to a restart taps again."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass

from bot.services.access import Actor

_MOST = 20  # waiting; the oldest is forgotten


@dataclass(frozen=True, kw_only=True, slots=True)
class Trial:
    """A badge as it is filled in, and the form that waits for what it would have given."""

    view_id: str
    view_hash: str
    key: str
    data: Mapping[str, object]
    is_on: bool
    actor: Actor
    language: str


class Trials:
    """What waits, one for each form. Safe from any thread."""

    def __init__(self) -> None:
        """Nothing waits."""
        self._waiting: OrderedDict[str, Trial] = OrderedDict()
        self._lock = threading.Lock()

    def add(self, trial: Trial) -> None:
        """Work this out, and not what the same form wanted before."""
        with self._lock:
            self._waiting.pop(trial.view_id, None)
            self._waiting[trial.view_id] = trial
            if len(self._waiting) > _MOST:
                self._waiting.popitem(last=False)

    def take(self) -> Trial | None:
        """The one that waits longest; None when none does."""
        with self._lock:
            return self._waiting.popitem(last=False)[1] if self._waiting else None
