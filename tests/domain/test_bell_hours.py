"""Quiet hours by the clock on the wall: over midnight, and where the clock is changed."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.bell_hours import QuietHours
from bot.errors import UsageError

AMSTERDAM = "Europe/Amsterdam"
ZONES = (AMSTERDAM, "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC")
NIGHT = QuietHours(start=22 * 60, end=7 * 60)
LUNCH = QuietHours(start=12 * 60, end=13 * 60)


def at(text: str, zone: str = AMSTERDAM) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("hours", "moment", "rings"),
    [
        (NIGHT, "2026-11-23T21:59", "2026-11-23T21:59"),
        (NIGHT, "2026-11-23T22:00", "2026-11-24T07:00"),
        (NIGHT, "2026-11-24T00:00", "2026-11-24T07:00"),
        (NIGHT, "2026-11-24T06:59", "2026-11-24T07:00"),
        (NIGHT, "2026-11-24T07:00", "2026-11-24T07:00"),
        (LUNCH, "2026-11-23T12:30", "2026-11-23T13:00"),
        (LUNCH, "2026-11-23T13:00", "2026-11-23T13:00"),
        (NIGHT, "2026-12-31T23:30", "2027-01-01T07:00"),
    ],
)
def test_what_happens_in_quiet_hours_waits_for_their_end(hours, moment, rings):
    assert hours.over(at(moment), AMSTERDAM) == at(rings)


def test_a_night_in_which_the_clock_goes_forward_is_an_hour_shorter():
    asleep = at("2026-03-28T22:00")
    assert NIGHT.over(asleep, AMSTERDAM) - asleep == timedelta(hours=8)


def test_a_night_in_which_the_clock_goes_back_is_an_hour_longer():
    asleep = at("2026-10-24T22:00")
    assert NIGHT.over(asleep, AMSTERDAM) - asleep == timedelta(hours=10)


def test_an_end_that_the_clock_skips_is_the_moment_it_jumps_to():
    hours = QuietHours(start=22 * 60, end=2 * 60 + 30)
    assert hours.over(at("2026-03-28T23:00"), AMSTERDAM) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_an_end_that_comes_twice_counts_from_where_one_is():
    hours = QuietHours(start=22 * 60, end=2 * 60 + 30)
    first = datetime(2026, 10, 25, 0, 10, tzinfo=UTC)  # 02:10 in summer time
    second = first + timedelta(hours=1)  # 02:10 once more, in winter time
    assert hours.over(first, AMSTERDAM) == first + timedelta(minutes=20)
    assert hours.over(second, AMSTERDAM) == second + timedelta(minutes=20)


@given(
    start=st.integers(0, 1439),
    end=st.integers(0, 1439),
    moment=st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC)),
    zone=st.sampled_from(ZONES),
)
def test_nothing_ever_rings_in_quiet_hours_or_a_day_late(start, end, moment, zone):
    if start == end:
        return
    hours = QuietHours(start=start, end=end)
    rings = hours.over(moment, zone)
    assert moment <= rings <= moment + timedelta(hours=25)
    assert not hours.covers(rings, zone)
    assert (rings == moment) == (not hours.covers(moment, zone))


@pytest.mark.parametrize(("start", "end"), [(60, 60), (-1, 60), (60, 1440)])
def test_hours_that_are_none_are_refused(start, end):
    with pytest.raises(UsageError, match="two different times"):
        QuietHours(start=start, end=end)
