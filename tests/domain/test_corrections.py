"""What is corrected under a posted board: moved places, who hears first, one line at the end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.corrections import (
    BREATH,
    PATIENCE,
    Act,
    Cause,
    Concern,
    Move,
    causes,
    concerned,
    moves,
    step,
    told,
)
from bot.domain.standings import places, rank
from store.records_posted import Told

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
DELAY = timedelta(minutes=10)
boards = st.dictionaries(st.integers(1, 15), st.integers(-5, 20), min_size=1, max_size=15)


def ranked(values: dict[int, int]):
    return rank(values, {key: f"Rep {key}" for key in values})


def posted(values: dict[int, int], size: int = 10) -> tuple[Told, ...]:
    return tuple(Told(row.key, row.place, row.name, "") for row in ranked(values)[:size])


def moved(before: dict[int, int], after: dict[int, int], size: int = 10):
    return moves(posted(before, size), ranked(after))


FOUR = {1: 40, 2: 30, 3: 20, 4: 10}


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (FOUR, ()),
        ({**FOUR, 1: 400}, ()),
        ({**FOUR, 3: 35}, (Move(3, 3, 2), Move(2, 2, 3))),
        ({**FOUR, 4: 50}, (Move(4, None, 1), Move(1, 1, 2), Move(2, 2, 3), Move(3, 3, 4))),
        ({2: 30, 3: 20, 4: 10}, (Move(2, 2, 1), Move(3, 3, 2), Move(4, None, 3), Move(1, 1, None))),
        ({**FOUR, 4: 20}, ()),
        ({**FOUR, 4: 21}, (Move(4, None, 3), Move(3, 3, 4))),
        ({**FOUR, 2: 40}, (Move(2, 2, 1),)),
    ],
    ids=["same", "value only", "two swap", "a newcomer wins", "gone", "a tie", "in", "shares"],
)
def test_a_move_is_a_place_of_the_posted_top_that_is_not_what_it_was(after, expected):
    assert moved(FOUR, after, 3) == expected


def test_a_board_of_nobody_never_moves():
    assert moves((), ranked(FOUR)) == ()


@given(boards, boards, st.integers(1, 10))
def test_no_moves_means_that_the_posted_rows_still_have_their_places(before, after, size):
    top, now = posted(before, size), places(after)
    if moves(top, ranked(after)) == ():
        assert all(now.get(row.key) == row.place for row in top)
    for key, was, is_now in moves(top, ranked(after)):
        assert now.get(key) == is_now != was


@given(boards, boards, st.integers(1, 10))
def test_the_channel_never_reads_of_a_fall_of_a_last_place_or_of_nothing(before, after, size):
    standings = ranked(after)
    for move in told(moves(posted(before, size), standings), standings, ascending=False):
        assert move.now is not None
        assert move.was is None or move.now < move.was
        assert move.now == 1 or move.now < standings[-1].place
        assert after[move.key] > 0


def test_whose_numbers_changed_and_whoever_was_overtaken_on_the_podium_hear_first():
    found = concerned(moved(FOUR, {1: 40, 2: 5, 3: 20, 4: 50}, 4), {2, 4})
    assert found == (
        Concern(4, 4, 1, True),
        Concern(1, 1, 2, False),
        Concern(2, 2, 4, True),
    )


def test_who_was_overtaken_behind_the_podium_is_left_in_peace():
    six = {1: 60, 2: 50, 3: 40, 4: 30, 5: 20, 6: 10}
    assert concerned(moved(six, {**six, 5: 35}), {5}) == (Concern(5, 5, 4, True),)


A, B = (Move(2, 3, 2),), (Move(4, None, 1),)


def test_the_line_comes_a_delay_after_what_moved():
    opened = step(None, A, NOON, DELAY)
    assert (opened.act, opened.pending.due) == (Act.OPEN, NOON + DELAY)
    early = step(opened.pending, A, NOON + DELAY - BREATH, DELAY)
    assert early == (Act.WAIT, opened.pending)
    assert step(opened.pending, A, NOON + DELAY, DELAY) == (Act.TELL, None)


def test_what_moves_back_in_time_is_never_told():
    opened = step(None, A, NOON, DELAY)
    assert step(opened.pending, (), NOON + DELAY * 2, DELAY) == (Act.CALL_OFF, None)
    assert step(None, (), NOON, DELAY) == (Act.REST, None)


def test_several_changes_are_one_line_which_they_cannot_put_off_for_ever():
    pending = step(None, A, NOON, DELAY).pending
    now, changes = NOON, 0
    while now < NOON + PATIENCE * DELAY:
        now += timedelta(minutes=4)
        changes += 1
        act, pending = step(pending, (A, B)[changes % 2], now, DELAY)
        assert act is Act.CHANGE
        assert pending.due - now >= BREATH
    assert pending.due <= now + BREATH
    assert step(pending, pending.moves, pending.due, DELAY).act is Act.TELL


@given(
    st.lists(st.tuples(st.integers(0, 20), st.integers(0, 2)), max_size=40),
    st.sampled_from([timedelta(0), timedelta(minutes=1), DELAY]),
)
def test_whatever_happens_each_line_tells_what_had_stood_for_a_while_and_the_end_is_told(
    events, delay
):
    """`said` is what the post and its lines say together; a line makes it true again."""
    pending, said, truth, now, since = None, 0, 0, NOON, NOON
    quiet = [(0, None)] * 80
    for minutes, change in [*events, *quiet]:
        now += timedelta(minutes=minutes or 1)
        if change is not None and change != truth:
            truth, since = change, now
        differs = (Move(1, said, truth),) if truth != said else ()
        act, pending = step(pending, differs, now, delay)
        if act is Act.TELL:
            assert truth != said
            assert now - since >= min(delay, BREATH)
            said = truth
    assert said == truth
    assert pending is None


def entry(number: int, deal: str, person: int, amount: int, reverses: int | None = None):
    return SimpleNamespace(
        id=number, source_id=1, external_id=deal, person_id=person, amount=amount,
        share=(amount > 0) - (amount < 0), reverses=reverses,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([entry(9, "D", 1, 500)], {Cause.LATE: 1}),
        ([entry(9, "D", 1, -500, 3)], {Cause.TAKEN_BACK: 1}),
        ([entry(9, "D", 1, -500, 3), entry(10, "D", 2, 500)], {Cause.REASSIGNED: 1}),
        ([entry(9, "D", 1, -500, 3), entry(10, "D", 1, 450)], {Cause.CHANGED: 1}),
        ([entry(9, "D", 1, -500, 3), entry(10, "D", 1, 500)], {}),
        ([entry(9, "D", 1, 500), entry(10, "D", 1, -500, 9)], {}),
        (
            [entry(9, "D", 1, 500), entry(10, "D", 1, -500, 9), entry(11, "D", 1, 400)],
            {Cause.LATE: 1},
        ),
        (
            [entry(9, "D", 1, -500, 3), entry(10, "D", 2, 500), entry(11, "D", 2, -500, 10)],
            {Cause.TAKEN_BACK: 1},
        ),
        ([], {}),
    ],
    ids=[
        "late", "taken back", "reassigned", "lowered", "the same again", "came and went",
        "late and lowered", "reassigned and taken back", "nothing",
    ],
)  # fmt: skip
def test_what_happened_to_a_deal_is_read_from_its_entries(entries, expected):
    assert causes(entries) == expected


def test_each_deal_counts_once_by_its_number_in_its_source():
    both = [entry(1, "D", 1, 5), entry(2, "D", 2, 5), entry(3, "E", 1, 5)]
    assert causes(both) == {Cause.LATE: 2}
