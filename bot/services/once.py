"""Decides whether something was already taken: a delivery that Slack sends again, a second click.
Knows nothing of what is taken; remembers in this process only."""

from __future__ import annotations

import threading
from collections import OrderedDict

_REMEMBERED = 10_000  # Slack gives up on an event after about six minutes


class Once:
    """The keys of what was taken lately, oldest forgotten first. Safe from any thread."""

    def __init__(self, remembered: int = _REMEMBERED) -> None:
        """Remember at most this many keys."""
        self._remembered = remembered
        self._keys: OrderedDict[str, None] = OrderedDict()
        self._lock = threading.Lock()

    def is_first(self, key: str) -> bool:
        """Take it; False when it was taken before."""
        with self._lock:
            if key in self._keys:
                return False
            self._keys[key] = None
            if len(self._keys) > self._remembered:
                self._keys.popitem(last=False)
            return True

    def release(self, key: str) -> None:
        """Let it be taken again, because taking it failed."""
        with self._lock:
            self._keys.pop(key, None)
