"""A board is shared with a channel once, without anything private, and never shames the last."""

import json

from bot.views.checks import cell_text


def shared_in(company, person):
    return [m for m in person.messages(company.sales) if not m.get("is_ephemeral")]


def names_on(message) -> list[str]:
    table = next(block for block in message["blocks"] if block["type"] == "table")
    return [cell_text(row[1]) for row in table["rows"]][1:]


def test_everybody_sees_the_top_and_who_shared_it(company):
    bram, sofia = company.act_as("Bram Kok"), company.act_as("Sofia Peeters")
    message = bram.command("/leaderboard", channel=company.sales).message
    bram.click(message, "share")
    (shared,) = shared_in(company, sofia)
    assert "Shared by Bram Kok." in shared["text"]
    assert names_on(shared)[0] == "Sofia Peeters"
    assert len(names_on(shared)) == 10
    assert "(you)" not in json.dumps(shared)
    assert not any(block["type"] == "actions" for block in shared["blocks"])
    assert company.slack.errors == []


def test_a_double_click_posts_once(company):
    bram = company.act_as("Bram Kok")
    message = bram.command("/leaderboard", channel=company.sales).message
    bram.click(message, "share")
    bram.click(message, "share")
    assert len(shared_in(company, bram)) == 1
    assert bram.last_message(company.sales)["text"] == "You shared this board already."


def test_another_process_knows_that_it_was_shared(company):
    bram = company.act_as("Bram Kok")
    message = bram.command("/leaderboard", channel=company.sales).message
    bram.click(message, "share")
    company.deps.once.__init__()  # all that this process alone remembers
    bram.click(message, "share")
    assert len(shared_in(company, bram)) == 1


def test_what_slack_did_not_take_can_be_shared_again(company):
    bram = company.act_as("Bram Kok")
    message = bram.command("/leaderboard", channel=company.sales).message
    company.slack.faults.inject(method="response_url", kind="429")
    bram.click(message, "share")
    assert shared_in(company, bram) == []
    bram.click(message, "share")
    assert len(shared_in(company, bram)) == 1


def test_the_last_places_are_never_shared(company):
    bram = company.act_as("Bram Kok")
    message = bram.command("/leaderboard", "top 50", channel=company.sales).message
    bram.click(message, "share")
    (shared,) = shared_in(company, bram)
    assert "Mees Blom" not in json.dumps(shared)
    assert len(names_on(shared)) == 11


def test_a_later_page_shares_the_top_all_the_same(company):
    bram = company.act_as("Bram Kok")
    message = bram.command("/leaderboard", "top 5 page 2", channel=company.sales).message
    bram.click(message, "share")
    assert names_on(shared_in(company, bram)[0])[0] == "Sofia Peeters"


def test_a_channel_reads_the_language_of_the_workspace(company):
    anna = company.act_as("Anna de Vries")
    message = anna.command("/leaderboard", channel=company.sales).message
    anna.click(message, "share")
    assert shared_in(company, anna)[0]["text"].startswith("Revenue · November 2026")


def test_when_slack_drops_the_answer_it_is_not_sent_twice(company):
    bram = company.act_as("Bram Kok")
    message = bram.command("/leaderboard", channel=company.sales).message
    company.slack.faults.inject(method="response_url", kind="drop_after_accept")
    bram.click(message, "share")
    assert len(shared_in(company, bram)) == 1
    assert "Look before you share again." in bram.last_message(company.sales)["text"]
