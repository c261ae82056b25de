"""Periods: what they are called, where they start and end, and what came before."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import periods
from bot.domain.comparing import at_same_point, holding, previous
from bot.domain.periods import Calendar, Kind, Period

calendars = st.builds(
    Calendar, week_start=st.integers(0, 6), fiscal_start=st.integers(1, 12), zone=st.just("UTC")
)
days = st.dates(date(1950, 1, 1), date(2150, 12, 31))
NAMED = (
    Kind.DAY,
    Kind.WEEK,
    Kind.MONTH,
    Kind.QUARTER,
    Kind.YEAR,
    Kind.FISCAL_QUARTER,
    Kind.FISCAL_YEAR,
)
MONDAY = Calendar()
LAST_WEEK = periods.last_days(7, date(2026, 11, 23))


@given(days, st.sampled_from(NAMED), calendars)
def test_named_periods_tile_the_calendar_for_any_week_start_and_fiscal_start(on, kind, calendar):
    period = holding(kind, on, calendar)
    assert period.start <= on < period.end
    before = previous(period, calendar)
    assert (before.end, before.kind) == (period.start, kind)
    assert holding(kind, period.end, calendar).start == period.end
    for inside in (period.start, on, period.last):
        assert holding(kind, inside, calendar) == period


@given(days)
def test_weeks_from_monday_have_their_iso_numbers(on):
    assert periods.week(on, MONDAY).numbers == on.isocalendar()[:2]


@given(days, calendars)
def test_a_numbered_week_is_found_by_its_number(on, calendar):
    week = periods.week(on, calendar)
    assert periods.numbered_week(*week.numbers, calendar) == week


@given(days, calendars)
def test_week_numbers_count_up_or_start_again_at_one(on, calendar):
    week = periods.week(on, calendar)
    year, number = periods.week(week.end, calendar).numbers
    assert (year, number) in {(week.numbers[0], week.numbers[1] + 1), (week.numbers[0] + 1, 1)}


def test_a_week_has_seven_days_and_no_monday_counts_twice():
    """Odoo ended a week at start + 7 days, included: eight days, every Monday counted twice."""
    week = periods.week(date(2026, 11, 23), MONDAY)
    assert (week.start, week.last, week.days) == (date(2026, 11, 23), date(2026, 11, 29), 7)
    mondays = [date(2026, 1, 5) + timedelta(weeks=count) for count in range(100)]
    held = [holding(Kind.WEEK, monday, MONDAY) for monday in mondays]
    for monday in mondays:
        assert sum(week.is_running(monday) for week in held) == 1


def test_today_is_what_the_caller_says_and_not_the_servers_day():
    """Odoo asked date.today(), the server's day; here a day far away gives that day's month."""
    assert holding(Kind.MONTH, date(1996, 2, 29), MONDAY).last == date(1996, 2, 29)
    assert periods.last_days(2, date(1996, 3, 1)).start == date(1996, 2, 29)


@pytest.mark.parametrize(
    ("year", "fiscal_start", "start", "end"),
    [
        (2026, 1, date(2026, 1, 1), date(2027, 1, 1)),
        (2026, 4, date(2025, 4, 1), date(2026, 4, 1)),  # named by the year it ends in
        (2026, 7, date(2025, 7, 1), date(2026, 7, 1)),
        (2026, 10, date(2025, 10, 1), date(2026, 10, 1)),
        (2026, 12, date(2025, 12, 1), date(2026, 12, 1)),
    ],
)
def test_a_fiscal_year_is_named_by_the_year_it_ends_in(year, fiscal_start, start, end):
    period = periods.fiscal_year(year, Calendar(fiscal_start=fiscal_start))
    assert (period.start, period.end) == (start, end)


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        (periods.day(date(2026, 3, 1)), date(2026, 2, 28), date(2026, 2, 28)),
        (periods.week(date(2026, 1, 1), MONDAY), date(2025, 12, 22), date(2025, 12, 28)),
        (periods.month(2024, 3), date(2024, 2, 1), date(2024, 2, 29)),
        (periods.quarter(2026, 1), date(2025, 10, 1), date(2025, 12, 31)),
        (periods.year(2026), date(2025, 1, 1), date(2025, 12, 31)),
        # 30 days up to 23 November start on 25 October.
        (periods.last_days(30, date(2026, 11, 23)), date(2026, 9, 25), date(2026, 10, 24)),
        (periods.last_weeks(2, date(2026, 11, 23)), date(2026, 10, 27), date(2026, 11, 9)),
        (periods.last_months(3, date(2026, 5, 31)), date(2025, 12, 1), date(2026, 2, 28)),
        # 1 September up to 23 November is 84 days; so is what comes before.
        (periods.since(date(2026, 9, 1), date(2026, 11, 23)), date(2026, 6, 9), date(2026, 8, 31)),
        (
            periods.between(date(2017, 7, 1), date(2017, 9, 30)),
            date(2017, 3, 31),
            date(2017, 6, 30),
        ),
    ],
)
def test_the_previous_period_is_of_the_same_kind_and_directly_before(period, first, last):
    before = previous(period, MONDAY)
    assert (before.start, before.last) == (first, last)


@pytest.mark.parametrize(
    ("period", "today", "first", "last"),
    [
        # This month on 23 November against 1 to 23 October.
        (periods.month(2026, 11), date(2026, 11, 23), date(2026, 10, 1), date(2026, 10, 23)),
        (periods.month(2026, 11), date(2026, 11, 1), date(2026, 10, 1), date(2026, 10, 1)),
        # 31 March has come further than February can.
        (periods.month(2026, 3), date(2026, 3, 31), date(2026, 2, 1), date(2026, 2, 28)),
        # 2024 is a leap year: day 61 is 1 March there, and 2 March in 2023.
        (periods.year(2024), date(2024, 3, 1), date(2023, 1, 1), date(2023, 3, 2)),
        (periods.month(2026, 10), date(2026, 11, 23), date(2026, 9, 1), date(2026, 9, 30)),
        (periods.month(2026, 12), date(2026, 11, 23), date(2026, 11, 1), date(2026, 11, 30)),
        (LAST_WEEK, date(2026, 11, 23), date(2026, 11, 10), date(2026, 11, 16)),
    ],
)
def test_a_running_period_compares_with_as_many_days_of_the_previous_one(
    period, today, first, last
):
    compared = at_same_point(period, today, MONDAY)
    assert (compared.start, compared.last) == (first, last)


@given(days, st.sampled_from(NAMED), calendars, st.data())
def test_the_same_point_has_as_many_days_as_have_begun_or_the_whole_previous_period(
    on, kind, calendar, data
):
    period = holding(kind, on, calendar)
    today = data.draw(st.dates(period.start, period.last))
    before = previous(period, calendar)
    compared = at_same_point(period, today, calendar)
    begun = (today - period.start).days + 1
    assert compared.start == before.start
    assert compared.days == min(begun, before.days)


@pytest.mark.parametrize(
    ("today", "running", "over"),
    [
        (date(2026, 10, 31), False, False),
        (date(2026, 11, 1), True, False),
        (date(2026, 11, 30), True, False),
        (date(2026, 12, 1), False, True),
    ],
)
def test_a_period_runs_from_its_first_day_to_its_last(today, running, over):
    period = periods.month(2026, 11)
    assert (period.is_running(today), period.is_over(today)) == (running, over)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Period(start=date(2026, 1, 1), end=date(2026, 1, 1), kind=Kind.RANGE),
        lambda: periods.between(date(2026, 1, 2), date(2026, 1, 1)),
        lambda: periods.since(date(2026, 1, 2), date(2026, 1, 1)),
        lambda: periods.numbered_week(2025, 53, MONDAY),
        lambda: Calendar(week_start=7),
        lambda: Calendar(fiscal_start=0),
    ],
)
def test_what_is_no_period_is_refused(make):
    with pytest.raises(ValueError):
        make()
