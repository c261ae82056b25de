"""The periods that people type, in English and Dutch; today is Monday 23 November 2026."""

from datetime import date

import pytest

from bot.domain.periods import Calendar, Kind
from bot.errors import UsageError
from tests.domain.vocabularies import MONDAY, ask, vocabulary

DAY, WEEK, MONTH, QUARTER, YEAR = Kind.DAY, Kind.WEEK, Kind.MONTH, Kind.QUARTER, Kind.YEAR
CASES = [
    # (what is typed, kind, first day, last day)
    ("", MONTH, (2026, 11, 1), (2026, 11, 30)),
    ("today", DAY, (2026, 11, 23), (2026, 11, 23)),
    ("vandaag", DAY, (2026, 11, 23), (2026, 11, 23)),
    ("yesterday", DAY, (2026, 11, 22), (2026, 11, 22)),
    ("gisteren", DAY, (2026, 11, 22), (2026, 11, 22)),
    ("this week", WEEK, (2026, 11, 23), (2026, 11, 29)),
    ("deze week", WEEK, (2026, 11, 23), (2026, 11, 29)),
    ("last week", WEEK, (2026, 11, 16), (2026, 11, 22)),
    ("vorige week", WEEK, (2026, 11, 16), (2026, 11, 22)),
    ("afgelopen week", WEEK, (2026, 11, 16), (2026, 11, 22)),
    ("this month", MONTH, (2026, 11, 1), (2026, 11, 30)),
    ("deze maand", MONTH, (2026, 11, 1), (2026, 11, 30)),
    ("maand", MONTH, (2026, 11, 1), (2026, 11, 30)),
    ("last month", MONTH, (2026, 10, 1), (2026, 10, 31)),
    ("vorige maand", MONTH, (2026, 10, 1), (2026, 10, 31)),
    ("this quarter", QUARTER, (2026, 10, 1), (2026, 12, 31)),
    ("dit kwartaal", QUARTER, (2026, 10, 1), (2026, 12, 31)),
    ("previous quarter", QUARTER, (2026, 7, 1), (2026, 9, 30)),
    ("vorig kwartaal", QUARTER, (2026, 7, 1), (2026, 9, 30)),
    ("this year", YEAR, (2026, 1, 1), (2026, 12, 31)),
    ("dit jaar", YEAR, (2026, 1, 1), (2026, 12, 31)),
    ("ytd", YEAR, (2026, 1, 1), (2026, 12, 31)),
    ("last year", YEAR, (2025, 1, 1), (2025, 12, 31)),
    ("vorig jaar", YEAR, (2025, 1, 1), (2025, 12, 31)),
    ("2017-Q3", QUARTER, (2017, 7, 1), (2017, 9, 30)),
    ("2017q3", QUARTER, (2017, 7, 1), (2017, 9, 30)),
    ("q3 2017", QUARTER, (2017, 7, 1), (2017, 9, 30)),
    ("K3 2017", QUARTER, (2017, 7, 1), (2017, 9, 30)),
    ("2018 q1", QUARTER, (2018, 1, 1), (2018, 3, 31)),
    ("kwartaal 3 2017", QUARTER, (2017, 7, 1), (2017, 9, 30)),
    ("3e kwartaal 2017", QUARTER, (2017, 7, 1), (2017, 9, 30)),
    ("q4", QUARTER, (2026, 10, 1), (2026, 12, 31)),  # the latest that has begun
    ("q3", QUARTER, (2026, 7, 1), (2026, 9, 30)),
    ("2017-09", MONTH, (2017, 9, 1), (2017, 9, 30)),
    ("sep 2026", MONTH, (2026, 9, 1), (2026, 9, 30)),
    ("September 2017", MONTH, (2017, 9, 1), (2017, 9, 30)),
    ("mrt 2026", MONTH, (2026, 3, 1), (2026, 3, 31)),
    ("september", MONTH, (2026, 9, 1), (2026, 9, 30)),
    ("november", MONTH, (2026, 11, 1), (2026, 11, 30)),
    ("december", MONTH, (2025, 12, 1), (2025, 12, 31)),  # this year's has not begun
    ("last september", MONTH, (2026, 9, 1), (2026, 9, 30)),
    ("2017-W36", WEEK, (2017, 9, 4), (2017, 9, 10)),
    ("2017w36", WEEK, (2017, 9, 4), (2017, 9, 10)),
    ("week 36 2017", WEEK, (2017, 9, 4), (2017, 9, 10)),
    ("week 36", WEEK, (2026, 8, 31), (2026, 9, 6)),
    ("week 50", WEEK, (2025, 12, 8), (2025, 12, 14)),  # this year's has not begun
    ("2018", YEAR, (2018, 1, 1), (2018, 12, 31)),
    ("jaar 2017", YEAR, (2017, 1, 1), (2017, 12, 31)),
    ("period 2017", YEAR, (2017, 1, 1), (2017, 12, 31)),
    ("fy2026", Kind.FISCAL_YEAR, (2026, 1, 1), (2026, 12, 31)),
    ("FY 2026", Kind.FISCAL_YEAR, (2026, 1, 1), (2026, 12, 31)),
    ("fy25-q2", Kind.FISCAL_QUARTER, (2025, 4, 1), (2025, 6, 30)),
    ("boekjaar 2025", Kind.FISCAL_YEAR, (2025, 1, 1), (2025, 12, 31)),
    ("this fiscal year", Kind.FISCAL_YEAR, (2026, 1, 1), (2026, 12, 31)),
    ("2026-09-01", DAY, (2026, 9, 1), (2026, 9, 1)),
    ("1 sep", DAY, (2026, 9, 1), (2026, 9, 1)),
    ("sep 1", DAY, (2026, 9, 1), (2026, 9, 1)),
    ("1st of september", DAY, (2026, 9, 1), (2026, 9, 1)),
    ("1 sep 2017", DAY, (2017, 9, 1), (2017, 9, 1)),
    ("24 nov", DAY, (2025, 11, 24), (2025, 11, 24)),  # tomorrow's date was last a year ago
    ("1-9-2026", DAY, (2026, 9, 1), (2026, 9, 1)),
    ("13/9/2026", DAY, (2026, 9, 13), (2026, 9, 13)),  # there is no thirteenth month
    ("friday", DAY, (2026, 11, 20), (2026, 11, 20)),
    ("vrijdag", DAY, (2026, 11, 20), (2026, 11, 20)),
    ("last friday", DAY, (2026, 11, 20), (2026, 11, 20)),
    ("monday", DAY, (2026, 11, 16), (2026, 11, 16)),  # today is a Monday: the one before
    ("last 30 days", Kind.LAST_DAYS, (2026, 10, 25), (2026, 11, 23)),
    ("afgelopen 30 dagen", Kind.LAST_DAYS, (2026, 10, 25), (2026, 11, 23)),
    ("past 2 weeks", Kind.LAST_WEEKS, (2026, 11, 10), (2026, 11, 23)),
    ("laatste 3 maanden", Kind.LAST_MONTHS, (2026, 8, 24), (2026, 11, 23)),
    ("last 2 quarters", Kind.LAST_MONTHS, (2026, 5, 24), (2026, 11, 23)),
    ("last 7 days to 2026-11-01", Kind.LAST_DAYS, (2026, 10, 26), (2026, 11, 1)),
    ("since 1 sep", Kind.SINCE, (2026, 9, 1), (2026, 11, 23)),
    ("since 2026-09-01", Kind.SINCE, (2026, 9, 1), (2026, 11, 23)),
    ("from 1 sep", Kind.SINCE, (2026, 9, 1), (2026, 11, 23)),
    ("sinds 1 sep", Kind.SINCE, (2026, 9, 1), (2026, 11, 23)),
    ("vanaf september", Kind.SINCE, (2026, 9, 1), (2026, 11, 23)),
    ("since friday", Kind.SINCE, (2026, 11, 20), (2026, 11, 23)),
    ("since last week", Kind.SINCE, (2026, 11, 16), (2026, 11, 23)),
    ("2017-07-01..2017-09-30", Kind.RANGE, (2017, 7, 1), (2017, 9, 30)),
    ("2017-07-01 – 2017-09-30", Kind.RANGE, (2017, 7, 1), (2017, 9, 30)),
    ("2017-07-01…2017-09-30", Kind.RANGE, (2017, 7, 1), (2017, 9, 30)),
    ("2017-07..2017-09", Kind.RANGE, (2017, 7, 1), (2017, 9, 30)),
    ("from 1 jul to 30 sep", Kind.RANGE, (2026, 7, 1), (2026, 9, 30)),
    ("van 1 juli t/m 30 september", Kind.RANGE, (2026, 7, 1), (2026, 9, 30)),
    ("1 oct to 31 dec", Kind.RANGE, (2026, 10, 1), (2026, 12, 31)),  # not back to last December
    ("q1 2026 to q2 2026", Kind.RANGE, (2026, 1, 1), (2026, 6, 30)),
]


@pytest.mark.parametrize(("typed", "kind", "first", "last"), CASES)
def test_a_period_means_these_days(typed, kind, first, last):
    period = ask(typed).period
    assert (period.kind, period.start, period.last) == (kind, date(*first), date(*last))


@pytest.mark.parametrize(("typed", "kind", "first", "last"), CASES)
def test_its_canonical_words_mean_the_same_days_on_any_later_day(typed, kind, first, last):
    period = ask(typed).period
    later = date(2031, 2, 28)
    assert ask(f"period {period.words()}", today=later).period == period


def test_weeks_and_fiscal_years_follow_the_workspaces_calendar():
    words = vocabulary(Calendar(week_start=6, fiscal_start=4))
    sunday = ask("this week", words=words).period
    assert (sunday.start, sunday.last) == (date(2026, 11, 22), date(2026, 11, 28))
    fiscal = ask("fy2026", words=words).period
    assert (fiscal.start, fiscal.last) == (date(2025, 4, 1), date(2026, 3, 31))
    assert ask("boekjaar", words=words).period.numbers == (2027,)
    quarter = ask("this fiscal quarter", words=words).period
    assert (quarter.start, quarter.numbers) == (date(2026, 10, 1), (2027, 3))


@pytest.mark.parametrize(
    "typed",
    [
        "2026-02-30",
        "2026-13",
        "2025-W53",
        "2017-q5",
        "30 feb 2026",
        "last 0 days",
        "last 99999 days",
        "2017-09-30..2017-07-01",
        "since 2027-01-01",
        "as of 2026-11-24",
    ],
)
def test_a_date_that_is_none_is_refused_with_a_way_out(typed):
    with pytest.raises(UsageError) as refused:
        ask(typed)
    assert refused.value.suggestions
    assert "{" not in str(refused.value)


@pytest.mark.parametrize(
    "typed", ["all time", "ever", "alles", "altijd", "since ever", "deals all time by team"]
)
def test_all_time_starts_before_any_data_and_ends_today(typed):
    period = ask(typed).period
    assert (period.start, period.last) == (date(1990, 1, 1), MONDAY)
    assert period.is_all_time


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("last two weeks", "last 2 weeks"),
        ("laatste twee weken", "last 2 weeks"),
        ("afgelopen twaalf maanden", "last 12 months"),
        ("past one day", "last 1 days"),
        ("vorige een dag", "last 1 days"),
        ("last six months to 2026-09-30", "last 6 months to 2026-09-30"),
        ("top five", "top 5"),
        ("top vijf page two", "top 5 page 2"),
    ],
)
def test_numbers_up_to_twelve_may_be_words(typed, digits):
    assert ask(typed) == ask(digits)
