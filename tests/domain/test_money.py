"""Amounts: read exactly or refused, rounded half up, shared out exactly."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.money import (
    AmbiguousAmount,
    NotAnAmount,
    apportion,
    from_minor,
    known_currency,
    parse_amount,
    to_minor,
    written_currency,
)
from bot.errors import UserError


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1.234,56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("€ 1.234,56", "1234.56"),
        ("1 234,56 €", "1234.56"),
        ("1\u00a0234,56", "1234.56"),  # no-break space
        ("1\u202f234,56 EUR", "1234.56"),  # narrow no-break space
        ("1'234.50 CHF", "1234.50"),
        ("1’234.50", "1234.50"),
        ("US$ 5.00", "5"),
        ("$-5.00", "-5"),
        ("-$5.00", "-5"),
        ("−12", "-12"),
        ("12-", "-12"),
        ("(12,30)", "-12.30"),
        ("€ 1.250,-", "1250"),
        ("12,-", "12"),
        ("1.234.567", "1234567"),
        ("12,34,567.00", "1234567"),  # Indian grouping
        ("1.5", "1.5"),
        ("0.123", "0.123"),  # a group never starts with nought
        ("1234.567", "1234.567"),  # nor has a first group four digits
        ("1 234,567", "1234.567"),  # nor are there two kinds of groups
        (".5", "0.5"),
        ("0", "0"),
        ("-0", "0"),
        ("+7", "7"),
    ],
)
def test_an_amount_is_read_exactly_as_it_was_written(text, amount):
    assert parse_amount(text) == Decimal(amount)


@pytest.mark.parametrize("text", ["1.234", "1,234", "€ 12.345", "-999,000", "(1,234)"])
def test_one_mark_before_three_digits_is_refused_as_ambiguous(text):
    with pytest.raises(AmbiguousAmount):
        parse_amount(text)


@pytest.mark.parametrize(
    ("text", "mark", "amount"),
    [
        ("1.234", ".", "1.234"),
        ("1.234", ",", "1234"),
        ("1,234", ".", "1234"),
        ("1,234", ",", "1.234"),
        ("1.234,5", ",", "1234.5"),
        ("1234.50", ".", "1234.50"),
    ],
)
def test_a_given_decimal_mark_settles_it(text, mark, amount):
    assert parse_amount(text, mark) == Decimal(amount)


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("", None),
        ("abc", None),
        ("5 apples", None),
        ("abc 5", None),
        ("12,-5", None),
        ("1.2.3", None),
        ("12 34", None),
        ("1,,2", None),
        ("--5", None),
        ("(5", None),
        ("5)", None),
        ("(-5)", None),
        ("5.", None),
        ("1e5", None),
        ("NaN", None),
        ("=1+1", None),
        ("1.5", ","),  # not a group of thousands, so it contradicts the mark
        ("1,234.56", ","),
        ("12345678901234567890", None),
    ],
)
def test_what_is_no_amount_is_refused(text, mark):
    with pytest.raises(NotAnAmount):
        parse_amount(text, mark)


def grouped(whole, separator):
    return f"{int(whole):,}".replace(",", separator)


@given(
    st.integers(-(10**14), 10**14),
    st.sampled_from([(",", "."), (".", ","), (".", "'"), (",", " "), (",", "\u00a0"), (".", "")]),
    st.sampled_from(["", "€ ", "EUR ", "$"]),
)
def test_amounts_survive_being_written_in_any_usual_way(minor, marks, symbol):
    decimal, group = marks
    whole, cents = divmod(abs(minor), 100)
    number = f"{grouped(whole, group)}{decimal}{cents:02}"
    text = f"{'-' if minor < 0 else ''}{symbol}{number}"
    assert to_minor(parse_amount(text), "EUR") == minor
    assert to_minor(parse_amount(text, decimal), "EUR") == minor


@given(st.text(alphabet="0123456789.,'- ()€$kr", max_size=12))
def test_no_text_makes_the_reading_of_amounts_fall_over(text):
    with suppress(UserError):
        assert parse_amount(text).is_finite()


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [
        ("12.345", "EUR", 1235),  # half up, away from zero
        ("-12.345", "EUR", -1235),
        ("12.344", "EUR", 1234),
        ("1.005", "EUR", 101),  # as a float this would be 100
        ("99.5", "JPY", 100),
        ("1.2345", "KWD", 1235),
    ],
)
def test_minor_units_follow_the_currency_and_round_half_up(amount, currency, minor):
    assert to_minor(Decimal(amount), currency) == minor


@given(st.integers(1 - 10**18, 10**18 - 1), st.sampled_from(["EUR", "JPY", "KWD"]))
def test_minor_units_and_amounts_are_each_others_inverse(minor, currency):
    assert to_minor(from_minor(minor, currency), currency) == minor


def test_an_amount_keeps_the_currencys_decimals():
    assert [str(from_minor(1250, code)) for code in ("EUR", "JPY", "KWD")] == [
        "12.50",
        "1250",
        "1.250",
    ]


@pytest.mark.parametrize("text", ["NaN", "Infinity", "1E+40", "10000000000000000"])
def test_what_has_no_minor_units_is_refused(text):
    with pytest.raises(NotAnAmount):
        to_minor(Decimal(text), "EUR")


@pytest.mark.parametrize(
    ("text", "code"),
    [("€ 5", "EUR"), ("5 usd", "USD"), ("$ 5", None), ("5", None), ("soon", None), ("kr 5", None)],
)
def test_a_currency_beside_an_amount_is_told_only_when_it_is_certain(text, code):
    assert written_currency(text) == code


def test_an_unknown_currency_is_refused_by_name():
    assert known_currency(" eur ") == "EUR"
    with pytest.raises(UserError) as refused:
        known_currency("EURO")
    assert "EURO" in str(refused.value)


@given(
    st.integers(-(10**12), 10**12),
    st.lists(st.integers(0, 10_000), min_size=1, max_size=12).filter(any),
)
def test_parts_add_up_exactly_and_none_is_a_whole_unit_off(amount, weights):
    parts = apportion(amount, weights)
    assert sum(parts) == amount
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part * sum(weights) - amount * weight) < sum(weights)


@pytest.mark.parametrize(
    ("amount", "weights", "parts"),
    [
        (100, [1, 1, 1], [34, 33, 33]),  # equal remainders: the earlier first
        (-100, [1, 1, 1], [-34, -33, -33]),
        (10, [5_000, 3_000, 2_000], [5, 3, 2]),
        (1, [3_333, 3_333, 3_334], [0, 0, 1]),
        (7, [0, 1], [0, 7]),
    ],
)
def test_what_is_left_goes_to_the_largest_remainders(amount, weights, parts):
    assert apportion(amount, weights) == parts


@pytest.mark.parametrize("weights", [[], [0, 0], [2, -1]])
def test_weights_that_share_nothing_out_are_refused(weights):
    with pytest.raises(ValueError):
        apportion(100, weights)
