"""Bells and rings are kept, and the deals a bell may care for are found, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from store.open import Store
from store.records_bells import BellRecord, DealKey, RingRecord
from tests.store.facts import Office, office, staged
from tests.store_fixtures import START

TODAY = START.date()
LONG_AGO = TODAY - timedelta(days=200)
SINCE = TODAY - timedelta(days=3)


@pytest.fixture
def acme(any_store: Store) -> Office:
    return office(any_store)


def newest(where: Office) -> int:
    return where.store.followers.newest(where.id)


def touched(where: Office, after: int, since: date = SINCE) -> list[tuple[str, bool]]:
    found = where.store.rings.touched(
        where.id, after, newest(where), measure="revenue", since=since
    )
    return [(one.deal.external_id, one.was_open) for one in found]


def ring(where: Office, deal: str, channel: str = "C1", **more) -> RingRecord:
    given = {"state": "waiting", "due_at": START, "facts": {"said": "früh"}} | more
    return RingRecord(deal=DealKey(where.source, deal), channel=channel, **given)


def test_bells_are_kept_changed_and_taken_down(acme: Office):
    bells = acme.store.bells
    first = BellRecord(channel="C1", definition={"threshold": 5}, enabled=True)
    second = BellRecord(channel="C2", definition={}, enabled=False)
    for bell in (second, first):
        bells.put(acme.id, bell)
    assert bells.all(acme.id) == [first, second]
    bells.put(acme.id, replace(first, enabled=False))
    assert bells.get(acme.id, "C1") == replace(first, enabled=False)
    assert bells.remove(acme.id, "C1")
    assert not bells.remove(acme.id, "C1")
    assert (bells.get(acme.id, "C1"), bells.all(acme.id)) == (None, [second])


def test_rings_come_back_as_they_were_put_and_the_newest_stands(acme: Office):
    rings = acme.store.rings
    one, two = ring(acme, "D-1"), ring(acme, "D-1", "C2", state="silent", revision=2)
    rings.put(acme.id, [one, two])
    assert rings.of_deals(acme.id, [one.deal]) == [one, two]
    rung = replace(one, state="rung", outbox_id="abc")
    rings.put(acme.id, [rung])
    assert rings.of_deals(acme.id, [one.deal, DealKey(acme.source, "D-2")]) == [rung, two]
    assert rings.of_message(acme.id, "abc") == [rung]
    assert rings.of_message(acme.id, "xyz") == []


def test_what_is_due_is_found_by_channel_and_waits_in_order(acme: Office):
    later = START + timedelta(minutes=5)
    first, second = ring(acme, "D-2"), ring(acme, "D-1", due_at=later)
    other = ring(acme, "D-3", "C2", due_at=later)
    acme.store.rings.put(acme.id, [second, first, other, ring(acme, "D-4", "C3", state="silent")])
    assert acme.store.rings.due_channels(acme.id, START - timedelta(seconds=1)) == []
    assert acme.store.rings.due_channels(acme.id, START) == ["C1"]
    assert acme.store.rings.due_channels(acme.id, later) == ["C1", "C2"]
    assert acme.store.rings.waiting(acme.id, "C1") == [first, second]


def test_more_keys_than_one_statement_takes_are_all_found(acme: Office):
    every = [ring(acme, f"D-{number:04}") for number in range(450)]
    acme.store.rings.put(acme.id, every)
    assert acme.store.rings.of_deals(acme.id, [one.deal for one in every]) == every


def test_only_deals_that_are_news_or_known_are_touched(acme: Office):
    before = newest(acme)
    acme.post(START, acme.fact("old", acme.line(day=LONG_AGO)))
    acme.post(START, acme.fact("new", acme.line(day=TODAY)))
    acme.post(START, acme.fact("call", acme.line(day=TODAY, measure="calls")))
    assert touched(acme, before) == [("new", False)]
    acme.store.rings.put(acme.id, [ring(acme, "old")])
    assert touched(acme, before) == [("new", False), ("old", False)]


def test_a_deal_that_counted_before_is_told_from_one_that_is_newly_won(acme: Office):
    acme.post(START, acme.fact("moved", acme.line(day=LONG_AGO)))
    acme.post(START, acme.fact("reopened", acme.line(day=TODAY)))
    acme.post(START, acme.fact("reopened"))
    before = newest(acme)
    acme.post(START, acme.fact("moved", acme.line(day=TODAY)))
    acme.post(START, acme.fact("reopened", acme.line(day=TODAY)))
    acme.post(START, acme.fact("twice", acme.line(1, day=TODAY)))
    acme.post(START, acme.fact("twice", acme.line(2, day=TODAY)))
    assert touched(acme, before) == [("moved", True), ("reopened", False), ("twice", False)]


def test_another_workspace_s_deals_and_rings_stay_out_of_it(any_store: Store):
    acme, rival = office(any_store), office(any_store, "Rival")
    before = newest(acme)
    rival.post(START, rival.fact("D-1", rival.line(day=TODAY)))
    rival.store.rings.put(rival.id, [ring(rival, "D-1")])
    assert touched(acme, before) == []
    assert acme.store.rings.due_channels(acme.id, START) == []
    assert acme.store.rings.of_deals(acme.id, [DealKey(rival.source, "D-1")]) == []


def test_an_import_tells_how_much_of_it_is_old(acme: Office):
    before = newest(acme)
    facts = [acme.fact(f"O-{n}", acme.line(day=LONG_AGO)) for n in range(12)]
    facts += [acme.fact("N-1", acme.line(day=TODAY))]
    with acme.store.ledger.bulk(acme.id, source="crm", at=START, actor="test") as bulk:
        bulk.stage(row for fact in facts for row in staged(fact))
        bulk.commit()
    (found,) = acme.store.rings.touched(
        acme.id, before, newest(acme), measure="revenue", since=SINCE
    )
    ages = acme.store.rings.ages(acme.id, found.posting_id, measure="revenue", since=SINCE)
    assert (found.deal.external_id, ages) == ("N-1", (1, 12))


def test_without_a_single_sale_nothing_is_touched(acme: Office):
    assert touched(acme, 0) == []
    assert acme.store.rings.ages(acme.id, 1, measure="revenue", since=SINCE) == (0, 0)
