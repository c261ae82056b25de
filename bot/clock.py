"""The clock: the only place that asks the machine what time it is.

Everything else is told the time, so that tests and `--today` can say it.
"""

from __future__ import annotations

import time as time_module
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]
"""Answers with an aware UTC datetime."""


def system_clock() -> datetime:
    """Now, by the machine, in UTC."""
    return datetime.now(UTC)


def today(clock: Clock, zone: ZoneInfo) -> date:
    """The local date in that zone."""
    return clock().astimezone(zone).date()


def clock_on(day: date, zone: ZoneInfo, *, real: Clock = system_clock) -> Clock:
    """A clock that runs as usual but on another local date, for `--today`.

    The time of day stays the real one; where that does not exist on the day (summer time), the
    moment just after it is taken.
    """

    def clock() -> datetime:
        local = real().astimezone(zone)
        return datetime.combine(day, time(local.hour, local.minute), tzinfo=zone).astimezone(UTC)

    return clock


def running() -> float:
    """Seconds that pass whatever happens to the machine's clock, also while it sleeps where the
    system tells; only differences mean something."""
    kind = getattr(time_module, "CLOCK_BOOTTIME", time_module.CLOCK_MONOTONIC)
    return time_module.clock_gettime(kind)
