"""What reps see who type /leaderboard in Slack, from the first word to the last tap."""

import json

from bot.views.checks import cell_text


def rows_of(message) -> list[list[str]]:
    table = next(block for block in message["blocks"] if block["type"] == "table")
    return [[cell_text(cell) for cell in row] for row in table["rows"]]


def title_of(message) -> str:
    return message["blocks"][0]["text"]["text"]


def test_a_rep_sees_this_months_board_with_their_own_place(company):
    bram = company.act_as("Bram Kok")
    answer = bram.command("/leaderboard", channel=company.sales)
    assert answer.ok
    assert bram.last_message(company.sales)["is_ephemeral"]
    assert title_of(answer.message) == "Revenue · November 2026"
    rows = rows_of(answer.message)
    assert rows[1] == ["1", "Sofia Peeters", "€20,000", "▲13"]
    assert [row[0] for row in rows[10:]] == ["10", "11", "12", "13", "14"] or rows[11][0] == "11"
    assert ["12", "Bram Kok (you)", "€9,000", "▼9"] in rows
    assert (
        "You are 12th of 14 with €9,000. €1,000 more reaches the next place."
        in answer.message["text"]
    )
    assert company.slack.errors == []


def test_a_rep_with_a_dutch_slack_gets_dutch(company):
    anna = company.act_as("Anna de Vries")
    message = anna.command("/leaderboard", "deze maand", channel=company.sales).message
    assert title_of(message) == "Omzet · november 2026"
    assert "Je bent 11e van 14" in message["text"]
    assert rows_of(message)[0] == ["#", "Verkoper", "Omzet", "▲▼"]


def test_nobody_else_sees_the_answer(company):
    company.act_as("Bram Kok").command("/leaderboard", channel=company.sales)
    assert company.act_as("Anna de Vries").messages(company.sales) == []


def test_a_new_deal_shows_at_once(company):
    bram = company.act_as("Bram Kok")
    bram.command("/leaderboard", channel=company.sales)
    company.win("Bram Kok", 50_000, deal="big")
    rows = rows_of(bram.command("/leaderboard", channel=company.sales).message)
    assert rows[1] == ["1", "Bram Kok (you)", "€59,000", "▲2"]


def test_a_menu_changes_the_board_in_its_place(company):
    bram = company.act_as("Bram Kok")
    message = bram.command("/leaderboard", channel=company.sales).message
    bram.click(message, "show:period", "Last month")
    shown = bram.messages(company.sales)
    assert len(shown) == 1
    assert title_of(shown[0]) == "Revenue · October 2026"
    bram.click(shown[0], "show:by", "By team")
    teams = bram.last_message(company.sales)
    assert title_of(teams) == "Revenue · by team · October 2026"
    assert [row[1] for row in rows_of(teams)[1:]] == ["Beta", "Alpha"]
    bram.click(teams, "show:metric", "Deals")
    assert title_of(bram.last_message(company.sales)) == "Deals · by team · October 2026"
    assert company.slack.errors == []


def test_pages_are_turned_and_turned_back(company):
    bram = company.act_as("Bram Kok")
    message = bram.command("/leaderboard", "top 5", channel=company.sales).message
    bram.click(message, "show:next")
    second = bram.last_message(company.sales)
    assert [row[0] for row in rows_of(second)[1:6]] == ["6", "7", "8", "9", "10"]
    bram.click(second, "show:previous")
    assert [row[0] for row in rows_of(bram.last_message(company.sales))[1:6]] == list("12345")


def test_why_opens_the_deals_behind_my_number_and_leads_back(company):
    company.win("Bram Kok", 1_500, deal="X1", link="https://crm.example/X1")
    bram = company.act_as("Bram Kok")
    message = bram.command("/leaderboard", channel=company.sales).message
    bram.click(message, "show:why")
    why = bram.last_message(company.sales)
    assert title_of(why) == "Why: Revenue · November 2026"
    rows = rows_of(why)
    assert rows[1][0] == "20 Nov"
    assert rows[1][1].startswith("Customer X1")
    assert rows[1][2] == "€1,500.00"
    assert "https://crm.example/X1" in json.dumps(why["blocks"])
    bram.click(why, "show:board")
    assert title_of(bram.last_message(company.sales)) == "Revenue · November 2026"


def test_a_corrected_deal_shows_what_was_taken_back(company):
    company.win("Bram Kok", 1_500, deal="X1")
    company.win("Bram Kok", 1_200, deal="X1")
    message = (
        company.act_as("Bram Kok").command("/leaderboard", "why", channel=company.sales).message
    )
    told = [(row[1], row[2]) for row in rows_of(message)[1:4]]
    assert sorted(told) == sorted([
        ("Customer X1 (corrected, new business)", "€1,200.00"),
        ("Customer X1 (↩ taken back, new business)", "-€1,500.00"),
        ("Customer X1 (new business)", "€1,500.00"),
    ])  # fmt: skip


def test_why_of_somebody_else_is_for_their_manager(company):
    bram, sofia = company.act_as("Bram Kok"), company.act_as("Sofia Peeters")
    refused = bram.command("/leaderboard", "why Anna de Vries", channel=company.sales)
    assert refused.message["text"] == "You can ask this about yourself and the people you manage."
    company.store.people.update(
        company.workspace,
        company.people["Anna de Vries"],
        manager_id=company.people["Sofia Peeters"],
    )
    shown = sofia.command("/leaderboard", "why Anna de Vries", channel=company.sales)
    assert title_of(shown.message) == "Why: Revenue · Anna de Vries · November 2026"


def test_a_mistyped_word_is_mended_with_a_tap(company):
    bram = company.act_as("Bram Kok")
    message = bram.command("/leaderboard", "revnue last month", channel=company.sales).message
    assert message["text"].startswith("I do not know “revnue”. Did you mean:")
    first = message["blocks"][1]["elements"][0]
    bram.click(message, first["action_id"], first["value"])
    assert title_of(bram.last_message(company.sales)) == "Revenue · October 2026"


def test_the_board_as_it_was_on_friday(company):
    company.win("Bram Kok", 50_000, deal="monday", on=company.time.now.date())
    bram = company.act_as("Bram Kok")
    then = bram.command("/leaderboard", "as of friday", channel=company.sales).message
    assert title_of(then) == "Revenue · November 2026 · as of 20 Nov 2026"
    assert rows_of(then)[1][1] == "Sofia Peeters"
    assert (
        rows_of(bram.command("/leaderboard", channel=company.sales).message)[1][1]
        == "Bram Kok (you)"
    )


def test_what_moved_since_friday_and_why(company):
    company.win("Bram Kok", 50_000, deal="monday")
    bram = company.act_as("Bram Kok")
    message = bram.command("/leaderboard", "since friday's board", channel=company.sales).message
    rows = rows_of(message)
    assert rows[0] == ["Name", "Then", "Now"]
    assert rows[1] == ["Bram Kok (12→1)", "€9,000", "€59,000"]
    assert rows[2] == ["Sofia Peeters (1→2)", "€20,000", "€20,000"]
    assert "Customer monday" in message["text"]
    bram.click(message, "show:why")
    assert "Customer monday" in bram.last_message(company.sales)["text"]


def test_help_explains_and_its_examples_can_be_tapped(company):
    bram = company.act_as("Bram Kok")
    message = bram.command("/leaderboard", "help", channel=company.sales).message
    assert "You can rank by: Revenue, Deals" in message["text"]
    button = message["blocks"][-1]["elements"][2]
    bram.click(message, button["action_id"], button["value"])
    assert title_of(bram.last_message(company.sales)) == "Revenue · by team · November 2026"


def test_a_hostile_name_pings_nobody(company):
    company.store.people.update(
        company.workspace, company.people["Sofia Peeters"], name="<!channel> & *Sofia*"
    )
    bram = company.act_as("Bram Kok")
    message = bram.command("/leaderboard", channel=company.sales).message
    assert "<!" not in json.dumps(message)
    assert rows_of(message)[1][1] == "‹!channel› & *Sofia*"
    assert company.slack.errors == []


def test_a_forged_value_is_only_words(company):
    bram = company.act_as("Bram Kok")
    company.act_as("Bram Kok").command("/leaderboard", "why", channel=company.sales)
    answer = bram.command("/leaderboard", "mode why person #1", channel=company.sales)
    assert "Customer N0" not in answer.message["text"]
