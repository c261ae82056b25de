"""A live board: one message, edited at a calm pace, new at a new period, ended in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import periods
from bot.domain.live import PACE, ROLLING, Health, LiveAct, Wanted, act, slot_of
from store.records_posted import LiveBoard, LiveState

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
WANTED = Wanted(slot="2026-11", channel="C1", shown="new")
HELD = LiveBoard(
    schedule_id=1,
    state=LiveState.LIVE,
    slot="2026-11",
    generation=1,
    outbox_id="M1",
    edit_id=None,
    edits=0,
    shown="old",
    edited_at=NOON - PACE,
    definition={"channel": "C1"},
)
ENDED = replace(HELD, state=LiveState.ENDED)
JUST = replace(HELD, edited_at=NOON - PACE + timedelta(seconds=1))


@pytest.mark.parametrize(
    ("held", "wanted", "health", "expected"),
    [
        (None, WANTED, Health.FINE, LiveAct.START),
        (None, None, Health.FINE, LiveAct.REST),
        (HELD, WANTED, Health.FINE, LiveAct.EDIT),
        (JUST, WANTED, Health.FINE, LiveAct.WAIT),
        (HELD, replace(WANTED, shown="old"), Health.FINE, LiveAct.REST),
        (JUST, replace(WANTED, slot="2026-12"), Health.FINE, LiveAct.ROLL),
        (HELD, replace(WANTED, channel="C2"), Health.FINE, LiveAct.ROLL),
        (HELD, replace(WANTED, shown="old"), Health.GONE, LiveAct.REMAKE),
        (HELD, replace(WANTED, slot="2026-12"), Health.GONE, LiveAct.REMAKE),
        (HELD, WANTED, Health.PARKED, LiveAct.REST),
        (HELD, replace(WANTED, slot="2026-12"), Health.PARKED, LiveAct.ROLL),
        (HELD, None, Health.FINE, LiveAct.END),
        (HELD, None, Health.GONE, LiveAct.END),
        (ENDED, None, Health.FINE, LiveAct.REST),
        (ENDED, WANTED, Health.FINE, LiveAct.START),
    ],
)
def test_what_is_done_about_a_live_board(held, wanted, health, expected):
    assert act(held, wanted, NOON, health) is expected


@pytest.mark.parametrize(
    ("period", "slot"),
    [
        (periods.month(2026, 11), "2026-11"),
        (periods.quarter(2026, 4), "2026-Q4"),
        (periods.day(date(2026, 11, 23)), "2026-11-23"),
        (periods.last_days(30, date(2026, 11, 23)), ROLLING),
        (periods.since(date(2026, 9, 1), date(2026, 11, 23)), ROLLING),
    ],
)
def test_named_periods_have_messages_of_their_own_and_rolling_ones_keep_theirs(period, slot):
    assert slot_of(period) == slot


@given(st.lists(st.floats(0, 120), max_size=200), st.integers(1, 10))
def test_however_much_happens_edits_keep_their_pace_and_the_last_one_says_it_all(burst, tick):
    """`burst` are the seconds at which a number changes, `tick` is how often somebody looks."""
    held = replace(HELD, shown="0", edited_at=NOON)
    edits: list[datetime] = []
    for second in range(0, 240, tick):
        now = NOON + timedelta(seconds=second)
        wanted = replace(WANTED, shown=str(sum(at <= second for at in burst)))
        if act(held, wanted, now) is LiveAct.EDIT:
            edits.append(now)
            held = replace(held, shown=wanted.shown, edited_at=now)
    assert all(later - earlier >= PACE for earlier, later in pairwise(edits))
    assert held.shown == str(len(burst))
    minute = [now for now in edits if now <= NOON + timedelta(seconds=60)]
    assert len(minute) <= 2
