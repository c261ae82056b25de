"""Names, and the words that say what kind of thing follows: `team alpha`, `period 2017`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import cast

from bot.domain.lexicon import Role
from bot.domain.meaning import Reading, name_reading, period_reading
from bot.domain.query import Named
from bot.domain.spans import since, span
from bot.domain.typed import Typed
from bot.domain.vocabulary import Match
from bot.domain.words import Token

NAME_KINDS = ("team", "region", "product", "source", "person")


def any_name(typed: Typed, key: tuple[str, ...]) -> Iterator[Reading]:
    """Whatever is called exactly this: what a quoted text means."""
    for kind in NAME_KINDS:
        for named in typed.vocabulary.named(kind, key):
            yield Reading(1, kind, named, named.words(kind), 2)


def mentioned(typed: Typed, token: Token, length: int) -> Iterator[Reading]:
    """The person linked to the Slack user that is mentioned."""
    named = typed.vocabulary.by_slack_user.get(token.key[0][2:-1])
    if named is not None:
        yield Reading(length, "person", named, named.words("person"))


def prefixed(typed: Typed, tokens: Sequence[Token], after: int, match: Match) -> Iterator[Reading]:
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
        yield from mentioned(typed, token, length + 1)
    else:
        found = typed.at(after, Role.NAME) or typed.at(after, Role.PART_OF_NAME)
        for match in found:
            if cast("tuple[str, Named]", match.value)[0] == kind:
                yield name_reading(match, length)._replace(rank=3)


def _said_period(typed: Typed, after: int, length: int) -> Iterator[Reading]:
    found = span(typed, after)
    if found is not None:
        yield period_reading(length + found.length, found.period)._replace(rank=3)
    for opening in typed.at(after, Role.SINCE):
        ranged = since(typed, after + opening.length)
        if ranged is not None:
            total = length + opening.length + ranged.length
            yield period_reading(total, ranged.period)._replace(rank=3)
