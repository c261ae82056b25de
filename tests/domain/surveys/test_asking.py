"""Who is asked, when by their own clock, and what is said before anything is sent."""

from dataclasses import replace
from datetime import UTC, datetime
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.surveys.asking import (
    Candidate,
    check_launch,
    dimensions,
    drawn,
    segments_of,
    send_at,
)
from bot.domain.surveys.plans import Audience
from bot.domain.surveys.templates import TEMPLATES

PLAN = TEMPLATES["enps"].plan
ZONES = ("Europe/Amsterdam", "America/New_York", "Asia/Kolkata", "Pacific/Auckland", "UTC")


def person(number: int, team: str = "Alpha", region: str = "North", zone: str = "UTC") -> Candidate:
    return Candidate(
        slack_user_id=f"U{number:03}", locale="en", zone=zone, team=team, region=region
    )


PEOPLE = [person(number) for number in range(10)]


@pytest.mark.parametrize(("percent", "count"), [(100, 10), (50, 5), (25, 3), (1, 1)])
def test_a_lot_is_drawn_and_rounded_up(percent, count):
    found = drawn(PEOPLE, Audience(percent=percent), {}, Random(1))
    assert len(found) == count
    assert len({one.slack_user_id for one in found}) == count


def test_who_was_asked_often_enough_is_left_alone():
    asked = {"U000": 2, "U001": 1}
    found = drawn(PEOPLE, Audience(cap=2), asked, Random(1))
    assert {one.slack_user_id for one in PEOPLE} - {one.slack_user_id for one in found} == {"U000"}
    assert len(drawn(PEOPLE, Audience(), asked, Random(1))) == 10


def test_everybody_has_the_same_chance_to_be_drawn():
    times = dict.fromkeys((one.slack_user_id for one in PEOPLE), 0)
    chance = Random(3)
    for _ in range(400):
        for one in drawn(PEOPLE, Audience(percent=30), {}, chance):
            times[one.slack_user_id] += 1
    assert all(80 < count < 165 for count in times.values())


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)),
    st.sampled_from(ZONES),
    st.integers(0, 1439),
)
def test_everybody_is_asked_within_a_day_at_the_minute_of_their_own_clock(moment, zone, minute):
    now = moment.replace(tzinfo=UTC)
    plan = replace(PLAN, minute=minute)
    sent = send_at(person(1, zone=zone), plan, now)
    assert -60 <= (sent - now).total_seconds() <= 25 * 3600
    local = sent.astimezone(ZoneInfo(zone))
    shown = local.hour * 60 + local.minute
    assert shown in {minute, minute + 60}  # an hour later where the clock leaves the minute out


def test_without_a_minute_everybody_is_asked_now():
    now = datetime(2026, 11, 23, 9, tzinfo=UTC)
    assert send_at(person(1), PLAN, now) == now


def test_segments_are_those_the_plan_splits_by():
    one = person(1, "Alpha", "North")
    assert segments_of(one, PLAN) == ("Alpha",)
    both = replace(PLAN, by_region=True)
    assert (segments_of(one, both), dimensions(both)) == (("Alpha", "North"), ("team", "region"))
    assert segments_of(one, replace(PLAN, by_team=False)) == ()


def test_too_few_people_can_never_be_shown():
    assert not check_launch(PEOPLE[:4], PLAN).is_possible
    assert check_launch(PEOPLE[:5], PLAN).is_possible


def test_a_team_that_is_too_small_is_told_before_the_launch():
    people = [*PEOPLE, *(person(number, "Beta") for number in range(20, 23))]
    check = check_launch(people, PLAN)
    assert check.is_possible
    assert ((0, "Beta"),) in check.hidden


def test_two_segmentations_that_single_somebody_out_are_told_before_the_launch():
    people = [person(n, "Alpha", "North") for n in range(8)] + [person(9, "Alpha", "South")]
    people += [person(n, "Beta", "North") for n in range(10, 20)]
    check = check_launch(people, replace(PLAN, by_region=True))
    assert ((0, "Alpha"), (1, "South")) in check.hidden
    shown_parts = {((0, "Alpha"),), ((0, "Alpha"), (1, "North"))} - set(check.hidden)
    assert len(shown_parts) < 2
