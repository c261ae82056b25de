"""Who follows the ledger sees every entry once, in the order of commits, on both databases."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store import followers
from store.open import Store
from tests.store.facts import MEASURES, Office, as_facts, changes, office
from tests.store_fixtures import START, Clock

RULES = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
def acme(any_store: Store) -> Office:
    return office(any_store)


def take_step(where: Office, name: str, limit: int = 1000, measures=MEASURES) -> list[int]:
    with where.store.transaction():
        after = where.store.followers.position(where.id, name)
        batch = where.store.followers.batch(where.id, after, measures=measures, limit=limit)
        where.store.followers.move(where.id, name, batch.upto)
    return [entry.id for entry in batch.entries]


def follow(where: Office, name: str, limit: int = 1000) -> list[int]:
    seen: list[int] = []
    while where.store.followers.is_behind(where.id, name):
        seen += take_step(where, name, limit)
    return seen


def every_entry(where: Office) -> list[int]:
    return [e.id for e in where.store.followers.entries(where.id, 0, limit=10_000)]


def test_a_new_follower_starts_at_the_newest_entry(acme: Office):
    acme.post(START, acme.fact("D-1", acme.line()))
    assert follow(acme, "bell") == []
    acme.post(START, acme.fact("D-2", acme.line(7)))
    after = acme.store.followers.position(acme.id, "bell")
    (entry,) = acme.store.followers.entries(acme.id, after)
    assert (entry.external_id, entry.amount, entry.measure) == ("D-2", 7, "revenue")
    assert follow(acme, "bell") == [entry.id]


def test_two_followers_read_at_their_own_pace(acme: Office):
    assert (follow(acme, "bell"), follow(acme, "badges")) == ([], [])
    acme.post(START, acme.fact("D-1", acme.line()))
    first = follow(acme, "bell")
    acme.post(START, acme.fact("D-1", acme.line(9)))
    assert len(follow(acme, "bell")) == 2
    assert len(follow(acme, "badges")) == 3
    assert first[0] == every_entry(acme)[0]


@RULES
@given(batches=changes(), limit=st.integers(1, 4))
def test_in_steps_of_any_size_every_entry_is_seen_once_and_in_order(
    any_store: Store, batches, limit: int
):
    acme = office(any_store)
    follow(acme, "bell")
    before = len(every_entry(acme))
    seen: list[int] = []
    for step, batch in enumerate(batches):
        acme.post(START + timedelta(minutes=step), *as_facts(acme, batch))
        if step % 2:
            seen += follow(acme, "bell", limit)
    seen += follow(acme, "bell", limit)
    assert seen == every_entry(acme)[before:]


@RULES
@given(batches=changes())
def test_the_open_entries_of_a_fact_are_what_it_is_worth_now(any_store: Store, batches):
    acme = office(any_store)
    final = {}
    for step, batch in enumerate(batches):
        facts = as_facts(acme, batch)
        acme.post(START + timedelta(minutes=step), *facts)
        final |= {fact.external_id: fact for fact in facts}
    keys = [(acme.source, name) for name in "abcdef"]
    found = any_store.followers.open_entries(acme.id, keys)
    for key in keys:
        fact = final.get(key[1])
        expected = (
            [(line.measure, line.seat_id, line.amount) for line in fact.lines] if fact else []
        )
        got = [(entry.measure, entry.seat_id, entry.amount) for entry in found[key]]
        assert sorted(got) == sorted(expected)
        assert all(entry.reverses is None for entry in found[key])


def test_only_the_measures_asked_for_are_read_and_the_rest_is_passed(acme: Office):
    follow(acme, "bell")
    acme.post(START, acme.fact("D-1", acme.line(measure="calls"), acme.line(5)))
    assert len(take_step(acme, "bell", measures=["revenue"])) == 1
    acme.post(START, acme.fact("D-2", acme.line(measure="calls")))
    assert take_step(acme, "bell", measures=["revenue"]) == []
    assert not acme.store.followers.is_behind(acme.id, "bell")


def test_a_batch_looks_at_no_more_ids_than_its_window(
    acme: Office, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(followers, "WINDOW", 3)
    follow(acme, "bell")
    start = acme.store.followers.position(acme.id, "bell")
    facts = [acme.fact(f"D-{number}", acme.line(number)) for number in range(10)]
    acme.post(START, *facts)
    assert acme.store.followers.batch(acme.id, start).upto == start + 3
    assert len(follow(acme, "bell")) == 10


def test_a_step_that_is_undone_is_taken_again(acme: Office):
    follow(acme, "bell")
    acme.post(START, acme.fact("D-1", acme.line()))

    def fail_after_a_step() -> None:
        with acme.store.transaction():
            take_step(acme, "bell")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_after_a_step()
    assert len(follow(acme, "bell")) == 1


def test_another_workspace_s_entries_are_not_seen_and_not_waited_for(any_store: Store):
    acme, rival = office(any_store), office(any_store, "Rival")
    follow(acme, "bell")
    rival.post(START, rival.fact("D-1", rival.line()))
    assert follow(acme, "bell") == []
    assert not any_store.followers.is_behind(acme.id, "bell")


def test_while_others_post_two_followers_of_one_name_see_each_entry_once(
    database_url: str, open_database: Callable[[str], Store], clock: Clock
):
    """Commits race with steps: nothing may be skipped, nothing seen twice."""
    first = open_database(database_url)
    acme = office(first)
    follow(acme, "bell")
    stores = [first] if first.dialect == "sqlite" else [first, open_database(database_url)]
    views = [Office(store, acme.id, acme.source, acme.seats) for store in stores]
    seen: list[int] = []
    done = threading.Event()

    def post(worker: int) -> None:
        for number in range(15):
            where = views[worker % len(views)]
            where.post(clock(), where.fact(f"{worker}-{number}", where.line(number)))

    def watch(worker: int) -> None:
        where = views[worker % len(views)]
        while not done.is_set():
            seen.extend(take_step(where, "bell", limit=2))

    posters = [threading.Thread(target=post, args=(worker,)) for worker in range(3)]
    watchers = [threading.Thread(target=watch, args=(worker,)) for worker in range(2)]
    for thread in posters + watchers:
        thread.start()
    for thread in posters:
        thread.join()
    done.set()
    for thread in watchers:
        thread.join()
    seen.extend(follow(acme, "bell"))
    assert sorted(seen) == every_entry(acme)
    assert len(seen) == 45
