"""Decides how the benchmarks that read standings open Koploper: the real services over a ledger."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.lab import Lab
from bench.ledger import clock, database_url
from bench.measure import Timing
from bench.results import quantity
from bot.domain.boards import Board
from bot.domain.grouping import Group
from bot.domain.periods import Calendar, Period
from bot.domain.query import Query
from bot.services.access import Actor
from bot.services.opening import open_services
from store.open import open_store
from store.records import Role

CALENDAR = Calendar(zone="Europe/Amsterdam")


@dataclass(frozen=True)
class Readers:
    """The services, and the ids of the people in order of their rep number."""

    store: Any
    services: Any
    people: tuple[int, ...]

    def board(self, period: Period, viewer: int) -> Board:
        """Revenue by rep over `period` as rep number `viewer` gets it."""
        person = self.people[viewer % len(self.people)]
        actor = Actor(
            slack_user_id=None, person_id=person, name="bench", roles=frozenset({Role.REP})
        )
        query = Query(metric="revenue", period=period, by=Group.REP)
        found: Board = self.services.boards.board(query, actor, clock().date())
        return found


def open_readers(lab: Lab, place: Path) -> Readers:
    """The services over the ledger in `place`, closed with the lab."""
    store = lab.stack.enter_context(
        closing(open_store(database_url(place), data_dir=place, clock=clock))
    )
    services = open_services(store, calendar=CALENDAR, clock=clock)
    people = store.people.all(store.workspaces.sole().id)
    ids = tuple(person.id for person in sorted(people, key=lambda person: person.name))
    return Readers(store, services, ids)


def spread(ours: Timing, theirs: Timing) -> str:
    """How far the medians of the rounds lie apart, on both sides."""
    parts = (
        f"{name} {quantity(low, 's')} to {quantity(high, 's')}"
        for name, (low, high) in (("ours", ours.spread), ("theirs", theirs.spread))
    )
    return "medians of the rounds: " + ", ".join(parts)


class WrongAnswerError(Exception):
    """The two sides do not give the same answer, so that timing them would compare nothing."""
