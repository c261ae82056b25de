"""Decides which calls go wrong on purpose. Knows the names of methods and kinds of fault, and
nothing of how a fault is carried out."""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

KINDS = (
    "500",
    "500_after_accept",
    "drop_before_accept",
    "drop_after_accept",
    "slow",
    "slow_after_accept",
    "429",
    "error",
)
DISCONNECTS = ("refresh", "close", "drop")


@dataclass(frozen=True, kw_only=True)
class Fault:
    """`seconds` is the delay of a slow kind and the Retry-After of a 429; `error` the Slack code
    of kind "error"; `after_accept` faults happen once the call has taken effect."""

    method: str
    kind: str
    times: int | None = 1
    seconds: float = 1.0
    error: str = "fatal_error"

    @property
    def after_accept(self) -> bool:
        return self.kind.endswith("_after_accept")


@dataclass(frozen=True)
class Storm:
    """Faults that come by chance: a share of the calls, each of one of these kinds."""

    method: str
    kinds: tuple[tuple[str, float], ...]
    share: float
    chance: random.Random


def _known(kind: str) -> None:
    if kind not in KINDS:
        raise ValueError(f"unknown fault {kind!r}, choose one of {', '.join(KINDS)}")


class Faults:
    """The faults waiting to happen. Safe to use from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[Fault] = []
        self._disconnect: Callable[[str], int] | None = None
        self._events_twice = False
        self._storm: Storm | None = None
        self.happened: Counter[str] = Counter()
        """How often each kind befell a call."""

    def storm(
        self, *, method: str = "*", kinds: Sequence[tuple[str, float]], share: float, seed: int
    ) -> None:
        """Let a share of the calls of a method go wrong at random, each in one of these kinds with
        its seconds, until `clear`."""
        for kind, _ in kinds:
            _known(kind)
        with self._lock:
            self._storm = Storm(method, tuple(kinds), share, random.Random(seed))

    def inject(
        self,
        *,
        method: str = "*",
        kind: str,
        times: int | None = 1,
        seconds: float = 1.0,
        error: str = "fatal_error",
    ) -> None:
        """Let the next `times` calls (None: all) of a Web API method go wrong. `method` is a name,
        "*" for all, or "response_url"; `kind` one of KINDS."""
        _known(kind)
        fault = Fault(method=method, kind=kind, times=times, seconds=seconds, error=error)
        with self._lock:
            self._waiting.append(fault)

    def clear(self) -> None:
        """Nothing goes wrong on purpose any more."""
        with self._lock:
            self._waiting.clear()
            self._events_twice = False
            self._storm = None

    def take(self, method: str) -> Fault | None:
        """The fault that befalls this call, used up by being asked for."""
        with self._lock:
            for index, fault in enumerate(self._waiting):
                if fault.method not in ("*", method):
                    continue
                if fault.times is not None:
                    self._count_down(index, fault)
                self.happened[fault.kind] += 1
                return fault
            return self._struck(method)

    def _struck(self, method: str) -> Fault | None:
        storm = self._storm
        if storm is None or storm.method not in ("*", method):
            return None
        if storm.chance.random() >= storm.share:
            return None
        kind, seconds = storm.chance.choice(storm.kinds)
        self.happened[kind] += 1
        return Fault(method=method, kind=kind, seconds=seconds)

    def _count_down(self, index: int, fault: Fault) -> None:
        left = (fault.times or 1) - 1
        if left <= 0:
            del self._waiting[index]
            return
        self._waiting[index] = Fault(
            method=fault.method,
            kind=fault.kind,
            times=left,
            seconds=fault.seconds,
            error=fault.error,
        )

    def duplicate_events(self, on: bool = True) -> None:
        """Deliver every event twice, as Slack does when it missed an acknowledgement."""
        with self._lock:
            self._events_twice = on

    @property
    def events_twice(self) -> bool:
        with self._lock:
            return self._events_twice

    def connect_sockets(self, disconnect: Callable[[str], int]) -> None:
        """Called once by the sandbox, with what ends all open sockets."""
        self._disconnect = disconnect

    def disconnect_sockets(self, how: str = "close") -> int:
        """End every Socket Mode connection and return how many there were. `refresh` asks the app
        to come back, `close` sends a close frame, `drop` cuts the line without a word."""
        if how not in DISCONNECTS:
            raise ValueError(f"unknown disconnect {how!r}, choose one of {', '.join(DISCONNECTS)}")
        return self._disconnect(how) if self._disconnect else 0
