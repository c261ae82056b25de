"""When a survey asks again: the same local day and minute, and never twice in a short while."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.surveys.plans import Every
from bot.domain.surveys.rhythm import anchor_of, next_wave, turn
from bot.domain.surveys.templates import TEMPLATES

PLAN = TEMPLATES["mood"].plan
AMSTERDAM = "Europe/Amsterdam"


def plan(every: Every, minute: int | None = None):
    return replace(PLAN, every=every, minute=minute)


def local(moment: datetime) -> str:
    return f"{moment.astimezone(ZoneInfo(AMSTERDAM)):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("every", "minute", "launched", "begins"),
    [
        (Every.WEEK, None, "2026-03-23 14:05", ["2026-03-30 14:05", "2026-04-06 14:05"]),
        (Every.WEEK, 540, "2026-03-23 08:00", ["2026-03-30 00:00", "2026-04-06 00:00"]),
        (Every.WEEK, 540, "2026-03-23 14:05", ["2026-03-31 00:00", "2026-04-07 00:00"]),
        (Every.MONTH, None, "2026-01-31 10:00", ["2026-02-28 10:00", "2026-03-31 10:00"]),
        (Every.QUARTER, None, "2026-11-23 10:00", ["2027-02-23 10:00", "2027-05-23 10:00"]),
        (Every.QUARTER, None, "2026-11-30 10:00", ["2027-02-28 10:00", "2027-05-30 10:00"]),
    ],
)
def test_waves_begin_on_the_same_day_by_the_company_s_clock(every, minute, launched, begins):
    asked = plan(every, minute)
    now = datetime.fromisoformat(launched).replace(tzinfo=ZoneInfo(AMSTERDAM)).astimezone(UTC)
    anchor, found = anchor_of(asked, now, AMSTERDAM), []
    for _ in begins:
        now = next_wave(asked, anchor, now, AMSTERDAM)
        found.append(local(now))
    assert found == begins


def test_a_survey_that_asks_once_has_no_next_wave():
    once = plan(Every.ONCE)
    now = datetime(2026, 11, 23, 13, 5, tzinfo=UTC)
    assert next_wave(once, anchor_of(once, now, AMSTERDAM), now, AMSTERDAM) is None


@pytest.mark.parametrize(
    ("late", "may_begin", "following"),
    [
        (timedelta(0), True, "2026-12-07 14:05"),
        (timedelta(hours=41), True, "2026-12-07 14:05"),
        (timedelta(hours=43), False, "2026-12-07 14:05"),
        (timedelta(days=6), False, "2026-12-07 14:05"),
        (timedelta(days=22), True, "2026-12-28 14:05"),
    ],
)
def test_a_wave_that_is_late_by_more_than_a_quarter_of_its_time_is_left_out(
    late, may_begin, following
):
    weekly = plan(Every.WEEK)
    launched = datetime(2026, 11, 23, 13, 5, tzinfo=UTC)
    anchor = anchor_of(weekly, launched, AMSTERDAM)
    due = next_wave(weekly, anchor, launched, AMSTERDAM)
    begins, then = turn(weekly, anchor, due, due + late, AMSTERDAM)
    assert (begins, local(then)) == (may_begin, following)


@given(
    every=st.sampled_from([Every.WEEK, Every.MONTH, Every.QUARTER]),
    minute=st.none() | st.integers(0, 1439),
    launched=st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),
    zone=st.sampled_from([AMSTERDAM, "America/New_York", "Africa/Cairo", "Pacific/Auckland"]),
    steps=st.integers(1, 30),
)
def test_wherever_one_looks_from_the_next_wave_is_the_same(every, minute, launched, zone, steps):
    asked = plan(every, minute)
    anchor = anchor_of(asked, launched, zone)
    first = next_wave(asked, anchor, launched, zone)
    second = next_wave(asked, anchor, first, zone)
    assert launched < first < second
    between = first + (second - first) * steps / 31
    assert next_wave(asked, anchor, between, zone) == second
