"""A live board in a channel: one message that follows the numbers, whatever happens to it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.deps import build_deps
from bot.jobs.live import keep_live
from bot.services.access import OPERATOR
from store.open import open_store
from store.records import Role
from tests.scenarios.boards import (
    calls_of,
    pins_of,
    private_to,
    put_schedule,
    rows_of,
    said_in,
)

TODAY = date(2026, 11, 23)


def test_it_is_one_pinned_message_that_follows_the_numbers(company):
    put_schedule(company, "live")
    company.live()
    (message,) = said_in(company)
    assert message["text"].startswith("Revenue · November 2026.")
    assert "Live: updated 23 Nov 2026, 14:05." in message["text"]
    assert rows_of(message)[0][1:3] == ["Sofia Peeters", "€20,000"]
    assert pins_of(company) == [message["ts"]]
    company.win("Bram Kok", 25_000, deal="big", on=TODAY)
    company.live(minutes=5)
    (edited,) = said_in(company)
    assert edited["ts"] == message["ts"]
    assert rows_of(edited)[0][1:3] == ["Bram Kok", "€34,000"]
    assert "Live: updated 23 Nov 2026, 14:10." in edited["text"]
    assert company.slack.errors == []


def test_time_alone_changes_nothing(company):
    put_schedule(company, "live")
    company.live()
    before = len(company.slack.calls)
    company.live(minutes=1)
    company.live(hours=2)
    assert len(company.slack.calls) == before


def test_a_hundred_deals_in_a_minute_are_two_edits_and_the_last_shows_them_all(company):
    put_schedule(company, "live")
    company.live()
    company.live(minutes=1)
    for number in range(100):
        company.win("Bram Kok", 100, deal=f"B{number}", on=TODAY)
        company.live(seconds=0.6)
    company.live(seconds=30)
    company.live(minutes=5)
    assert len(calls_of(company, "chat.update")) == 3
    (message,) = said_in(company)
    assert ["2", "Bram Kok", "€19,000", "▲1"] in [row[:4] for row in rows_of(message)]
    assert len(calls_of(company, "chat.postMessage")) == 1


def test_a_deleted_message_is_made_anew_and_pinned_again(company):
    put_schedule(company, "live")
    company.live()
    (first,) = said_in(company)
    company.deps.client.chat_delete(channel=company.sales, ts=first["ts"])
    company.win("Bram Kok", 25_000, deal="big", on=TODAY)
    company.live(minutes=1)
    company.live(minutes=1)
    (second,) = said_in(company)
    assert second["ts"] != first["ts"]
    assert rows_of(second)[0][1] == "Bram Kok"
    assert second["ts"] in pins_of(company)
    company.win("Bram Kok", 5_000, deal="more", on=TODAY)
    company.live(minutes=1)
    (third,) = said_in(company)
    assert third["ts"] == second["ts"]
    assert rows_of(third)[0][2] == "€39,000"


def test_where_pins_are_refused_it_lives_unpinned_and_troubles_nobody(company):
    company.slack.faults.inject(method="pins.add", kind="error", error="missing_scope", times=None)
    put_schedule(company, "live")
    company.live()
    company.win("Bram Kok", 25_000, deal="big", on=TODAY)
    company.live(minutes=1)
    (message,) = said_in(company)
    assert rows_of(message)[0][1] == "Bram Kok"
    assert pins_of(company) == []
    anna = company.act_as("Anna de Vries")
    company.store.roles.grant(company.workspace, company.users["Anna de Vries"], Role.ADMIN)
    status = anna.command("/koploper", "status", channel=company.sales).message["text"]
    assert (
        f"Het live bord in <#{company.sales}> is niet vastgezet: Slack zegt missing_scope."
        in status
    )


def test_on_the_first_the_new_month_has_a_message_and_the_old_one_its_final_state(company):
    put_schedule(company, "live")
    company.live()
    company.time.now = datetime(2026, 11, 30, 22, 59, tzinfo=UTC)
    company.live()
    assert len(said_in(company)) == 1
    company.live(minutes=1)
    old, new = said_in(company)
    assert "Final state of 1 Dec 2026, 00:00." in old["text"]
    assert rows_of(old)[0][1:3] == ["Sofia Peeters", "€20,000"]
    assert new["text"].startswith("Revenue · December 2026.")
    assert "Nothing is recorded for this yet." in new["text"]
    assert pins_of(company) == [new["ts"]]
    company.win("Bram Kok", 2_000, deal="first", on=date(2026, 12, 1))
    company.live(minutes=1)
    old_again, new = said_in(company)
    assert old_again == old
    assert "Bram Kok" in new["text"]


def test_a_paused_board_says_that_it_is_not_updated_any_more(company):
    schedule = put_schedule(company, "live")
    company.live()
    company.deps.schedules.pause(OPERATOR, schedule.id)
    company.live(minutes=1)
    (message,) = said_in(company)
    assert "Not updated any more since 23 Nov 2026, 14:06." in message["text"]
    assert rows_of(message)[0][1] == "Sofia Peeters"
    assert pins_of(company) == []
    company.win("Bram Kok", 25_000, deal="big", on=TODAY)
    company.live(minutes=1)
    assert said_in(company) == [message]
    company.deps.schedules.resume(OPERATOR, schedule.id)
    company.live(minutes=1)
    old, new = said_in(company)
    assert old == message
    assert rows_of(new)[0][1] == "Bram Kok"


def test_a_removed_board_ends_too_and_the_next_one_in_the_channel_lives(company):
    first = put_schedule(company, "live")
    company.live()
    company.deps.schedules.remove(OPERATOR, first.id)
    put_schedule(company, "live", "deals")
    company.live(minutes=1)
    old, new = said_in(company)
    assert "Not updated any more" in old["text"]
    assert new["text"].startswith("Deals")


def test_it_speaks_the_language_and_the_zone_of_its_schedule(company):
    put_schedule(company, "live", locale="nl", zone="America/New_York")
    company.live()
    (message,) = said_in(company)
    assert "Live: bijgewerkt 23 nov 2026, 08:05 (America/New_York)." in message["text"]


def test_a_board_that_was_never_sent_ends_without_a_word(company):
    company.slack.faults.inject(method="chat.postMessage", kind="error", error="is_archived")
    schedule = put_schedule(company, "live")
    company.live()
    assert said_in(company) == []
    company.deps.schedules.remove(OPERATOR, schedule.id)
    company.live(minutes=1)
    company.live(hours=1)
    assert said_in(company) == []


def test_my_place_is_told_in_private_from_a_live_board(company):
    put_schedule(company, "live")
    company.live()
    (message,) = said_in(company)
    bram = company.act_as("Bram Kok")
    bram.click(message, "post:place")
    assert "You are *12th* of 14" in str(bram.last_message(company.sales))


def test_of_two_processes_one_posts_and_one_edits(company, tmp_path):
    """Both look at the same moment: neither knows what the other has decided."""
    other = open_store(company.deps.settings.database, data_dir=tmp_path, clock=company.time)
    twin = build_deps(company.deps.settings, other, company.time)
    put_schedule(company, "live")
    keep_live(twin)
    company.live()
    company.win("Bram Kok", 25_000, deal="big", on=TODAY)
    company.time.now = company.time.now.replace(minute=20)
    keep_live(twin)
    keep_live(company.deps)
    company.live()
    assert len(calls_of(company, "chat.postMessage")) == 1
    assert len(calls_of(company, "chat.update")) == 1
    other.close()


@pytest.mark.parametrize("kind", ["drop_after_accept", "500_after_accept"])
def test_when_slack_takes_the_message_and_says_nothing_there_is_still_one(company, kind):
    company.deps.client.conversations_join(channel=company.sales)
    company.slack.faults.inject(method="chat.postMessage", kind=kind)
    put_schedule(company, "live")
    company.live()
    company.live(minutes=1)
    assert len(said_in(company)) == 1
    assert private_to(company, "Sofia Peeters") == []
