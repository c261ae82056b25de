"""Badges for what one person did: first, numbers, thresholds, own bests, comeback."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.badges.attendance import Attendance, WorkDays
from bot.domain.badges.built_in import BUILT_IN_BADGES
from bot.domain.badges.defining import badge_from
from bot.domain.badges.earning import personal
from bot.domain.badges.rules import Personal
from bot.domain.badges.spans import EVER, Spans, Window
from bot.domain.periods import Kind
from bot.domain.workdays import WorkingDays
from tests.domain.badge_people import CALENDAR, daily, history, slots, weekly

TEN_DAYS = daily("10-01", *[100] * 10)


@pytest.mark.parametrize(
    ("badge", "deals", "expected"),
    [
        ("first_deal", [], []),
        ("first_deal", [("11-05", 100), ("11-03", 100)], ["first"]),
        ("first_deal", [("11-03", 0)], ["first"]),  # a deal without an amount is a deal
        ("round_number", daily("11-01", *[100] * 9), []),
        ("round_number", daily("11-01", *[100] * 10), ["n=10"]),
        ("round_number", [("11-01", 1)] * 120, ["n=10", "n=100", "n=50"]),
        ("hat_trick", [("11-03", 100)] * 2, []),
        ("hat_trick", [("11-03", 100)] * 3, ["2026-11-03"]),
        ("hat_trick", [("11-03", 100)] * 7, ["2026-11-03"]),  # once a day
        ("hat_trick", [("11-03", 100)] * 3 + [("11-04", 100)] * 3, ["2026-11-03", "2026-11-04"]),
    ],
)
def test_what_is_counted(badge, deals, expected):
    assert slots(badge, deals) == expected


def test_a_first_upsell_is_no_first_deal():
    found = history([("11-03", 100)], kind="upsell")
    assert [slot for slot, _, _ in earned("first_upsell", found)] == ["first"]
    assert [slot for slot, _, _ in earned("first_upsell", history([("11-03", 100)]))] == []


def test_parts_of_deals_count_as_parts():
    halves = history([("11-03", 100)] * 5, share=5_000)
    assert earned("hat_trick", halves) == []
    halves.add(date(2026, 11, 3).toordinal(), ("revenue", None), 100, 5_000)
    assert [slot for slot, _, value in earned("hat_trick", halves)] == ["2026-11-03"]


@pytest.mark.parametrize(
    ("badge", "deals", "expected"),
    [
        # nine earlier days are too few to speak of a best
        ("best_day", [*TEN_DAYS[:9], ("11-03", 900)], []),
        ("best_day", [*TEN_DAYS, ("11-03", 900)], ["2026-11-03"]),
        ("best_day", [*TEN_DAYS, ("11-03", 100)], []),  # as much is not more
        ("best_day", [*TEN_DAYS, ("11-03", 60), ("11-03", 60)], ["2026-11-03"]),
        ("best_day", [*TEN_DAYS, ("11-03", 300), ("11-04", 200), ("11-05", 400)],
         ["2026-11-03", "2026-11-05"]),
        ("best_week", [*TEN_DAYS, ("11-03", 400)], []),
        ("best_week", [*TEN_DAYS, ("11-03", 401), ("11-04", 400)], ["2026-W45"]),
        ("best_month", [*TEN_DAYS, ("11-03", 1_001)], ["2026-11"]),
        ("best_month", [*TEN_DAYS, ("11-03", 1_000)], []),
    ],
)  # fmt: skip
def test_own_bests_need_a_history_and_more_than_ever(badge, deals, expected):
    assert slots(badge, deals) == expected


@pytest.mark.parametrize(
    ("badge", "today", "is_given"),
    [
        ("best_day", "2026-11-03", True),  # on the day itself
        ("best_day", "2026-11-02", False),  # dated ahead
        ("best_week", "2026-11-08", False),  # the week is not over on its Sunday
        ("best_week", "2026-11-09", True),
        ("best_month", "2026-11-30", False),
        ("best_month", "2026-12-01", True),
    ],
)
def test_longer_periods_are_judged_when_they_are_over(badge, today, is_given):
    found = slots(badge, [*TEN_DAYS, ("11-03", 5_000)], today=date.fromisoformat(today))
    assert bool(found) == is_given


STEADY = [100] * 8


@pytest.mark.parametrize(
    ("cents", "expected"),
    [
        ([*STEADY, 40, 40, 100], ["2026-W19"]),
        ([*STEADY, 0, 0, 100], ["2026-W19"]),
        ([*STEADY, 40, 50, 100], []),  # half is not below half
        ([*STEADY, 40, 100], []),  # one quiet week is nothing
        ([*STEADY, 40, 40, 99], []),  # not back yet
        ([*STEADY[:7], 0, 40, 40, 100], []),  # not steady before
        ([*STEADY[:7], 40, 40, 100], []),  # not long enough before
    ],
)
def test_a_comeback_follows_quiet_weeks_after_steady_ones(cents, expected):
    assert slots("comeback", weekly("2026-02-25", *cents)) == expected


def test_weeks_away_are_no_quiet_weeks():
    deals = weekly("2026-02-25", *STEADY, 0, 0, 100)
    assert slots("comeback", deals, away=[("04-20", "05-04")]) == []


def test_a_threshold_of_a_month_is_given_on_the_day_it_is_reached():
    data = {"name": "Club", "tells": "…", "comparison": "threshold"}
    club = badge_from("club", data | {"metric": "revenue", "period": "month", "threshold": "50"})
    deals = [("11-03", 3_000), ("11-10", 2_500), ("11-11", 4_000)]
    found = [*personal(club, 1, history(deals), ALWAYS, Window(EVER, 800_000, SPANS))]
    assert [(one.slot, one.earned_on, one.value) for one in found] == [
        ("2026-11", date(2026, 11, 10), 5_500 * 10_000)
    ]


def test_a_threshold_of_a_rate_waits_for_the_period_to_be_over():
    data = {"name": "Sure", "tells": "…", "comparison": "threshold", "metric": "win_rate"}
    sure = badge_from("sure", data | {"period": "month", "threshold": "60"})
    found = history([("11-03", 100)] * 3)
    for _ in range(2):
        found.add(date(2026, 11, 4).toordinal(), ("lost", None), 0, 10_000)
    at_end = Window(EVER, date(2026, 11, 30).toordinal(), SPANS)
    assert [*personal(sure, 1, found, ALWAYS, at_end)] == []
    over = Window(EVER, date(2026, 12, 1).toordinal(), SPANS)
    (one,) = personal(sure, 1, found, ALWAYS, over)
    assert (one.slot, one.value) == ("2026-11", 6_000)


SPANS = Spans(CALENDAR)
ALWAYS = Attendance(WorkDays(WorkingDays().is_working))
PERSONAL = [one for one in BUILT_IN_BADGES.values() if isinstance(one.rule, Personal)]


def earned(key: str, found) -> list[tuple[str, int, int]]:
    window = Window(EVER, date(2027, 1, 1).toordinal(), SPANS)
    badge = BUILT_IN_BADGES[key]
    return [
        (one.slot, one.earned_on.toordinal(), one.value)
        for one in personal(badge, 1, found, ALWAYS, window)
    ]


deals = st.lists(
    st.tuples(st.integers(0, 100), st.sampled_from([50, 100, 100, 300, 1_000])), max_size=60
)


@given(deals, st.integers(0, 100), st.integers(0, 120))
def test_awards_from_a_day_on_are_those_of_all_that_lie_from_it_on(results, since, today):
    """What makes it enough to look from the first changed day on."""
    start = date(2026, 8, 1).toordinal()
    found = history([])
    for step, cents in results:
        found.add(start + step, ("revenue", None), cents, 10_000)
    for badge in PERSONAL:
        whole = Window(EVER, start + today, SPANS)
        part = whole._replace(since=start + since)
        late = [
            one
            for one in personal(badge, 1, found, ALWAYS, whole)
            if one.earned_on.toordinal() >= start + since
        ]
        assert [*personal(badge, 1, found, ALWAYS, part)] == late


@given(deals, deals)
def test_taking_results_out_again_leaves_what_was_there(stay, go):
    """Entries and their reversals in any order come to what is open."""
    start = date(2026, 8, 1).toordinal()
    clean, used = history([]), history([])
    for step, cents in stay:
        clean.add(start + step, ("revenue", None), cents, 10_000)
    for step, cents in [*go, *stay]:
        used.add(start + step, ("revenue", None), cents, 10_000)
        used.track("revenue").by(Kind.MONTH)  # kept up from here on
    for step, cents in go:
        used.add(start + step, ("revenue", None), -cents, -10_000)
    for badge in PERSONAL:
        assert earned(badge.key, used) == earned(badge.key, clean)
