"""Places: shared by equal values, moved since before, with the gap to the next."""

import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.standings import TIE_ROOM, neighbours, page, places, rank

amounts = st.one_of(st.integers(-(10**20), 10**20), st.fractions(max_denominator=10**9))
boards = st.dictionaries(st.integers(1, 60), amounts, max_size=40)


def ranked(values, **options):
    return rank(values, {key: f"Rep {key}" for key in values}, **options)


def test_equal_values_share_a_place_and_the_next_one_is_skipped():
    rows = rank({1: 500, 2: 700, 3: 700, 4: 900}, {1: "Ann", 2: "Cas", 3: "Bo", 4: "Di"})
    assert [(row.name, row.place) for row in rows] == [("Di", 1), ("Bo", 2), ("Cas", 2), ("Ann", 4)]


def test_two_leaders_share_the_first_place_and_the_third_is_third():
    assert [row.place for row in ranked({1: 5, 2: 5, 3: 4})] == [1, 1, 3]


def test_a_tie_is_no_matter_of_list_order():
    """Odoo ranked equal scores by the order of its list; whoever came first in it was ahead."""
    for order in ((1, 2, 3), (3, 2, 1), (2, 3, 1)):
        assert {row.place for row in ranked(dict.fromkeys(order, 100))} == {1}


def test_everybody_with_a_value_is_ranked_whoever_looks():
    """Odoo refreshed only the users who had logged in since; here a ranking has no viewer."""
    assert [row.key for row in ranked({key: key for key in range(1, 1_001)})] == [
        *range(1000, 0, -1)
    ]


def test_shares_of_a_third_are_equal_only_when_they_are():
    rows = ranked({1: Fraction(1, 3), 2: Fraction(10**18, 3 * 10**18 + 1), 3: Fraction(2, 6)})
    assert [(row.key, row.place) for row in rows] == [(1, 1), (3, 1), (2, 3)]


def test_less_is_better_where_the_metric_says_so():
    rows = ranked({1: 12, 2: 30, 3: 12, 4: 0}, ascending=True)
    assert [(row.key, row.place, row.gap_to_next) for row in rows] == [
        (4, 1, None),
        (1, 2, 12),
        (3, 2, 12),
        (2, 4, 18),
    ]


@given(boards, st.booleans(), st.randoms())
def test_a_place_is_one_more_than_the_number_of_better_values(values, ascending, shuffle):
    keys = list(values)
    shuffle.shuffle(keys)
    placed = places({key: values[key] for key in keys}, ascending=ascending)
    for key, value in values.items():
        better = sum(v < value if ascending else v > value for v in values.values())
        assert placed[key] == better + 1


@given(boards, boards, st.booleans())
def test_the_order_that_values_come_in_changes_nothing(values, before, ascending):
    rows = ranked(values, previous=before, ascending=ascending)
    mixed = list(values.items())
    random.Random(7).shuffle(mixed)
    assert ranked(dict(mixed), previous=before, ascending=ascending) == rows


@given(boards, boards)
def test_movement_is_the_difference_of_the_two_places(values, before):
    old = places(before)
    for row in ranked(values, previous=before):
        assert row.previous_place == old.get(row.key)
        assert row.movement == (old[row.key] - row.place if row.key in old else None)
        assert row.is_new == (bool(before) and row.key not in before)


@given(boards, st.booleans())
def test_the_gap_reaches_exactly_to_the_nearest_better_value(values, ascending):
    for row in ranked(values, ascending=ascending):
        better = [v for v in values.values() if (v < row.value if ascending else v > row.value)]
        nearest = (max(better) if ascending else min(better)) if better else None
        assert row.gap_to_next == (None if nearest is None else abs(nearest - row.value))


def test_nobody_is_new_where_there_was_nothing_before():
    assert [row.is_new for row in ranked({1: 5}, previous={})] == [False]
    assert [row.is_new for row in ranked({1: 5})] == [False]


@pytest.mark.parametrize(
    ("key", "around"),
    [(10, [10, 9, 8]), (9, [10, 9, 8, 7]), (5, [7, 6, 5, 4, 3]), (1, [3, 2, 1]), (11, [])],
)
def test_neighbours_are_two_above_and_two_below(key, around):
    rows = ranked({number: number for number in range(1, 11)})
    assert [row.key for row in neighbours(rows, key)] == around


@pytest.mark.parametrize(
    ("tied", "shown", "tied_out"),
    [
        (0, 3, 0),
        (1, 4, 0),
        (TIE_ROOM, 3 + TIE_ROOM, 0),
        (TIE_ROOM + 1, 3, TIE_ROOM + 1),
    ],
)
def test_a_tie_at_the_last_place_is_shown_while_it_adds_few_rows(tied, shown, tied_out):
    values = {1: 30, 2: 20, 3: 10} | {10 + extra: 10 for extra in range(tied)} | {99: 1}
    top = page(ranked(values), size=3)
    assert (len(top.rows), top.tied_out) == (shown, tied_out)
    assert top.not_listed == len(values) - shown


@given(boards, st.integers(1, 12))
def test_the_pages_together_show_everybody_once(values, size):
    rows = ranked(values)
    count = page(rows, size=size).count
    pages = [page(rows, size=size, number=number) for number in range(1, count + 1)]
    assert tuple(row for one in pages for row in one.rows) == rows
    assert pages[-1].not_listed == 0
    assert all(one.rows for one in pages) or not rows
    assert page(rows, size=size, number=count + 5) == pages[-1]
