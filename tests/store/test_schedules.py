"""Schedules and their slots on both databases: kept, found when due, claimed by one at a time."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import pytest

from store.open import Store
from store.records_schedules import (
    NextSlot,
    OccurrenceState,
    Schedule,
    ScheduleDraft,
    ScheduleKind,
)
from tests.store_fixtures import START, Clock

LEASE = timedelta(minutes=2)
DRAFT = ScheduleDraft(
    kind=ScheduleKind.BOARD,
    words="revenue by team",
    channel="C1",
    rule={"every": "week", "weekday": 4},
    local_minute=540,
    zone="Europe/Amsterdam",
    country="NL",
    only_changed=True,
    locale="nl",
)


def workspace(store: Store) -> int:
    return store.workspaces.sole().id


def add(store: Store, due: datetime = START, slot: str = "2026-W48") -> Schedule:
    return store.schedules.add(
        workspace(store), DRAFT, at=START, by="U1", following=NextSlot(due=due, slot=slot)
    )


def opened(store: Store, schedule: Schedule, slot: str = "2026-W48"):
    wanted = [(schedule.id, slot, START)]
    with store.transaction():
        return store.occurrences.open(workspace(store), wanted, owner="me", lease=LEASE)


def taken(store: Store):
    return store.occurrences.take(workspace(store), owner="you", lease=LEASE, limit=9)


def wait(clock: Clock, store: Store, by: timedelta) -> None:
    """Time passes for leases: on PostgreSQL that is the database's own clock, so rows are moved."""
    clock.now += by
    if store.dialect == "postgresql":
        with store._database.write() as connection:
            micros = by // timedelta(microseconds=1)
            connection.exec_driver_sql(
                f"UPDATE occurrence SET lease_until = lease_until - {micros}"
            )


def test_a_schedule_comes_back_as_it_was_saved(any_store: Store):
    made = add(any_store)
    found = any_store.schedules.get(workspace(any_store), made.id)
    assert found == made
    assert (found.words, found.rule, found.country) == (DRAFT.words, DRAFT.rule, "NL")
    assert (found.next_due, found.next_slot, found.version) == (START, "2026-W48", 1)
    assert any_store.schedules.all(workspace(any_store), ScheduleKind.LIVE) == []


def test_an_edit_of_an_old_version_changes_nothing(any_store: Store):
    made, here = add(any_store), workspace(any_store)
    changed = any_store.schedules.change(here, made.id, 1, DRAFT, following=NextSlot())
    assert changed is not None
    assert changed.version == 2
    assert any_store.schedules.change(here, made.id, 1, DRAFT, following=NextSlot()) is None
    assert any_store.schedules.switch(here, made.id, 1, on=False, following=NextSlot()) is None
    assert any_store.schedules.get(here, made.id) == changed


def test_a_removed_schedule_is_gone_and_its_id_is_not_given_again(any_store: Store):
    made, here = add(any_store), workspace(any_store)
    assert any_store.schedules.remove(here, made.id, at=START)
    assert not any_store.schedules.remove(here, made.id, at=START)
    assert any_store.schedules.get(here, made.id) is None
    assert any_store.schedules.all(here) == []
    assert not any_store.schedules.is_due(here, START)
    assert add(any_store).id != made.id


def test_due_ones_are_found_the_longest_waiting_first(any_store: Store):
    here = workspace(any_store)
    late, early, paused, future = (
        add(any_store, START - timedelta(hours=hours)) for hours in (1, 2, 3, -1)
    )
    any_store.schedules.switch(here, paused.id, 1, on=False, following=NextSlot())
    assert any_store.schedules.is_due(here, START)
    assert not any_store.schedules.is_due(here, START - timedelta(hours=3))
    with any_store.transaction():
        assert [one.id for one in any_store.schedules.due(here, START, 9)] == [early.id, late.id]
        assert any_store.schedules.due(here, START, 1) == [early]
        any_store.schedules.advance([(early.id, NextSlot()), (late.id, NextSlot())])
    assert not any_store.schedules.is_due(here, START)
    assert any_store.schedules.get(here, future.id) == future


def test_what_the_last_post_showed_is_remembered_until_an_edit(any_store: Store):
    made, here = add(any_store), workspace(any_store)
    any_store.schedules.remember(made.id, "abc")
    assert any_store.schedules.get(here, made.id).fingerprint == "abc"
    any_store.schedules.change(here, made.id, 1, DRAFT, following=NextSlot())
    assert any_store.schedules.get(here, made.id).fingerprint is None


def test_a_slot_has_one_turn_however_often_it_is_opened(any_store: Store):
    made = add(any_store)
    (claimed,) = opened(any_store, made)
    assert (claimed.fence, claimed.attempts, claimed.due_at) == (1, 1, START)
    assert opened(any_store, made) == []
    assert any_store.occurrences.end(claimed, OccurrenceState.DONE)
    assert opened(any_store, made) == []
    assert any_store.occurrences.known(made.id, ["2026-W48", "2026-W49"]) == {"2026-W48"}


def test_a_lease_that_ended_is_taken_over_and_the_first_claimer_refused(
    any_store: Store, clock: Clock
):
    (mine,) = opened(any_store, add(any_store))
    assert not any_store.occurrences.is_waiting(workspace(any_store))
    assert taken(any_store) == []
    wait(clock, any_store, LEASE)
    (yours,) = taken(any_store)
    assert (yours.fence, yours.attempts) == (2, 2)
    assert not any_store.occurrences.end(mine, OccurrenceState.DONE)
    assert not any_store.occurrences.put_off(mine, LEASE, "late")
    assert any_store.occurrences.end(yours, OccurrenceState.DONE)
    assert not any_store.occurrences.end(yours, OccurrenceState.DONE)


def test_what_is_put_off_waits_and_keeps_its_reason(any_store: Store, clock: Clock):
    (mine,) = opened(any_store, add(any_store))
    assert any_store.occurrences.put_off(mine, timedelta(minutes=5), "broken")
    assert taken(any_store) == []
    wait(clock, any_store, timedelta(minutes=5))
    assert any_store.occurrences.is_waiting(workspace(any_store))
    (again,) = taken(any_store)
    assert (again.slot, again.reason, again.attempts) == (mine.slot, "broken", 2)


def test_a_slot_that_was_asked_for_waits_to_be_taken(any_store: Store):
    made = add(any_store)
    any_store.occurrences.ask(workspace(any_store), made.id, "test:U1:1", START)
    (mine,) = taken(any_store)
    assert (mine.schedule_id, mine.slot, mine.fence) == (made.id, "test:U1:1", 1)


def test_slots_written_off_are_told_the_newest_first_and_take_no_other_ones_place(
    any_store: Store,
):
    made, here = add(any_store), workspace(any_store)
    (claimed,) = opened(any_store, made)
    earlier = [(made.id, f"2026-W{week}", START - timedelta(weeks=48 - week)) for week in (46, 47)]
    any_store.occurrences.skip(here, [*earlier, (made.id, "2026-W48", START)], "missed")
    skipped = (OccurrenceState.SKIPPED, OccurrenceState.FAILED)
    found = any_store.occurrences.since(here, START - timedelta(weeks=2), skipped)
    assert [(one.slot, one.reason) for one in found] == [("2026-W47", "missed")]
    assert any_store.occurrences.end(claimed, OccurrenceState.FAILED, "broken")
    found = any_store.occurrences.since(here, START - timedelta(weeks=9), skipped)
    assert [one.slot for one in found] == ["2026-W48", "2026-W47", "2026-W46"]


@pytest.mark.parametrize("workers", [4])
def test_workers_side_by_side_claim_every_slot_once(any_store: Store, workers: int):
    here = workspace(any_store)
    made = [add(any_store) for _ in range(40)]
    claimed: list[int] = []

    def work() -> None:
        while any_store.schedules.is_due(here, START):
            with any_store.transaction():
                due = any_store.schedules.due(here, START, 3)
                any_store.schedules.advance((one.id, NextSlot()) for one in due)
                wanted = [(one.id, one.next_slot, one.next_due) for one in due]
                got = any_store.occurrences.open(here, wanted, owner="w", lease=LEASE)
            claimed.extend(one.schedule_id for one in got)

    threads = [threading.Thread(target=work) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(claimed) == [one.id for one in made]
