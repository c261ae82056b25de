"""What the app does with every delivery: answers in the acknowledgement, once, and to its team."""

import json
import logging
import sqlite3
from contextlib import closing

import pytest
from slack_bolt import BoltRequest

from bot.commands import COMMANDS
from bot.commands.table import KOPLOPER
from bot.error_handler import traceback_of
from bot.errors import UsageError


def body_of(response) -> dict:
    assert response.status == 200
    return json.loads(response.body)


def test_the_answer_is_in_the_acknowledgement_and_private(desk):
    body = body_of(desk.command())
    assert body["response_type"] == "ephemeral"
    assert body["text"].startswith("Revenue · November 2026.")
    assert "Nothing is recorded for this yet." in body["text"]


def test_a_delivery_is_taken_once(desk):
    assert desk.command(trigger_id="7.7").body
    assert desk.command(trigger_id="7.7").body == ""
    assert desk.command(trigger_id="7.8").body


def test_an_event_that_failed_is_taken_again(desk, caplog):
    broken = {"type": "team_join", "user": {"profile": {}}}
    assert desk.event(broken, "Ev1").status == 500
    assert desk.event(broken, "Ev1").status == 500
    whole = {"type": "team_join", "user": {"id": "U5", "name": "eve"}}
    assert desk.event(whole, "Ev2").status == 200
    assert desk.event({**whole, "user": {"id": "U6", "name": "x"}}, "Ev2").status == 200
    assert desk.deps.store.slack_users.get(desk.deps.workspace_id, "U6") is None
    assert caplog.text.count("reference") == 2


def test_another_team_gets_nothing(desk):
    body = desk.command(team_id="T2").body
    assert "November" not in body


def test_a_request_without_a_right_signature_is_refused(desk):
    request = BoltRequest(
        body="command=%2Fleaderboard",
        headers={
            "content-type": ["application/x-www-form-urlencoded"],
            "x-slack-request-timestamp": ["1"],
            "x-slack-signature": ["v0=" + "0" * 64],
        },
    )
    assert desk.app.dispatch(request).status == 401


def test_bad_signatures_do_not_put_bodies_in_the_log(desk):
    assert logging.getLogger("slack_bolt.RequestVerification").level == logging.WARNING


def test_a_refusal_is_told_in_the_readers_language(desk):
    desk.know("U2", "Bram", locale="nl-NL")
    told = body_of(desk.command("role list", command="/koploper", user_id="U2"))["text"]
    assert told == "Ik weet nog niet wie je bent in de verkoopgegevens."
    desk.know("U1", "Anna", locale="nl-NL")
    told = body_of(desk.command("top 0"))["text"]
    assert told.startswith("Een top heeft 1 tot 100 plaatsen.")


def test_a_failure_gets_a_reference_under_which_the_log_says_why(desk, tmp_path, caplog):
    with closing(sqlite3.connect(tmp_path / "koploper.db")) as database, database:
        database.execute("DROP TABLE series")
    told = body_of(desk.command("deals this year"))["text"]
    reference = told.split("`")[1]
    assert told.startswith("Something went wrong on my side")
    assert f"reference {reference}" in caplog.text
    assert "OperationalError" in caplog.text
    assert "this year" not in caplog.text


def test_a_traceback_says_where_but_not_what_was_typed():
    try:
        int("my secret customer of U123456")
    except ValueError as error:
        error.__cause__ = KeyError("my secret customer")
        told = traceback_of(error, {"text": "my secret customer", "user": {"id": "U123456"}})
    assert "test_dispatch.py" in told
    assert "ValueError: invalid literal for int() with base 10: '… of …'" in told
    assert "caused by:\nKeyError: '…'" in told


@pytest.mark.parametrize("value", [None, "", "x" * 2_001, 7])
def test_a_forged_tap_is_refused_without_harm(desk, value, caplog):
    response = desk.tap({"action_id": "show:next", "value": value})
    assert response.status == 200
    assert "reference" not in caplog.text


def test_a_tap_whose_answer_cannot_be_delivered_fails_loudly_for_the_operator(desk, caplog):
    assert desk.tap({"action_id": "show:next", "value": "deals"}).status == 200
    assert "reference" in caplog.text
    assert "127.0.0.1:9/none" not in caplog.text


def test_a_profile_slack_does_not_give_in_time_is_asked_for_again(desk):
    told = body_of(desk.command(user_id="U404"))["text"]
    assert told == "Slack did not tell me in time who you are. Send the command again."


def test_the_table_has_every_name_once_in_both_languages():
    assert [command.name for command in COMMANDS] == [
        *("/leaderboard", "/deal", "/pulse", "/koploper")
    ]
    for command in COMMANDS:
        names = [name for sub in command.subcommands for name in (sub.name, *sub.aliases)]
        assert len(names) == len(set(names))
        assert len(command.usage) <= 1_000
        assert command.summary


def test_help_lists_the_whole_table(desk):
    told = body_of(desk.command("help", command="/koploper"))["text"]
    for sub in KOPLOPER.subcommands:
        assert f"/koploper {sub.name}" in told


def test_errors_without_a_tongue_speak_english(desk):
    assert str(UsageError("The roles are {roles}.", roles="a")) == "The roles are a."
