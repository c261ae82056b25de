"""Cutting a period into the slots that totals are kept for."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain import periods
from bot.domain.cuts import cut
from bot.domain.periods import Calendar, add_months
from store.records import Grain, Slot

starts = st.dates(date(1990, 1, 1), date(2060, 1, 1))


def days_of(slot):
    match slot.grain:
        case Grain.DAY:
            return 1
        case Grain.WEEK:
            return 7
    months = {Grain.MONTH: 1, Grain.QUARTER: 3, Grain.YEAR: 12}[slot.grain]
    return (add_months(slot.start, months) - slot.start).days


def is_a_slot(slot):
    on = slot.start
    match slot.grain:
        case Grain.DAY:
            return True
        case Grain.WEEK:
            return on.weekday() == 0
        case Grain.MONTH:
            return on.day == 1
        case Grain.QUARTER:
            return on.day == 1 and on.month in (1, 4, 7, 10)
    return (on.month, on.day) == (1, 1)


def fewest(start, end):
    """The length of the shortest path over every slot there is, found the slow way."""
    best = {end: 0}
    for back in range((end - start).days):
        on = end - timedelta(days=back + 1)
        slots = [Slot(grain=grain, start=on) for grain in Grain]
        reached = [
            best[on + timedelta(days=days_of(slot))] + 1
            for slot in slots
            if is_a_slot(slot) and on + timedelta(days=days_of(slot)) <= end
        ]
        best[on] = min(reached)
    return best[start]


@settings(max_examples=60, deadline=None)
@given(starts, st.integers(1, 1_100))
def test_a_cut_tiles_the_period_exactly_with_the_fewest_slots(start, length):
    period = periods.between(start, start + timedelta(days=length - 1))
    slots = cut(period)
    on = start
    for slot in slots:
        assert slot.start == on
        assert is_a_slot(slot)
        on += timedelta(days=days_of(slot))
    assert on == period.end
    assert len(slots) == fewest(start, period.end)


@pytest.mark.parametrize(
    ("period", "grains"),
    [
        (periods.day(date(2026, 11, 23)), [Grain.DAY]),
        (periods.week(date(2026, 11, 23), Calendar()), [Grain.WEEK]),
        (periods.month(2026, 11), [Grain.MONTH]),
        (periods.quarter(2026, 3), [Grain.QUARTER]),
        (periods.year(2026), [Grain.YEAR]),
        (periods.fiscal_year(2026, Calendar(fiscal_start=4)), [Grain.QUARTER] * 4),
        (
            periods.fiscal_year(2026, Calendar(fiscal_start=2)),
            [Grain.MONTH] * 2 + [Grain.QUARTER] * 3 + [Grain.MONTH],
        ),
        (periods.between(date(2023, 1, 1), date(2025, 12, 31)), [Grain.YEAR] * 3),
        # Eight whole weeks: a month and its ragged ends would take more.
        (periods.between(date(2026, 9, 21), date(2026, 11, 15)), [Grain.WEEK] * 8),
        # Saturday and Sunday, then a whole month that starts on a Monday.
        (periods.between(date(2026, 5, 30), date(2026, 6, 30)), [Grain.DAY] * 2 + [Grain.MONTH]),
    ],
)
def test_named_periods_are_cut_into_as_few_slots_as_there_can_be(period, grains):
    assert [slot.grain for slot in cut(period)] == grains


def test_a_sunday_week_is_made_of_days_because_totals_are_kept_for_monday_weeks():
    week = periods.week(date(2026, 11, 23), Calendar(week_start=6))
    assert (week.start, week.last) == (date(2026, 11, 22), date(2026, 11, 28))
    assert [slot.grain for slot in cut(week)] == [Grain.DAY] * 7
