"""Decides what an id or a message timestamp looks like: deterministic, in the shape Slack uses.
Knows nothing of what the ids stand for."""

from __future__ import annotations

import hashlib
from collections import Counter

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# The first id ends in A1, so that it reads as an id and never as a plain number.
_FIRST = 10 * 36 + 1


def base36(number: int) -> str:
    """`number` in digits and capitals, without leading zeroes."""
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = _DIGITS[rest] + digits
    return digits or "0"


class Ids:
    """Hands out ids; two instances asked in the same order give the same ids."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._last_ts = 0

    def new(self, prefix: str) -> str:
        """The next id with that prefix, such as `U000000A1`."""
        return prefix + base36(_FIRST - 1 + self.number(prefix)).rjust(8, "0")

    def number(self, name: str) -> int:
        """The next number of a named sequence, from 1."""
        self._counts[name] += 1
        return self._counts[name]

    def word(self, name: str, length: int = 24) -> str:
        """A word that looks random and is the same in every run."""
        seed = f"{name}:{self.number(name)}"
        return hashlib.sha256(seed.encode()).hexdigest()[:length]

    def ts(self, now: float) -> str:
        """A message timestamp: the time with 6 decimals, larger than every one before it."""
        self._last_ts = max(round(now * 1_000_000), self._last_ts + 1)
        seconds, micros = divmod(self._last_ts, 1_000_000)
        return f"{seconds}.{micros:06d}"
