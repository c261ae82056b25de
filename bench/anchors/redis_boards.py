"""The `leaderboard` package on a local Redis that lives as long as the measurement.

The package's writing calls the Redis client as it was before 2018 and fails with today's;
reading works unchanged. So the scores are put in through the client, untimed, and everything
that is timed is the package as published.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from bench.anchors.missing import AnchorMissingError
from bench.processes import free_port, stop

_PATIENCE_SECONDS = 10


@contextmanager
def redis_server(folder: Path) -> Iterator[int]:
    """A Redis on a free loopback port, without persistence; yields the port."""
    program = shutil.which("redis-server")
    if program is None:
        raise AnchorMissingError("redis-server is not installed")
    port = free_port()
    arguments = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    process = subprocess.Popen(
        [program, *arguments, "--dir", str(folder)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_until_it_answers(port)
        yield port
    finally:
        stop(process)


class RedisBoards:
    """One leaderboard a period, read the way the package offers: the fewest round trips."""

    def __init__(self, port: int) -> None:
        try:
            from leaderboard.leaderboard import Leaderboard  # noqa: PLC0415 - only in the bench extra
            from redis import Redis  # noqa: PLC0415
        except ImportError as error:
            raise AnchorMissingError(f"{error.name} is not installed") from error
        self._client = Redis(host="127.0.0.1", port=port)
        self._open = lambda name: Leaderboard(name, host="127.0.0.1", port=port)
        self._boards: dict[str, Any] = {}

    def load(self, name: str, scores: Mapping[str, int]) -> None:
        """Fill the board of one period; scores are minor units by member."""
        if scores:
            self._client.zadd(name, dict(scores))
        self._boards[name] = self._open(name)

    def read(self, name: str, previous: str, member: str) -> tuple[list[Any], Any, list[Any]]:
        """The top 10, the member's own place, and the place of all of them the period before."""
        board = self._boards[name]
        top = board.top(10)
        mine = board.ranked_in_list([member])[0]
        members = [row["member"] for row in top]
        return top, mine, self._boards[previous].ranked_in_list([*members, member])


def _wait_until_it_answers(port: int) -> None:
    from redis import Redis  # noqa: PLC0415
    from redis.exceptions import ConnectionError as NotYet  # noqa: PLC0415

    client = Redis(host="127.0.0.1", port=port)
    deadline = monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            client.ping()
        except NotYet as error:
            if monotonic() > deadline:
                raise AnchorMissingError("redis-server did not start") from error
            sleep(0.02)
        else:
            return
