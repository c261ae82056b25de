"""What a word that was not understood may have meant: the nearest words of the vocabulary.

Knows spelling and phrases; suggestions.py makes commands of it and grammar.py tries them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
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

_OPTIONS = 8
_COMPLETED = 0.15  # a word of a phrase became the whole phrase
_SAID_FULLY = 0.01  # a name by its canonical words: only where the word alone will not do
_LEFT_OUT = 1.0

_FILLERS = frozenset(
    {Role.NOISE, Role.BOARD, Role.TOP, Role.PAGE, Role.ALL, Role.BY, Role.ON, Role.TO, Role.FROM}
)


class Option(NamedTuple):
    """What could stand at a place, and how far that is from what was typed: 0 is the same."""

    cost: float
    words: str


class Spot(NamedTuple):
    """A place that was not understood, with what could stand there instead, nearest first."""

    start: int
    end: int
    options: tuple[Option, ...]


def spots(tokens: Sequence[Token], start: int, end: int, vocabulary: Vocabulary) -> list[Spot]:
    """Where to mend the unknown tokens from `start` to `end`."""
    found: list[Spot] = []
    at = start
    while at < end:
        kind = _prefix(tokens[at], vocabulary)
        if kind is not None:
            spot = _named(tokens, at, end, kind, vocabulary)
        elif tokens[at].quoted:
            spot = Spot(at, at + 1, _quoted(tokens[at], vocabulary))
        else:
            spot = Spot(at, at + 1, _instead_of(tokens[at].word, vocabulary))
        found.append(spot)
        at = spot.end
    return found


def is_filler(text: str, vocabulary: Vocabulary) -> bool:
    """Whether this says nothing by itself, such as "de", "top" or "by"."""
    said = vocabulary.phrases.get(text, ())
    return bool(said) and all(role in _FILLERS for role, _ in said)


def _instead_of(word: str, vocabulary: Vocabulary) -> tuple[Option, ...]:
    """The word itself where it belongs to a phrase, the words and phrases spelled most like it,
    and phrases that hold it; nothing at all where none is near."""
    if word.startswith("<@"):
        return (Option(_LEFT_OUT, ""),)
    held = vocabulary.words_of_phrases()
    found: dict[str, float] = {}
    plain = word.removesuffix("'s")
    known = word in held or plain in vocabulary.phrases
    if known or any(letter.isdecimal() for letter in word):
        found[word] = 0.0
    near = _spelled_like(word, {**held, **dict.fromkeys(vocabulary.phrases)})
    for ratio, spelling in [(1.0, word), *near]:
        if " " in spelling and ratio < _VERY_NEAR:
            continue
        for option in _ways_to_say(spelling, vocabulary):
            found.setdefault(option.words, 1 - ratio + option.cost)
    options = [Option(cost, words) for words, cost in found.items()]
    options = sorted(options, key=lambda option: option.cost)[:_OPTIONS]
    return tuple(options) or (Option(_LEFT_OUT, ""),)


def _ways_to_say(spelling: str, vocabulary: Vocabulary) -> Iterable[Option]:
    """The word, the name it is or is part of in full; the phrases it belongs to where it means
    nothing alone."""
    held = vocabulary.words_of_phrases().get(spelling, ())
    if held or spelling in vocabulary.phrases:
        yield Option(0.0, spelling)
    yield from (Option(_SAID_FULLY, said) for said in _names_in_full(spelling, vocabulary))
    if spelling in vocabulary.phrases:
        return
    for phrase in sorted(held, key=len)[:MOST]:
        in_full = _names_in_full(phrase, vocabulary)
        yield from (Option(_COMPLETED, said) for said in in_full or [phrase])


def _names_in_full(spelling: str, vocabulary: Vocabulary) -> list[str]:
    found = []
    for role, value in vocabulary.phrases.get(spelling, ())[:MOST]:
        if role in (Role.NAME, Role.PART_OF_NAME) and isinstance(value, tuple):
            kind, named = value
            assert isinstance(named, Named)  # noqa: S101 - the vocabulary's own data
            found.append(named.words(kind))
    return found


def _named(tokens: Sequence[Token], at: int, end: int, kind: str, vocabulary: Vocabulary) -> Spot:
    """A kind of thing and its name: as many words as are very near one, else one word."""
    words = [" ".join(token.key) for token in tokens[at + 1 : end]]
    for length in range(len(words), 1, -1):
        near = _names(" ".join(words[:length]), (kind,), vocabulary, _VERY_NEAR)
        if near:
            return Spot(at, at + 1 + length, tuple(near))
    near = _names(words[0], (kind,), vocabulary, _NEAR) if words else []
    first = [named.words(kind) for _, named in vocabulary.names(kind)[: MOST - 1]]
    grouping = {"team": ["by team"], "region": ["by region"], "person": ["by rep"]}.get(kind, [])
    said = [*first, *grouping] if words else [*grouping, *first]
    if near:
        said = grouping
    others = [Option(_NEAR + n / 100, one) for n, one in enumerate(said)]
    own = [] if words or kind not in vocabulary.phrases else [Option(0.0, tokens[at].word)]
    return Spot(at, at + 1 + bool(words), (*own, *near, *others))


def _quoted(token: Token, vocabulary: Vocabulary) -> tuple[Option, ...]:
    near = _names(" ".join(token.key), NAME_KINDS, vocabulary, _NEAR)
    return tuple(near) or (Option(_LEFT_OUT, ""),)


def _names(word: str, kinds: Iterable[str], vocabulary: Vocabulary, ratio: float) -> list[Option]:
    found = {
        spelling: named.words(kind) for kind in kinds for spelling, named in vocabulary.names(kind)
    }
    return [Option(1 - near, found[name]) for near, name in _spelled_like(word, found, ratio)]


def _spelled_like(
    word: str, spellings: Iterable[str], least: float = _NEAR
) -> list[tuple[float, str]]:
    """The spellings most like the word with their likeness, best first, at most MOST."""
    # difflib is slow on long lists: a length too different can never reach the ratio asked for.
    low, high = len(word) * least / (2 - least), len(word) * (2 - least) / least
    matcher = SequenceMatcher(a="", b=word)
    found = []
    for spelling in spellings:
        # A metric's key is for buttons ("win_rate"); people see its words.
        if not low <= len(spelling) <= high or "_" in spelling:
            continue
        matcher.set_seq1(spelling)
        is_near = matcher.real_quick_ratio() >= least and matcher.quick_ratio() >= least
        if is_near and (ratio := matcher.ratio()) >= least:
            found.append((ratio, spelling))
    return sorted(found, key=lambda near: -near[0])[:MOST]


def _prefix(token: Token, vocabulary: Vocabulary) -> str | None:
    """The kind of name that the token announces, if it does."""
    for role, value in vocabulary.phrases.get(token.word, ()):
        if role is Role.PREFIX and value in NAME_KINDS:
            return str(value)
    return None
