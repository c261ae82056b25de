"""A deal that a rep typed and the same deal of another source count once, on both databases."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select

from store.open import Store
from store.records_typed_deals import DealState
from store.tables import Table
from tests.store.facts import office
from tests.store.typed import Model, Shop, shop
from tests.store_fixtures import START, Clock

RING = Table.metadata.tables["ring"]
LEAVE = Table.metadata.tables["leave"]
RULES = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
def acme(any_store: Store, clock: Clock) -> Shop:
    return shop(any_store, clock)


@pytest.fixture(params=[False, True], ids=["one posting", "an import"])
def bulk(request) -> bool:
    return request.param


def test_the_same_deal_of_the_crm_takes_the_place_of_the_typed_one(acme: Shop, bulk: bool):
    acme.type("4711", 500)
    acme.crm("4711", acme.line(620), bulk=bulk)
    assert acme.total() == 620
    assert acme.state("4711").state is DealState.REPLACED
    assert acme.store.totals.differences(acme.office.id) == []


def test_the_ledger_shows_the_typed_deal_and_its_reversal(acme: Shop, bulk: bool):
    acme.type("4711", 500)
    acme.crm("4711", acme.line(500, seat=1), bulk=bulk)
    found = acme.store.ledger.entries(
        acme.office.id,
        measures=["revenue"],
        start=START.date().replace(2020),
        end=START.date().replace(2030),
    )
    told = [(e.source_id == acme.typed, e.amount, e.reverses is not None) for e in reversed(found)]
    assert told == [(True, 500, False), (False, 500, False), (True, -500, True)]
    assert found[0].reverses == found[-1].id
    assert found[0].recorded_at == found[1].recorded_at


def test_a_waiting_deal_is_replaced_and_never_counts(acme: Shop, bulk: bool):
    acme.type("4711", 500, state=DealState.WAITING)
    acme.crm("4711", acme.line(620), bulk=bulk)
    assert acme.state("4711").state is DealState.REPLACED
    assert not acme.decide("4711", DealState.COUNTED)
    assert acme.total() == 620


@pytest.mark.parametrize(
    ("measure", "replaces"), [("lost", True), ("pipeline", False), ("calls", False)]
)
def test_only_a_deal_that_is_won_or_lost_replaces(acme: Shop, measure, replaces, bulk: bool):
    acme.type("4711", 500)
    acme.crm("4711", acme.line(620, measure=measure), bulk=bulk)
    assert acme.total() == (0 if replaces else 500)
    wanted = DealState.REPLACED if replaces else DealState.COUNTED
    assert acme.state("4711").state is wanted


def test_a_deal_worth_nothing_there_leaves_the_typed_one(acme: Shop, bulk: bool):
    acme.type("4711", 500)
    acme.crm("4711", bulk=bulk)
    assert acme.total() == 500


def test_a_deal_that_is_won_later_replaces_then(acme: Shop, bulk: bool):
    acme.crm("4711", acme.line(620, measure="pipeline"))
    acme.type("4711", 500)
    acme.crm("4711", acme.line(620), bulk=bulk)
    assert (acme.total(), acme.total("pipeline")) == (620, 0)


def test_among_a_thousand_rows_the_typed_ones_are_found(acme: Shop):
    for number in (3, 900, 5_000):
        acme.type(f"D{number}", 1)
    facts = [acme.office.fact(f"D{number}", acme.line(100)) for number in range(1_200)]
    acme.tell(*facts, bulk=True)
    states = [acme.state(f"D{number}").state for number in (3, 900, 5_000)]
    assert states == [DealState.REPLACED, DealState.REPLACED, DealState.COUNTED]
    assert acme.total() == 1_200 * 100 + 1
    assert acme.store.totals.differences(acme.office.id) == []


def test_a_dry_run_leaves_typed_deals_alone(acme: Shop):
    acme.type("4711", 500)
    at = acme.clock.tick()
    with acme.store.ledger.bulk(acme.office.id, source="crm", at=at, actor="x") as load:
        load.stage([("4711", None, None, None, None, "revenue", acme.office.seats[0],
                     700_000, None, None, 620, 10_000)])  # fmt: skip
        load.counts()
    assert acme.total() == 500
    assert acme.state("4711").state is DealState.COUNTED


def test_another_workspace_with_the_same_reference_is_left_alone(acme: Shop, clock: Clock):
    other = shop(acme.store, clock, "Other")
    acme.type("4711", 500)
    other.crm("4711", other.line(620))
    assert (acme.total(), other.total()) == (500, 620)
    assert acme.store.typed_deals.told_elsewhere(acme.office.id, "4711") is None


def test_another_source_says_what_it_tells_of_a_deal(acme: Shop):
    acme.crm("4711", acme.line(620), acme.line(80, seat=1))
    told = acme.store.typed_deals.told_elsewhere(acme.office.id, "4711")
    assert told.source == "crm"
    assert sorted(told.revenue.values()) == [80, 620]
    acme.crm("4711", acme.line(700, measure="lost"))
    assert acme.store.typed_deals.told_elsewhere(acme.office.id, "4711").revenue == {}
    acme.crm("4711", acme.line(700, measure="pipeline"))
    assert acme.store.typed_deals.told_elsewhere(acme.office.id, "4711") is None


def rings(acme: Shop) -> list[tuple]:
    with acme.store.typed_deals._database.read() as connection:
        rows = connection.execute(select(RING).order_by(RING.c.channel, RING.c.source_id))
        return [(row.channel, row.source_id, row.external_id, row.state) for row in rows]


def ring(acme: Shop, source: int, channel: str, state: str = "rung") -> None:
    row = {
        "workspace_id": acme.office.id, "source_id": source, "external_id": "4711",
        "channel": channel, "state": state, "due_at": 1, "revision": 1, "facts": "{}",
    }  # fmt: skip
    with acme.store.typed_deals._database.write() as connection:
        connection.execute(insert(RING).values(row))


def test_what_rang_for_the_typed_deal_rang_for_the_other(acme: Shop, bulk: bool):
    acme.type("4711", 500)
    ring(acme, acme.typed, "C1")
    acme.crm("4711", acme.line(620), bulk=bulk)
    assert rings(acme) == [("C1", acme.office.source, "4711", "rung")]


def test_a_bell_that_rang_for_both_keeps_both(acme: Shop):
    acme.type("4711", 500)
    ring(acme, acme.typed, "C1")
    ring(acme, acme.office.source, "C1", "silent")
    acme.crm("4711", acme.line(620))
    kept = {(source, state) for _channel, source, _id, state in rings(acme)}
    assert kept == {(acme.typed, "rung"), (acme.office.source, "silent")}


def test_a_reference_is_free_again_once_its_deal_counts_for_nothing(acme: Shop):
    assert acme.type("4711", 500)
    assert acme.type("4711", 700) is None
    assert acme.decide("4711", DealState.WITHDRAWN)
    assert acme.type("4711", 700)
    assert acme.total() == 700


def test_a_deal_is_decided_once(acme: Shop):
    acme.type("4711", 500, state=DealState.WAITING)
    deal, typed = acme.state("4711"), acme.store.typed_deals
    args = {"at": START, "by": "U2"}
    assert typed.decide(acme.office.id, deal, DealState.REFUSED, **args)
    assert not typed.decide(acme.office.id, deal, DealState.COUNTED, **args)
    now = acme.state("4711")
    assert (now.state, now.decided_by, now.decided_at) == (DealState.REFUSED, "U2", START)


def test_what_people_have_to_hear_waits_until_they_heard_it(acme: Shop):
    typed, home = acme.store.typed_deals, acme.office.id
    acme.type("4711", 500)
    (deal,) = typed.untold(home)
    assert typed.mark_told(home, deal, {**deal.definition, "asked": ["U9"]})
    assert typed.untold(home) == []
    assert not typed.mark_told(home, deal)
    acme.crm("4711", acme.line(620))
    (told,) = typed.untold(home)
    assert (told.state, told.definition["asked"]) == (DealState.REPLACED, ["U9"])
    assert not typed.mark_told(home, deal)
    assert typed.untold(home) == [told]


def test_somebodys_deals_come_newest_first(acme: Shop):
    for reference in "abc":
        acme.type(reference, 1)
    found = acme.store.typed_deals.of_person(acme.office.id, 1, limit=2)
    assert [deal.external_id for deal in found] == ["c", "b"]


AMOUNTS = st.integers(1, 900)
STEPS = st.one_of(
    st.tuples(st.just("type"), st.sampled_from([DealState.WAITING, DealState.COUNTED]), AMOUNTS),
    st.tuples(
        st.just("decide"),
        st.sampled_from([DealState.COUNTED, DealState.REFUSED, DealState.WITHDRAWN]),
        st.just(0),
    ),
    st.tuples(st.just("post"), st.sampled_from(["revenue", "lost", "pipeline", ""]), AMOUNTS),
    st.tuples(st.just("import"), st.sampled_from(["revenue", "lost", "pipeline", ""]), AMOUNTS),
)


@RULES
@given(steps=st.lists(st.tuples(st.sampled_from("abc"), STEPS), max_size=14))
def test_each_reference_counts_once_whatever_comes_in_which_order(any_store, clock, steps):
    acme = shop(any_store, clock)
    models = {reference: Model() for reference in "abc"}
    for reference, (what, how, amount) in steps:
        model = models[reference]
        if what == "type":
            assert (acme.type(reference, amount, state=how) is not None) == model.type(how, amount)
        elif what == "decide":
            assert acme.decide(reference, how) == model.decide(how)
        else:
            model.arrive(how, amount)
            lines = [acme.line(amount, seat=1, measure=how)] if how else []
            acme.crm(reference, *lines, bulk=what == "import")
        assert acme.total() == sum(one.worth for one in models.values())
    for reference, model in models.items():
        found = acme.state(reference)
        assert (found.state if found else None) == model.typed
    assert any_store.totals.differences(acme.office.id) == []


def test_leave_is_kept_in_order_and_overlaps_become_one(any_store: Store):
    home, leaves = office(any_store), any_store.leaves
    ann, bob = (one.id for one in any_store.people.all(home.id)[:2])
    day = START.date().replace
    assert leaves.add(home.id, ann, day(day=10), day(day=14), by="slack:U1")
    assert leaves.add(home.id, ann, day(day=1), day(day=3), by="slack:U1")
    assert leaves.add(home.id, ann, day(day=12), day(day=20), by="operator")
    assert not leaves.add(home.id, ann, day(day=11), day(day=13), by="operator")
    assert leaves.add(home.id, bob, day(day=5), day(day=6), by="operator")
    assert leaves.of(home.id) == {
        ann: [(day(day=1), day(day=3)), (day(day=10), day(day=20))],
        bob: [(day(day=5), day(day=6))],
    }
    assert leaves.of(office(any_store, "Other").id) == {}
    with leaves._database.read() as connection:
        told = connection.execute(select(LEAVE).order_by(LEAVE.c.person_id, LEAVE.c.starts_on))
        assert [row.recorded_by for row in told] == ["slack:U1", "operator", "operator"]


def test_a_day_back_at_work_cuts_leave_in_two(any_store: Store):
    home, leaves = office(any_store), any_store.leaves
    ann = any_store.people.all(home.id)[0].id
    day = START.date().replace
    leaves.add(home.id, ann, day(day=1), day(day=10), by="slack:U1")
    assert leaves.remove(home.id, ann, day(day=4), day(day=5))
    assert leaves.of_person(home.id, ann) == [
        (day(day=1), day(day=4)),
        (day(day=5), day(day=10)),
    ]
    assert not leaves.remove(home.id, ann, day(day=4), day(day=5))
