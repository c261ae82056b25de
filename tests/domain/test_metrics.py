"""Metrics: exact values from sums, per rep, team, region and company."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.built_in import BUILT_IN, MEASURES
from bot.domain.deals import Deal, Status, lines_of
from bot.domain.grouping import COMPANY, UNGROUPED, Group, Scope, keys_of, tally, total, values
from bot.domain.metrics import Unit
from store.records import WHOLE, Seat, Sum

ANN, BO, CAS = 11, 12, 13
ALPHA, BETA, NORTH, SOUTH = 21, 22, 31, 32
SEATS = {
    seat.id: seat
    for seat in (
        Seat(id=1, person_id=ANN, team_id=ALPHA, region_id=NORTH),
        Seat(id=2, person_id=ANN, team_id=BETA, region_id=NORTH),  # Ann moved to Beta
        Seat(id=3, person_id=BO, team_id=BETA, region_id=SOUTH),
        Seat(id=4, person_id=CAS, team_id=None, region_id=None),
    )
}


def won(seat_id, amount, deals=1, sale_type=None):
    return Sum(seat_id, "revenue", sale_type, amount, deals * WHOLE)


def lost(seat_id, amount, deals=1):
    return Sum(seat_id, "lost", None, amount, deals * WHOLE)


def board(metric, sums, by=Group.REP, scope=Scope()):  # noqa: B008 - frozen
    keys = keys_of(SEATS, by, scope)
    return values(BUILT_IN[metric], tally(BUILT_IN[metric], sums, keys, scope.sale_types))


@pytest.mark.parametrize(
    ("metric", "sums", "expected"),
    [
        ("revenue", [won(1, 1_250), won(2, 750), won(3, 900)], {ANN: 2_000, BO: 900}),
        ("deals", [won(1, 9, 2), Sum(3, "revenue", None, 0, 2_500)], {ANN: 2, BO: Fraction(1, 4)}),
        ("units", [Sum(1, "units", None, 250, WHOLE)], {ANN: Fraction(5, 2)}),
        ("average_deal", [won(1, 1_000, 3), won(3, 5_000, 2)], {ANN: Fraction(1_000, 3)}),
        ("win_rate", [won(1, 9, 4), lost(1, 0, 2), won(3, 9), lost(3, 5)], {ANN: Fraction(2, 3)}),
        ("win_rate", [won(1, 0, 5)], {ANN: 1}),
        ("win_rate", [lost(1, 0, 9)], {}),  # nobody is shown at nought
        ("lost_deals", [lost(1, 10, 3)], {ANN: 3}),
        ("lost_revenue", [lost(1, 10, 3)], {ANN: 10}),
        ("new_revenue", [won(1, 10, 1, "new"), won(1, 5, 1, "upsell")], {ANN: 10}),
        ("upsell_revenue", [won(1, 10, 1, "new"), won(1, 5, 1, "upsell")], {ANN: 5}),
        ("renewal_revenue", [won(1, 10, 1, "renewal"), won(1, 5)], {ANN: 10}),
        ("cycle_days", [Sum(1, "cycle", None, 9_000, 4 * WHOLE)], {ANN: Fraction(45, 2)}),
        ("cycle_days", [Sum(1, "cycle", None, 0, 3 * WHOLE)], {ANN: 0}),  # less is better
        ("cycle_days", [Sum(1, "cycle", None, 100, 2 * WHOLE)], {}),
        ("meetings", [Sum(1, "meetings", None, 700, 7 * WHOLE)], {ANN: 7}),
        ("talk_time", [Sum(1, "talk", None, 12_550, 9 * WHOLE)], {ANN: Fraction(251, 2)}),
        ("csat", [Sum(1, "csat", None, 2_200, 5 * WHOLE)], {ANN: Fraction(22, 5)}),
        ("csat", [Sum(1, "csat", None, 2_000, 4 * WHOLE)], {}),
        ("revenue", [won(1, 500), won(2, -500), won(3, -10)], {BO: -10}),  # zero is not a row
    ],
)  # fmt: skip
def test_a_metric_is_an_exact_value_of_its_sums(metric, sums, expected):
    assert board(metric, sums) == expected


SUMS = [won(1, 100), won(2, 20, 1, "new"), won(3, 3), won(4, 4_000, 1, "new")]


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        (Group.REP, {ANN: 120, BO: 3, CAS: 4_000}),
        (Group.TEAM, {ALPHA: 100, BETA: 23, UNGROUPED: 4_000}),  # Ann's old deals stay with Alpha
        (Group.REGION, {NORTH: 120, SOUTH: 3, UNGROUPED: 4_000}),
        (Group.COMPANY, {COMPANY: 4_123}),
    ],
)
def test_the_same_sums_make_boards_by_rep_team_region_and_company(by, expected):
    assert board("revenue", SUMS, by) == expected


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        (Scope(teams=frozenset({ALPHA})), {ANN: 100}),
        (Scope(teams=frozenset({ALPHA, BETA})), {ANN: 120, BO: 3}),
        (Scope(teams=frozenset({BETA}), regions=frozenset({NORTH})), {ANN: 20}),
        (Scope(people=frozenset({BO})), {BO: 3}),
        (Scope(sale_types=frozenset({"new"})), {ANN: 20, CAS: 4_000}),
    ],
)
def test_filters_of_one_kind_widen_and_of_different_kinds_narrow(scope, expected):
    assert board("revenue", SUMS, scope=scope) == expected


def test_the_total_counts_everybody_also_who_is_not_ranked():
    metric = BUILT_IN["average_deal"]
    tallied = tally(metric, [won(1, 1_000, 2), won(3, 500, 1)], keys_of(SEATS, Group.REP, Scope()))
    assert values(metric, tallied) == {}
    assert total(metric, tallied) == 500


sums = st.builds(
    won,
    st.sampled_from(sorted(SEATS)),
    st.integers(-(10**9), 10**9),
    st.integers(0, 50),
    st.sampled_from([None, "new", "upsell"]),
)


@given(st.lists(sums, max_size=30), st.sampled_from(Group))
def test_every_grouping_adds_up_to_the_company(rows, by):
    whole = sum(row.amount for row in rows)
    assert sum(board("revenue", rows, by).values()) == whole


def test_boards_of_a_split_deal_add_up_to_the_deal():
    deal = Deal("D", ((1, 3_333), (3, 6_667)), Status.WON, 1_001, closed_on=date(2026, 1, 1))
    rows = [
        Sum(line.seat_id, line.measure, line.sale_type, line.amount, line.share)
        for line in lines_of(deal)
    ]
    assert sum(board("revenue", rows).values()) == 1_001
    assert sum(board("deals", rows).values()) == 1


def test_every_built_in_metric_is_complete():
    assert all(
        metric.measures and set(metric.measures) <= set(MEASURES) for metric in BUILT_IN.values()
    )
    assert all(metric.words["en"] and metric.words["nl"] for metric in BUILT_IN.values())
    assert all((metric.min_volume > 0) == bool(metric.bottom) for metric in BUILT_IN.values())
    assert {BUILT_IN[key].unit for key in ("revenue", "average_deal", "pipeline")} == {Unit.MONEY}
    assert len({metric.name for metric in BUILT_IN.values()}) == len(BUILT_IN)


def test_nobody_answered_is_no_score_and_skipped_questions_are_in_no_denominator():
    csat = BUILT_IN["csat"]
    answers = [Sum(1, "csat", None, 450, WHOLE), Sum(1, "csat", None, 350, WHOLE)] * 3
    asked = tally(csat, [*answers, Sum(2, "csat", None, 0, 0)], {1: 1, 2: 2})

    assert values(csat, asked) == {1: 4}
    assert total(csat, tally(csat, [], {})) is None
