"""Many small writes of many threads in one transaction: one wait for the disk instead of many.

Knows no table. Nobody is told that their write is done before it is committed.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from store.database import Database, Driver
from store.turns import Turns

Work = Callable[[Driver], Any]
MOST = 256
"""Writes in one transaction: the first of them waits for the last."""


@dataclass
class _Waiting:
    work: Work
    is_done: bool = False
    result: Any = None
    error: BaseException | None = None


class GroupCommit:
    """Whoever comes while a transaction is being committed shares the next one."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._queue: deque[_Waiting] = deque()
        self._turn = Turns()  # who is done already is told in the order of coming

    def run(self, work: Work) -> Any:
        """What `work` returns, once it is committed; its error when it failed.

        `work` may run twice: once in a group that another's error rolled back, then alone. Inside
        this thread's own transaction it simply joins that one.
        """
        if self._database.is_writing:
            with self._database.write() as connection:
                return work(Driver(connection))
        mine = _Waiting(work)
        self._queue.append(mine)
        with self._turn:
            while not mine.is_done:
                self._lead()
        if mine.error is not None:
            raise mine.error
        return mine.result

    def _lead(self) -> None:
        group = [self._queue.popleft() for _ in range(min(MOST, len(self._queue)))]
        if not self._commit(group) and len(group) > 1:
            for one in group:
                self._commit([one])
        for one in group:
            one.is_done = True

    def _commit(self, group: list[_Waiting]) -> bool:
        """Whether the whole group was committed; a failed one's error is noted."""
        current = group[0]
        try:
            with self._database.write() as connection:
                driver = Driver(connection)
                for current in group:
                    current.error = None
                    current.result = current.work(driver)
        except BaseException as error:  # noqa: BLE001 - raised again in the thread it belongs to
            current.error = error
            return False
        return True
