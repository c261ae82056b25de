"""Decides which person a rep in a file is, and which seat they had on a day.

By e-mail, else by unique name; somebody nobody has heard of becomes a person, or is refused.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from datetime import date

from bot.errors import UserError
from store.columns import name_key
from store.open import Store
from store.records import LabelKind, Membership, Person
from store.seats import seat_on

LONGEST_NAME = 120
EMAIL = re.compile(r"[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\".]+")
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def clean_name(text: str) -> str:
    """A name from outside as one line without control and direction characters.

    Raises UserError when nothing is left of it or it is longer than any name.
    """
    plain = _BIDI.sub("", unicodedata.normalize("NFC", text))
    plain = "".join(" " if unicodedata.category(char) == "Cc" else char for char in plain)
    plain = " ".join(plain.split())
    if not plain:
        raise UserError("there is no name")
    if len(plain) > LONGEST_NAME:
        raise UserError("“{name}…” is too long for a name", name=plain[:40])
    return plain


class RepBook:
    """The people of a workspace by e-mail and name, and their seats; remembers its look-ups."""

    def __init__(self, store: Store, workspace_id: int, *, known_only: bool = False) -> None:
        """`known_only` refuses unknown reps instead of adding them."""
        self._store = store
        self._workspace_id = workspace_id
        self._known_only = known_only
        self.added: list[str] = []
        self.has_turns = False  # whether anybody's team has dates
        self._found: dict[str, int] = {}
        self._by_email: dict[str, Person] = {}
        self._by_name: defaultdict[str, list[Person]] = defaultdict(list)
        self._spells: defaultdict[int, list[Membership]] = defaultdict(list)
        self._seats: dict[tuple[int, int | None, int | None], int] = {}
        self._regions: dict[str, int] = {}

    def load(self) -> None:
        """Read everybody, once, inside the transaction that will add to them."""
        people, workspace_id = self._store.people, self._workspace_id
        for person in people.all(workspace_id):
            self._remember(person)
        for spell in people.memberships(workspace_id):
            self._spells[spell.person_id].append(spell)
            self.has_turns = self.has_turns or bool(spell.starts_on or spell.ends_on)
        for seat in people.seats(workspace_id).values():
            self._seats[seat.person_id, seat.team_id, seat.region_id] = seat.id

    def _remember(self, person: Person) -> None:
        self._by_name[name_key(person.name)].append(person)
        if person.email is not None:
            self._by_email[person.email.casefold()] = person

    def is_known(self, text: str) -> bool:
        """Whether the whole text is somebody's name or e-mail, whatever signs are in it."""
        return bool(self._by_name.get(name_key(text)) or self._by_email.get(text.casefold()))

    def find(self, text: str) -> int:
        """The id of the person that a cell names; UserError when that is unclear or refused."""
        found = self._found.get(text)
        if found is None:
            found = self._found[text] = self._look_up(clean_name(text))
        return found

    def _look_up(self, name: str) -> int:
        if EMAIL.fullmatch(name):
            found = self._by_email.get(name.casefold())
            return found.id if found else self._add(name, name.casefold())
        people = self._by_name.get(name_key(name), [])
        if len(people) > 1:
            raise UserError("{count} people are called {name}: use the e-mail", count=len(people),
                            name=name)  # fmt: skip
        return people[0].id if people else self._add(name, None)

    def _add(self, name: str, email: str | None) -> int:
        if self._known_only:
            raise UserError("nobody called {name} is known", name=name)
        person = self._store.people.add(self._workspace_id, name=name, email=email)
        self._remember(person)
        self.added.append(name)
        return person.id

    def region(self, name: str) -> int | None:
        """The id of a region by name; None for an empty one."""
        found = self._regions.get(name)
        if found is None:
            clean = " ".join(name.split())
            if not clean:
                return None
            found = self._store.labels.id(self._workspace_id, LabelKind.REGION, clean)
            self._regions[name] = found
        return found

    def seat(self, person_id: int, day: date, region_id: int | None) -> int:
        """The seat a person had on a day; a deal's own region comes before the person's."""
        key = (person_id, *seat_on(self._spells.get(person_id, ()), day, region_id))
        seat_id = self._seats.get(key)
        if seat_id is None:
            seat_id = self._store.people.seat(self._workspace_id, *key)
            self._seats[key] = seat_id
        return seat_id

    def turns(self, person_id: int) -> tuple[int, ...]:
        """The days, as ordinals and in order, from which a person may be in another seat."""
        spells = self._spells.get(person_id, ())
        days = {day for spell in spells for day in (spell.starts_on, spell.ends_on)}
        return tuple(sorted(day.toordinal() for day in days if day is not None))
