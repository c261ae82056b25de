"""How numbers, money, dates and periods read in both languages; Babel is the judge."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from babel.numbers import format_currency, format_decimal
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import periods
from bot.domain.periods import Calendar
from bot.i18n import language_of, translator

EN, NL = translator("en"), translator("nl")


@pytest.mark.parametrize(
    ("locale", "language"),
    [("nl-NL", "nl"), ("nl-BE", "nl"), ("nl_BE.UTF-8", "nl"), ("en-US", "en"), ("en-GB", "en"),
     ("de-DE", "en"), ("", "en"), (None, "en"), ("NL", "nl")],
)  # fmt: skip
def test_a_locale_falls_back_to_a_language_that_is_spoken(locale, language):
    assert language_of(locale) == language
    assert translator(locale).language == language


@given(
    minor=st.integers(-(10**14), 10**14),
    currency=st.sampled_from(["EUR", "USD", "GBP", "JPY", "CHF", "SEK", "KWD"]),
    language=st.sampled_from(["en", "nl"]),
)
def test_money_reads_as_babel_writes_it(minor, currency, language):
    digits = {"JPY": 0, "KWD": 3}.get(currency, 2)
    expected = format_currency(Decimal(minor).scaleb(-digits), currency, locale=language)
    assert translator(language).money(minor, currency) == expected


@given(value=st.integers(-(10**12), 10**12), language=st.sampled_from(["en", "nl"]))
def test_numbers_read_as_babel_writes_them(value, language):
    hundredths = Decimal(value).scaleb(-2)
    expected = format_decimal(hundredths, format="#,##0.##", locale=language)
    assert translator(language).number(hundredths, 2) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (EN.money(1_234_550, "EUR"), "€12,345.50"),
        (NL.money(1_234_550, "EUR"), "€\xa012.345,50"),
        (EN.money(-1_234_550, "EUR"), "-€12,345.50"),
        (NL.money(-123, "EUR"), "€\xa0-1,23"),
        (EN.money(1_234_550, "EUR", whole=True), "€12,346"),
        (NL.money(149, "EUR", whole=True), "€\xa01"),
        (EN.percent(Fraction(1, 8)), "12.5%"),
        (NL.percent(Fraction(1, 8)), "12,5%"),
        (EN.percent(Fraction(2, 3), 0), "67%"),
        (EN.number(Fraction(1, 3), 2), "0.33"),
        (EN.number(Fraction(-5, 2)), "-3"),
        (NL.number(1_234), "1.234"),
        (EN.number(12), "12"),
        (EN.date(date(2026, 5, 4)), "4 May 2026"),
        (NL.date(date(2026, 5, 4), weekday=True), "ma 4 mei 2026"),
        (EN.days(date(2026, 8, 31), date(2026, 9, 6)), "31 Aug – 6 Sep 2026"),
        (EN.days(date(2026, 11, 1), date(2026, 11, 23)), "1–23 Nov 2026"),
        (EN.days(date(2026, 12, 29), date(2027, 1, 4)), "29 Dec 2026 – 4 Jan 2027"),
        (NL.days(date(2026, 5, 4), date(2026, 5, 4)), "4 mei 2026"),
        (EN.join(["a", "b"]), "a and b"),
        (NL.join(["a", "b", "c"]), "a, b en c"),
        (EN.join([]), ""),
        (EN.choice(["a", "b"]), "a or b"),
        ([EN.ordinal(n) for n in (1, 2, 3, 4, 11, 12, 13, 21, 112)],
         ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "112th"]),
        (NL.ordinal(3), "3e"),
    ],
)  # fmt: skip
def test_how_things_read(said, expected):
    assert said == expected


CALENDAR = Calendar(fiscal_start=4)
PERIODS = {
    "Mon 4 May 2026": periods.day(date(2026, 5, 4)),
    "week 36, 31 Aug – 6 Sep 2026": periods.week(date(2026, 9, 1), CALENDAR),
    "September 2026": periods.month(2026, 9),
    "Q3 2026": periods.quarter(2026, 3),
    "2026": periods.year(2026),
    "FY2027": periods.fiscal_year(2027, CALENDAR),
    "Q1 FY2027": periods.fiscal_quarter(2027, 1, CALENDAR),
    "last 30 days, 25 Oct – 23 Nov 2026": periods.last_days(30, date(2026, 11, 23)),
    "last 1 week, 17–23 Nov 2026": periods.last_weeks(1, date(2026, 11, 23)),
    "last 2 months, 24 Sep – 23 Nov 2026": periods.last_months(2, date(2026, 11, 23)),
    "since 1 Sep 2026": periods.since(date(2026, 9, 1), date(2026, 11, 23)),
    "1–23 Nov 2026": periods.between(date(2026, 11, 1), date(2026, 11, 23)),
}


@pytest.mark.parametrize("label", PERIODS)
def test_a_period_has_a_label_in_both_languages(label):
    assert EN.period(PERIODS[label]) == label
    assert NL.period(PERIODS[label])


def test_a_moment_is_told_by_the_clock_of_its_zone():
    moment = datetime(2026, 11, 23, 23, 5, 59, tzinfo=UTC)
    assert EN.instant(moment, "Europe/Amsterdam") == "24 Nov 2026, 00:05"
    assert NL.instant(moment, "UTC") == "23 nov 2026, 23:05"
    assert EN.instant(date(2026, 11, 23), "UTC") == "23 Nov 2026"


def test_a_name_with_braces_is_not_taken_for_a_place():
    assert NL.gettext("Are you {name}?", name="{0} {who}") == "Ben jij {0} {who}?"


def test_one_and_many_are_told_apart():
    one, many = "{count} more is not listed.", "{count} more are not listed."
    assert EN.ngettext(one, many, 1) == "1 more is not listed."
    assert NL.ngettext(one, many, 1_200) == "1.200 anderen staan hier niet."
