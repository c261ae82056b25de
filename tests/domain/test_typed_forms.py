"""What a rep types into the form of a deal, read strictly."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.money import AmbiguousAmount, parse_amount
from bot.domain.typed_deals import (
    DealRules,
    Sale,
    definition_of,
    is_within,
    rules_of,
    sale_of,
    says_the_same,
    worth,
)
from bot.domain.typed_forms import (
    Field,
    check_closing,
    checked_kind,
    clean_reference,
    days_back,
    in_minor,
    read_amount,
    split_words,
)
from bot.errors import FormError
from store.records import WHOLE

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("words", "amount", "customer"),
    [
        ("", "", ""),
        ("12.500 Acme", "12.500", "Acme"),
        ("12500", "12500", ""),
        ("Acme BV", "", "Acme BV"),
        ("€ 1.250,50 Bakkerij Jansen", "€ 1.250,50", "Bakkerij Jansen"),
        ("500 USD Acme", "500 USD", "Acme"),
        ("12 500 Acme", "12 500", "Acme"),
        ("100 All Inclusive", "100", "All Inclusive"),
        ("3 Guys Burgers", "3", "Guys Burgers"),
        ("7-Eleven", "", "7-Eleven"),
    ],
)
def test_an_amount_in_front_is_told_from_the_customer_behind_it(words, amount, customer):
    assert split_words(words) == (amount, customer)


@given(st.text(max_size=60))
def test_no_word_is_lost_whatever_is_typed(words):
    amount, customer = split_words(words)
    assert f"{amount} {customer}".split() == words.split()


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("12500", "12500", "EUR"),
        ("€ 12.500,00", "12500", "EUR"),
        ("12,5", "12.5", "EUR"),
        ("500 usd", "500", "USD"),
        ("CHF 1'234.50", "1234.5", "CHF"),
    ],
)
def test_an_amount_says_its_currency_or_is_in_our_own(text, amount, currency):
    assert read_amount(text, "EUR") == (Decimal(amount), currency)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("12.500", "Write 12500 or 12.50."),
        ("1,234", "Write 1234 or 1,23."),
        ("€ 1.250", "Write 1250 or 1.25."),
        ("lots", "is not an amount"),
        ("", "is not an amount"),
        ("0", "more than nothing"),
        ("-5", "more than nothing"),
        ("$ 5", "$ can be several currencies"),
    ],
)
def test_what_is_unclear_about_an_amount_is_told_beside_it(text, told):
    with pytest.raises(FormError, match=told.replace("$", r"\$")) as refused:
        read_amount(text, "EUR")
    assert refused.value.field == Field.AMOUNT


def test_a_sign_of_ones_own_currency_is_clear():
    assert read_amount("$ 5", "USD") == (Decimal(5), "USD")


@given(st.integers(1, 999), st.integers(0, 999), st.sampled_from(".,"))
def test_each_way_that_is_offered_reads_one_way(whole, thousandths, mark):
    text = f"{whole}{mark}{thousandths:03}"
    with pytest.raises(FormError) as refused:
        read_amount(text, "EUR")
    for offered in ("large", "small"):
        try:
            parse_amount(str(refused.value.params[offered]))
        except AmbiguousAmount:
            pytest.fail(f"{refused.value.params[offered]} reads two ways")


def test_an_amount_that_vanishes_in_our_currency_is_refused():
    assert in_minor(Decimal("12.345"), "EUR") == 1235
    for amount in (Decimal("0.001"), Decimal(10) ** 17):
        with pytest.raises(FormError):
            in_minor(amount, "EUR")


@pytest.mark.parametrize(
    ("day", "is_right"),
    [(0, True), (-31, True), (1, False), (-32, False)],
)
def test_a_deal_closed_today_or_not_too_long_ago(day, is_right):
    closed = TODAY + timedelta(days=day)
    if is_right:
        assert check_closing(closed, TODAY, DealRules()) == closed
    else:
        with pytest.raises(FormError) as refused:
            check_closing(closed, TODAY, DealRules())
        assert refused.value.field == Field.CLOSED_ON


def test_no_closing_day_is_today():
    assert check_closing(None, TODAY, DealRules()) == TODAY


@pytest.mark.parametrize(
    ("text", "kept"), [("", None), ("  4711 ", "4711"), ("\u200b47\n11", "4711"), ("  ", None)]
)
def test_a_reference_is_kept_without_what_cannot_be_seen(text, kept):
    assert clean_reference(text) == kept


def test_what_no_form_sends_is_refused():
    for wrong in (
        lambda: clean_reference("x" * 201),
        lambda: checked_kind("loot"),
        lambda: days_back("-1"),
        lambda: days_back("367"),
        lambda: days_back("often"),
    ):
        with pytest.raises(FormError):
            wrong()
    assert (checked_kind(""), checked_kind("renewal"), days_back("0")) == ("new", "renewal", 0)


def test_rules_that_were_never_set_are_as_they_come():
    assert rules_of(None) == DealRules(confirm=False, days_back=31)
    assert rules_of({"confirm": True}) == DealRules(confirm=True, days_back=31)


SALES = st.builds(
    Sale,
    amount=st.integers(1, 10**12),
    original=st.none() | st.text(min_size=1, max_size=10),
    customer=st.text(min_size=1, max_size=20),
    kind=st.sampled_from(["new", "upsell", "renewal"]),
    product=st.none() | st.text(min_size=1, max_size=10),
    closed_on=st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    people=st.lists(st.integers(1, 99), min_size=1, max_size=11, unique=True).map(tuple),
    reference=st.none() | st.text(min_size=1, max_size=10),
)


@given(SALES)
def test_a_sale_is_kept_and_read_back_as_it_was(sale):
    assert sale_of(definition_of(sale)) == sale


@given(SALES)
def test_credit_is_shared_equally_and_adds_up_exactly(sale):
    lines = worth(sale, sale.people, 7)
    assert sum(line.amount for line in lines) == sale.amount
    assert sum(line.share for line in lines) == WHOLE
    assert max(line.share for line in lines) - min(line.share for line in lines) <= 1
    assert max(line.amount for line in lines) - min(line.amount for line in lines) <= 1
    assert says_the_same(sale, {line.seat_id: line.amount for line in lines})
    assert all(line.product_id == 7 and line.occurred_on == sale.closed_on for line in lines)


def test_the_window_to_withdraw_is_counted_from_when_it_counted():
    counted = datetime(2026, 11, 20, 12, tzinfo=UTC)
    assert is_within(counted, counted + timedelta(days=3), 3)
    assert not is_within(counted, counted + timedelta(days=3, seconds=1), 3)
    assert not is_within(None, counted, 3)


@pytest.mark.parametrize(
    ("revenue", "is_same"),
    [
        ({1: 333_400, 2: 333_300, 3: 333_300}, True),
        ({1: 340_000, 2: 330_000, 3: 330_000}, True),
        ({1: 333_400, 2: 333_300, 4: 333_300}, False),
        ({1: 500_000, 2: 250_000, 3: 250_000}, False),
        ({1: 333_300, 2: 333_300, 3: 333_300}, False),
        ({1: 1_000_000}, False),
        ({}, False),
    ],
)
def test_only_what_moves_somebodys_number_is_told(revenue, is_same):
    sale = Sale(amount=1_000_000, customer="Acme", kind="new", closed_on=TODAY, people=(1, 2, 3))
    assert says_the_same(sale, revenue) is is_same
