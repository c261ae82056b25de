"""Somebody's own page on the Home tab, as the real app draws it in a local Slack."""

import pytest

from bot.home.page import FRESH, Drawn, publish
from bot.views.checks import problems
from bot.views.parts import Message
from store.records import Role


def words(view) -> str:
    """All the text of a view, in reading order."""
    found = []

    def read(value):
        if isinstance(value, dict):
            if isinstance(value.get("text"), str):
                found.append(value["text"])
            for key in value:
                if key != "text" or isinstance(value[key], dict):
                    read(value[key])
        elif isinstance(value, list):
            for one in value:
                read(one)

    read(view["blocks"])
    return "\n".join(found)


def ids(view):
    actions = [block for block in view["blocks"] if block["type"] == "actions"]
    return [element["action_id"] for block in actions for element in block["elements"]]


def test_a_rep_sees_their_own_place_the_gap_and_the_way_to_the_next_level(company):
    view = company.act_as("Bram Kok").open_home()
    told = words(view)
    assert told.startswith("Bram Kok")
    assert "You are *12th* of 14 with *€9,000*. *€1,000* more reaches the next place." in told
    assert "11.  Anna de Vries  –  €10,000" in told
    assert "Lotte Prins" not in told  # nobody below is shown
    assert "Level 1: *Starter* · 215 points" in told
    assert "285 more to *Runner*" in told
    assert not {one for one in ids(view) if "settings" in one}
    assert problems(Message(text=".", blocks=view["blocks"])) == ()


def test_the_page_is_in_the_readers_language(company):
    told = words(company.act_as("Anna de Vries").open_home())
    assert "Je bent *11e* van 14 met" in told
    assert "Niveau 1: *Starter*" in told
    assert "Stand van 23 nov 2026, 14:05" in told


def test_the_page_shows_a_deal_that_was_won_since(company):
    bram = company.act_as("Bram Kok")
    bram.open_home()
    company.win("Bram Kok", 50_000, deal="B1")
    assert "You are *1st* of 14 with *€59,000*. Nobody is ahead." in words(bram.open_home())
    company.win("Bram Kok", 0, deal="B1")
    assert "You are *12th*" in words(bram.open_home())


def test_a_page_is_drawn_again_when_the_data_moved_or_some_time_went_by(company):
    drawn, snapshots = Drawn(), company.deps.desk.snapshots
    snapshot, now = snapshots.current(), company.time.now
    assert not drawn.is_fresh("U1", snapshot, now)
    assert drawn.is_fresh("U1", snapshot, now + FRESH / 2)
    assert not drawn.is_fresh("U2", snapshot, now)
    assert not drawn.is_fresh("U1", snapshot, now + FRESH)
    drawn.forget("U1")
    assert not drawn.is_fresh("U1", snapshot, now + FRESH)
    company.win("Bram Kok", 50_000, deal="B1")
    assert not drawn.is_fresh("U1", snapshots.current(), now + FRESH)


def test_the_messages_tab_draws_nothing(company):
    company.act_as("Bram Kok").open_messages_tab()
    assert not [call for call in company.slack.calls if call.method == "views.publish"]


@pytest.mark.parametrize(
    ("button", "says"),
    [("home:board", "1  Sofia Peeters  ·  €20,000"), ("home:why", "Customer N11")],
)
def test_the_buttons_open_a_modal_to_read(company, button, says):
    bram = company.act_as("Bram Kok")
    bram.click(bram.open_home(), button)
    view = bram.open_view()
    assert says in words(view)
    assert not [block for block in view["blocks"] if block["type"] in ("table", "actions")]


def test_an_admin_finds_the_set_up_on_their_page(company):
    sofia = company.act_as("Sofia Peeters")
    assert "home:point-settings" not in ids(sofia.open_home())
    company.store.roles.grant(company.workspace, company.users["Sofia Peeters"], Role.ADMIN)
    assert "home:point-settings" in ids(sofia.open_home())


def test_somebody_who_is_nobody_here_is_welcomed_and_told_the_way_in(company):
    stranger = company.join("Zoë Nobody", email="zoe@elsewhere.example")
    told = words(stranger.open_home())
    assert told.startswith("Welcome to Koploper")
    assert "/koploper link" in told
    assert "Sofia" not in told


def test_a_person_is_offered_on_the_page_and_linked_with_a_tap(company):
    emma = company.join("Emma Jansen", email="private@elsewhere.example", locale="nl-NL")
    view = emma.open_home()
    assert "Ben jij *Emma Jansen*?" in words(view)
    emma.click(view, "home:link-me")
    assert "Je bent *3e* van 14" in words(emma.home())


def test_somebody_who_sells_nothing_sees_the_top_and_no_place_of_their_own(company):
    boss = company.join("Iris Boss", email="iris@elsewhere.example")
    company.store.roles.grant(company.workspace, company.users["Iris Boss"], Role.MANAGER)
    view = boss.open_home()
    told = words(view)
    assert "Open the board to see who is where." in told
    assert "1.  Sofia Peeters  –  €20,000" in told
    assert "Level" not in told
    assert ids(view) == ["home:board"]


def test_a_page_that_was_replaced_meanwhile_is_drawn_all_the_same(company):
    bram = company.act_as("Bram Kok")
    bram.open_home()
    newer = {"type": "home", "blocks": [{"type": "divider"}]}
    publish(company.deps.client, bram.id, newer, "a hash of long ago")
    assert [block["type"] for block in bram.home()["blocks"]] == ["divider"]


def test_buttons_carry_no_more_than_a_question_about_a_board(company):
    bram = company.act_as("Bram Kok")
    view = bram.open_home()
    values = [
        element["value"]
        for block in view["blocks"]
        if block["type"] == "actions"
        for element in block["elements"]
    ]
    assert values == ["metric revenue period 2026-11 by rep"] * 2 + ["badges", "deal"]
