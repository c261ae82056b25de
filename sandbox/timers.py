"""Decides when something that waits is due: scheduled messages, repeated events. Knows the clock,
not what it runs."""

from __future__ import annotations

import heapq
import itertools
import threading
from collections.abc import Callable

from sandbox.clock import Clock


class Timers:
    """Things to do at a later moment of the given clock. Somebody has to call `run_due`."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._order = itertools.count()
        self._waiting: list[tuple[float, int, Callable[[], None]]] = []

    def after(self, seconds: float, work: Callable[[], None]) -> None:
        """Do `work` once `seconds` have gone by."""
        with self._lock:
            heapq.heappush(self._waiting, (self._clock() + seconds, next(self._order), work))

    def run_due(self) -> int:
        """Do what is due by now, oldest first; returns how many things were done."""
        done = 0
        while (work := self._next_due()) is not None:
            work()
            done += 1
        return done

    def _next_due(self) -> Callable[[], None] | None:
        with self._lock:
            if self._waiting and self._waiting[0][0] <= self._clock():
                return heapq.heappop(self._waiting)[2]
        return None
