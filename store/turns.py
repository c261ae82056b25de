"""A lock that goes to whoever has waited longest. Knows nothing of databases.

Python's own locks, and with them a connection pool, go to whoever is quickest: a thread that asks
again at once then keeps all others waiting, for as long as it likes.
"""

from __future__ import annotations

import threading
from collections import deque


class Turns:
    """`with turns:` one thread at a time, first come, first served. Not to be nested."""

    def __init__(self) -> None:
        """Nobody has it and nobody waits."""
        self._guard = threading.Lock()
        self._is_taken = False
        self._waiting: deque[threading.Lock] = deque()

    def __enter__(self) -> None:
        with self._guard:
            if not self._is_taken:
                self._is_taken = True
                return
            mine = threading.Lock()
            mine.acquire()
            self._waiting.append(mine)
        try:
            mine.acquire()  # until whoever is before us hands over
        except BaseException:
            self._give_up(mine)
            raise

    def __exit__(self, *_error: object) -> None:
        self._hand_over()

    def _hand_over(self) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._is_taken = False

    def _give_up(self, mine: threading.Lock) -> None:
        """Leave the queue; who was given the turn meanwhile passes it on."""
        with self._guard:
            is_waiting = mine in self._waiting
            if is_waiting:
                self._waiting.remove(mine)
        if not is_waiting:
            self._hand_over()
