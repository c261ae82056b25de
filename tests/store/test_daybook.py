"""Ranges answered from memory are the ranges that the totals and the ledger give."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given

from store import daybook
from store.open import Store
from store.records import Grain, Slot
from tests.store.facts import DAYS, MEASURES, Office, as_facts, changes, office, summed
from tests.store.test_ledger import RULES
from tests.store_fixtures import START


@pytest.fixture
def acme(any_store: Store) -> Office:
    return office(any_store)


def days_between(first: date, last: date) -> list[Slot]:
    count = (last - first).days + 1
    return [Slot(grain=Grain.DAY, start=first + timedelta(days=step)) for step in range(count)]


def by_range(where: Office, first: date, last: date):
    return summed(where.store.totals.sums(where.id, MEASURES, days_between(first, last)))


def from_ledger(where: Office, first: date, last: date):
    after = last + timedelta(days=1)
    return summed(where.store.ledger.sums(where.id, MEASURES, first, after))


@RULES
@given(batches=changes())
def test_a_range_follows_every_change_to_the_ledger(any_store: Store, batches):
    acme = office(any_store)
    first, last = DAYS[1], DAYS[4]
    for step, batch in enumerate(batches):
        acme.post(START + timedelta(minutes=step), *as_facts(acme, batch))
        for _ in range(daybook.WORTH_IT + 1):
            assert by_range(acme, first, last) == from_ledger(acme, first, last)


def test_a_deal_on_a_day_far_outside_what_is_remembered_counts_at_once(acme: Office):
    acme.post(START, acme.fact("D1", acme.line(100, day=DAYS[0])))
    for _ in range(3):
        assert by_range(acme, DAYS[0], DAYS[2]) == from_ledger(acme, DAYS[0], DAYS[2])

    for name, day in (("D2", date(2020, 2, 29)), ("D3", date(2029, 12, 31))):
        acme.post(START, acme.fact(name, acme.line(7, day=day, seat=1)))
        around = (day - timedelta(days=3), day + timedelta(days=3))
        assert by_range(acme, *around) == from_ledger(acme, *around) != {}


def test_what_a_transaction_undoes_is_never_remembered(acme: Office):
    acme.post(START, acme.fact("D1", acme.line(100)))
    before = by_range(acme, DAYS[0], DAYS[2])

    def post_and_fail():
        with acme.store.transaction():
            acme.post(START, acme.fact("D2", acme.line(900)))
            assert by_range(acme, DAYS[0], DAYS[2]) != before
            raise RuntimeError

    with pytest.raises(RuntimeError):
        post_and_fail()
    for _ in range(3):
        assert by_range(acme, DAYS[0], DAYS[2]) == before


def test_a_range_that_is_too_large_for_memory_is_still_answered(acme: Office, monkeypatch):
    monkeypatch.setattr(daybook, "MOST_CELLS", 100)
    acme.post(START, acme.fact("D1", acme.line(100), acme.line(250, seat=2)))
    for _ in range(4):
        assert by_range(acme, DAYS[0], DAYS[5]) == from_ledger(acme, DAYS[0], DAYS[5]) != {}


def test_far_behind_is_caught_up_by_reading_anew(acme: Office, monkeypatch):
    monkeypatch.setattr(daybook, "BEHIND", 3)
    for step in range(6):
        facts = [acme.fact(f"D{step}-{one}", acme.line(one + 1)) for one in range(step)]
        acme.post(START, *facts)
        assert by_range(acme, DAYS[0], DAYS[2]) == from_ledger(acme, DAYS[0], DAYS[2])


def test_two_workspaces_never_see_each_others_ranges(any_store: Store):
    one, other = office(any_store, "One"), office(any_store, "Other")
    one.post(START, one.fact("D1", one.line(100)))
    other.post(START, other.fact("D1", other.line(5, seat=1)))
    for _ in range(3):
        for where in (one, other):
            assert by_range(where, DAYS[0], DAYS[3]) == from_ledger(where, DAYS[0], DAYS[3]) != {}
