"""Decides which open pages hear of a change, and keeps it for them until they read it."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator

from sandbox.records import Json
from sandbox.state import Change, Workspace

_STOP: Change | None = None


class Feed:
    """The change streams of all open pages."""

    def __init__(self, ws: Workspace) -> None:
        self._ws = ws
        self._lock = threading.Lock()
        self._readers: dict[int, tuple[str, queue.SimpleQueue[Change | None]]] = {}
        self._is_stopped = False
        ws.watchers.append(self._spread)

    def _spread(self, change: Change) -> None:
        with self._lock:
            readers = list(self._readers.values())
        for user_id, box in readers:
            if change.user in (None, user_id):
                box.put(change)

    def changes(self, user_id: str, beat: float = 15.0) -> Iterator[Json | None]:
        """What the page of that person has to read again, as it happens; None every `beat`
        seconds without a change, so that a dead page is noticed. Ends with `stop`."""
        box: queue.SimpleQueue[Change | None] = queue.SimpleQueue()
        with self._lock:
            if self._is_stopped:
                return
            self._readers[id(box)] = (user_id, box)
        try:
            yield None
            while True:
                try:
                    change = box.get(timeout=beat)
                except queue.Empty:
                    yield None
                    continue
                if change is None:
                    return
                yield _told(change)
        finally:
            with self._lock:
                self._readers.pop(id(box), None)

    def stop(self) -> None:
        """End all streams."""
        with self._lock:
            self._is_stopped = True
            readers = list(self._readers.values())
        for _, box in readers:
            box.put(None)


def _told(change: Change) -> Json:
    told = {"what": change.what}
    if change.channel:
        told["channel"] = change.channel
    return told
