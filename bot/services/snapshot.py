"""Decides what names, seats and metrics a question is answered with: one picture per version of
the workspace, so that no answer mixes two. Knows no rights and no texts."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.domain.grouping import COMPANY, Group, Scope, keys_of
from bot.domain.metrics import Metric
from bot.domain.vocabulary import Vocabulary
from store.records import Label, Membership, Person, Role, Seat, SlackUser


@dataclass(frozen=True, kw_only=True, eq=False)
class Snapshot:
    """The workspace's names at one version. Compared by identity, so it can key caches."""

    version: int
    names_version: int
    company: str
    currency: str
    people: Mapping[int, Person]
    person_names: Mapping[int, str]  # unique: namesakes carry something to tell them apart
    team_names: Mapping[int, str]
    region_names: Mapping[int, str]
    product_names: Mapping[int, str]
    seats: Mapping[int, Seat]
    metrics: Mapping[str, Metric]
    vocabulary: Vocabulary
    memberships: Callable[[], Iterable[Membership]]  # everybody's; read when first needed
    labels: Sequence[Label] = ()
    by_slack_user: Mapping[str, Person] = field(default_factory=dict)
    profiles: Mapping[str, SlackUser] = field(default_factory=dict)
    roles: Mapping[str, frozenset[Role]] = field(default_factory=dict)
    _keys: dict[tuple[Group, Scope], dict[int, int]] = field(default_factory=dict, repr=False)
    _places: dict[date, dict[int, tuple[int, int]]] = field(default_factory=dict, repr=False)

    def names(self, by: Group) -> Mapping[int, str]:
        """The name of every row a board by `by` can have; what has no team has no name here."""
        match by:
            case Group.REP:
                return self.person_names
            case Group.TEAM:
                return self.team_names
            case Group.REGION:
                return self.region_names
        return {COMPANY: self.company}

    def keys(self, by: Group, scope: Scope) -> Mapping[int, int]:
        """The row every seat in scope counts for; worked out once."""
        found = self._keys.get((by, scope))
        if found is None:
            found = keys_of(self.seats, by, scope)
            self._keys[by, scope] = found
        return found

    def own_key(self, by: Group, person_id: int | None, on: date) -> int | None:
        """The row that is a person's own on a board: themselves, their team, their region."""
        if by is Group.COMPANY:
            return COMPANY
        if person_id is None or by is Group.REP:
            return person_id
        places = self._places.get(on)
        if places is None:
            places = self._places[on] = dict(self._places_on(on))
        return places.get(person_id, (0, 0))[0 if by is Group.TEAM else 1]

    def _places_on(self, on: date) -> Iterator[tuple[int, tuple[int, int]]]:
        for one in self.memberships():
            begun = one.starts_on is None or one.starts_on <= on
            if begun and (one.ends_on is None or on < one.ends_on):
                yield one.person_id, (one.team_id or 0, one.region_id or 0)


class Snapshots:
    """The newest snapshot, read again when the workspace's version has moved."""

    def __init__(
        self, version: Callable[[], int], read: Callable[[int, Snapshot | None], Snapshot]
    ) -> None:
        """`version` must be cheap: it is asked at every question. `read` gets the snapshot
        before, to take over what has not changed."""
        self._version = version
        self._read = read
        self._held: Snapshot | None = None
        self._lock = threading.Lock()

    def current(self) -> Snapshot:
        """The snapshot of this moment."""
        version = self._version()
        held = self._held
        if held is not None and held.version == version:
            return held
        with self._lock:
            held = self._held
            if held is None or held.version != version:
                held = self._held = self._read(version, held)
            return held


def unique_names(people: Mapping[int, Person]) -> dict[int, str]:
    """Each person's name; namesakes get the front of their e-mail address, or their number."""
    times = Counter(person.name.casefold() for person in people.values())
    return {
        person.id: person.name if times[person.name.casefold()] == 1 else _told_apart(person)
        for person in people.values()
    }


def _told_apart(person: Person) -> str:
    mark = person.email.split("@")[0] if person.email else f"#{person.id}"
    return f"{person.name} ({mark})"
