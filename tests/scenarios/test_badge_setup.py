"""Admins set up badges, points and levels in modals, in both languages."""

from datetime import date

import pytest

from bot.domain.badges.built_in import BUILT_IN_BADGES
from store.records import Role


def in_charge(company, name):
    company.store.roles.grant(company.workspace, company.users[name], Role.ADMIN)
    return company.act_as(name)


@pytest.fixture
def sofia(company):
    """Sofia looks after Koploper, in English."""
    return in_charge(company, "Sofia Peeters")


@pytest.fixture
def anna(company):
    """Anna looks after Koploper, in Dutch."""
    return in_charge(company, "Anna de Vries")


def told(view) -> str:
    return "\n".join(block["text"]["text"] for block in view["blocks"] if "text" in block)


def opened(company, person, words="badges"):
    person.command("/koploper", words, channel=company.sales)
    return person.open_view()


def new_badge(company, person, **fields):
    """The form of a new badge, filled in but not submitted."""
    person.click(opened(company, person), "badge-new")
    filled = {"name": "Full house", "tells": "Five deals in a month.", "threshold": "2", **fields}
    person.fill({name: {"value": value} for name, value in filled.items()})


def shows(company, person, text):
    """Whether the form says this once it has been worked out, and did not before."""
    before = told(person.open_view())
    company.live(seconds=1)
    return text in told(person.open_view()) and text not in before


def badge_named(company, name):
    badges = company.deps.badges.all(company.deps.desk.snapshots.current())
    return next((badge for badge in badges.values() if badge.name == name), None)


def points(company, name="Bram Kok"):
    said = company.act_as(name).command("/leaderboard", "points all time", channel=company.sales)
    return said.message["text"].splitlines()[0]


def test_where_badges_are_told_is_set_from_the_list(company, sofia):
    view = opened(company, sofia)
    assert "New badges are told in no channel yet" in told(view)
    sofia.click(view, "badges-where")
    filled = {"channel": company.sales, "time": "09:15", "correction_days": "5"}
    assert sofia.submit({name: {"value": value} for name, value in filled.items()}) == {}
    listed = told(sofia.open_view())
    assert f"<#{company.sales}> on working days at 09:15" in listed
    assert "take one back for 5 days." in listed
    kept = company.deps.announcements.settings()
    assert (kept.channel, kept.correction_days) == (company.sales, 5)


def test_the_number_of_days_is_checked_beside_its_field(company, sofia):
    sofia.click(opened(company, sofia), "badges-where")
    wrong = sofia.submit({"correction_days": {"value": "61"}})
    assert "correction_days" in wrong
    assert company.deps.announcements.settings().correction_days == 3


def test_a_new_badge_is_tried_out_before_it_is_saved(company, sofia):
    new_badge(company, sofia)
    sofia.click(sofia.open_view(), "badge-preview")
    assert shows(company, sofia, "In the past six months nobody would have earned it.")
    sofia.fill({"threshold": {"value": "1"}})
    sofia.click(sofia.open_view(), "badge-preview")
    assert shows(
        company, sofia, "In the past six months 14 people would have earned it, 28 times in all."
    )
    assert badge_named(company, "Full house") is None
    assert {
        one.badge for one in company.store.awards.all(company.workspace)
    } <= BUILT_IN_BADGES.keys()


def test_the_preview_follows_what_is_chosen_and_keeps_what_was_typed(company, anna):
    new_badge(company, anna, name="Reeks", tells="Zeven dagen.")
    anna.click(anna.open_view(), "value", "streak", block_id="comparison")
    assert shows(company, anna, "Nog niets te proberen")
    view = anna.open_view()
    asked = [block["block_id"] for block in view["blocks"] if block["type"] == "input"]
    assert asked == ["name", "tells", "emoji", "comparison", "metric", "length", "points"]
    anna.fill({"length": {"value": "2"}})
    anna.click(anna.open_view(), "value", "revenue", block_id="metric")
    assert shows(company, anna, "In het afgelopen halfjaar zou niemand hem hebben verdiend.")
    assert anna.submit() == {}
    assert badge_named(company, "Reeks").tells == "Zeven dagen."


def test_a_badge_of_ones_own_is_made_given_changed_and_deleted(company, sofia):
    new_badge(company, sofia, threshold="1", points="40")
    assert sofia.submit() == {}
    assert "Full house* is saved." in told(sofia.open_view())
    badge = badge_named(company, "Full house")
    company.live(minutes=1)
    assert len(company.store.awards.of_badge(company.workspace, badge.key)) == 28
    assert "with 305 points" in points(company)  # 2 deals, 19,500, 2 x 40, a first deal

    sofia.click(sofia.open_view(), "badge-edit", badge.key)
    assert sofia.submit({"points": {"value": "10"}, "name": {"value": "House"}}) == {}
    company.live(minutes=1)
    assert "with 245 points" in points(company)
    assert badge_named(company, "House").key == badge.key

    sofia.click(sofia.open_view(), "badge-edit", badge.key)
    sofia.click(sofia.open_view(), "badge-delete")
    assert "House* is deleted." in told(sofia.open_view())
    company.live(minutes=1)
    assert badge_named(company, "House") is None
    assert "with 225 points" in points(company)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"threshold": "0"}, "threshold"),
        ({"emoji": "star"}, "emoji"),
        ({"points": "10000"}, None),
    ],
)
def test_what_will_not_do_is_told_beside_its_field_and_keeps_the_form(
    company, sofia, fields, wrong
):
    new_badge(company, sofia, **fields)
    assert list(sofia.submit()) == ([wrong] if wrong else [])
    assert (badge_named(company, "Full house") is None) == (wrong is not None)


def test_a_built_in_badge_is_switched_off_and_its_points_are_changed(company, sofia):
    sofia.click(opened(company, sofia), "badge-edit", "hat_trick")
    assert sofia.submit({"is_on": {"value": []}, "points": {"value": "33"}}) == {}
    assert "Hat-trick* · 33 points · _off_" in told(sofia.open_view())
    for number in range(3):
        company.win("Bram Kok", 10, deal=f"H{number}", on=date(2026, 11, 23))
    company.live(minutes=1)
    assert company.store.awards.of_badge(company.workspace, "hat_trick") == []
    sofia.click(sofia.open_view(), "badge-edit", "hat_trick")
    assert sofia.submit({"is_on": {"value": ["is_on"]}}) == {}
    company.live(minutes=1)
    (award,) = company.store.awards.of_badge(company.workspace, "hat_trick")
    assert award.person_id == company.people["Bram Kok"]


def test_points_and_levels_are_set_from_the_home_tab(company, anna):
    anna.click(anna.open_home(), "home:point-settings")
    view = anna.open_view()
    levels = next(block for block in view["blocks"] if block.get("block_id") == "levels")
    assert levels["element"]["initial_value"].startswith("Starter 0\nLoper 500\n")
    filled = {"weight-deals": "0", "weight-revenue": "0.1", "levels": "Nieuw 0\nLoper 1.000"}
    assert anna.submit({name: {"value": value} for name, value in filled.items()}) == {}
    assert "Opgeslagen." in told(anna.open_view())
    rules = company.deps.points.rules()
    assert {key: str(weight) for key, weight in rules.weights.items()} == {
        "revenue": "0.1",
        "meetings": "2",
    }
    assert [(level.name, level.start) for level in rules.levels] == [("Nieuw", 0), ("Runner", 1000)]
    assert "1,950 points" in points(company)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [({"levels": "Pro 10"}, "levels"), ({"weight-deals": "0.0000001"}, "weight-deals")],
)
def test_weights_and_levels_that_will_not_do_are_told_beside_their_field(
    company, sofia, fields, wrong
):
    before = company.deps.points.rules()
    opened(company, sofia, "points")
    assert wrong in sofia.submit({name: {"value": value} for name, value in fields.items()})
    assert company.deps.points.rules() == before


@pytest.mark.parametrize("words", ["badges", "points", "punten", "insignes"])
def test_only_admins_set_up_badges_and_points(company, words):
    bram = company.act_as("Bram Kok")
    said = bram.command("/koploper", words, channel=company.sales).message["text"]
    assert said == "That is for the people who look after Koploper: owner and admin."
    assert bram.view() is None
