"""How a long-running command is asked to stop, and how it waits meanwhile. Knows nothing else."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Stop:
    """Set by Ctrl-C or SIGTERM; asking a second time ends the process at once."""

    def __init__(self) -> None:
        """Nobody has asked yet."""
        self._asked = threading.Event()

    def ask(self) -> None:
        """Ask for a clean stop, from any thread."""
        self._asked.set()

    def is_asked(self) -> bool:
        """Whether somebody asked."""
        return self._asked.is_set()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until somebody asks, at most so long; whether they did."""
        return self._asked.wait(seconds)

    @contextmanager
    def on_signals(self) -> Iterator[Stop]:
        """Listen to SIGINT and SIGTERM; afterwards whoever listened before does so again."""

        def hear(_number: int, _frame: FrameType | None) -> None:
            if self._asked.is_set():
                raise KeyboardInterrupt
            self._asked.set()

        before = {number: signal.signal(number, hear) for number in SIGNALS}
        try:
            yield self
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def patiently(
    attempt: Callable[[], object],
    stop: Stop,
    *,
    on: tuple[type[Exception], ...],
    tell: Callable[[Exception, float], None],
    longest: float = 30.0,
) -> bool:
    """Try until it works (True) or somebody asks to stop (False).

    Only the errors in `on` are tried again, after 1, 2, 4 … seconds and at most `longest`; `tell`
    hears each one with the pause that follows.
    """
    pause = min(1.0, longest)
    while not stop.is_asked():
        try:
            attempt()
        except on as error:
            tell(error, pause)
            stop.wait(pause)
            pause = min(pause * 2, longest)
        else:
            return True
    return False
