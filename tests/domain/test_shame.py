"""What a post never says about people, whatever the numbers are."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.shame import UNLISTED, Fault, Listing, faults, listing, may_be_named
from bot.domain.standings import page, rank


def standings_of(*values, ascending=False):
    valued = dict(enumerate(values, start=1))
    return rank(valued, {key: f"Rep {key}" for key in valued}, ascending=ascending)


CASES = {
    "nobody": ((), (), 0, None),
    "one seller, whose amount would be the total": ((500,), (1,), 0, None),
    "two: the second would be the last": ((500, 300), (1,), 1, None),
    "three: the two behind the leader stay together": ((500, 300, 100), (1,), 2, None),
    "four": ((500, 300, 200, 100), (1,), 3, 1_100),
    "five": ((500, 400, 300, 200, 100), (1, 2), 3, 1_500),
    "all equal is all first": ((50, 50, 50), (1, 2, 3), 0, None),
    "a shared second place goes or stays as a whole": ((90, 50, 50, 20, 10), (1,), 4, 220),
    "a shared last place is a last place": ((90, 80, 70, 60, 50, 10, 10), (1, 2, 3, 4), 3, 370),
    "who is below zero is not listed, leader or not": ((-10, -20, -30, -40), (), 4, None),
}


@pytest.mark.parametrize(("values", "keys", "unlisted", "total"), CASES.values(), ids=CASES.keys())
def test_a_post_shows_the_top_and_keeps_the_rest_together(values, keys, unlisted, total):
    rows = standings_of(*values)
    shown = listing(rows, rows, sum(values) if values else None)
    assert tuple(row.key for row in shown.rows) == keys
    assert (shown.unlisted, shown.total) == (unlisted, total)


def test_on_a_board_of_teams_only_the_last_one_stays_unlisted():
    rows = standings_of(500, 300, 100)
    shown = listing(rows, rows, 900, of_people=False)
    assert [row.key for row in shown.rows] == [1, 2]
    assert shown.total is None, "the total would tell what the third team has"


def test_where_less_is_better_nothing_is_the_best_there_is():
    rows = standings_of(0, 3, 5, 8, 9, ascending=True)
    shown = listing(rows, rows, None, ascending=True)
    assert [row.key for row in shown.rows] == [1, 2]


def test_praise_needs_a_place_above_the_last():
    rows = standings_of(500, 300, 100)
    assert [may_be_named(row, rows) for row in rows] == [True, True, False]
    (alone,) = standings_of(500)
    assert may_be_named(alone, (alone,))


WRONG = {
    "the last place": ((500, 400, 300, 200, 100), (1, 2, 3, 4, 5), (), None, Fault.LAST),
    "too few left": ((500, 400, 300, 200), (1, 2), (), None, Fault.TOO_FEW),
    "a telling total": ((500, 400, 300), (1,), (), 1_200, Fault.TOTAL),
    "nothing": ((500, 400, 0, -1, -2, -3), (1, 2, 3), (), None, Fault.ZERO),
    "not the top": ((500, 400, 300, 200, 100), (2,), (), None, Fault.GAP),
    "praise for the last": ((500, 400, 300, 200, 100), (1,), (5,), None, Fault.LAST),
}


@pytest.mark.parametrize(("values", "keys", "named", "total", "fault"), WRONG.values(), ids=WRONG)
def test_the_check_finds_what_is_wrong(values, keys, named, total, fault):
    rows = standings_of(*values)
    shown = Listing(
        rows=tuple(row for row in rows if row.key in keys),
        unlisted=len(values) - len(keys),
        total=total,
    )
    assert fault in faults(shown, named, rows)


VALUES = st.lists(
    st.one_of(st.integers(-50, 50), st.fractions(Fraction(-1), Fraction(1), max_denominator=8)),
    max_size=14,
)


@given(VALUES, st.integers(1, 12), st.booleans(), st.booleans())
def test_no_listing_ever_breaks_the_check(values, size, ascending, of_people):
    rows = standings_of(*values, ascending=ascending)
    wanted = page(rows, size=size).rows
    rules = {"ascending": ascending, "of_people": of_people}
    shown = listing(wanted, rows, sum(values), **rules)
    assert faults(shown, (), rows, **rules) == ()


@given(VALUES, st.integers(1, 12))
def test_what_few_people_have_never_follows_from_the_total(values, size):
    rows = standings_of(*values)
    shown = listing(page(rows, size=size).rows, rows, sum(values))
    hidden = len(rows) - len(shown.rows)
    assert shown.total is None or hidden >= UNLISTED
