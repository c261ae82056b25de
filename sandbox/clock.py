"""Decides what time it is in the sandbox; the only module here that reads a clock. A clock is a
callable that returns seconds since 1970; the rest of the package must be handed one."""

from __future__ import annotations

import time
from collections.abc import Callable

Clock = Callable[[], float]


def wall_clock() -> float:
    """Seconds since 1970, as the machine says. Signatures always use this one, because the app
    that checks them has no other clock."""
    return time.time()


def stopwatch() -> float:
    """Seconds on a clock that never jumps, for latencies only."""
    return time.perf_counter()


class ManualClock:
    """A clock that stands still until a test moves it."""

    def __init__(self, start: float = 1_750_000_000.0) -> None:
        self._now = start

    def __call__(self) -> float:
        return self._now

    def advance(self, seconds: float) -> None:
        """Move forward by `seconds`."""
        self._now += seconds
