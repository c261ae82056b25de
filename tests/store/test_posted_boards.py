"""What posted and live boards said is kept, and two processes never both move one on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from store.open import Store
from store.records_posted import HeardBy, LiveBoard, LiveState, Pending, PostedBoard, Told
from store.tables_posting import Table
from tests.store_fixtures import START

WEEKS = timedelta(days=14)
TOP = (Told(7, 1, "Ann", "€900"), Told(8, 2, "Bo «B»", "€500"))
WORDS = "metric revenue period 2026-11 by rep"
SAID = {
    "schedule_id": 1, "words": WORDS, "until": date(2026, 11, 23), "top": TOP, "version": 5,
}  # fmt: skip
OUTBOX = Table.metadata.tables["outbox"]


@pytest.fixture
def home(any_store: Store) -> int:
    return any_store.workspaces.sole().id


def message(store: Store, home: int, number: int) -> str:
    """A message in the outbox, as nothing is watched that was not decided to be posted."""
    name = f"M{number}"
    row = {column.name: 0 for column in OUTBOX.c if not column.nullable}
    texts = ("dedupe_key", "kind", "verb", "channel", "payload")
    row |= dict.fromkeys(texts, name) | {"id": name, "workspace_id": home, "state": "sent"}
    with store._database.write() as connection:
        connection.execute(OUTBOX.insert().values(row))
    return name


def watch(store: Store, home: int, number: int = 1, **more) -> str:
    name = message(store, home, number)
    until = START + WEEKS
    said = SAID | {"told_at": store._database.clock(), "watch_until": until} | more
    store.posted_boards.add(home, PostedBoard(outbox_id=name, **said))
    return name


def test_a_posted_board_is_watched_until_its_window_closes(any_store: Store, home: int):
    name = watch(any_store, home)
    (found,) = any_store.posted_boards.watched(home, START)
    assert found == any_store.posted_boards.get(home, name)
    assert (found.words, found.until, found.version) == (WORDS, date(2026, 11, 23), 5)
    assert found.top == TOP
    assert (found.told_at, found.round, found.pending, found.rest) == (START, 0, None, {})
    assert any_store.posted_boards.watched(home, START + WEEKS) == []
    assert any_store.posted_boards.get(home, "other") is None


def test_what_rows_had_on_days_that_were_not_over_comes_back_exactly(any_store: Store, home: int):
    huge = (10**20, -3)
    watch(any_store, home, rest={7: huge})
    assert any_store.posted_boards.watched(home, START)[0].rest == {7: huge}


def test_the_next_post_of_the_same_board_takes_the_watch_over(any_store: Store, home: int, clock):
    watch(any_store, home, 1)
    other_words = watch(any_store, home, 2, words="metric deals period 2026-11 by rep")
    other_schedule = watch(any_store, home, 3, schedule_id=2)
    clock.tick(days=1)
    newer = watch(any_store, home, 4)
    watched = {board.outbox_id for board in any_store.posted_boards.watched(home, clock())}
    assert watched == {other_words, other_schedule, newer}


def test_a_correction_on_its_way_is_kept_until_it_is_told(any_store: Store, home: int, clock):
    watch(any_store, home)
    boards = any_store.posted_boards
    (board,) = boards.watched(home, START)
    on_its_way = Pending(
        since=START,
        due=START + timedelta(minutes=10),
        moves=((8, 2, 1), (7, 1, None)),
        heard=(HeardBy(7, "M9", 1, None),),
    )
    assert boards.updated(board, on_its_way, 6)
    late = START + WEEKS + timedelta(days=1)
    (board,) = boards.watched(home, late)
    assert (board.pending, board.version) == (on_its_way, 6)
    assert boards.forget(home, late) == 0
    assert boards.moved(board, [Told(8, 1, "Bo", "€950")], 7, late)
    board = boards.get(home, "M1")
    assert (board.pending, board.round, board.told_at) == (None, 1, late)
    assert board.top == (Told(8, 1, "Bo", "€950"),)
    assert boards.forget(home, late) == 1
    assert boards.get(home, "M1") is None


def test_of_two_who_read_the_same_only_the_first_changes_it(any_store: Store, home: int):
    watch(any_store, home)
    boards = any_store.posted_boards
    (board,) = boards.watched(home, START)
    assert boards.moved(board, board.top, 6, START)
    assert not boards.moved(board, board.top, 6, START)
    assert not boards.updated(board, None, 6)
    assert boards.get(home, "M1").round == 1


LIVE = LiveBoard(
    schedule_id=3,
    state=LiveState.LIVE,
    slot="2026-11",
    generation=1,
    outbox_id="M1",
    edit_id=None,
    edits=0,
    shown="abc",
    edited_at=START,
    definition={"channel": "C1", "words": "omzet – Zuid", "zone": "Europe/Amsterdam"},
)


def test_a_live_board_remembers_what_it_says(any_store: Store, home: int):
    assert any_store.live_boards.put(home, LIVE, None)
    found = any_store.live_boards.all(home)[3]
    assert found == LIVE
    newer = replace(found, edit_id="M2", edits=1, shown="def", state=LiveState.ENDED)
    assert any_store.live_boards.put(home, newer, found)
    assert any_store.live_boards.all(home) == {3: replace(newer, fence=1)}


def test_of_two_who_start_or_change_a_live_board_only_the_first_does(any_store: Store, home: int):
    assert any_store.live_boards.put(home, LIVE, None)
    assert not any_store.live_boards.put(home, replace(LIVE, shown="mine"), None)
    found = any_store.live_boards.all(home)[3]
    assert any_store.live_boards.put(home, replace(found, edits=1), found)
    assert not any_store.live_boards.put(home, replace(found, edits=9), found)
    assert any_store.live_boards.all(home)[3].edits == 1
