"""All the words one workspace understands: the grammar's own, its metrics, and its names.

Built from records that are handed in; finds phrases, and decides nothing about their meaning.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from bot.domain import lexicon
from bot.domain.lexicon import Role
from bot.domain.metrics import Metric
from bot.domain.periods import Calendar
from bot.domain.query import Named, Query
from bot.domain.words import key_of
from store.records import Label, Person


class Match(NamedTuple):
    """A phrase found at a place: how many words it has, what it is, its value."""

    length: int
    role: Role
    value: object


class Vocabulary:
    """The words of one workspace at one moment; build a new one when its names change.

    Compared by identity, so it is cheap as part of a cache key. `parsed` is where the grammar
    keeps the answers it gave for this vocabulary.
    """

    def __init__(
        self,
        *,
        calendar: Calendar,
        metrics: Iterable[Metric],
        main_metric: str,
        labels: Iterable[Label] = (),
        people: Iterable[Person] = (),
    ) -> None:
        self.calendar = calendar
        self.main_metric = main_metric
        self.metrics = {metric.key: metric for metric in metrics}
        self.parsed: dict[tuple[str, date], Query] = {}
        self.by_slack_user: dict[str, Named] = {}
        self.phrases: dict[str, list[tuple[Role, object]]] = defaultdict(list)
        self._names: dict[str, dict[tuple[str, ...], list[Named]]] = defaultdict(dict)
        self._by_id: dict[tuple[str, int], Named] = {}
        self._held: dict[str, list[str]] = {}
        self._index: dict[str, list[tuple[tuple[str, ...], Role, object]]] = defaultdict(list)
        for phrase, role, value in lexicon.phrases():
            self._add(tuple(phrase.split()), role, value)
        self._noise = {phrase for phrase, role, _ in lexicon.phrases() if role is Role.NOISE}
        for metric in self.metrics.values():
            for spelling in _spellings(metric):
                self._add(spelling, Role.METRIC, metric.key)
        self._add_labels(labels)
        self._add_people(people)

    def at(self, words: Sequence[str], index: int) -> list[Match]:
        """Every phrase that starts at `index`; a quoted text stands there as an empty word."""
        return [
            Match(len(phrase), role, value)
            for phrase, role, value in self._index.get(words[index], ())
            if len(phrase) == 1 or tuple(words[index : index + len(phrase)]) == phrase
        ]

    def named(self, kind: str, key: tuple[str, ...]) -> Sequence[Named]:
        """What is called exactly this, or has this "#id"."""
        if len(key) == 1 and key[0].startswith("#") and key[0][1:].isdecimal():
            found = self._by_id.get((kind, int(key[0][1:])))
            if found is not None:
                return (found,)
        return self._names[kind].get(key, ())

    def words_of_phrases(self) -> Mapping[str, Sequence[str]]:
        """Every word of a phrase of several words, with those phrases; made when first asked."""
        if not self._held:
            for phrase in self.phrases:
                words = phrase.split()
                for word in dict.fromkeys(words if len(words) > 1 else ()):
                    self._held.setdefault(word, []).append(phrase)
        return self._held

    def names(self, kind: str) -> list[tuple[str, Named]]:
        """All names of a kind with their folded spelling, in order of spelling."""
        found = self._names[kind].items()
        named = [(" ".join(key), one) for key, several in found for one in several]
        return sorted(named, key=lambda pair: (pair[0], pair[1].id))

    def by_id(self, kind: str, number: int) -> Named | None:
        """The one thing of a kind with this id."""
        return self._by_id.get((kind, number))

    def all_named(self, kind: str) -> list[Named]:
        """Everything of a kind, in order of id."""
        return [named for (its_kind, _), named in sorted(self._by_id.items()) if its_kind == kind]

    def _add(self, key: tuple[str, ...], role: Role, value: object) -> None:
        if key:
            self.phrases[" ".join(key)].append((role, value))
            self._index[key[0]].append((key, role, value))

    def _add_labels(self, labels: Iterable[Label]) -> None:
        by_kind: dict[str, list[tuple[int, str, str | None]]] = defaultdict(list)
        for label in labels:
            by_kind[label.kind.value].append((label.id, label.name, None))
        for kind, entries in by_kind.items():
            self._add_names(kind, entries)

    def _add_people(self, people: Iterable[Person]) -> None:
        everybody = list(people)
        self._add_names("person", [(one.id, one.name, one.email) for one in everybody])
        for one in everybody:
            named = self._by_id["person", one.id]
            if one.email and key_of(one.email) != key_of(one.name):
                self._add(key_of(one.email), Role.NAME, ("person", named))
            if one.slack_user_id:
                self.by_slack_user[one.slack_user_id] = named
            words = key_of(one.name)
            for part in dict.fromkeys((words[:1], words[1:], words[-1:])):
                if part != words and not self._says_nothing(part):
                    self._add(part, Role.PART_OF_NAME, ("person", named))

    def _says_nothing(self, key: tuple[str, ...]) -> bool:
        """Whether it is only grammar, such as the "van" and "de" of many Dutch surnames."""
        return len(key) == 1 and key[0] in self._noise

    def _add_names(self, kind: str, entries: list[tuple[int, str, str | None]]) -> None:
        """Names of one kind; where two read the same, each is said by its e-mail or its id."""
        count = Counter(
            key_of(said) for _, name, email in entries for said in {name, email or name}
        )
        for number, name, email in entries:
            key = key_of(name)
            sayings = [name, email or name, f"#{number}"]
            plain = next(said for said in sayings if _is_plain(said, count) or said == sayings[-1])
            named = Named(id=number, name=name, word=None if plain == name else plain)
            self._by_id[kind, number] = named
            for spelling in filter(None, dict.fromkeys((key, key_of(plain)))):
                self._names[kind].setdefault(spelling, []).append(named)
            self._add(key, Role.NAME, (kind, named))


def _is_plain(said: str, count: Mapping[tuple[str, ...], int]) -> bool:
    """Whether it says one thing only, and does not look like a "#" and an id."""
    key = key_of(said)
    return bool(key) and count[key] == 1 and not key[0].startswith("#")


def _spellings(metric: Metric) -> Iterable[tuple[str, ...]]:
    words = [word for spellings in metric.words.values() for word in spellings]
    return dict.fromkeys(key_of(word) for word in (*words, metric.name, metric.key))
