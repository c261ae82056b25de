"""Words about time that say more than a period: "since", "as of", "on".

A date stands for what was known at its end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from bot.domain.dates import point
from bot.domain.lexicon import Role
from bot.domain.meaning import Reading, period_reading
from bot.domain.periods import Kind
from bot.domain.query import Moment, moment_words
from bot.domain.spans import since, span
from bot.domain.typed import Typed
from bot.domain.vocabulary import Match
from bot.errors import UsageError

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dt\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?z")


def since_when(typed: Typed, after: int, match: Match) -> Iterator[Reading]:
    """A period "since 1 sep", or what moved "since friday's board"."""
    plain = typed.without_possessives()
    at, is_board = _skip_board(plain, after)
    moment = _moment(plain, at)
    if moment is not None:
        at += moment[0]
        end, follows = _skip_board(plain, at)
        if is_board or follows or isinstance(moment[1], datetime):
            length = match.length + (end if follows else at) - after
            words = f"since {moment_words(moment[1])} board"
            yield Reading(length, "since", moment[1], words)
            return
    found = since(plain, after)
    if found is not None:
        yield period_reading(match.length + found.length, found.period)._replace(rank=3)


def from_when(typed: Typed, after: int, match: Match) -> Iterator[Reading]:
    """ "From 1 sep" with no end is "since 1 sep"; the Dutch "van" is too often just "of"."""
    opening = after - match.length
    if typed.word(opening) == "from" and span(typed, opening) is None:
        yield from since_when(typed, after, match)


def as_of(typed: Typed, after: int, match: Match) -> Iterator[Reading]:
    """What was known on a day or at an exact moment."""
    moment = _moment(typed, after)
    if moment is not None:
        length, value = moment
        yield Reading(match.length + length, "as_of", value, f"as of {moment_words(value)}")


def on(typed: Typed, after: int, match: Match) -> Iterator[Reading]:
    """ "On friday" is that day's sales, or how things stood then: both are offered."""
    found = point(typed, after)
    if found is not None and found.period.kind is Kind.DAY:
        yield period_reading(match.length + found.length, found.period)._replace(rank=3)
        yield from as_of(typed, after, match)


def _skip_board(typed: Typed, index: int) -> tuple[int, bool]:
    """Past "the board of", and whether a board was named."""
    at, is_board = index, False
    while typed.at(at, Role.BOARD) or (typed.at(at, Role.NOISE) and not point(typed, at)):
        is_board = is_board or bool(typed.at(at, Role.BOARD))
        at += 1
    return (at, is_board) if is_board else (index, False)


def _moment(typed: Typed, index: int) -> tuple[int, Moment] | None:
    """A day (the last one of a longer period, today if that still runs) or an exact moment."""
    if _MOMENT.fullmatch(typed.word(index)):
        return 1, datetime.fromisoformat(typed.word(index).upper()).astimezone(UTC)
    found = point(typed, index)
    if found is None:
        return None
    if found.period.start > typed.today:
        raise UsageError("Nobody knows yet how things stand on {day}.", day=found.period.start)
    return found.length, min(found.period.last, typed.today)
