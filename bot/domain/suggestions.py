"""Ways out of a command that was not understood: the nearest commands that would be.

Proposes edits of what was typed; grammar.py keeps those that it understands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from typing import NamedTuple

from bot.domain.lexicon import Role
from bot.domain.prefixes import NAME_KINDS
from bot.domain.query import Named
from bot.domain.vocabulary import Vocabulary
from bot.domain.words import Token

MOST = 5
"""How many suggestions an error carries: one row of buttons."""

# Of difflib's ratio: two letters off in a word of five, one in a word of five.
_NEAR, _VERY_NEAR = 0.6, 0.8


class Change(NamedTuple):
    """Tokens from `start` up to and without `end` become `words`."""

    start: int
    end: int
    words: str


Edit = tuple[Change, ...]


class Spot(NamedTuple):
    """A place that was not understood, with what could stand there instead, best first."""

    start: int
    end: int
    options: tuple[str, ...]


def rebuild(tokens: Sequence[Token], edit: Edit) -> str:
    """The command with the edit made."""
    parts: list[str] = []
    at = 0
    for change in sorted(edit):
        parts += [_typed(token) for token in tokens[at : change.start]]
        parts += [change.words] if change.words else []
        at = change.end
    return " ".join([*parts, *(_typed(token) for token in tokens[at:])])


def edits(spots: Sequence[Spot]) -> Iterator[Edit]:
    """One edit for each option of the first spot, the others mended as well as they can be."""
    first, *others = spots
    rest = tuple(Change(one.start, one.end, next(iter(one.options), "")) for one in others)
    for option in first.options:
        yield (Change(first.start, first.end, option), *rest)


def without(spots: Sequence[Spot]) -> Edit:
    """The command without the words that were not understood."""
    return tuple(Change(one.start, one.end, "") for one in spots)


def keep_one(spans: Sequence[tuple[int, int]]) -> Iterator[Edit]:
    """For words that exclude each other: each one without the others."""
    for kept in spans:
        yield tuple(Change(*span, "") for span in spans if span != kept)


def spot_unknown(
    tokens: Sequence[Token], start: int, end: int, vocabulary: Vocabulary
) -> list[Spot]:
    """Where to mend the unknown tokens from `start` to `end`: together if anything is near."""
    words = [" ".join(token.key) for token in tokens[start:end]]
    kind = _prefix(tokens[start], vocabulary)
    if kind is not None:
        return [Spot(start, end, _after_prefix(kind, words[1:], vocabulary))]
    if tokens[start].quoted:
        return [Spot(start, end, tuple(_names(words[0], NAME_KINDS, vocabulary)))]
    whole = near(" ".join(words), vocabulary, _VERY_NEAR)
    if whole and end - start > 1:
        return [Spot(start, end, whole)]
    return [
        Spot(start + at, start + at + 1, near(word, vocabulary)) for at, word in enumerate(words)
    ]


def near(word: str, vocabulary: Vocabulary, ratio: float = _NEAR) -> tuple[str, ...]:
    """What it may have meant, as words that say only that: phrases it is part of, then those that
    are spelled most like it.
    """
    phrases = vocabulary.phrases
    holding = [phrase for phrase in phrases if word in phrase.split() and phrase != word]
    # A metric's key is for buttons ("win_rate"); people see its words.
    spelled = _spelled_like(word, {**phrases, **dict.fromkeys(vocabulary.openings())}, ratio)
    found: dict[str, None] = {}
    for spelling in (*sorted(holding, key=len)[:MOST], *spelled):
        if "_" in spelling:
            continue
        for role, value in phrases.get(spelling) or ((Role.NOISE, None),):
            found[_say(spelling, role, value)] = None
    return tuple(found)


def _say(spelling: str, role: Role, value: object) -> str:
    if role in (Role.NAME, Role.PART_OF_NAME) and isinstance(value, tuple):
        kind, named = value
        assert isinstance(named, Named)  # noqa: S101 - the vocabulary's own data
        return named.words(kind)
    return spelling


def _after_prefix(kind: str, words: Sequence[str], vocabulary: Vocabulary) -> tuple[str, ...]:
    """Names of this kind: the nearest, else the first; and the grouping it may have meant."""
    grouping = {"team": ("by team",), "region": ("by region",), "person": ("by rep",)}
    nearest = _names(" ".join(words), (kind,), vocabulary) if words else []
    if not nearest:
        nearest = [named.words(kind) for _, named in vocabulary.names(kind)[: MOST - 1]]
    return (*nearest, *grouping.get(kind, ())) if words else (*grouping.get(kind, ()), *nearest)


def _names(word: str, kinds: Iterable[str], vocabulary: Vocabulary) -> list[str]:
    found = {
        spelling: named.words(kind) for kind in kinds for spelling, named in vocabulary.names(kind)
    }
    return [found[spelling] for spelling in _spelled_like(word, found)]


def _spelled_like(word: str, spellings: Iterable[str], ratio: float = _NEAR) -> list[str]:
    # difflib is slow on long lists: a length too different can never reach the ratio asked for.
    low, high = len(word) * ratio / (2 - ratio), len(word) * (2 - ratio) / ratio
    candidates = [spelling for spelling in spellings if low <= len(spelling) <= high]
    return get_close_matches(word, candidates, n=MOST, cutoff=ratio)


def _prefix(token: Token, vocabulary: Vocabulary) -> str | None:
    """The kind of name that the token announces, if it does."""
    for role, value in vocabulary.phrases.get(token.word, ()):
        if role is Role.PREFIX and value in NAME_KINDS:
            return str(value)
    return None


def _typed(token: Token) -> str:
    return f'"{token.text}"' if token.quoted else token.text
