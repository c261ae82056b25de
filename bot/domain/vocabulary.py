"""All the words one workspace understands: the grammar's own, its metrics, and its names.

Built from records that are handed in; finds phrases, and decides nothing about their meaning.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
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
        self._index: dict[str, list[tuple[tuple[str, ...], Role, object]]] = defaultdict(list)
        for phrase, role, value in lexicon.phrases():
            self._add(tuple(phrase.split()), role, value)
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

    def openings(self) -> Iterable[str]:
        """The first word of every phrase."""
        return self._index

    def names(self, kind: str) -> list[tuple[str, Named]]:
        """All names of a kind with their folded spelling, in order of spelling."""
        return sorted(
            (" ".join(key), found)
            for key, several in self._names[kind].items()
            for found in several
        )

    def _add(self, key: tuple[str, ...], role: Role, value: object) -> None:
        if not key or (role, value) in self.phrases[" ".join(key)]:
            return
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
            if one.email:
                self._add(key_of(one.email), Role.NAME, ("person", named))
            if one.slack_user_id:
                self.by_slack_user[one.slack_user_id] = named
            words = key_of(one.name)
            for part in (words[:1], words[1:], words[-1:]):
                if part and part != words and not self._says_nothing(part):
                    self._add(part, Role.PART_OF_NAME, ("person", named))

    def _says_nothing(self, key: tuple[str, ...]) -> bool:
        """Whether it is only grammar, such as the "van" and "de" of many Dutch surnames."""
        return any(role is Role.NOISE for role, _ in self.phrases.get(" ".join(key), ()))

    def _add_names(self, kind: str, entries: list[tuple[int, str, str | None]]) -> None:
        """Names of one kind; where two read the same, each is said by its e-mail or its id."""
        count: dict[tuple[str, ...], int] = defaultdict(int)
        for _, name, _ in entries:
            count[key_of(name)] += 1
        for number, name, email in entries:
            key = key_of(name)
            is_alone = bool(key) and count[key] == 1
            word = None if is_alone else email or f"#{number}"
            named = Named(id=number, name=name, word=word)
            self._by_id[kind, number] = named
            for spelling in {key, key_of(word or name)} - {()}:
                self._names[kind].setdefault(spelling, []).append(named)
            self._add(key, Role.NAME, (kind, named))


def _spellings(metric: Metric) -> set[tuple[str, ...]]:
    words = [word for spellings in metric.words.values() for word in spellings]
    return {key_of(word) for word in (metric.key, metric.name, *words)}
