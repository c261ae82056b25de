"""From typed words to a Query: one grammar for the slash command, buttons and the command line.

Words in any order, English or Dutch. What is not understood is an error that carries whole
corrected commands; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.domain import nearest, suggestions
from bot.domain.lexicon import Role
from bot.domain.meaning import Reading
from bot.domain.prefixes import NAME_KINDS
from bot.domain.query import Query
from bot.domain.readings import readings
from bot.domain.sentence import Placed, SaidTwiceError, SinceWhenError, assemble
from bot.domain.suggestions import Change, Choice, Edit
from bot.domain.typed import Typed
from bot.domain.vocabulary import Vocabulary
from bot.domain.words import Token, tokenise
from bot.errors import AmbiguousWords, Suggestion, UnknownWords, UsageError, UserError

MAX_LENGTH = 4_000
_REMEMBERED = 1_024


def parse(text: str, vocabulary: Vocabulary, today: date) -> Query:
    """What `text` asks, with relative words counted from `today`; empty is the main board.

    UnknownWords, AmbiguousWords or UsageError, with suggestions that are understood.
    """
    query = vocabulary.parsed.get((text, today))
    if query is not None:
        return query
    answer = _understand(text, vocabulary, today)
    if isinstance(answer, _Trouble):
        raise _with_suggestions(answer, vocabulary, today)
    if len(vocabulary.parsed) >= _REMEMBERED:
        vocabulary.parsed.clear()
    vocabulary.parsed[text, today] = answer
    return answer


@dataclass(frozen=True, slots=True)
class _Trouble:
    """Why a command was not understood: which tokens are unknown, or else edits to offer."""

    error: UserError
    tokens: Sequence[Token] = ()
    unknown: Sequence[tuple[int, int]] = ()
    edits: Sequence[Edit] = field(default=())


def _understand(text: str, vocabulary: Vocabulary, today: date) -> Query | _Trouble:
    if len(text) > MAX_LENGTH:
        return _Trouble(UsageError("That is too long to read: {most} letters.", most=MAX_LENGTH))
    tokens = tokenise(text)
    typed = Typed([token.word for token in tokens], vocabulary, today)
    try:
        return _read(tokens, typed)
    except UsageError as error:
        return _Trouble(error, tokens)


def _read(tokens: Sequence[Token], typed: Typed) -> Query | _Trouble:
    placed: list[Placed] = []
    unclear: list[tuple[int, list[Reading]]] = []
    unknown: list[int] = []
    at = 0
    while at < len(tokens):
        found = readings(typed, tokens, at)
        if not found:
            unknown.append(at)
        elif len(found) > 1:
            unclear.append((at, found))
        else:
            placed.append(Placed(at, found[0]))
        at += found[0].length if found else 1
    if unknown:
        return _unknown(tokens, unknown, typed)
    if unclear:
        return _ambiguous(tokens, unclear)
    try:
        return assemble(placed, typed.vocabulary, typed.today)
    except SaidTwiceError as error:
        error.params["choices"] = ", ".join(_texts(tokens, error.spans))
        return _Trouble(error, tokens, edits=tuple(suggestions.keep_one(error.spans)))
    except SinceWhenError as error:
        end = len(tokens)
        words = ("since yesterday's board", "since last week's board", "since last month's board")
        return _Trouble(error, tokens, edits=[(Change(end, end, said),) for said in words])


def _unknown(tokens: Sequence[Token], unknown: Sequence[int], typed: Typed) -> _Trouble:
    """Unknown words that follow each other belong together; so does the name after a prefix."""
    spans: list[tuple[int, int]] = []
    for index in unknown:
        if spans and spans[-1][1] == index:
            spans[-1] = (spans[-1][0], index + 1)
        elif spans and spans[-1][1] > index:
            continue
        else:
            end = index + 1
            is_prefix = bool(typed.at(index, Role.PREFIX)) and end < len(tokens)
            if is_prefix and any(one.part in NAME_KINDS for one in readings(typed, tokens, end)):
                end += 1
            spans.append((index, end))
    words = _texts(tokens, spans)
    if all(word.startswith("<@") for word in words):
        error = UnknownWords("Nobody here is linked to {words} yet.", words=words)
    else:
        error = UnknownWords("I do not know “{words}”.", words=words)
    return _Trouble(error, tokens, unknown=spans)


def _ambiguous(tokens: Sequence[Token], unclear: Sequence[tuple[int, list[Reading]]]) -> _Trouble:
    choices = [
        Choice(at, at + found[0].length, tuple(reading.words for reading in found))
        for at, found in unclear
    ]
    words = _texts(tokens, [(one.start, one.end) for one in choices])
    error = AmbiguousWords("“{words}” can mean more than one thing.", words=words)
    return _Trouble(error, tokens, edits=tuple(suggestions.edits(choices)))


def _texts(tokens: Sequence[Token], spans: Iterable[tuple[int, int]]) -> list[str]:
    """What was typed in each of the spans."""
    return [" ".join(token.text for token in tokens[start:end]) for start, end in spans]


def _with_suggestions(trouble: _Trouble, vocabulary: Vocabulary, today: date) -> UserError:
    """The error with at most five commands that are understood, never none."""
    trial = _Trial(trouble.tokens, vocabulary, today)
    if trouble.unknown:
        trial.mend(trouble.unknown)
    for edit in trouble.edits:
        if len(trial.found) < nearest.MOST and (query := trial.query(edit)) is not None:
            trial.keep(query, edit, _label(edit, trial.words(edit), vocabulary))
    trouble.error.suggestions = tuple(trial.found.values()) or (
        Suggestion(label=vocabulary.main_metric, words=f"metric {vocabulary.main_metric}"),
        Suggestion(label="help", words="help"),
    )
    return trouble.error


@dataclass(frozen=True, slots=True)
class _Trial:
    """Corrected commands that are tried out, and those that are understood, best first."""

    tokens: Sequence[Token]
    vocabulary: Vocabulary
    today: date
    found: dict[Query, Suggestion] = field(default_factory=dict)

    def words(self, edit: Edit) -> str:
        return suggestions.rebuild(self.tokens, edit)

    def query(self, edit: Edit) -> Query | None:
        answer = _understand(self.words(edit), self.vocabulary, self.today)
        return answer if isinstance(answer, Query) else None

    def keep(self, query: Query, edit: Edit, label: str | None = None) -> None:
        words = self.words(edit)
        self.found.setdefault(query, Suggestion(label=label or words, words=words))

    def mend(self, unknown: Sequence[tuple[int, int]]) -> None:
        """The nearest commands; without the unknown words only when nothing is near, and never
        when nothing would be left."""
        spots = [
            spot
            for start, end in unknown
            for spot in nearest.spots(self.tokens, start, end, self.vocabulary)
        ]
        best: float | None = None
        for cost, edit in suggestions.mended(spots):
            if len(self.found) == nearest.MOST:
                return
            if best is not None and not suggestions.is_near_enough(cost, best):
                return
            if (query := self._meaning(edit)) is not None:
                best = cost if best is None else best
                self.keep(query, edit)
        bare = suggestions.without(spots)
        if not self.found and (query := self._meaning(bare)) is not None:
            self.keep(query, bare)

    def _meaning(self, edit: Edit) -> Query | None:
        """What the edited command asks; None when all that was put in says nothing."""
        query = self.query(edit)
        if query is None or not suggestions.says_something(self.words(edit), self.vocabulary):
            return None
        plain = suggestions.without_fillers(edit, self.vocabulary)
        return None if plain is not None and self.query(plain) == query else query


def _label(edit: Edit, words: str, vocabulary: Vocabulary) -> str:
    """What is put in, or the whole command when the edit only takes words out."""
    return (
        ", ".join(change.words for change in edit if change.words)
        or words
        or (vocabulary.main_metric)
    )
