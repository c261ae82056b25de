"""What the words at one place of a command can mean, and which meanings compete.

Looks at one place at a time; grammar.py puts the readings together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from bot.domain import moments, periods
from bot.domain.lexicon import Role
from bot.domain.meaning import Reading, Rule, name_reading, period_reading
from bot.domain.prefixes import any_name, mentioned, prefixed
from bot.domain.spans import span
from bot.domain.typed import Typed
from bot.domain.vocabulary import Match
from bot.domain.words import Token
from bot.errors import UsageError

DEFAULT_TOP = 10
MAX_TOP = 100

_TOP = re.compile(r"top(\d{1,3})")
_SLASHED = re.compile(r"(\d\d?)/(\d\d?)/((?:19|20|21)\d\d)")


def readings(typed: Typed, tokens: Sequence[Token], index: int) -> list[Reading]:
    """The competing readings of the longest phrase at `index`: none, one, or an ambiguity.

    Longer wins. Of equal length, words that give a command its structure win; a metric, a period,
    a sale type and a whole name are equals; a part of a name competes with a period only.
    """
    token = tokens[index]
    if token.quoted:
        found = list(any_name(typed, token.key))
    elif token.text.startswith("<@"):
        found = list(mentioned(typed, token, 1))
    else:
        found = list(_unquoted(typed, tokens, index))
    return _winners(found) if len(found) > 1 else found


def _winners(found: Sequence[Reading]) -> list[Reading]:
    length = max(reading.length for reading in found)
    longest = [reading for reading in found if reading.length == length]
    rank = max(reading.rank for reading in longest)
    if rank == 2 and all(one.part == "period" for one in longest if one.rank == 2):
        rank = 1
    best = [one for one in longest if one.rank >= rank]
    return list({(one.part, one.value): one for one in best}.values())


def _unquoted(typed: Typed, tokens: Sequence[Token], index: int) -> Iterator[Reading]:
    if found := _TOP.fullmatch(typed.words[index]):
        yield _top(1, int(found[1]))
    yield from _slashed(typed.words[index])
    period = span(typed, index)
    if period is not None:
        yield period_reading(period.length, period.period)
    for match in typed.phrases(index):
        if match.role is Role.PREFIX:
            yield from prefixed(typed, tokens, index + match.length, match)
        elif match.role in (Role.NAME, Role.PART_OF_NAME):
            yield name_reading(match)
        elif rule := _RULES.get(match.role):
            yield from rule(typed, index + match.length, match)


def _slashed(word: str) -> Iterator[Reading]:
    """1/9/2026 is a day in January or in September, by who wrote it: both, unless one is none."""
    found = _SLASHED.fullmatch(word)
    if found is None:
        return
    first, second, year = (int(part) for part in found.groups())
    for month, day in ((second, first), (first, second)):
        if 1 <= month <= 12 and 1 <= day <= periods.month(year, month).days:
            yield period_reading(1, periods.day(date(year, month, day)))


def _by(typed: Typed, after: int, match: Match) -> Iterator[Reading]:
    for group in (*typed.at(after, Role.GROUP), *typed.at(after, Role.GROUPS)):
        yield Reading(match.length + group.length, "by", group.value, f"by {group.value}")


def _top(length: int, number: int) -> Reading:
    if not 1 <= number <= MAX_TOP:
        raise UsageError("A top has 1 to {most} places.", most=MAX_TOP)
    return Reading(length, "top", number, f"top {number}")


def _top_word(typed: Typed, after: int, match: Match) -> Iterator[Reading]:
    word = typed.number(after)
    if word:
        yield _top(match.length + 1, int(word[:4]))
    else:
        yield _top(match.length, DEFAULT_TOP)


def _page(typed: Typed, after: int, match: Match) -> Iterator[Reading]:
    word = typed.number(after)
    if word and 1 <= int(word[:5]) < 10_000:
        yield Reading(match.length + 1, "page", int(word[:5]), f"page {int(word[:5])}")


def _own(typed: Typed, after: int, match: Match) -> Iterator[Reading]:
    """ "My team" is a filter; in "my team alpha" the team has a name already. The canonical "own
    team" is a filter whatever follows."""
    is_canonical = typed.word(after - match.length) == "own"
    if is_canonical or not any(typed.at(after, role) for role in (Role.NAME, Role.PART_OF_NAME)):
        yield Reading(match.length, "own", match.value, f"own {match.value}")


def _said(part: str, prefix: str, rank: int) -> Rule:
    """A rule for phrases that say a value by themselves."""

    def rule(typed: Typed, after: int, match: Match) -> Iterator[Reading]:
        del typed, after
        yield Reading(match.length, part, match.value, f"{prefix}{match.value}", rank)

    return rule


_RULES: dict[Role, Rule] = {
    Role.METRIC: _said("metric", "metric ", 2),
    Role.SALE_TYPE: _said("sale_type", "type ", 2),
    Role.GROUPS: _said("by", "by ", 3),
    Role.MODE: _said("mode", "", 3),
    Role.ALL: _said("everyone", "all", 3),
    Role.NOISE: _said("noise", "", 0),
    Role.BOARD: _said("noise", "", 0),
    Role.SINCE: moments.since_when,
    Role.FROM: moments.from_when,
    Role.AS_OF: moments.as_of,
    Role.ON: moments.on,
    Role.BY: _by,
    Role.OWN: _own,
    Role.TOP: _top_word,
    Role.PAGE: _page,
}
