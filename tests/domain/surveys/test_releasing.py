"""Groups that are shown give no smaller one away: judged by rank, not in the code's own way."""

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.surveys.releasing import (
    EVERYBODY,
    candidates,
    cells_of,
    holds,
    releasable,
    size,
)

LEAST = 5
companies = st.dictionaries(
    st.tuples(st.sampled_from("ABCD"), st.sampled_from("xyz")), st.integers(0, 9), min_size=1
)


def rank(rows: list[list[int]]) -> int:
    """By Gaussian elimination over fractions."""
    matrix = [[Fraction(value) for value in row] for row in rows]
    found = 0
    for column in range(len(matrix[0]) if matrix else 0):
        pivot = next((i for i in range(found, len(matrix)) if matrix[i][column]), None)
        if pivot is None:
            continue
        matrix[found], matrix[pivot] = matrix[pivot], matrix[found]
        for i in range(found + 1, len(matrix)):
            times = matrix[i][column] / matrix[found][column]
            matrix[i] = [a - times * b for a, b in zip(matrix[i], matrix[found], strict=True)]
        found += 1
    return found


def recoverable(cells, groups, least=LEAST) -> list[tuple]:
    """Every union of cells below the threshold that the groups give away."""
    filled = [cell for cell, count in cells.items() if count]
    rows = [[int(holds(group, cell)) for cell in filled] for group in groups]
    known, leaks = rank(rows), []
    for length in range(1, least):
        for union in combinations(filled, length):
            if sum(cells[cell] for cell in union) >= least:
                continue
            row = [int(cell in union) for cell in filled]
            if rows and rank([*rows, row]) == known:
                leaks.append(union)
    return leaks


@settings(max_examples=150, deadline=None)
@given(companies)
def test_nothing_released_gives_away_a_group_below_the_threshold(cells):
    shown = releasable(cells, candidates(cells), least=LEAST)
    assert all(size(group, cells) >= LEAST for group in shown)
    assert recoverable(cells, shown) == []


@settings(max_examples=150, deadline=None)
@given(companies)
def test_of_every_pair_of_released_groups_the_difference_is_nobody_or_enough(cells):
    shown = releasable(cells, candidates(cells), least=LEAST)
    for one, other in combinations(shown, 2):
        inside = {cell for cell in cells if holds(one, cell)}
        outside = {cell for cell in cells if holds(other, cell)}
        for larger, smaller in ((inside, outside), (outside, inside)):
            if smaller <= larger:
                rest = sum(cells[cell] for cell in larger - smaller)
                assert rest == 0 or rest >= LEAST


@settings(max_examples=80, deadline=None)
@given(companies, st.data())
def test_asking_in_turns_releases_nothing_more_than_is_safe(cells, data):
    wanted = candidates(cells)
    first = data.draw(st.lists(st.sampled_from(wanted), unique=True))
    shown = releasable(cells, first, least=LEAST)
    later = releasable(cells, wanted, least=LEAST, released=shown)
    assert recoverable(cells, [*shown, *later]) == []


@settings(max_examples=60, deadline=None)
@given(companies)
def test_a_plain_threshold_would_leak_where_the_audit_does_not(cells):
    naive = [group for group in candidates(cells) if size(group, cells) >= LEAST]
    audited = releasable(cells, candidates(cells), least=LEAST)
    assert set(audited) <= set(naive)
    if recoverable(cells, naive):
        assert set(audited) != set(naive)


def test_the_eighth_answer_is_not_worked_out_from_eight_and_seven():
    cells = cells_of([("tech",)] * 7 + [("sales",)])
    assert releasable(cells, candidates(cells), least=LEAST) == (EVERYBODY,)


def test_an_empty_cell_hides_no_leak():
    cells = {("A", "x"): 20, ("A", "y"): 3, ("B", "x"): 0}
    shown = releasable(cells, [EVERYBODY, ((0, "A"), (1, "x"))], least=LEAST)
    assert shown == (EVERYBODY,)


def test_large_enough_groups_that_fit_together_are_all_shown():
    cells = {("A", "x"): 6, ("A", "y"): 7, ("B", "x"): 8, ("B", "y"): 9}
    assert set(releasable(cells, candidates(cells), least=LEAST)) == set(candidates(cells))


def test_a_company_below_the_threshold_is_not_shown_at_all():
    cells = cells_of([("A",)] * 4)
    assert releasable(cells, candidates(cells), least=LEAST) == ()


def test_what_was_released_against_the_rules_is_refused():
    cells = {("A",): 7, ("B",): 1}
    with pytest.raises(ValueError, match="singles people out"):
        releasable(cells, [], least=LEAST, released=[EVERYBODY, ((0, "A"),)])


def test_too_many_small_cells_to_look_through_are_refused_rather_than_risked():
    cells = {(str(number), "x"): 1 for number in range(60)}
    assert releasable(cells, [EVERYBODY], least=12) == ()
