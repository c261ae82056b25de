"""Slots fall on local days, whatever the clocks of a zone do: none lost, none doubled."""

import itertools
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.domain.recurrence import (
    LAST,
    Every,
    Recurrence,
    Rule,
    definition_of,
    rule_from,
    slot_name,
)
from bot.errors import UsageError

ZONES = sorted(available_timezones() - {"Factory", "localtime"})
AMSTERDAM = "Europe/Amsterdam"
START = datetime(2026, 11, 23, 13, 5, tzinfo=UTC)  # a Monday
POSTED = [Every.DAY, Every.WEEKDAY, Every.WEEK, Every.MONTH, Every.QUARTER]

rules = st.builds(
    Rule,
    every=st.sampled_from(POSTED),
    weekday=st.integers(0, 6),
    day=st.none() | st.integers(1, 31),
)
recurrences = st.builds(
    Recurrence,
    rule=rules,
    minute=st.integers(0, 1439),
    zone=st.sampled_from(ZONES),
    country=st.none() | st.sampled_from(["NL", "US", "CN", "SA"]),
)
moments = st.datetimes(
    min_value=datetime(2000, 1, 1), max_value=datetime(2037, 1, 1), timezones=st.just(UTC)
)


def every_day(zone: str, hour: int, minute: int) -> Recurrence:
    return Recurrence(rule=Rule(every=Every.DAY), minute=hour * 60 + minute, zone=zone)


def rhythm(every: Every, *, at: int = 540, country: str | None = None, **more) -> Recurrence:
    return Recurrence(rule=Rule(every=every, **more), minute=at, zone=AMSTERDAM, country=country)


def days(recurrence: Recurrence, start: date, end: date) -> list[date]:
    zone = ZoneInfo(recurrence.zone)
    after = datetime.combine(start, time(), tzinfo=zone) - timedelta.resolution
    until = datetime.combine(end, time(), tzinfo=zone) - timedelta.resolution
    return [one.day for one in recurrence.between(after.astimezone(UTC), until.astimezone(UTC))]


@given(recurrences, moments, st.lists(st.integers(0, 400 * 1440), max_size=6))
@settings(max_examples=300, deadline=None)
def test_any_split_of_a_stretch_of_time_gives_the_same_slots(recurrence, start, cuts):
    edges = [start, *(start + timedelta(minutes=cut) for cut in sorted(cuts))]
    parts = [
        one
        for after, until in itertools.pairwise(edges)
        for one in recurrence.between(after, until)
    ]
    assert parts == list(recurrence.between(edges[0], edges[-1]))


@given(recurrences, moments)
@settings(max_examples=300, deadline=None)
def test_slots_come_in_order_and_each_has_its_own_name_and_moment(recurrence, start):
    found = list(recurrence.between(start, start + timedelta(days=400)))
    assert len({one.slot for one in found}) == len(found)
    assert all(one.at < following.at for one, following in itertools.pairwise(found))


@given(st.sampled_from(ZONES), st.integers(0, 1439), st.integers(2000, 2036))
@example("Pacific/Apia", 540, 2011)
@example("America/Santiago", 15, 2026)
@example("Africa/Cairo", 30, 2026)
@example("Antarctica/Troll", 90, 2026)
@settings(max_examples=120, deadline=None)
def test_every_local_day_of_every_zone_has_exactly_one_slot(zone, minute, year):
    recurrence = Recurrence(rule=Rule(every=Every.DAY), minute=minute, zone=zone)
    local = ZoneInfo(zone)
    hours = (datetime(year, 1, 2, tzinfo=UTC) + timedelta(hours=n) for n in range(24 * 360))
    there = sorted({moment.astimezone(local).date() for moment in hours})[1:-1]
    assert days(recurrence, there[0], there[-1] + timedelta(days=1)) == there


@pytest.mark.parametrize(("hour", "minute"), [(0, 5), (2, 30), (9, 0)])
def test_amsterdam_has_one_slot_a_day_from_2024_to_2030(hour, minute):
    recurrence = every_day(AMSTERDAM, hour, minute)
    start, end = date(2024, 1, 1), date(2031, 1, 1)
    assert days(recurrence, start, end) == [
        start + timedelta(days=n) for n in range((end - start).days)
    ]


@pytest.mark.parametrize(
    ("day", "local", "moment"),
    [
        (date(2026, 3, 29), (2, 30), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),  # 03:30 there
        (date(2026, 10, 25), (2, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # the first
        (date(2026, 3, 30), (0, 5), datetime(2026, 3, 29, 22, 5, tzinfo=UTC)),
        (date(2026, 3, 29), (9, 0), datetime(2026, 3, 29, 7, 0, tzinfo=UTC)),
    ],
)
def test_a_skipped_time_comes_later_and_a_doubled_time_comes_once(day, local, moment):
    recurrence = every_day(AMSTERDAM, *local)
    (slot,) = (one for one in recurrence.between(moment - timedelta(hours=9), moment))
    assert (slot.day, slot.at) == (day, moment)


def test_a_day_that_an_island_skips_has_no_slot():
    found = days(every_day("Pacific/Apia", 9, 0), date(2011, 12, 29), date(2012, 1, 1))
    assert found == [date(2011, 12, 29), date(2011, 12, 31)]


@pytest.mark.parametrize(
    ("recurrence", "wanted"),
    [
        (rhythm(Every.DAY), ["2026-11-24", "2026-11-25", "2026-11-26"]),
        (rhythm(Every.WEEK, weekday=0), ["2026-W49", "2026-W50", "2026-W51"]),
        (rhythm(Every.WEEK, weekday=4), ["2026-W48", "2026-W49", "2026-W50"]),
        (rhythm(Every.MONTH, day=31), ["2026-11", "2026-12", "2027-01"]),
        (rhythm(Every.MONTH), ["2026-12", "2027-01", "2027-02"]),
        (rhythm(Every.QUARTER), ["2027-Q1", "2027-Q2", "2027-Q3"]),
        (rhythm(Every.QUARTER, day=None), ["2026-Q4", "2027-Q1", "2027-Q2"]),
    ],
)
def test_slots_are_named_by_the_local_period_they_are_for(recurrence, wanted):
    upcoming = recurrence.upcoming(START)
    assert [next(upcoming).slot for _ in wanted] == wanted


def test_weekdays_leave_out_the_weekend():
    found = days(rhythm(Every.WEEKDAY), date(2026, 11, 26), date(2026, 12, 2))
    assert [day.isoformat()[5:] for day in found] == ["11-26", "11-27", "11-30", "12-01"]


@pytest.mark.parametrize(
    ("day", "wanted"),
    [(31, ["01-31", "02-28", "03-31", "04-30"]), (None, ["01-31", "02-28", "03-31", "04-30"]),
     (29, ["01-29", "02-28", "03-29", "04-29"])],
)  # fmt: skip
def test_a_month_without_the_day_posts_on_its_last(day, wanted):
    found = days(rhythm(Every.MONTH, day=day), date(2026, 1, 1), date(2026, 5, 1))
    assert [one.isoformat()[5:] for one in found] == wanted


def test_a_quarter_counts_from_its_first_month_and_ends_in_its_third():
    first = days(rhythm(Every.QUARTER, day=15), date(2026, 1, 1), date(2027, 1, 1))
    assert [(day.month, day.day) for day in first] == [(1, 15), (4, 15), (7, 15), (10, 15)]
    last = days(rhythm(Every.QUARTER, day=None), date(2026, 1, 1), date(2027, 1, 1))
    assert [(day.month, day.day) for day in last] == [(3, 31), (6, 30), (9, 30), (12, 31)]


@pytest.mark.parametrize("every", [Every.DAY, Every.WEEKDAY])
def test_a_holiday_has_no_daily_post(every):
    found = days(rhythm(every, country="NL"), date(2026, 12, 23), date(2026, 12, 30))
    assert date(2026, 12, 24) in found
    assert not {date(2026, 12, 25), date(2026, 12, 26)} & set(found)
    assert date(2026, 12, 25) in days(rhythm(every), date(2026, 12, 23), date(2026, 12, 30))


def test_a_weekly_post_on_a_holiday_comes_on_the_next_working_day_for_the_same_week():
    friday = rhythm(Every.WEEK, weekday=4, country="NL")  # 25 December 2026 is a Friday
    (slot,) = friday.between(datetime(2026, 12, 21, tzinfo=UTC), datetime(2026, 12, 31, tzinfo=UTC))
    assert (slot.slot, slot.day) == ("2026-W52", date(2026, 12, 28))


def test_a_monthly_post_on_new_year_comes_on_the_next_working_day():
    found = days(rhythm(Every.MONTH, country="NL"), date(2027, 1, 1), date(2027, 2, 2))
    assert found == [date(2027, 1, 4), date(2027, 2, 1)]


def test_a_week_of_holidays_has_no_weekly_post_rather_than_two_in_the_next():
    thursday = rhythm(Every.WEEK, weekday=3, country="CN")  # off from 1 to 7 October 2026
    found = days(thursday, date(2026, 9, 24), date(2026, 10, 16))
    assert found == [date(2026, 9, 24), date(2026, 10, 8), date(2026, 10, 15)]


def test_a_live_board_has_no_slots():
    live = rhythm(Every.CHANGE)
    assert live.next(START) is None
    assert list(live.between(START, START + timedelta(days=30))) == []


@pytest.mark.parametrize(
    ("recurrence", "late"),
    [
        (rhythm(Every.DAY), timedelta(hours=4)),
        (rhythm(Every.WEEKDAY), timedelta(hours=4)),
        (rhythm(Every.DAY, at=23 * 60), timedelta(hours=1) - timedelta.resolution),
        (rhythm(Every.WEEK), timedelta(hours=24)),
        (rhythm(Every.MONTH), timedelta(hours=72)),
        (rhythm(Every.QUARTER), timedelta(hours=72)),
    ],
)
def test_how_late_a_missed_slot_is_still_posted(recurrence, late):
    due = recurrence.next(START)
    assert recurrence.latest(due) - due.at == late


@given(rules)
def test_a_rule_comes_back_from_json_as_far_as_it_counts(rule):
    kept = definition_of(rule)
    assert definition_of(rule_from(kept)) == kept


def test_a_live_rule_and_the_last_day_are_kept_by_name():
    assert definition_of(Rule(every=Every.CHANGE)) == {"every": "change"}
    assert definition_of(Rule(every=Every.MONTH, day=None)) == {"every": "month", "day": LAST}


@pytest.mark.parametrize(
    "data",
    [{}, {"every": "fortnight"}, {"every": "week", "weekday": 7}, {"every": "month", "day": 0},
     {"every": "month", "day": 32}, {"every": "month", "day": "first"},
     {"every": "week", "weekday": "mon"}],
)  # fmt: skip
def test_what_is_no_rule_is_refused(data):
    with pytest.raises(UsageError):
        rule_from(data)


def test_the_slot_of_a_week_is_that_of_the_iso_year():
    assert slot_name(Every.WEEK, date(2027, 1, 1)) == "2026-W53"
