"""One meaning of some words of a command, before it is known which meaning is the right one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple, cast

from bot.domain.lexicon import Role
from bot.domain.periods import Period
from bot.domain.query import Named
from bot.domain.typed import Typed
from bot.domain.vocabulary import Match


class Reading(NamedTuple):
    """One meaning of `length` words: what it sets in a query, to what, and how to say only that.

    The rank settles ties of length: 3 structure, 2 a metric, period, type or whole name, 1 a part
    of a name, 0 words that say nothing.
    """

    length: int
    part: str
    value: object
    words: str
    rank: int = 3


Rule = Callable[[Typed, int, Match], Iterator[Reading]]
"""What a phrase may mean: the command, the index after the phrase, the phrase."""


def period_reading(length: int, period: Period) -> Reading:
    """A period, a competitor of names."""
    return Reading(length, "period", period, f"period {period.words()}", 2)


def name_reading(match: Match, extra: int = 0) -> Reading:
    """A name or a part of one, with `extra` words before it."""
    kind, named = cast("tuple[str, Named]", match.value)
    rank = 2 if match.role is Role.NAME else 1
    return Reading(match.length + extra, kind, named, named.words(kind), rank)
