"""What the words at one place of a command can mean, and which meanings compete.

Looks at one place at a time; grammar.py puts the readings together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import NamedTuple, cast

from bot.domain.dates import Typed, point
from bot.domain.lexicon import Role
from bot.domain.periods import Kind, Period
from bot.domain.query import Moment, Named, moment_words
from bot.domain.spans import since, span
from bot.domain.vocabulary import Match
from bot.domain.words import Token
from bot.errors import UsageError

NAME_KINDS = ("team", "region", "product", "source", "person")
DEFAULT_TOP = 10
MAX_TOP = 100

_TOP = re.compile(r"top(\d{1,3})")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dt\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?z")


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


def readings(typed: Typed, tokens: Sequence[Token], index: int) -> list[Reading]:
    """The competing readings of the longest phrase at `index`: none, one, or an ambiguity.

    Longer wins. Of equal length, words that give a command its structure win; a metric, a period,
    a sale type and a whole name are equals; a part of a name competes with a period only.
    """
    token = tokens[index]
    if token.quoted:
        found = list(_any_name(typed, token.key))
    elif token.text.startswith("<@"):
        found = list(_mentioned(typed, token, 1))
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
    period = span(typed, index)
    if period is not None:
        yield _period(period.length, period.period)
    for match in typed.vocabulary.at(typed.words, index):
        if match.role is Role.PREFIX:
            yield from _prefixed(typed, tokens, index + match.length, match)
        elif match.role in (Role.NAME, Role.PART_OF_NAME):
            yield _name(match)
        elif rule := _RULES.get(match.role):
            yield from rule(typed, index + match.length, match)


def _period(length: int, period: Period) -> Reading:
    return Reading(length, "period", period, f"period {period.words()}", 2)


def _name(match: Match, extra: int = 0) -> Reading:
    kind, named = cast(tuple[str, Named], match.value)
    rank = 2 if match.role is Role.NAME else 1
    return Reading(match.length + extra, kind, named, named.words(kind), rank)


def _any_name(typed: Typed, key: tuple[str, ...]) -> Iterator[Reading]:
    for kind in NAME_KINDS:
        for named in typed.vocabulary.named(kind, key):
            yield Reading(1, kind, named, named.words(kind), 2)


def _mentioned(typed: Typed, token: Token, length: int) -> Iterator[Reading]:
    named = typed.vocabulary.by_slack_user.get(token.key[0][2:-1])
    if named is not None:
        yield Reading(length, "person", named, named.words("person"))


def _prefixed(typed: Typed, tokens: Sequence[Token], after: int, match: Match) -> Iterator[Reading]:
    """A kind of thing, then which: `team alpha`, `product "GTX Pro"`, `metric deals`."""
    kind = str(match.value)
    if after >= len(tokens):
        return
    if kind in NAME_KINDS:
        yield from _of_kind(typed, tokens, after, (kind, match.length))
    elif kind == "period":
        yield from _said_period(typed, after, match.length)
    else:
        role = Role.METRIC if kind == "metric" else Role.SALE_TYPE
        for found in typed.at(after, role):
            part = "metric" if kind == "metric" else "sale_type"
            words = f"{kind} {found.value}"
            yield Reading(match.length + found.length, part, found.value, words)


def _of_kind(
    typed: Typed, tokens: Sequence[Token], after: int, kind_length: tuple[str, int]
) -> Iterator[Reading]:
    kind, length = kind_length
    token = tokens[after]
    if token.quoted or token.word.startswith("#"):
        for named in typed.vocabulary.named(kind, token.key):
            yield Reading(length + 1, kind, named, named.words(kind))
    elif kind == "person" and token.text.startswith("<@"):
        yield from _mentioned(typed, token, length + 1)
    else:
        found = typed.at(after, Role.NAME) or typed.at(after, Role.PART_OF_NAME)
        for match in found:
            if cast(tuple[str, Named], match.value)[0] == kind:
                yield _name(match, length)._replace(rank=3)


def _said_period(typed: Typed, after: int, length: int) -> Iterator[Reading]:
    found = span(typed, after)
    if found is not None:
        yield _period(length + found.length, found.period)._replace(rank=3)
    for opening in typed.at(after, Role.SINCE):
        ranged = since(typed, after + opening.length)
        if ranged is not None:
            total = length + opening.length + ranged.length
            yield _period(total, ranged.period)._replace(rank=3)


def _since(typed: Typed, after: int, match: Match) -> Iterator[Reading]:
    """A period "since 1 sep", or what moved "since friday's board"."""
    plain = Typed([word.removesuffix("'s") for word in typed.words], typed.vocabulary, typed.today)
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
        yield _period(match.length + found.length, found.period)._replace(rank=3)


def _skip_board(typed: Typed, index: int) -> tuple[int, bool]:
    """Past "the board of", and whether a board was named."""
    at, is_board = index, False
    while typed.at(at, Role.BOARD) or (typed.at(at, Role.NOISE) and not point(typed, at)):
        is_board = is_board or bool(typed.at(at, Role.BOARD))
        at += 1
    return (at, is_board) if is_board else (index, False)


def _as_of(typed: Typed, after: int, match: Match) -> Iterator[Reading]:
    moment = _moment(typed, after)
    if moment is not None:
        length, value = moment
        yield Reading(match.length + length, "as_of", value, f"as of {moment_words(value)}")


def _on(typed: Typed, after: int, match: Match) -> Iterator[Reading]:
    """ "On friday" is that day's sales, or how things stood then: both are offered."""
    found = point(typed, after)
    if found is not None and found.period.kind is Kind.DAY:
        yield _period(match.length + found.length, found.period)._replace(rank=3)
        yield from _as_of(typed, after, match)


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


def _by(typed: Typed, after: int, match: Match) -> Iterator[Reading]:
    for group in (*typed.at(after, Role.GROUP), *typed.at(after, Role.GROUPS)):
        yield Reading(match.length + group.length, "by", group.value, f"by {group.value}")


def _top(length: int, number: int) -> Reading:
    if not 1 <= number <= MAX_TOP:
        raise UsageError("A top has 1 to {most} places.", most=MAX_TOP)
    return Reading(length, "top", number, f"top {number}")


def _top_word(typed: Typed, after: int, match: Match) -> Iterator[Reading]:
    word = typed.word(after)
    if word.isdecimal():
        yield _top(match.length + 1, int(word[:4]))
    else:
        yield _top(match.length, DEFAULT_TOP)


def _page(typed: Typed, after: int, match: Match) -> Iterator[Reading]:
    word = typed.word(after)
    if word.isdecimal() and 1 <= int(word[:5]) < 10_000:
        yield Reading(match.length + 1, "page", int(word[:5]), f"page {int(word[:5])}")


def _said(part: str, prefix: str, rank: int) -> Callable[[Typed, int, Match], Iterator[Reading]]:
    """A rule for phrases that say a value by themselves."""

    def rule(typed: Typed, after: int, match: Match) -> Iterator[Reading]:
        del typed, after
        yield Reading(match.length, part, match.value, f"{prefix}{match.value}", rank)

    return rule


_RULES: dict[Role, Callable[[Typed, int, Match], Iterator[Reading]]] = {
    Role.METRIC: _said("metric", "metric ", 2),
    Role.SALE_TYPE: _said("sale_type", "type ", 2),
    Role.GROUPS: _said("by", "by ", 3),
    Role.MODE: _said("mode", "", 3),
    Role.ALL: _said("everyone", "all", 3),
    Role.NOISE: _said("noise", "", 0),
    Role.BOARD: _said("noise", "", 0),
    Role.SINCE: _since,
    Role.AS_OF: _as_of,
    Role.ON: _on,
    Role.BY: _by,
    Role.TOP: _top_word,
    Role.PAGE: _page,
}
