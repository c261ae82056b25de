"""Deals: what each is worth to whom, and that a split loses nothing."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.deals import Deal, Status, line_rows, lines_of
from bot.errors import UserError
from store.records import WHOLE, Line

CREATED, CLOSED = date(2026, 10, 1), date(2026, 11, 20)
ANN, BO, CAS = 1, 2, 3


def deal(status=Status.WON, shared=((ANN, WHOLE),), **known):
    return Deal(external_id="D-1", credits=shared, status=status, **known)


def measures(one):
    return {(line.measure, line.seat_id): (line.amount, line.share) for line in lines_of(one)}


def test_a_won_deal_is_revenue_units_and_the_days_it_took():
    won = deal(amount=125_000, units=300, closed_on=CLOSED, created_on=CREATED)
    assert measures(won) == {
        ("revenue", ANN): (125_000, WHOLE),
        ("units", ANN): (300, WHOLE),
        ("cycle", ANN): (5_000, WHOLE),  # 50 days, in hundredths
    }


def test_a_line_carries_the_date_the_type_and_the_product():
    won = deal(amount=100, closed_on=CLOSED, sale_type="new", product_id=7)
    assert lines_of(won) == (
        Line(
            measure="revenue",
            seat_id=ANN,
            occurred_on=CLOSED,
            amount=100,
            sale_type="new",
            product_id=7,
        ),
    )


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({"status": Status.WON, "closed_on": CLOSED}, {("revenue", ANN): (0, WHOLE)}),
        (
            {"status": Status.WON, "closed_on": CREATED, "created_on": CLOSED, "amount": 5},
            {("revenue", ANN): (5, WHOLE)},  # created after it closed: no such duration
        ),
        (
            {"status": Status.WON, "closed_on": CLOSED, "created_on": CLOSED, "amount": 5},
            {("revenue", ANN): (5, WHOLE), ("cycle", ANN): (0, WHOLE)},
        ),
        (
            {"status": Status.WON, "closed_on": CLOSED, "amount": -900, "units": -100},
            {("revenue", ANN): (-900, WHOLE), ("units", ANN): (-100, WHOLE)},
        ),
        (
            {"status": Status.LOST, "closed_on": CLOSED, "amount": 70, "units": 100},
            {("lost", ANN): (70, WHOLE)},
        ),
        ({"status": Status.LOST, "created_on": CREATED}, {("lost", ANN): (0, WHOLE)}),
        (
            {"status": Status.OPEN, "closed_on": CLOSED, "amount": 70},
            {("pipeline", ANN): (70, WHOLE)},
        ),
        ({"status": Status.OPEN, "created_on": CREATED}, {}),
        ({"status": Status.OPEN, "amount": 70}, {}),
        ({"status": Status.VOID, "closed_on": CLOSED, "amount": 70}, {}),
    ],
)
def test_each_status_counts_for_its_own_measures(known, expected):
    assert measures(deal(**known)) == expected


def test_an_open_deal_is_expected_on_its_closing_date_or_dated_by_its_creation():
    expected = deal(Status.OPEN, amount=70, closed_on=CLOSED, created_on=CREATED)
    undated = deal(Status.OPEN, amount=70, created_on=CREATED)
    assert [lines_of(one)[0].occurred_on for one in (expected, undated)] == [CLOSED, CREATED]


def test_a_split_shares_out_the_money_the_units_the_days_and_the_credit():
    shared = ((ANN, 5_000), (BO, 3_333), (CAS, 1_667))
    won = deal(shared=shared, amount=1_001, units=100, closed_on=CLOSED, created_on=CREATED)
    lines = measures(won)
    assert [lines["revenue", seat] for seat in (ANN, BO, CAS)] == [
        (500, 5_000),
        (334, 3_333),
        (167, 1_667),
    ]
    assert [lines["units", seat][0] for seat in (ANN, BO, CAS)] == [50, 33, 17]
    assert sum(lines["cycle", seat][0] for seat in (ANN, BO, CAS)) == 5_000


def test_credits_for_the_same_seat_become_one_line():
    won = deal(shared=((ANN, 4_000), (BO, 2_000), (ANN, 4_000)), amount=100, closed_on=CLOSED)
    assert measures(won) == {("revenue", ANN): (80, 8_000), ("revenue", BO): (20, 2_000)}


@given(
    st.lists(st.integers(1, 5_000), min_size=1, max_size=6),
    st.integers(-(10**10), 10**10),
    st.sampled_from([Status.WON, Status.LOST]),
)
def test_every_split_adds_up_to_the_whole_deal(parts, amount, status):
    shares = [part * WHOLE // sum(parts) for part in parts]
    shares[0] += WHOLE - sum(shares)
    shared = tuple((seat, share) for seat, share in enumerate(shares) if share)
    rows = line_rows(deal(status, shared=shared, amount=amount, closed_on=CLOSED))
    assert sum(row[3] for row in rows) == amount
    assert sum(row[4] for row in rows) == WHOLE


@pytest.mark.parametrize(
    "wrong",
    [
        deal(amount=5),
        deal(Status.LOST, amount=5),
        deal(shared=(), amount=5, closed_on=CLOSED),
        deal(shared=((ANN, 9_999),), amount=5, closed_on=CLOSED),
        deal(shared=((ANN, 5_000), (BO, 4_000)), amount=5, closed_on=CLOSED),
        deal(shared=((ANN, 11_000), (BO, -1_000)), amount=5, closed_on=CLOSED),
    ],
)
def test_a_deal_that_cannot_be_counted_is_refused_by_name(wrong):
    with pytest.raises(UserError) as refused:
        line_rows(wrong)
    assert refused.value.params == {"deal": "D-1"}
