"""Decides how a test waits for something an app does in its own time."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from sandbox.clock import stopwatch
from sandbox.state import Workspace

Found = TypeVar("Found")
# Not everything that can be waited for announces itself, so look again this often, in seconds.
_LOOK_AGAIN = 0.05


def wait_until(
    ws: Workspace, find: Callable[[], Found], missing: str, timeout: float = 5.0
) -> Found:
    """The first truthy answer of `find`, asked again at every change of the workspace. Raises
    TimeoutError with `missing` in its text after `timeout` seconds."""
    deadline = stopwatch() + timeout
    # Without the lock: `find` may itself ask the sandbox something over HTTP.
    while not (found := find()):
        left = deadline - stopwatch()
        if left <= 0:
            raise TimeoutError(f"waited {timeout} s: {missing}")
        with ws.lock:
            ws.lock.wait(min(left, _LOOK_AGAIN))
    return found
