"""What a posted board should have said is compared with what it said: days over, not today's."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.domain.corrections import Cause, Concern
from store.tables_posting import Table
from tests.services.office import NOW, TODAY

OUTBOX = Table.metadata.tables["outbox"]
SEPTEMBER, FRIDAY = date(2026, 9, 15), date(2026, 11, 20)
REPS = ("Ann", "Bo", "Cas", "Di", "Ed", "Fay")


@pytest.fixture
def shop(office):
    """Six reps with 60, 50, … 10 thousand in November, all on Friday."""
    for number, name in enumerate(REPS):
        office.hire(name, team="Alpha" if number % 2 else "Beta")
        office.sell(name, 6_000_000 - number * 1_000_000, f"N{number}", on=FRIDAY)
    office.time.now += timedelta(minutes=1)
    return office


def post(shop, words: str = "", day: date = TODAY, *, schedule: int = 1, top: int = 3) -> str:
    """The top of a board is posted at this moment."""
    board = shop.board(words)
    remember = shop.services.corrections.watch(
        schedule_id=schedule, board=board, rows=board.rows[:top], day=day
    )
    name = f"M{shop.time.now.timestamp()}{schedule}"
    row = {column.name: 0 for column in OUTBOX.c if not column.nullable}
    row |= dict.fromkeys(("dedupe_key", "kind", "verb", "channel", "payload"), name)
    row |= {"id": name, "workspace_id": shop.workspace, "state": "sent"}
    with shop.store.transaction(), shop.store._database.write() as connection:
        connection.execute(OUTBOX.insert().values(row))
        remember(name)
    shop.time.now += timedelta(minutes=1)
    return name


def looked(shop):
    return shop.services.corrections.cases(shop.time.now)[1]


def named(shop, moves) -> list[tuple]:
    names = {key: name for name, key in shop.people.items()}
    return [(names[key], *places) for key, *places in moves]


def test_a_deal_that_goes_to_somebody_else_moves_the_places_it_moves(shop):
    post(shop)
    shop.sell("Cas", 5_500_000, "N1", on=FRIDAY)
    (case,) = looked(shop)
    up = [("Cas", 3, 1), ("Di", None, 3)]
    assert named(shop, case.moves) == [up[0], ("Ann", 1, 2), up[1], ("Bo", 2, None)]
    assert named(shop, case.told) == up
    assert case.causes == {Cause.REASSIGNED: 1}
    assert case.concerned == (
        Concern(shop.people["Cas"], 3, 1, True),
        Concern(shop.people["Ann"], 1, 2, False),
        Concern(shop.people["Bo"], 2, None, True),
    )


def test_sales_of_the_day_itself_are_no_correction_before_or_after_the_post(shop):
    shop.sell("Fay", 500_000, "today", on=TODAY)
    post(shop)
    shop.sell("Fay", 9_900_000, "later today", on=TODAY)
    (case,) = looked(shop)
    assert case.moves == ()


def test_what_was_sold_on_the_day_before_the_post_stays_in_the_places(shop):
    shop.sell("Di", 2_500_000, "this morning", on=TODAY)
    assert [row.name for row in shop.board().rows[:3]] == ["Ann", "Di", "Bo"]
    post(shop)
    shop.sell("Bo", 6_500_000, "N1", on=FRIDAY)
    (case,) = looked(shop)
    assert named(shop, case.moves) == [("Bo", 3, 1), ("Ann", 1, 2), ("Di", 2, 3)]
    assert case.causes == {Cause.CHANGED: 1}


def test_a_deal_of_a_day_before_that_comes_in_late_is_one(shop):
    post(shop)
    shop.sell("Fay", 4_500_000, "late", on=FRIDAY)
    (case,) = looked(shop)
    assert named(shop, case.told) == [("Fay", None, 2)]
    assert case.causes == {Cause.LATE: 1}


def test_a_value_that_moves_no_place_of_the_top_is_none(shop):
    post(shop)
    shop.sell("Ann", 6_100_000, "N0", on=FRIDAY)
    shop.sell("Fay", 2_500_000, "N5", on=FRIDAY)
    (case,) = looked(shop)
    assert case.moves == ()


def test_what_moves_back_is_as_posted(shop):
    post(shop)
    shop.sell("Cas", 5_500_000, "N1", on=FRIDAY)
    assert looked(shop)[0].moves
    shop.sell("Bo", 5_000_000, "N1", on=FRIDAY)
    assert looked(shop)[0].moves == ()


def test_a_closed_period_is_watched_whole(shop):
    for number, name in enumerate(REPS):
        shop.sell(name, 100_000 * (number + 1), f"S{number}", on=SEPTEMBER)
    shop.time.now += timedelta(minutes=1)
    post(shop, "last quarter")
    shop.sell("Ann", 900_000, "S0", on=SEPTEMBER)
    (case,) = looked(shop)
    assert named(shop, case.told) == [("Ann", None, 1)]


@pytest.mark.parametrize("words", ["company", "today", "upsell"])
def test_boards_that_cannot_be_corrected_are_not_watched(shop, words):
    board = shop.board(words)
    shop.services.corrections.watch(schedule_id=1, board=board, rows=board.rows, day=TODAY)("none")
    assert looked(shop) == []


def test_filters_hold_for_the_correction_too(shop):
    post(shop, "team alpha")
    shop.sell("Cas", 9_500_000, "N2", on=FRIDAY)
    assert looked(shop)[0].moves == ()
    shop.sell("Di", 9_500_000, "N3", on=FRIDAY)
    (case,) = looked(shop)
    assert named(shop, case.told) == [("Di", 2, 1)]
    assert case.causes == {Cause.CHANGED: 1}


def test_teams_have_places_and_nobody_to_hear_of_it_first(shop):
    post(shop, "by team", top=2)
    shop.sell("Fay", 9_900_000, "N5", on=FRIDAY)
    (case,) = looked(shop)
    assert [(move.was, move.now) for move in case.moves] == [(2, 1), (1, 2)]
    assert case.concerned == ()


def test_once_told_it_is_measured_against_what_was_told(shop):
    post(shop)
    shop.sell("Cas", 5_500_000, "N1", on=FRIDAY)
    (case,) = looked(shop)
    shop.store.posted_boards.moved(case.posted, case.top(), 0, shop.time.now)
    assert looked(shop)[0].moves == ()
    shop.time.now += timedelta(minutes=1)
    shop.sell("Bo", 5_000_000, "N1", on=FRIDAY)
    (case,) = looked(shop)
    assert ("Bo", None, 2) in named(shop, case.moves)
    assert case.causes == {Cause.REASSIGNED: 1}


def test_nothing_is_watched_when_admins_switch_it_off(shop):
    post(shop)
    shop.store.preferences.set(shop.workspace, "corrections", {"days": 0})
    shop.sell("Cas", 5_500_000, "N1", on=FRIDAY)
    assert [case.moves for case in looked(shop)] == [()]
    shop.time.now += timedelta(minutes=1)
    post(shop, schedule=2)
    assert len(looked(shop)) == 1


def test_a_window_that_has_passed_is_not_looked_at(shop):
    post(shop)
    shop.time.now = NOW + timedelta(days=15)
    assert looked(shop) == []


def test_a_look_is_due_when_something_was_recorded_or_half_a_minute_is_over(shop):
    corrections = shop.services.corrections
    post(shop)
    now = shop.time.now
    assert corrections.is_due(now)
    version, cases = corrections.cases(now)
    corrections.looked(now, version, [], [now + timedelta(seconds=20)])
    assert not corrections.is_due(now + timedelta(seconds=19))
    assert corrections.is_due(now + timedelta(seconds=20))
    corrections.looked(now, version, [case.posted for case in cases], [])
    assert corrections.cases(now)[1] == []
    assert not corrections.is_due(now + timedelta(seconds=29))
    assert corrections.is_due(now + timedelta(seconds=30))
    shop.sell("Ann", 1, "small", on=TODAY)
    assert corrections.is_due(now)
