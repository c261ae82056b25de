"""Badges given and taken back as deals come, change and go, and as days pass."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.domain.badges.defining import badge_from
from bot.errors import NotAllowed
from bot.services import awarding
from bot.services.access import OPERATOR
from bot.services.awarding import Awarding
from store.records import Role
from store.records_badges import AwardState
from tests.services.badge_office import BadgeOffice, Sale, found_company
from tests.services.office import TODAY, Office

HEAD = {"name": "Rainmaker", "tells": "Much in a month."}


@pytest.fixture
def company(office: Office) -> BadgeOffice:
    """Ann, Bob, Cleo and Dirk without any deal."""
    for name in ("Ann", "Bob", "Cleo", "Dirk"):
        office.hire(name)
    office.store.preferences.set(office.workspace, "working_days", {"country": "NL"})
    company = BadgeOffice(office)
    company.drain()
    return company


def sale(who: int, cents: int, day: date = TODAY, *others: int) -> Sale:
    return Sale(people=(who, *others), day=day, cents=cents)


def states(company: BadgeOffice, badge: str) -> dict[tuple[int, str], AwardState]:
    found = company.store.awards.all(company.workspace, taken=True)
    return {(one.person_id, one.slot): one.state for one in found if one.badge == badge}


def pass_days(company: BadgeOffice, days: int) -> None:
    company.office.time.now += timedelta(days=days)
    company.drain()


def test_a_reversal_takes_a_badge_back_and_the_same_again_gives_it_again(company):
    ann = company.people[0]
    deals = {name: sale(ann, 100) for name in "abc"}
    company.post(deals)
    company.drain()
    hat = (ann, "2026-11-23")
    assert states(company, "hat_trick") == {hat: AwardState.PROVISIONAL}
    company.post({"c": Sale()})
    company.drain()
    assert states(company, "hat_trick") == {hat: AwardState.TAKEN}
    company.post({"c": sale(ann, 100)})
    company.drain()
    assert states(company, "hat_trick") == {hat: AwardState.PROVISIONAL}


@pytest.mark.parametrize(("days", "state"), [(3, AwardState.TAKEN), (4, AwardState.FINAL)])
def test_after_three_whole_days_a_badge_stays(company, days, state):
    ann = company.people[0]
    company.post({name: sale(ann, 100) for name in "abc"})
    company.drain()
    pass_days(company, days)
    company.post({"c": Sale()})
    company.drain()
    assert states(company, "hat_trick") == {(ann, "2026-11-23"): state}


def test_a_reassigned_deal_moves_its_badge(company):
    ann, bob, *_ = company.people
    company.post({"a": sale(ann, 100)})
    company.drain()
    company.post({"a": sale(bob, 100)})
    company.drain()
    found = states(company, "first_deal")
    assert found == {(ann, "first"): AwardState.TAKEN, (bob, "first"): AwardState.PROVISIONAL}


def test_a_record_changes_hands_until_its_period_is_over_and_the_window_has_passed(company):
    ann, bob, cleo, _ = company.people
    company.post({"a": sale(ann, 500_00, TODAY - timedelta(days=10))})
    pass_days(company, 5)
    assert states(company, "biggest_month") == {(ann, "2026-11"): AwardState.PROVISIONAL}
    company.post({"b": sale(bob, 900_00)})
    company.drain()
    held = {(ann, "2026-11"): AwardState.TAKEN, (bob, "2026-11"): AwardState.PROVISIONAL}
    assert states(company, "biggest_month") == held
    company.post({"c": sale(cleo, 900_00)})  # as large: they share it
    company.drain()
    held |= {(cleo, "2026-11"): AwardState.PROVISIONAL}
    assert states(company, "biggest_month") == held
    pass_days(company, 10)  # 8 December
    company.post({"d": sale(ann, 5_000_00)})
    company.drain()
    held |= {(bob, "2026-11"): AwardState.FINAL, (cleo, "2026-11"): AwardState.FINAL}
    assert states(company, "biggest_month") == held


def test_the_record_falls_back_when_its_deal_is_taken_back(company):
    ann, bob, *_ = company.people
    company.post({"a": sale(ann, 500_00), "b": sale(bob, 900_00)})
    company.drain()
    company.post({"b": sale(bob, 100_00)})
    company.drain()
    held = {(ann, "2026-11"): AwardState.PROVISIONAL, (bob, "2026-11"): AwardState.TAKEN}
    assert states(company, "biggest_month") == held


def test_the_top_of_a_week_comes_with_the_next_day_and_a_late_deal_changes_it(company):
    ann, bob, cleo, _ = company.people
    friday = TODAY - timedelta(days=3)
    company.post({"a": sale(ann, 300, friday), "b": sale(bob, 200, friday)})
    company.post({"c": sale(cleo, 100, friday), "d": sale(ann, 100, TODAY)})
    company.drain()
    assert states(company, "top_week") == {(ann, "2026-W47"): AwardState.PROVISIONAL}
    company.post({"e": sale(bob, 200, friday)})
    company.drain()
    told = {(ann, "2026-W47"): AwardState.TAKEN, (bob, "2026-W47"): AwardState.PROVISIONAL}
    assert states(company, "top_week") == told
    pass_days(company, 7)
    assert (ann, "2026-W48") not in states(company, "top_week")  # of one person there is no top


def test_somebody_who_leaves_keeps_their_badges(company):
    ann = company.people[0]
    company.post({name: sale(ann, 100) for name in "abc"})
    company.drain()
    before = company.stored()
    company.store.people.update(company.workspace, ann, ends_on=TODAY)
    company.drain()
    assert company.stored() == before == company.replay()


def test_a_badge_that_is_off_is_neither_given_nor_taken(company):
    ann, bob, *_ = company.people
    company.post({name: sale(ann, 100) for name in "abc"})
    company.drain()
    company.store.badges.put(company.workspace, "hat_trick", {}, enabled=False)
    company.post({"c": Sale(), **{name: sale(bob, 100) for name in "def"}})
    company.drain()
    assert states(company, "hat_trick") == {(ann, "2026-11-23"): AwardState.PROVISIONAL}
    company.store.badges.put(company.workspace, "hat_trick", {}, enabled=True)
    company.drain()
    on_again = {(ann, "2026-11-23"): AwardState.TAKEN, (bob, "2026-11-23"): AwardState.PROVISIONAL}
    assert states(company, "hat_trick") == on_again


def test_a_new_badge_of_the_teams_own_counts_what_was_before(company):
    ann = company.people[0]
    company.post({"a": sale(ann, 600_00), "b": sale(ann, 500_00, TODAY - timedelta(days=40))})
    company.drain()
    rain = {"comparison": "threshold", "metric": "revenue", "period": "month", "threshold": "500"}
    company.store.badges.put(company.workspace, "rain", HEAD | {"points": 5} | rain)
    company.drain()
    assert {slot for _, slot in states(company, "rain")} == {"2026-11", "2026-10"}
    company.store.badges.put(
        company.workspace, "rain", HEAD | {"points": 5} | rain | {"threshold": "550"}
    )
    company.drain()
    held = company.store.awards.of_badge(company.workspace, "rain")
    assert [one.slot for one in held] == ["2026-11"]


def test_what_goes_wrong_in_the_hook_undoes_the_whole_step(company):
    told = []

    def refuse(gained, lost):
        told.append((gained, lost))
        if len(told) == 1:
            raise RuntimeError("no points today")

    company.awarding = Awarding(company.office.services.desk, on_change=refuse)
    company.post({"a": sale(company.people[0], 100)})
    with pytest.raises(RuntimeError):
        company.drain()
    assert company.stored() == set()
    company.drain()
    assert company.stored() == company.earned()
    assert [one.badge for one in told[-1][0]] == ["first_deal", "biggest_month", "biggest_year"]


def test_two_processes_may_follow_in_turn(company):
    ann, bob, *_ = company.people
    other = Awarding(company.office.services.desk)
    for number in range(12):
        company.post({f"d{number % 5}": sale((ann, bob)[number % 2], 100 * number)})
        (company.awarding if number % 3 else other).follow()
    company.drain()
    assert company.stored() == company.earned()


def test_a_large_import_is_answered_by_one_replay(company, monkeypatch):
    monkeypatch.setattr(awarding, "BEHIND", 20)
    people = company.people
    company.post(
        {f"d{n}": sale(people[n % 4], 100 + n, TODAY - timedelta(days=n)) for n in range(60)}
    )
    assert company.awarding.follow()
    assert company.stored() == company.earned()


def test_the_preview_says_who_would_have_earned_it_and_gives_nothing(company):
    ann, bob, *_ = company.people
    company.post({"a": sale(ann, 600_00), "b": sale(bob, 700_00), "c": sale(ann, 900_00)})
    company.post({"d": sale(ann, 900_00, TODAY - timedelta(days=40))})
    company.drain()
    before = company.stored()
    rain = {"comparison": "threshold", "metric": "revenue", "period": "month", "threshold": "500"}
    badge = badge_from("rain", HEAD | rain)
    since = TODAY - timedelta(days=180)
    found = company.awarding.preview(OPERATOR, badge, since)
    assert (found.people, found.times) == (2, 3)
    found = company.awarding.preview(OPERATOR, badge, TODAY - timedelta(days=10))
    assert (found.people, found.times) == (2, 2)
    biggest = badge_from("big", HEAD | {"comparison": "biggest", "period": "month"})
    assert company.awarding.preview(OPERATOR, biggest, since).times == 2
    assert company.stored() == before
    with pytest.raises(NotAllowed):
        company.awarding.preview(company.office.actor("Ann", Role.MANAGER), badge, since)


def test_a_deal_that_is_taken_in_apart_still_takes_the_record(company, monkeypatch):
    monkeypatch.setattr(awarding, "BATCH", 1)
    ann, bob, cleo, _ = company.people
    company.post({"a": sale(ann, 900_00)})
    company.drain()
    company.post({"b": sale(bob, 1_000_00, TODAY, cleo)})  # 600 and 400
    company.drain()
    held = {who for (who, _), state in states(company, "biggest_month").items() if state != "taken"}
    assert held == {bob, cleo}


def test_every_day_that_starts_leaves_what_the_rules_give(office):
    company = found_company(office.store)
    ann, bob, *_ = company.people
    for number in range(45):
        ahead = sale((ann, bob)[number % 2], 100_00 * number, TODAY + timedelta(days=number + 2))
        company.post({f"ahead{number}": ahead})
        pass_days(company, 1)
        assert company.stored() == company.earned()


def test_following_and_replaying_agree_on_every_database(any_store):
    company = found_company(any_store)
    company.office.time.now += timedelta(days=2)
    company.drain()
    ann, bob, cleo, dirk = company.people
    company.post({"h246": sale(dirk, 9_000_00), "x": sale(ann, 20_000_00, TODAY, bob)})
    company.drain()
    company.post({"x": sale(cleo, 1_000_00, TODAY - timedelta(days=30)), "h241": Sale()})
    company.away(0, TODAY - timedelta(days=4), TODAY - timedelta(days=2))
    company.restart()
    company.drain()
    company.office.time.now += timedelta(days=9)
    company.post({"y": sale(bob, 700_00, TODAY, cleo), "z": sale(bob, 700_00, TODAY, cleo)})
    company.drain()
    followed = company.stored()
    assert followed == company.earned()
    assert company.replay() == followed
