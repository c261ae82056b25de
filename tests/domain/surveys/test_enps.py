"""eNPS: worked examples, one rounding, honest intervals, and no score without answers."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.surveys.enps import (
    Change,
    Part,
    Scale,
    Shown,
    Tally,
    change,
    part_of,
    rounded,
    tally_of,
)

counts = st.integers(0, 400)
tallies = st.builds(Tally, promoters=counts, passives=counts, detractors=counts)


def tally(promoters: int, passives: int, detractors: int) -> Tally:
    return Tally(promoters=promoters, passives=passives, detractors=detractors)


@pytest.mark.parametrize(
    ("counted", "score"),
    [
        (tally(36, 76, 11), 20),  # 2500 / 123 = 20.3
        (tally(60, 25, 15), 45),
        (tally(1, 199, 0), 1),  # 0.5 is rounded once, away from zero
        (tally(0, 199, 1), -1),
        (tally(5, 0, 195), -95),
        (tally(0, 30, 0), 0),
    ],
)
def test_worked_examples(counted, score):
    assert counted.shown == Shown(value=score, is_capped=False)


def test_no_answers_is_no_score():
    nobody = tally_of([])
    assert (nobody.score, nobody.shown, nobody.interval, nobody.one_answer) == (None,) * 3 + (0,)


def test_a_skipped_answer_is_not_in_the_denominator():
    answers = [9, None, 10, 6, None]
    given_answers = [answer for answer in answers if answer is not None]
    assert tally_of(given_answers).score == Fraction(100, 3)


@pytest.mark.parametrize(
    ("answer", "part"),
    [
        *((low, Part.DETRACTOR) for low in range(7)),
        *((middle, Part.PASSIVE) for middle in (7, 8)),
        *((high, Part.PROMOTER) for high in (9, 10)),
    ],
)
def test_every_answer_has_its_part(answer, part):
    assert part_of(answer) is part


@pytest.mark.parametrize("answer", [-1, 11])
def test_an_answer_on_no_scale_is_refused(answer):
    with pytest.raises(ValueError, match="no answer"):
        part_of(answer)


def test_the_scales_differ_in_their_lowest_answer():
    assert list(Scale.ONE_TO_TEN.answers) == list(range(1, 11))
    assert list(Scale.ZERO_TO_TEN.answers) == list(range(11))


@pytest.mark.parametrize("n", range(5, 10))
def test_below_ten_answers_an_extreme_score_is_capped(n):
    assert tally(n, 0, 0).shown == Shown(value=80, is_capped=True)
    assert tally(0, 0, n).shown == Shown(value=-80, is_capped=True)


@pytest.mark.parametrize("n", range(5, 10))
def test_below_ten_answers_nothing_that_is_printed_gives_the_counts_away(n):
    printed: dict[tuple, set[Tally]] = {}
    for up in range(n + 1):
        for down in range(n + 1 - up):
            one = tally(up, n - up - down, down)
            printed.setdefault((one.shown, one.told_interval, one.one_answer), set()).add(one)
    unanimous = (tally(n, 0, 0), tally(0, 0, n))
    alike = [group for group in printed.values() if group & set(unanimous)]
    assert all(len(group) > 1 for group in alike)
    assert len(
        {(one.shown, one.told_interval) for group in printed.values() for one in group}
    ) == len({one.shown for group in printed.values() for one in group})


def test_from_ten_answers_on_the_interval_is_the_exact_one():
    one = tally(7, 2, 1)
    assert one.told_interval == one.interval
    assert tally(0, 0, 0).told_interval is None


def test_from_ten_answers_on_nothing_is_capped():
    assert tally(10, 0, 0).shown == Shown(value=100, is_capped=False)


@pytest.mark.parametrize(
    ("counted", "half"),
    [
        (tally(2, 2, 1), 48),
        (tally(3, 5, 2), 37),
        (tally(6, 10, 4), 28),
        (tally(9, 15, 6), 23),
        (tally(15, 25, 10), 18),
        (tally(30, 50, 20), 13),
        (tally(60, 100, 40), 9),
    ],
)
def test_the_interval_is_about_as_wide_as_published(counted, half):
    low, high = counted.interval
    assert (high - low) / 2 == pytest.approx(half, abs=4)


@given(tallies)
def test_the_score_is_inside_its_bounds_and_near_its_interval(counted):
    if counted.n == 0:
        return
    low, high = counted.interval
    assert -100 <= low <= high <= 100
    assert -100 <= counted.score <= 100
    assert counted.n < 10 or low - 25 <= counted.score <= high + 25


@given(st.fractions(-100, 100, max_denominator=500))
def test_rounding_goes_to_the_nearest_and_halves_away_from_zero(value):
    got = rounded(value)
    assert abs(got - value) <= Fraction(1, 2)
    assert rounded(-value) == -got
    if abs(got - value) == Fraction(1, 2):
        assert abs(got) > abs(value)


def test_a_wave_is_called_better_only_beyond_chance():
    assert change(tally(10, 10, 10), tally(14, 8, 8)) is Change.UNCLEAR
    assert change(tally(40, 80, 80), tally(110, 60, 30)) is Change.UP
    assert change(tally(110, 60, 30), tally(40, 80, 80)) is Change.DOWN
    assert change(tally(0, 0, 0), tally(40, 1, 1)) is Change.UNCLEAR


@given(tallies, tallies)
def test_the_change_back_is_the_opposite(before, now):
    opposite = {Change.UP: Change.DOWN, Change.DOWN: Change.UP, Change.UNCLEAR: Change.UNCLEAR}
    assert change(now, before) is opposite[change(before, now)]
