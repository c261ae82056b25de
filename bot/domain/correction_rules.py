"""How long posted boards are watched and how long a line waits: what admins say, read and bounded.

The words are `off`, `14 days`, `10 minutes`, or both; Dutch ones are understood as well.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from types import MappingProxyType

from bot.errors import UsageError

DAYS = 14
MINUTES = 10
MOST_DAYS = 92
MOST_MINUTES = 240

_PART = re.compile(r"(\d{1,4})\s*([^\W\d_]+)")
_UNITS: Mapping[str, str] = MappingProxyType(
    dict.fromkeys(("day", "days", "dag", "dagen", "d"), "days")
    | dict.fromkeys(("minute", "minutes", "minuut", "minuten", "min", "m"), "minutes")
)
_OFF = frozenset({"off", "uit"})
_ON = frozenset({"on", "aan"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Rules:
    """The days a post is watched, 0 for none at all, and the minutes before a line is told."""

    days: int = DAYS
    minutes: int = MINUTES

    @property
    def delay(self) -> timedelta:
        """How long the line waits."""
        return timedelta(minutes=self.minutes)

    @property
    def is_on(self) -> bool:
        """Whether anything is watched."""
        return self.days > 0


def rules_from(kept: Mapping[str, int] | None) -> Rules:
    """The rules as they are kept; what was never set is as it comes."""
    found = kept or {}
    return Rules(days=found.get("days", DAYS), minutes=found.get("minutes", MINUTES))


def read_rules(words: str, held: Rules) -> Rules:
    """The rules that the words ask for; what they do not name stays as `held`.

    UsageError when they are not understood or out of bounds.
    """
    said = words.casefold().strip().rstrip(".")
    if said in _OFF:
        return replace(held, days=0)
    if said in _ON:
        return held if held.is_on else replace(held, days=DAYS)
    asked: dict[str, int] = {}
    for number, unit in _PART.findall(said):
        if unit in _UNITS:
            asked[_UNITS[unit]] = int(number)
    rest = _PART.sub("", said).replace(",", " ").split()
    known = len(asked) == len(_PART.findall(said))
    if not asked or not known or set(rest) - {"and", "en"}:
        raise UsageError("Say it like this: corrections 14 days 10 minutes, or corrections off.")
    wanted = replace(held, **asked)
    if wanted.days > MOST_DAYS or wanted.minutes > MOST_MINUTES:
        raise UsageError(
            "At most {days} days and {minutes} minutes.", days=MOST_DAYS, minutes=MOST_MINUTES
        )
    return wanted
