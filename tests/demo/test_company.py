"""The sample company is the same for the same seed and day, ends on that day, and is plausible."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import pytest

from bot.demo import roster
from bot.demo.company import SEED, build_company, months_before
from bot.demo.edits import last_friday
from bot.demo.market import WINS_TODAY, works_on
from bot.demo.records import LOST, OPEN_STAGES, WON, Company, Deal

MONDAY = date(2026, 11, 23)
DAYS = [
    pytest.param(MONDAY, id="a Monday"),
    pytest.param(date(2026, 11, 20), id="a Friday"),
    pytest.param(date(2026, 11, 22), id="a Sunday"),
    pytest.param(date(2027, 1, 1), id="the first day of a year"),
    pytest.param(date(2028, 2, 29), id="a leap day"),
]


@cache
def company_on(today: date) -> Company:
    return build_company(today=today)


@pytest.fixture
def company() -> Company:
    return company_on(MONDAY)


def won(deals: tuple[Deal, ...]) -> list[Deal]:
    return [deal for deal in deals if deal.stage == WON]


def revenue(deals: list[Deal]) -> int:
    return sum(deal.cents for deal in deals)


def by_id(deals: tuple[Deal, ...]) -> dict[str, Deal]:
    return {deal.external_id: deal for deal in deals}


@pytest.mark.parametrize("today", DAYS)
def test_the_same_seed_and_day_give_the_same_company(today: date) -> None:
    assert company_on(today) == build_company(today=today, seed=SEED)


def test_another_seed_gives_other_deals_to_the_same_people(company: Company) -> None:
    other = build_company(today=MONDAY, seed=SEED + 1)
    assert other.people == company.people
    assert other.deals != company.deals


@pytest.mark.parametrize("today", DAYS)
def test_deals_cover_eighteen_months_and_end_today(today: date) -> None:
    found = company_on(today)
    closed = [deal.closed_on for deal in found.deals if deal.closed_on]
    assert max(closed) == today
    assert months_before(today, 18) <= min(closed) < months_before(today, 17)
    assert len([deal for deal in won(found.deals) if deal.closed_on == today]) >= WINS_TODAY


@pytest.mark.parametrize("today", DAYS)
def test_every_rep_has_won_a_deal_and_has_activities(today: date) -> None:
    found = company_on(today)
    reps = {rep.name for rep in found.reps}
    assert {credit.rep for deal in won(found.deals) for credit in deal.credits} == reps
    assert {activity.rep for activity in found.activities} == reps


def test_forty_reps_sit_in_six_teams_and_three_regions(company: Company) -> None:
    assert len(company.reps) == 40
    assert len({rep.team for rep in company.reps}) == 6
    assert {rep.region for rep in company.reps} == {"EMEA", "Americas", "APAC"}
    assert set(Counter(rep.team for rep in company.reps).values()) <= {6, 7, 8}


def test_names_and_addresses_are_unique_and_addresses_cannot_exist(company: Company) -> None:
    names = [person.name for person in company.people]
    addresses = [person.email for person in company.people]
    assert len(set(names)) == len(names)
    assert len(set(addresses)) == len(addresses)
    assert all(found.isascii() and found.endswith(".example") for found in addresses)


def test_there_is_a_leaver_a_part_timer_a_mover_and_there_are_new_joiners(
    company: Company,
) -> None:
    reps = company.reps
    leaver, part_timer, mover = (
        next(rep for rep in reps if rep.name == name)
        for name in (roster.LEAVER, roster.PART_TIMER, roster.MOVER)
    )
    assert leaver.ends_on is not None
    assert leaver.ends_on < MONDAY
    assert part_timer.fte == 60
    assert mover.moved is not None
    assert mover.moved.team != mover.team
    assert sum(rep.starts_on > MONDAY - timedelta(days=180) for rep in reps) == 3


def test_nobody_closes_a_deal_before_the_first_or_after_the_last_day(company: Company) -> None:
    reps = {rep.name: rep for rep in company.reps}
    sole = [deal for deal in company.deals if len(deal.credits) == 1 and deal.closed_on]
    assert all(works_on(reps[deal.credits[0].rep], deal.closed_on) for deal in sole)


def test_some_reps_are_not_in_slack_and_one_slack_user_is_on_no_list(company: Company) -> None:
    listed = {person.email: person for person in company.people}
    in_slack = {user.email: user for user in company.slack_users}
    unmatched = {listed[email].name for email in listed.keys() - in_slack.keys()}
    assert unmatched == {roster.LEAVER, roster.NOT_IN_SLACK, roster.OTHER_ADDRESS}
    strangers = {in_slack[email].name for email in in_slack.keys() - listed.keys()}
    assert strangers == {roster.STRANGER, roster.OTHER_ADDRESS}


def test_everybody_named_for_the_demo_is_a_slack_user(company: Company) -> None:
    emails = {user.email for user in company.slack_users}
    assert {company.acting, company.owner, company.hr} <= emails
    assert {email for channel in company.channels for email in channel.members} == emails
    assert [c.name for c in company.channels][:3] == ["general", "sales", "deals"]
    assert len(company.channels) == 3 + 6


@pytest.mark.parametrize("today", DAYS)
def test_the_suggested_rep_works_and_reads_english(today: date) -> None:
    found = company_on(today)
    rep = next(rep for rep in found.reps if rep.email == found.acting)
    assert works_on(rep, today)


def test_shares_of_every_deal_add_up_to_the_whole(company: Company) -> None:
    assert {sum(credit.percent for credit in deal.credits) for deal in company.deals} == {100}
    shared = [deal for deal in company.deals if len(deal.credits) > 1]
    assert shared
    assert all(len({credit.rep for credit in deal.credits}) == 2 for deal in shared)


def test_deals_are_created_before_they_close_and_open_ones_have_no_end(company: Company) -> None:
    for deal in company.deals:
        assert (deal.closed_on is None) == (deal.stage in OPEN_STAGES)
        assert deal.created_on <= (deal.closed_on or MONDAY)
        assert deal.units >= 1
        assert deal.cents > 0


def test_the_numbers_look_like_a_sales_team(company: Company) -> None:
    deals = won(company.deals)
    lost = [deal for deal in company.deals if deal.stage == LOST]
    assert 1_500 < len(deals) < 3_000
    assert 0.3 < len(deals) / (len(deals) + len(lost)) < 0.5
    assert 3_000_00 < revenue(deals) / len(deals) < 15_000_00
    assert {deal.kind for deal in deals} == {"new", "upsell", "renewal"}
    assert len({deal.product for deal in deals}) == 8


def test_the_best_are_far_ahead_of_the_middle(company: Company) -> None:
    totals: Counter[str] = Counter()
    for deal in won(company.deals):
        totals[deal.credits[0].rep] += deal.cents
    ranked = [total for _, total in totals.most_common()]
    assert ranked[0] > 2 * ranked[len(ranked) // 2]


def test_december_beats_august_midweek_beats_sunday_and_months_end_high(
    company: Company,
) -> None:
    year = [d.closed_on for d in company.deals if d.closed_on and d.closed_on.year >= 2025]
    months = Counter((day.year, day.month) for day in year)
    weekdays = Counter(day.weekday() for day in year)
    last_days = sum((day + timedelta(days=4)).month != day.month for day in year)
    assert months[2025, 12] > 1.5 * months[2025, 8]
    assert weekdays[2] > 5 * weekdays[6]
    assert last_days / len(year) > 1.3 * 4 / 30.4


def test_since_friday_deals_were_won_entered_late_edited_reassigned_split_and_reopened(
    company: Company,
) -> None:
    then, now = by_id(company.deals_then), by_id(company.deals)
    both = [(then[key], now[key]) for key in then.keys() & now.keys()]
    late = [d for d in won(company.deals) if d.external_id not in then]
    assert then.keys() < now.keys()
    assert sum(d.closed_on is not None and d.closed_on < company.friday for d in late) == 3
    assert sum(old.cents != new.cents for old, new in both) == 3
    moved = [
        (len(old.credits), len(new.credits)) for old, new in both if old.credits != new.credits
    ]
    assert Counter(moved) == {(1, 1): 2, (1, 2): 2}
    assert sum(old.stage == WON and new.closed_on is None for old, new in both) == 1
    assert sum(old.stage == LOST and new.stage == WON for old, new in both) == 1


def test_nothing_of_friday_or_later_was_known_before(company: Company) -> None:
    days = [deal.closed_on or deal.created_on for deal in company.deals_then]
    assert max(days) < company.friday
    unchanged = [replace(deal) for deal in company.deals_then if deal in company.deals]
    assert len(unchanged) > 0.95 * len(company.deals_then)


@pytest.mark.parametrize(
    ("today", "friday"),
    [
        (date(2026, 11, 23), date(2026, 11, 20)),
        (date(2026, 11, 21), date(2026, 11, 20)),
        (date(2026, 11, 20), date(2026, 11, 13)),
        (date(2026, 11, 19), date(2026, 11, 13)),
    ],
)
def test_last_friday_is_before_today(today: date, friday: date) -> None:
    assert last_friday(today) == friday


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 11, 23), 18, date(2025, 5, 23)),
        (date(2027, 8, 31), 18, date(2026, 2, 28)),
        (date(2026, 12, 31), 12, date(2025, 12, 31)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
    ],
)
def test_months_are_counted_back_and_clipped(day: date, months: int, expected: date) -> None:
    assert months_before(day, months) == expected
