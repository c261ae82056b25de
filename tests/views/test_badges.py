"""How badges, levels and their set-up read, in both languages and within Slack's limits."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from bot.domain.announcing import BadgeSettings, News
from bot.domain.badges.built_in import BUILT_IN_BADGES
from bot.domain.badges.defining import badge_from
from bot.domain.built_in import BUILT_IN
from bot.domain.cabinet import Cabinet, forgotten, grouped, near
from bot.domain.levels import DEFAULT_LEVELS, levels_from, progress
from bot.domain.metrics import Unit
from bot.domain.points import PointRules
from bot.errors import FormError
from bot.views.badge_form import NEEDS, Draft, badge_form, preview_words
from bot.views.badge_setup import built_in_form, list_modal, where_form, where_words
from bot.views.badges import announcement, cabinet_message, near_words
from bot.views.checks import problems
from bot.views.parts import Message
from bot.views.points import built_in_names, level_text, levels_text, points_form
from store.records_badges import Award, AwardState

NOW = datetime(2026, 11, 23, 13, 5, tzinfo=UTC)
HAT_TRICK, ROUND = BUILT_IN_BADGES["hat_trick"], BUILT_IN_BADGES["round_number"]
EMOJI = Path(__file__).parents[2] / "sandbox/page/js/emoji.js"


def fine(message):
    assert problems(message) == ()
    return message.text


def in_modal(view):
    """A modal within the limits that a message has as well, and Slack's for modals."""
    kinds = {block["type"] for block in view["blocks"]}
    assert kinds <= {"section", "context", "actions", "input", "divider", "header"}
    assert len(view["blocks"]) <= 100
    assert len(view["title"]["text"]) <= 24
    ids = [block["block_id"] for block in view["blocks"] if "block_id" in block]
    assert len(ids) == len(set(ids))
    return view


def award(person=1, badge="hat_trick", slot="2026-11-20", day=20, **more):
    given = {"value": 30_000, "state": AwardState.FINAL, "awarded_at": NOW, "final_at": NOW}
    return Award(
        person_id=person, badge=badge, slot=slot, earned_on=date(2026, 11, day), **given | more
    )


def cabinet(*awards, points=700, near=(), **more):
    given = {"person_name": "Bram Kok", "is_self": True, "near": near, "currency": "EUR"}
    return Cabinet(
        held=grouped(awards, BUILT_IN_BADGES),
        level=progress(DEFAULT_LEVELS, points),
        today=date(2026, 11, 23),
        **given | more,
    )


def test_a_post_names_ties_together_and_says_what_each_badge_is_for(en, nl):
    news = [
        News(badge=HAT_TRICK, people=("Anna de Vries", "Bram Kok")),
        News(badge=ROUND, people=("Sofia <b>",), number=50, unit=Unit.COUNT),
    ]
    text = fine(announcement(news, 0, 3, "EUR", en))
    assert text == (
        "New badges. Hat-trick: Anna de Vries and Bram Kok; Round number (50): Sofia ‹b›."
        " If a deal is corrected in the next 3 days, this message changes with it."
    )
    blocks = str(announcement(news, 0, 3, "EUR", nl).blocks)
    assert "*Hattrick*: Anna de Vries en Bram Kok\\nDrie deals op één dag." in blocks


@pytest.mark.parametrize(
    ("taken", "days", "says"),
    [
        (0, 0, ""),
        (0, 1, "in the next 1 day, this message changes with it."),
        (1, 3, "1 badge was taken back after a correction."),
        (2, 3, "2 badges were taken back after a correction."),
    ],
)
def test_a_post_says_that_it_can_change_or_that_it_did(en, taken, days, says):
    news = [News(badge=HAT_TRICK, people=("Bram",))]
    text = fine(announcement(news, taken, days, "EUR", en))
    assert text.rstrip().endswith(says or "Hat-trick: Bram.")
    assert ("corrected in the next" in text) == (not taken and days > 0)


def test_when_all_was_taken_back_the_post_says_so_kindly_and_names_nobody(tr):
    message = announcement([], 3, 3, "EUR", tr)
    fine(message)
    assert len(message.blocks) == 2


def test_a_post_of_everything_for_everybody_still_fits(tr):
    people = tuple(f"Person with quite a long name {number}" for number in range(200))
    news = [News(badge=badge, people=people) for badge in BUILT_IN_BADGES.values()]
    fine(announcement(news * 3, 5, 3, "EUR", tr))


def test_badges_are_grouped_with_the_newest_first_and_how_often(en, nl):
    mine = cabinet(
        award(slot="2026-11-02", day=2),
        award(slot="2026-11-20", day=20),
        award(badge="first_deal", slot="first", day=5),
        award(badge="gone_badge", slot="x", day=1),
    )
    text = fine(cabinet_message(mine, en))
    assert "Your badges. 4 badges." in text
    assert text.splitlines()[-1] == (
        "Hat-trick × 2 · 20 Nov 2026; First deal · 5 Nov 2026; Gone badge · 1 Nov 2026"
    )
    assert "Level 2: Runner · 700 points 1,800 more to Sprinter." in text
    assert "Hattrick × 2 · 20 nov 2026" in fine(cabinet_message(mine, nl))
    theirs = fine(cabinet_message(cabinet(is_self=False), en))
    assert theirs.startswith("Badges of Bram Kok. 0 badges.")
    assert theirs.endswith("No badges yet.")
    assert "your next deal may bring" in fine(cabinet_message(cabinet(), en))


def test_hundreds_of_badges_fit(tr):
    many = [award(badge=f"own_{n}", slot=str(n), day=1 + n % 28) for n in range(300)]
    fine(cabinet_message(cabinet(*many), tr))


OWN = {
    "money": {"comparison": "count", "metric": "revenue", "counts": ["1000000"]},
    "week": {"comparison": "threshold", "metric": "meetings", "period": "week", "threshold": "10"},
}


@pytest.mark.parametrize(
    ("badge", "metric", "value", "says"),
    [
        ("round_number", "deals", 48, "2 deals to your 50th"),
        ("round_number", "deals", Fraction(97, 2), "2 deals to your 50th"),
        ("round_number", "deals", 249, "1 deal to your 250th"),
        ("round_number", "deals", 30, None),
        ("round_number", "deals", 0, None),
        ("round_number", "deals", 100_000, None),
        ("hat_trick", "deals", 2, "1 more deal today for *Hat-trick*"),
        ("hat_trick", "deals", 1, None),
        ("hat_trick", "deals", 3, None),
        ("first_deal", "deals", 0, "*First deal* is still to come"),
        ("first_deal", "deals", 1, None),
        ("top_week", "revenue", 5, None),
        ("money", "revenue", 90_000_000, "€100,000 more to €1,000,000 for *Mine* (revenue)"),
        ("week", "meetings", 7, "3 more this week for *Mine* (meetings)"),
    ],
)
def test_what_is_within_reach_is_told_as_a_step(en, badge, metric, value, says):
    head = {"name": "Mine", "tells": "Mine."}
    known = BUILT_IN_BADGES | {key: badge_from(key, head | data) for key, data in OWN.items()}
    found = near(known[badge], BUILT_IN[metric], value)
    assert (found and near_words(found, "EUR", en)) == says


def test_a_badge_that_is_off_is_never_within_reach():
    assert near(forgotten("x"), BUILT_IN["deals"], 0) is None


def test_the_highest_level_has_no_way_further(en, nl):
    top = progress(DEFAULT_LEVELS, 60_000)
    assert level_text(top, en) == (
        "Level 6: *Koploper* · 60,000 points\nThis is the highest level there is."
    )
    assert level_text(top, nl).startswith("Niveau 6: *Koploper* · 60.000 punten\n")


def test_levels_with_a_built_in_name_keep_it_in_every_language(nl):
    typed = levels_text(DEFAULT_LEVELS, nl)
    assert "Loper 500" in typed
    assert built_in_names(levels_from(typed), nl) == DEFAULT_LEVELS


def test_the_form_of_points_asks_per_whole_unit_and_leaves_out_what_is_lost(en, nl):
    view = in_modal(points_form(PointRules(), BUILT_IN, "EUR", en))
    labels = {b["block_id"]: b["label"]["text"] for b in view["blocks"] if b["type"] == "input"}
    assert labels["weight-revenue"] == "Revenue: points per €1"
    assert labels["weight-deals"] == "Deals: points for each"
    assert "weight-lost_deals" not in labels
    assert "weight-points" not in labels
    lost = PointRules(weights={"lost_deals": Decimal(1)})
    ids = [b.get("block_id") for b in points_form(lost, BUILT_IN, "JPY", nl)["blocks"]]
    assert "weight-lost_deals" in ids


def test_the_list_says_where_badges_are_told_and_offers_each_for_a_change(tr):
    badges = [(badge, badge.points) for badge in BUILT_IN_BADGES.values()]
    own = [
        (badge_from(f"own_{n}", {"name": f"Own {n}", "tells": "x", **OWN["week"]}), 5)
        for n in range(50)
    ]
    view = in_modal(list_modal([*badges, *own], BadgeSettings(channel="C1"), tr, note="ok"))
    values = [b["accessory"]["value"] for b in view["blocks"] if "accessory" in b]
    assert values == [badge.key for badge, _ in [*badges, *own]]
    assert "<#C1>" in where_words(BadgeSettings(channel="C1"), tr)
    assert "<#" not in where_words(BadgeSettings(), tr)
    in_modal(where_form(BadgeSettings(channel="C1"), tr))
    in_modal(built_in_form(HAT_TRICK, 15, tr))


@pytest.mark.parametrize("comparison", NEEDS)
def test_the_form_asks_what_its_comparison_needs(tr, comparison):
    view = in_modal(badge_form(Draft(data={"comparison": comparison}), BUILT_IN, tr))
    asked = [block["block_id"] for block in view["blocks"] if block["type"] == "input"]
    assert asked == ["name", "tells", "emoji", "comparison", *NEEDS[comparison], "points"]
    metrics = [
        option["value"]
        for block in view["blocks"]
        if block.get("block_id") == "metric"
        for option in block["element"]["options"]
    ]
    assert "points" not in metrics
    assert ("win_rate" in metrics) == (comparison in {"threshold", "best", "own_best"})


def test_a_preview_is_one_sentence(en):
    assert preview_words(4, 9, None, en) == (
        "In the past six months 4 people would have earned it, 9 times in all."
    )
    assert preview_words(1, 1, None, en) == (
        "In the past six months 1 person would have earned it, once in all."
    )
    assert preview_words(0, 0, None, en) == "In the past six months nobody would have earned it."
    problem = FormError("threshold", "A number above 0, such as 5, 2.5 or 10000.")
    assert preview_words(0, 0, problem, en).endswith("10000.")


def test_the_local_slack_has_a_picture_for_every_built_in_badge():
    known = re.findall(r"[a-z0-9_]+", EMOJI.read_text(encoding="utf-8"))
    assert {badge.emoji.strip(":") for badge in BUILT_IN_BADGES.values()} <= set(known)


def test_a_note_and_a_preview_are_within_the_limits_of_messages(tr):
    view = badge_form(Draft(key="k", data=OWN["money"]), BUILT_IN, tr, preview="x")
    shown = [block for block in view["blocks"] if block["type"] != "input"]
    assert problems(Message(text="x", blocks=shown)) == ()
