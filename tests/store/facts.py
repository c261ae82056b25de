"""A small company to post facts for, and what a ledger must then say, worked out the long way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hypothesis import strategies as st

from store.open import Store
from store.records import WHOLE, Fact, Grain, LabelKind, Line, Slot

DAYS = [date(2025, 12, 28) + timedelta(days=step) for step in (0, 3, 4, 8, 40, 95, 370)]
EVER = (date(2020, 1, 1), date(2030, 1, 1))
MEASURES = ("revenue", "units", "calls")


@dataclass(frozen=True)
class Office:
    """A workspace with a source, and the seats of three people in two teams."""

    store: Store
    id: int
    source: int
    seats: tuple[int, ...]

    def fact(self, external_id: str, *lines: Line) -> Fact:
        return Fact(source_id=self.source, external_id=external_id, lines=lines)

    def line(self, amount: int = 100, *, seat: int = 0, day: date = DAYS[0], **more) -> Line:
        more = {"measure": "revenue", "sale_type": "new"} | more
        return Line(seat_id=self.seats[seat], occurred_on=day, amount=amount, **more)

    def post(self, at: datetime, *facts: Fact):
        return self.store.ledger.post(self.id, facts, at=at, actor="test")


def office(store: Store, name: str = "Acme") -> Office:
    """Another workspace in this store, ready to post to."""
    workspace = store.workspaces.add(name).id
    with store.transaction():
        teams = [store.labels.id(workspace, LabelKind.TEAM, team) for team in ("Alpha", "Beta")]
        people = [store.people.add(workspace, name=who).id for who in ("Ann", "Bob", "Cleo")]
        seats = [
            store.people.seat(workspace, person, teams[number % 2], None)
            for number, person in enumerate(people)
        ]
        source = store.labels.id(workspace, LabelKind.SOURCE, "crm")
    return Office(store, workspace, source, tuple(seats))


def slots_of(day: date) -> list[Slot]:
    month = day.replace(day=1)
    starts = (
        day,
        day - timedelta(days=day.weekday()),
        month,
        month.replace(month=(month.month - 1) // 3 * 3 + 1),
        month.replace(month=1),
    )
    return [Slot(grain=grain, start=start) for grain, start in zip(Grain, starts, strict=True)]


def expected(facts: Iterable[Fact]) -> Counter:
    """(slot, seat, measure, sale type, "amount" | "share") -> sum, zeros left out."""
    sums: Counter = Counter()
    for line in (line for fact in facts for line in fact.lines):
        for slot in slots_of(line.occurred_on):
            key = (slot, line.seat_id, line.measure, line.sale_type)
            sums[*key, "amount"] += line.amount
            sums[*key, "share"] += line.share
    return Counter({key: number for key, number in sums.items() if number})


def kept(where: Office, slots: Iterable[Slot]) -> Counter:
    """The same out of the totals, slot by slot."""
    sums: Counter = Counter()
    for slot in set(slots):
        for found in where.store.totals.sums(where.id, MEASURES, [slot]):
            key = (slot, found.seat_id, found.measure, found.sale_type)
            sums[*key, "amount"] += found.amount
            sums[*key, "share"] += found.share
    return Counter({key: number for key, number in sums.items() if number})


def summed(sums: Iterable) -> Counter:
    """Sums by (seat, measure, sale type), to compare one way of reading with another."""
    found: Counter = Counter()
    for one in sums:
        key = (one.seat_id, one.measure, one.sale_type)
        found[*key, "amount"] += one.amount
        found[*key, "share"] += one.share
    return Counter({key: number for key, number in found.items() if number})


def replayed(states: Iterable[Mapping[str, Fact]]) -> dict[str, Fact]:
    """The last word on every fact after these changes."""
    final: dict[str, Fact] = {}
    for state in states:
        final |= state
    return final


def lines(seats: int = 3) -> st.SearchStrategy[dict]:
    """A line as plain values; the seat is a position, because ids differ per workspace."""
    return st.fixed_dictionaries(
        {
            "measure": st.sampled_from(MEASURES),
            "seat": st.integers(0, seats - 1),
            "day": st.sampled_from(DAYS),
            "amount": st.integers(-5_000, 5_000_000),
            "share": st.sampled_from([WHOLE, WHOLE // 2, 3_333]),
            "sale_type": st.sampled_from([None, "new", "renewal"]),
            "product_id": st.sampled_from([None, 1, 2]),
        }
    )


def changes() -> st.SearchStrategy[list[list[tuple[str, list[dict]]]]]:
    """Batches of (external id, its lines now): few ids, so that facts change, split, and vanish."""
    change = st.tuples(st.sampled_from("abcde"), st.lists(lines(), max_size=3))
    return st.lists(st.lists(change, min_size=1, max_size=4), min_size=1, max_size=6)


def as_facts(where: Office, batch: Iterable[tuple[str, list[dict]]]) -> list[Fact]:
    return [where.fact(name, *(where.line(**line) for line in lines)) for name, lines in batch]


def staged(fact: Fact) -> list[tuple]:
    """A fact as the rows an importer stages."""
    head = (fact.external_id, *details_of(fact))
    if not fact.lines:
        return [(*head, None, None, None, None, None, None, None)]
    return [
        (
            *head,
            line.measure,
            line.seat_id,
            line.occurred_on.toordinal(),
            line.sale_type,
            line.product_id,
            line.amount,
            line.share,
        )
        for line in fact.lines
    ]


def details_of(fact: Fact) -> tuple[str | None, ...]:
    details = fact.details
    return details.customer, details.link, details.stage, details.original
