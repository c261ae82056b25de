"""Decides how two sides are timed fairly: in turns, each call by itself. Knows not what it times.

The only module of the benchmarks that reads a clock.
"""

from __future__ import annotations

import gc
import threading
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median, quantiles
from time import perf_counter

Work = Callable[[int], object]
"""Does the work once; the argument counts the calls and picks the input."""
Before = Callable[[str, int], object]
"""Prepares the next call of a side, "ours" or "theirs", outside the measured time."""


@dataclass(frozen=True)
class Timing:
    """The seconds of every call, by round."""

    rounds: tuple[tuple[float, ...], ...]

    @property
    def p50(self) -> float:
        """The median of all calls."""
        return median(self._all())

    @property
    def p99(self) -> float:
        """The 99th percentile of all calls; their maximum when there are fewer than 100."""
        values = self._all()
        return quantiles(values, n=100)[98] if len(values) >= 100 else max(values)

    @property
    def spread(self) -> tuple[float, float]:
        """The lowest and the highest median of a round."""
        medians = [median(calls) for calls in self.rounds]
        return min(medians), max(medians)

    def _all(self) -> list[float]:
        return [seconds for calls in self.rounds for seconds in calls]


def interleaved(
    ours: Work,
    theirs: Work,
    *,
    rounds: int,
    calls: int,
    warmup: int = 3,
    before: Before = lambda _name, _number: None,
) -> tuple[Timing, Timing]:
    """Time both sides in `rounds` rounds of `calls` calls, changing who goes first."""
    sides = {"ours": ours, "theirs": theirs}
    taken: dict[str, list[tuple[float, ...]]] = {name: [] for name in sides}

    def call(name: str, number: int) -> float:
        before(name, number)
        return timed(sides[name], number)

    for name in sides:
        for number in range(warmup):
            call(name, number)
    for turn in range(rounds):
        for name in sorted(sides, reverse=turn % 2 == 1):
            gc.collect()
            numbers = range(warmup + turn * calls, warmup + (turn + 1) * calls)
            taken[name].append(tuple(call(name, number) for number in numbers))
    return Timing(tuple(taken["ours"])), Timing(tuple(taken["theirs"]))


def timed(work: Work, number: int = 0) -> float:
    """The seconds that one call takes."""
    started = perf_counter()
    work(number)
    return perf_counter() - started


@dataclass(frozen=True)
class Rush:
    """Calls that all arrived at one moment: the seconds until the last was done, and until each."""

    seconds: float
    waits: tuple[float, ...]


def rush(work: Work, numbers: Iterable[int], *, threads: int) -> Rush:
    """Do the work once for every number, by so many threads that are released together.

    An error of the work ends its thread and is raised here.
    """
    left = iter(list(numbers))  # whose next one a thread gets whole
    waits, errors = deque[float](), deque[BaseException]()
    gate = threading.Barrier(threads + 1)
    released = 0.0

    def serve() -> None:
        gate.wait()
        try:
            for number in left:
                work(number)
                waits.append(perf_counter() - released)
        except BaseException as error:  # noqa: BLE001 - raised again below
            errors.append(error)

    crew = [threading.Thread(target=serve) for _ in range(threads)]
    for one in crew:
        one.start()
    gc.collect()
    released = perf_counter()
    gate.wait()
    for one in crew:
        one.join()
    if errors:
        raise errors[0]
    return Rush(max(waits), tuple(waits))
