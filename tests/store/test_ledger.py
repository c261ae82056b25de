"""The ledger keeps what was said, and says what is true now, on both databases."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy.exc import DatabaseError

from store.database import Driver
from store.errors import StoreError
from store.open import Store
from store.records import Details, Grain, Outcome, Slot
from tests.store.facts import (
    EVER,
    MEASURES,
    Office,
    as_facts,
    changes,
    expected,
    kept,
    office,
    replayed,
    slots_of,
    staged,
    summed,
)
from tests.store_fixtures import START, Clock

RULES = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
def acme(any_store: Store) -> Office:
    return office(any_store)


def ledger_of(where: Office) -> list[tuple]:
    """Every entry without what differs between workspaces and moments."""
    place = {seat: number for number, seat in enumerate(where.seats)}
    found = where.store.ledger.entries(
        where.id, measures=MEASURES, start=EVER[0], end=EVER[1], limit=10_000
    )
    return [
        (e.external_id, e.revision, e.measure, place[e.seat_id], e.occurred_on, e.amount, e.share,
         e.sale_type, e.product_id, e.reverses is not None)
        for e in reversed(found)
    ]  # fmt: skip


@RULES
@given(batches=changes())
def test_totals_after_any_history_are_those_of_the_final_state(any_store: Store, batches):
    acme = office(any_store)
    states = []
    for step, batch in enumerate(batches):
        facts = as_facts(acme, batch)
        acme.post(START + timedelta(minutes=step), *facts)
        states.append({fact.external_id: fact for fact in facts})
    final = replayed(states)
    days = {line.occurred_on for state in states for f in state.values() for line in f.lines}
    slots = [slot for day in days for slot in slots_of(day)]

    assert kept(acme, slots) == expected(final.values())
    assert any_store.totals.differences(acme.id) == []
    before = kept(acme, slots)
    any_store.totals.rebuild(acme.id)
    assert kept(acme, slots) == before


@RULES
@given(batches=changes())
def test_the_ledger_adds_up_to_the_totals_and_reposting_changes_nothing(any_store: Store, batches):
    acme = office(any_store)
    states = []
    for step, batch in enumerate(batches):
        facts = as_facts(acme, batch)
        acme.post(START + timedelta(minutes=step), *facts)
        states.append({fact.external_id: fact for fact in facts})
    final = replayed(states)
    years = [Slot(grain=Grain.YEAR, start=date(year, 1, 1)) for year in (2025, 2026, 2027)]
    by_ledger = summed(any_store.ledger.sums(acme.id, MEASURES, *EVER))
    assert by_ledger == summed(any_store.totals.sums(acme.id, MEASURES, years))

    entries, version = ledger_of(acme), any_store.workspaces.version(acme.id)
    again = acme.post(START + timedelta(days=1), *reversed(final.values()))
    assert (again.new, again.changed, again.unchanged) == (0, 0, len(final))
    assert ledger_of(acme) == entries
    assert any_store.workspaces.version(acme.id) == version


@RULES
@given(batches=changes())
def test_single_posts_and_imports_write_the_same_ledger(any_store: Store, batches):
    typed, imported = office(any_store), office(any_store)
    for step, batch in enumerate(batches):
        at = START + timedelta(minutes=step)
        last = {fact.external_id: fact for fact in as_facts(typed, batch)}
        posted = typed.post(at, *last.values())
        with any_store.ledger.bulk(imported.id, source="crm", at=at, actor="test") as bulk:
            facts = {fact.external_id: fact for fact in as_facts(imported, batch)}
            bulk.stage(row for fact in facts.values() for row in staged(fact))
            counts = bulk.commit()
        assert (counts.new, counts.changed) == (posted.new, posted.changed)
        assert counts.unchanged == posted.unchanged
    assert ledger_of(imported) == ledger_of(typed)
    assert any_store.totals.differences(imported.id) == []


@RULES
@given(batches=changes())
def test_what_was_said_at_any_moment_can_be_said_again(any_store: Store, batches):
    acme = office(any_store)
    said = []
    for step, batch in enumerate(batches):
        at = START + timedelta(minutes=step)
        acme.post(at, *as_facts(acme, batch))
        said.append((at, summed(any_store.ledger.sums(acme.id, MEASURES, *EVER))))
    now = said[-1][1]
    for at, then in said:
        read = any_store.ledger.sums(acme.id, MEASURES, *EVER, recorded_until=at)
        assert summed(read) == then
        moved = summed(any_store.ledger.moved_since(acme.id, MEASURES, *EVER, at))
        now_less_moved = {key: now[key] - moved[key] for key in {*now, *moved}}
        assert {key: number for key, number in now_less_moved.items() if number} == then


def test_a_changed_deal_is_reversed_and_posted_anew(acme: Office):
    acme.post(START, acme.fact("D-1", acme.line(100)))
    acme.post(START + timedelta(hours=1), acme.fact("D-1", acme.line(150, seat=1)))

    newest, undone, first = acme.store.ledger.entries(
        acme.id, measures=["revenue"], start=EVER[0], end=EVER[1]
    )
    assert (first.amount, first.share, first.revision, first.reverses) == (100, 10_000, 1, None)
    assert (undone.amount, undone.share, undone.reverses) == (-100, -10_000, first.id)
    assert undone.seat_id == first.seat_id
    assert (newest.amount, newest.revision, newest.reverses) == (150, 2, None)
    assert newest.seat_id == acme.seats[1]
    assert newest.recorded_at == START + timedelta(hours=1)


def test_a_new_name_for_the_customer_is_a_change_without_entries(acme: Office):
    def named(customer: str):
        fact = acme.fact("D-1", acme.line())
        return type(fact)(
            source_id=fact.source_id,
            external_id="D-1",
            lines=fact.lines,
            details=Details(customer=customer, link="https://crm.example/1"),
        )

    acme.post(START, named("Old Ltd"))
    posted = acme.post(START, named("New Ltd"))
    assert posted.outcomes == {"D-1": Outcome.CHANGED}
    (entry,) = acme.store.ledger.entries(acme.id, measures=["revenue"], start=EVER[0], end=EVER[1])
    assert entry.details == Details(customer="New Ltd", link="https://crm.example/1")


@pytest.mark.parametrize("table", ["entry", "posting"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET workspace_id = 0", "DELETE FROM {}"])
def test_nobody_rewrites_the_ledger(acme: Office, table: str, verb: str):
    acme.post(START, acme.fact("D-1", acme.line()))
    with pytest.raises(DatabaseError, match="append-only"), acme.store._database.write() as open_:
        open_.exec_driver_sql(verb.format(table))
    assert len(ledger_of(acme)) == 1


def test_an_unknown_seat_posts_nothing_at_all(acme: Office):
    stranger = office(acme.store).line()
    with pytest.raises(StoreError, match="no such seat"):
        acme.post(START, acme.fact("D-1", acme.line()), acme.fact("D-2", stranger))
    assert ledger_of(acme) == []
    assert acme.store.workspaces.version(acme.id) == acme.store.workspaces.get(acme.id).version


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ({"measure": "Revenue!"}, "not the name of a measure"),
        ({"amount": Decimal("1.5")}, "whole minor units"),
        ({"amount": 1.5}, "whole minor units"),
    ],
)
def test_what_is_no_line_is_refused_and_loses_nothing(acme: Office, line: dict, reason: str):
    acme.post(START, acme.fact("D-1", acme.line(7)))
    with pytest.raises(StoreError, match=reason):
        acme.post(START, acme.fact("D-1", acme.line(**line)))
    assert [amount for *_, amount, _, _, _, _ in ledger_of(acme)] == [7]


def test_a_moment_without_a_zone_is_refused(acme: Office):
    with pytest.raises(StoreError, match="zone"):
        acme.post(START.replace(tzinfo=None), acme.fact("D-1", acme.line()))


def test_entries_page_backwards_and_filter(acme: Office):
    for number in range(5):
        line = acme.line(number, product_id=number % 2, seat=number % 3)
        acme.post(START + timedelta(minutes=number), acme.fact(f"D-{number}", line))
    person = acme.store.people.seats(acme.id)[acme.seats[0]].person_id

    def amounts(**filters):
        found = acme.store.ledger.entries(
            acme.id, measures=["revenue"], start=EVER[0], end=EVER[1], **filters
        )
        return [entry.amount for entry in found]

    assert amounts() == [4, 3, 2, 1, 0]
    assert amounts(limit=2) == [4, 3]
    assert amounts(product_ids=[1]) == [3, 1]
    assert amounts(person_ids=[person]) == [3, 0]
    assert amounts(person_ids=[]) == []
    assert amounts(sale_types=["renewal"]) == []
    assert amounts(source_ids=[acme.source + 1]) == []
    assert amounts(recorded_after=START + timedelta(minutes=3)) == [4]
    assert amounts(recorded_until=START + timedelta(minutes=1)) == [1, 0]
    first_page = acme.store.ledger.entries(
        acme.id, measures=["revenue"], start=EVER[0], end=EVER[1], limit=2
    )
    assert amounts(before_id=first_page[-1].id) == [2, 1, 0]


def test_two_workspaces_never_see_each_other(any_store: Store, clock: Clock):
    acme, rival = office(any_store), office(any_store, "Rival")
    acme.post(clock(), acme.fact("D-1", acme.line(100)))
    rival.post(clock(), rival.fact("D-1", rival.line(9)))
    slots = slots_of(acme.line().occurred_on)
    assert [one.amount for one in any_store.totals.sums(acme.id, MEASURES, slots[:1])] == [100]
    assert [one.amount for one in any_store.totals.sums(rival.id, MEASURES, slots[:1])] == [9]
    assert [line[5] for line in ledger_of(rival)] == [9]
    any_store.totals.rebuild(acme.id)
    assert any_store.totals.differences(rival.id) == []
    assert not {p.id for p in any_store.people.all(acme.id)} & {
        p.id for p in any_store.people.all(rival.id)
    }


def test_a_reversal_of_an_old_deal_finds_its_slots_after_a_restart(
    database_url: str, open_database
):
    first = open_database(database_url)
    acme = office(first)
    acme.post(START, acme.fact("D-1", acme.line(day=date(2021, 2, 28))))
    first.close()
    second = open_database(database_url)
    again = Office(second, acme.id, acme.source, acme.seats)
    again.post(START, again.fact("D-1"))
    assert second.totals.differences(acme.id) == []
    assert second.totals.sums(acme.id, MEASURES, slots_of(date(2021, 2, 28))) == []


def test_a_wrong_total_is_found_and_named(acme: Office):
    acme.post(START, acme.fact("D-1", acme.line(100)))
    with acme.store._database.write() as connection:
        Driver(connection).run("UPDATE total SET amount = 99")
    wrong = acme.store.totals.differences(acme.id)
    assert {(one.slot.grain.name, one.kept, one.rebuilt) for one in wrong} == {
        (grain, (99, 10_000), (100, 10_000))
        for grain in ("DAY", "WEEK", "MONTH", "QUARTER", "YEAR")
    }
