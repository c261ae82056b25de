"""What a recap is about, and who improved most."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import periods
from bot.domain.periods import Calendar, Kind
from bot.domain.recap import GoalState, closing, most_improved, news_days, recap_week
from bot.domain.shame import may_be_named
from bot.domain.standings import rank

CALENDAR = Calendar(zone="Europe/Amsterdam")
WEEK_47 = periods.week(date(2026, 11, 18), CALENDAR)
NAMES = {key: key for key in "abcdefgh"}


@pytest.mark.parametrize(
    ("on", "begins"),
    [
        (date(2026, 11, 23), date(2026, 11, 16)),  # Monday: the week that ended yesterday
        (date(2026, 11, 25), date(2026, 11, 16)),  # Wednesday, still
        (date(2026, 11, 26), date(2026, 11, 23)),  # Thursday: the week it lies in
        (date(2026, 11, 27), date(2026, 11, 23)),  # Friday afternoon
        (date(2026, 11, 29), date(2026, 11, 23)),  # Sunday
        (date(2027, 1, 4), date(2026, 12, 28)),  # over New Year
    ],
)
def test_a_recap_is_about_the_week_that_people_have_behind_them(on, begins):
    assert recap_week(on, CALENDAR).start == begins


@pytest.mark.parametrize(
    ("kind", "on", "numbers"),
    [
        (Kind.MONTH, date(2026, 12, 1), (2026, 11)),
        (Kind.MONTH, date(2026, 12, 15), (2026, 11)),
        (Kind.MONTH, date(2026, 12, 16), (2026, 12)),
        (Kind.MONTH, date(2026, 11, 30), (2026, 11)),
        (Kind.MONTH, date(2027, 2, 28), (2027, 2)),
        (Kind.MONTH, date(2027, 1, 1), (2026, 12)),
        (Kind.QUARTER, date(2027, 1, 1), (2026, 4)),
        (Kind.QUARTER, date(2026, 12, 31), (2026, 4)),
        (Kind.QUARTER, date(2026, 10, 5), (2026, 3)),
    ],
)
def test_a_close_is_about_the_period_nearest_to_its_end(kind, on, numbers):
    assert closing(kind, on, CALENDAR).numbers == numbers


@pytest.mark.parametrize(
    ("before", "days"),
    [
        (date(2026, 11, 22), periods.day(date(2026, 11, 22))),  # every day
        (date(2026, 11, 23), periods.day(date(2026, 11, 22))),  # a second board of the same day
        (date(2026, 11, 20), periods.between(date(2026, 11, 20), date(2026, 11, 22))),  # weekdays
    ],
)
def test_a_morning_board_on_a_monday_tells_of_all_days_since_the_one_before(before, days):
    assert news_days(date(2026, 11, 23), before) == days


IMPROVED = {
    "the largest gain": ({"a": 900, "b": 700, "c": 100}, {"a": 800, "b": 100}, "b", 600),
    "equal gains share it": ({"a": 9, "b": 8, "c": 1}, {"a": 5, "b": 4}, "ab", 4),
    "new is not improved": ({"a": 9, "b": 8, "c": 1}, {"a": 8}, "a", 1),
    "nobody gained": ({"a": 9, "b": 8, "c": 1}, {"a": 9, "b": 9}, "", 0),
    "not the last place": ({"a": 9, "b": 8}, {"a": 8, "b": 1}, "a", 1),
    "too many equals": (
        {"a": 9, "b": 8, "c": 7, "d": 6, "e": 1}, {"a": 8, "b": 7, "c": 6, "d": 5}, "", 0,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("now", "before", "keys", "gain"), IMPROVED.values(), ids=IMPROVED)
def test_most_improved_is_against_oneself(now, before, keys, gain):
    found = most_improved(rank(now, NAMES), before)
    assert "".join(row.key for row in found.rows) == keys if found else not keys
    assert found is None or found.gain == gain


def test_where_less_is_better_less_is_a_gain():
    rows = rank({"a": 10, "b": 12, "c": 30}, NAMES, ascending=True)
    found = most_improved(rows, {"a": 11, "b": 20, "c": 99}, ascending=True)
    assert [row.key for row in found.rows] == ["b"]


VALUES = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(-9, 9), max_size=8)


@given(VALUES, VALUES, st.booleans())
def test_nobody_in_the_last_place_is_pointed_at(now, before, ascending):
    rows = rank(now, NAMES, ascending=ascending)
    found = most_improved(rows, before, ascending=ascending)
    named = found.rows if found else ()
    assert all(may_be_named(row, rows, ascending=ascending) for row in named)


def test_a_goal_is_reached_by_its_exact_part():
    state = GoalState(total=1, goal=3, period=WEEK_47)
    assert state.part * 3 == 1
