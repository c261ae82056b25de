"""Ways out of a command that was not understood: the nearest commands that would be.

Proposes edits of what was typed; grammar.py keeps those that it understands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import heappop, heappush
from typing import NamedTuple

from bot.domain.nearest import MOST, Spot, is_filler
from bot.domain.vocabulary import Vocabulary
from bot.domain.words import Token, tokenise

TRIED = 30
"""How many corrected commands are parsed for one that was not understood."""

_WORSE = 0.2  # how much further off than the best one a suggestion may be


class Change(NamedTuple):
    """Tokens from `start` up to and without `end` become `words`."""

    start: int
    end: int
    words: str


Edit = tuple[Change, ...]


class Choice(NamedTuple):
    """A place with several meanings, each in words that say only that."""

    start: int
    end: int
    options: tuple[str, ...]


class Ranked(NamedTuple):
    """An edit and how far it is from what was typed."""

    cost: float
    edit: Edit


def rebuild(tokens: Sequence[Token], edit: Edit) -> str:
    """The command with the edit made."""
    parts: list[str] = []
    at = 0
    for change in sorted(edit):
        parts += [_typed(token) for token in tokens[at : change.start]]
        parts += [change.words] if change.words else []
        at = change.end
    return " ".join([*parts, *(_typed(token) for token in tokens[at:])])


def edits(choices: Sequence[Choice]) -> Iterator[Edit]:
    """One edit for each option of the first place, with the first option of the others."""
    first, *others = choices
    rest = tuple(Change(one.start, one.end, next(iter(one.options), "")) for one in others)
    for option in first.options[:MOST]:
        yield (Change(first.start, first.end, option), *rest)


def mended(spots: Sequence[Spot]) -> Iterator[Ranked]:
    """All ways to mend every spot, the nearest first, TRIED at most; none when nothing is near."""
    if not all(spot.options for spot in spots):
        return
    start = (0,) * len(spots)
    waiting, seen, tried = [(_cost(spots, start), start)], {start}, 0
    while waiting and tried < TRIED:
        cost, chosen = heappop(waiting)
        if cost:
            tried += 1
            yield Ranked(cost, _edit(spots, chosen))
        for at, spot in enumerate(spots):
            following = (*chosen[:at], chosen[at] + 1, *chosen[at + 1 :])
            if following[at] < len(spot.options) and following not in seen:
                seen.add(following)
                heappush(waiting, (_cost(spots, following), following))


def is_near_enough(cost: float, best: float) -> bool:
    """Whether a suggestion is worth a button beside the best one."""
    return cost <= best + _WORSE


def without(spots: Sequence[Spot]) -> Edit:
    """The command without the words that were not understood."""
    return tuple(Change(one.start, one.end, "") for one in spots)


def without_fillers(edit: Edit, vocabulary: Vocabulary) -> Edit | None:
    """The same edit with nothing in the place of fillers; None when it puts none in."""
    plain = tuple(
        change._replace(words="") if is_filler(change.words, vocabulary) else change
        for change in edit
    )
    return None if plain == edit else plain


def says_something(command: str, vocabulary: Vocabulary) -> bool:
    """Whether the command is more than filler."""
    return any(token.quoted or not is_filler(token.word, vocabulary) for token in tokenise(command))


def keep_one(spans: Sequence[tuple[int, int]]) -> Iterator[Edit]:
    """For words that exclude each other: each one without the others."""
    for kept in spans:
        yield tuple(Change(*span, "") for span in spans if span != kept)


def _cost(spots: Sequence[Spot], chosen: Sequence[int]) -> float:
    return sum(spot.options[at].cost for spot, at in zip(spots, chosen, strict=True))


def _edit(spots: Sequence[Spot], chosen: Sequence[int]) -> Edit:
    return tuple(
        Change(spot.start, spot.end, spot.options[at].words)
        for spot, at in zip(spots, chosen, strict=True)
    )


def _typed(token: Token) -> str:
    return f'"{token.text}"' if token.quoted else token.text
