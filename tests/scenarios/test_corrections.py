"""A posted board moves later: who is concerned hears first, the channel reads one line, once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.deps import build_deps
from bot.jobs.corrections import Look, LostError, correct
from store.open import open_store
from store.records import Role
from tests.scenarios.boards import below, calls_of, private_to, put_schedule, said_in

TODAY = date(2026, 11, 23)
NOTHING: list[str] = []


@pytest.fixture
def posted(company):
    """The board of a quarter past two stands in the channel: Sofia 1st, then Daan, Emma, …"""
    put_schedule(company, "board", "revenue this month top 5")
    company.live(minutes=5)
    company.live(minutes=5)
    (message,) = said_in(company)
    assert "Sofia Peeters" in message["text"]
    return message


def lines(company, posted) -> list[str]:
    return [message["text"] for message in below(company, posted)]


def reassign(company) -> None:
    """Sofia's deal of 20,000 was Bram's."""
    company.win("Bram Kok", 20_000, deal="N0", on=date(2026, 11, 10))


def test_a_reassigned_deal_is_one_line_after_those_concerned_have_heard(company, posted):
    reassign(company)
    company.live(seconds=30)
    assert lines(company, posted) == NOTHING
    (heard,) = private_to(company, "Sofia Peeters")
    assert "You hear this first" in heard
    assert "you are not ranked now; the post says 1st" in heard
    (good,) = private_to(company, "Bram Kok")
    assert "good news, you are 1st now." in good
    company.live(minutes=9)
    assert lines(company, posted) == NOTHING
    company.live(minutes=1)
    assert lines(company, posted) == [
        "Corrected, November 2026: 1 deal was reassigned; Bram Kok is 1st now."
    ]
    company.live(hours=1)
    company.live(hours=3)
    assert len(lines(company, posted)) == 1
    assert len(private_to(company, "Sofia Peeters")) == 1
    assert company.slack.errors == []


def test_nobody_who_fell_is_named_in_the_channel(company, posted):
    reassign(company)
    company.live(minutes=1)
    company.live(minutes=11)
    (line,) = below(company, posted)
    assert "Sofia" not in str(line)


def test_what_is_put_right_in_time_is_never_told(company, posted):
    reassign(company)
    company.live(minutes=1)
    company.win("Sofia Peeters", 20_000, deal="N0", on=date(2026, 11, 10))
    company.live(minutes=5)
    (heard,) = private_to(company, "Sofia Peeters")
    assert heard.startswith("All is as it was posted: Revenue · November 2026.")
    company.live(hours=1)
    assert lines(company, posted) == NOTHING


def test_what_is_put_right_before_a_word_was_said_leaves_no_word(company, posted):
    company.slack.faults.inject(method="chat.postMessage", kind="429", times=None, seconds=60)
    reassign(company)
    company.live(minutes=1)
    company.win("Sofia Peeters", 20_000, deal="N0", on=date(2026, 11, 10))
    company.live(minutes=1)
    company.slack.faults.clear()
    company.live(minutes=10)
    company.live(hours=1)
    assert private_to(company, "Sofia Peeters") == NOTHING
    assert lines(company, posted) == NOTHING


def test_several_changes_in_a_row_are_one_line_and_one_word_that_is_edited(company, posted):
    reassign(company)
    company.live(minutes=4)
    company.win("Daan Bakker", 1_000, deal="N1", on=date(2026, 11, 10))
    company.live(minutes=4)
    company.win("Sofia Peeters", 17_500, deal="late", on=date(2026, 11, 19))
    company.live(minutes=4)
    assert lines(company, posted) == NOTHING
    company.live(minutes=10)
    (line,) = lines(company, posted)
    assert line.startswith("Corrected, November 2026: 1 deal was reassigned, 1 deal was recorded")
    assert "Bram Kok is 1st now" in line
    (heard,) = private_to(company, "Sofia Peeters")
    assert "you are 3rd now; the post says 1st" in heard


def test_sales_of_the_day_are_no_correction(company, posted):
    company.win("Bram Kok", 90_000, deal="today", on=TODAY)
    company.live(minutes=1)
    company.live(hours=1)
    assert lines(company, posted) == NOTHING
    assert private_to(company, "Bram Kok") == NOTHING


def test_who_was_overtaken_on_the_podium_hears_that_their_numbers_stand(company, posted):
    company.win("Emma Jansen", 9_000, deal="late", on=date(2026, 11, 19))
    company.live(minutes=1)
    (heard,) = private_to(company, "Sofia Peeters")
    assert "your own numbers stand" in heard
    assert "you are 2nd now; the post says 1st" in heard
    company.live(minutes=11)
    assert lines(company, posted) == [
        "Corrected, November 2026: 1 deal was recorded later; Emma Jansen is 1st now, was 3rd."
    ]


def test_a_second_correction_is_measured_from_the_first(company, posted):
    reassign(company)
    company.live(minutes=1)
    company.live(minutes=11)
    company.win("Sofia Peeters", 20_000, deal="N0", on=date(2026, 11, 10))
    company.live(minutes=1)
    company.live(minutes=11)
    first, second = lines(company, posted)
    assert "Bram Kok is 1st now" in first
    assert "Sofia Peeters is 1st now" in second


def test_the_button_says_why_in_private(company, posted):
    reassign(company)
    company.live(minutes=1)
    sofia = company.act_as("Sofia Peeters")
    message = sofia.last_message(sofia.dm())
    sofia.click(message, "post:why")
    answer = sofia.last_message(sofia.dm())
    assert "Everything recorded since then" in answer["text"]
    assert "Customer N0" in answer["text"]


def test_both_languages_are_spoken_where_they_are_read(company):
    put_schedule(company, "board", "omzet deze maand top 5", locale="nl")
    company.live(minutes=5)
    company.live(minutes=5)
    (message,) = said_in(company)
    company.win("Anna de Vries", 20_000, deal="N0", on=date(2026, 11, 10))
    company.live(minutes=1)
    (dutch,) = private_to(company, "Anna de Vries")
    assert "goed nieuws, je bent nu 1e." in dutch
    (english,) = private_to(company, "Sofia Peeters")
    assert "You hear this first" in english
    company.live(minutes=11)
    assert lines(company, message) == [
        "Gecorrigeerd, november 2026: 1 deal ging naar iemand anders; Anna de Vries is nu 1e."
    ]


def test_the_channel_waits_for_the_word_in_private(company, posted):
    company.slack.faults.inject(method="chat.postMessage", kind="429", times=None, seconds=60)
    reassign(company)
    company.live(minutes=1)
    company.live(minutes=15)
    assert lines(company, posted) == NOTHING
    company.slack.faults.clear()
    company.live(minutes=10)
    company.live(minutes=1)
    assert len(private_to(company, "Sofia Peeters")) == 1
    assert len(lines(company, posted)) == 1


def test_of_two_processes_and_after_a_restart_each_word_is_said_once(company, posted, tmp_path):
    others = [
        open_store(company.deps.settings.database, data_dir=tmp_path, clock=company.time)
        for _ in range(2)
    ]
    all_deps = [company.deps]
    all_deps += [build_deps(company.deps.settings, store, company.time) for store in others]
    reassign(company)
    for minutes in (0, 1, 9, 1, 1, 60):
        company.time.now += timedelta(minutes=minutes)
        for deps in all_deps:
            correct(deps)
        restarted = build_deps(company.deps.settings, company.store, company.time)
        correct(restarted)
    company.live()
    assert len(private_to(company, "Sofia Peeters")) == 1
    assert len(private_to(company, "Bram Kok")) == 1
    assert len(lines(company, posted)) == 1
    for store in others:
        store.close()


def test_who_read_the_same_but_decides_later_says_nothing(company, posted, tmp_path):
    """A process is frozen between its look and its decision; another one decides meanwhile."""
    store = open_store(company.deps.settings.database, data_dir=tmp_path, clock=company.time)
    frozen = build_deps(company.deps.settings, store, company.time)
    reassign(company)
    version, cases = frozen.corrections.cases(company.time.now)
    look = Look(frozen, version, company.time.now)
    plans = [look.plan(case) for case in cases]
    company.live()
    with pytest.raises(LostError), store.transaction():
        look.carry_out(plans)
    company.live(minutes=1)
    assert len(private_to(company, "Sofia Peeters")) == 1
    store.close()


@pytest.mark.parametrize("kind", ["drop_after_accept", "500_after_accept", "drop_before_accept"])
def test_however_slack_ends_the_call_the_line_is_there_once(company, posted, kind):
    reassign(company)
    company.live(minutes=1)
    company.slack.faults.inject(method="chat.postMessage", kind=kind)
    company.live(minutes=11)
    company.live(minutes=1)
    assert len(lines(company, posted)) == 1


def test_who_dies_between_the_decision_and_the_call_leaves_it_to_the_next(company, posted):
    """What is decided is a row: whoever comes next says it, and nobody decides it again."""
    reassign(company)
    company.live(minutes=1)
    company.time.now += timedelta(minutes=11)
    correct(company.deps)
    assert lines(company, posted) == NOTHING
    restarted = build_deps(company.deps.settings, company.store, company.time)
    correct(restarted)
    company.live()
    assert len(lines(company, posted)) == 1


def test_a_newer_post_of_the_same_board_takes_over(company, posted):
    company.live(days=1)
    company.live(minutes=1)
    older, newer = said_in(company)
    reassign(company)
    company.live(minutes=1)
    company.live(minutes=11)
    assert lines(company, older) == NOTHING
    assert len(lines(company, newer)) == 1
    private = [call for call in calls_of(company, "chat.postMessage") if is_private(call)]
    assert len(private) == 2


def is_private(call) -> bool:
    """Whether it went to a person: Slack then opens the conversation itself."""
    return call.args["channel"].startswith("U")


def test_switched_off_in_between_the_channel_reads_nothing_and_no_word_is_twisted(company, posted):
    reassign(company)
    company.live(minutes=1)
    company.store.preferences.set(company.workspace, "corrections", {"days": 0})
    company.live(minutes=1)
    company.live(hours=1)
    assert lines(company, posted) == NOTHING
    (heard,) = private_to(company, "Sofia Peeters")
    assert "All is as it was posted" not in heard


def test_switched_off_nothing_is_said(company, posted):
    company.store.preferences.set(company.workspace, "corrections", {"days": 0})
    reassign(company)
    company.live(minutes=1)
    company.live(hours=1)
    assert lines(company, posted) == NOTHING
    assert private_to(company, "Sofia Peeters") == NOTHING


def test_admins_set_how_long_posts_are_watched_and_the_channel_waits(company, posted):
    company.store.roles.grant(company.workspace, company.users["Anna de Vries"], Role.ADMIN)
    anna, bram = company.act_as("Anna de Vries"), company.act_as("Bram Kok")
    said = anna.command("/koploper", "correcties", channel=company.sales).message["text"]
    assert said.startswith("Een geplaatst bord wordt 14 dagen gevolgd.")
    said = anna.command("/koploper", "corrections 7 days 2 minutes", channel=company.sales)
    assert "7 dagen" in said.message["text"]
    refused = bram.command("/koploper", "corrections off", channel=company.sales)
    assert "owner and admin" in refused.message["text"]
    reassign(company)
    company.live(minutes=1)
    company.live(minutes=2)
    assert len(lines(company, posted)) == 1


def test_two_boards_of_the_same_days_are_one_word_with_two_buttons(company):
    put_schedule(company, "board", "revenue this month top 5")
    put_schedule(company, "board", "revenue this quarter top 3")
    company.live(minutes=5)
    company.live(minutes=5)
    company.win("Bram Kok", 95_000, deal="late", on=date(2026, 11, 10))
    company.live(minutes=1)
    bram = company.act_as("Bram Kok")
    (heard,) = private_to(company, "Bram Kok")
    assert "Revenue · November 2026" in heard
    assert "Revenue · Q4 2026" in heard
    buttons = [one for one in bram.last_message(bram.dm())["blocks"] if one["type"] == "actions"]
    assert len(buttons) == 2
    company.live(minutes=11)
    assert [len(lines(company, message)) for message in said_in(company)] == [1, 1]
    assert company.slack.errors == []
