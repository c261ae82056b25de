"""Roles, links, own metrics and rates from the command line."""

from datetime import UTC, datetime

import pytest

from bot.opening import open_workspace
from store.records import SlackUser


@pytest.fixture
def slack_user(company) -> str:
    """Somebody who typed a command once; not linked."""
    with open_workspace() as opened:
        opened.store.slack_users.put(
            opened.workspace_id,
            SlackUser(
                slack_user_id="U1",
                name="Benny",
                email="benny@example.com",
                locale="en-US",
                zone="Europe/Amsterdam",
                deleted=False,
                is_bot=False,
                fetched_at=datetime(2026, 11, 23, tzinfo=UTC),
            ),
        )
    return "U1"


def test_a_claim_code_is_printed_and_differs_each_time(koploper, home):
    first, second = koploper("claim"), koploper("claim")
    assert first.code == second.code == 0
    assert "/koploper claim " in first.out
    assert first.out != second.out


def test_roles_are_granted_by_id_or_address_and_taken_again(koploper, slack_user):
    assert koploper("role", "grant", "U1", "manager").code == 0
    assert koploper("role", "grant", "benny@example.com", "hr").code == 0
    assert koploper("role", "list").out == "U1  Benny  hr, manager\n"
    assert koploper("role", "take", "U1", "HR").code == 0
    assert koploper("role", "list").out == "U1  Benny  manager\n"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("role", "grant", "U1", "boss"), "The roles are owner, admin, hr, manager."),
        (("role", "grant", "who@example.com", "hr"), "No Slack user with the address"),
        (("link", "U1", "Zed"), "There is nobody called Zed"),
        (("unlink", "U1"), "They are not linked to anybody."),
    ],
)
def test_what_does_not_exist_is_told_on_one_line(koploper, slack_user, arguments, says):
    result = koploper(*arguments)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("koploper: ")
    assert says in result.err
    assert len(result.err.splitlines()) == 1


def test_a_link_shows_in_the_list_of_people_until_it_is_undone(koploper, slack_user):
    assert koploper("link", "benny@example.com", "Ben Carter").code == 0
    lines = [" ".join(line.split()) for line in koploper("people", "list").out.splitlines()]
    assert "Ben Carter Alpha EMEA ben@example.com U1" in lines
    assert "Dora Maar Beta Americas dora@example.com not linked" in lines
    assert koploper("unlink", "U1").code == 0
    assert "U1" not in koploper("people", "list").out


def test_a_metric_of_your_own_ranks(koploper, company):
    added = koploper(
        *("metric", "add", "new_part", "--name", "New business", "--unit", "percent"),
        *("--add", "revenue/new", "--divide", "revenue", "--word", "nieuw deel"),
    )
    assert (added.code, added.err) == (0, "")
    assert "new_part" in koploper("metric", "list").out
    shown = koploper(
        *("board", "nieuw deel", "company", "--today", "2026-11-23", "--format", "json"),
    )
    # 1000.50 + 300.00 + 1.00 of 2401.99
    assert '"total": "54.1842"' in shown.out
    assert koploper("metric", "remove", "new_part").code == 0
    assert koploper("board", "new_part").code == 2


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("x", "--name", "X", "--unit", "count", "--add", "Revenue!"), "is no term"),
        (("x", "--name", "X", "--unit", "count", "--add", "nothing"), "There is no measure"),
        (("revenue", "--name", "X", "--unit", "money", "--add", "revenue"), "is built in"),
        (("x", "--name", "X", "--unit", "bananas", "--add", "revenue"), "The unit is one of"),
    ],
)
def test_a_metric_that_makes_no_sense_is_refused(koploper, home, arguments, says):
    result = koploper("metric", "add", *arguments)
    assert result.code == 2
    assert says in result.err


def test_a_weighted_sum_of_a_measure_of_your_own_is_a_metric(koploper, home):
    assert koploper("measure", "add", "demos", "--unit", "count").code == 0
    assert "demos" in koploper("measure", "list").out
    parts = ("--add", "2*demos", "--add", "meetings")
    added = koploper("metric", "add", "effort", "--name", "Effort", "--unit", "count", *parts)
    assert (added.code, added.err) == (0, "")
    assert koploper("measure", "remove", "demos").code == 0
    assert "effort" not in koploper("metric", "list").out


def test_a_name_that_is_taken_is_told(koploper, home):
    assert koploper("measure", "add", "demos", "--unit", "count").code == 0
    again = koploper("measure", "add", "demos", "--unit", "count")
    assert (again.code, again.out) == (2, "")
    assert "There is a metric or measure demos already." in again.err


def test_removing_what_there_is_not_is_told(koploper, home):
    result = koploper("metric", "remove", "nothing")
    assert (result.code, result.out) == (2, "")
    assert len(result.err.splitlines()) == 1


def test_a_rate_holds_from_its_day_on(koploper, home):
    assert koploper("rate", "set", "usd", "0.92", "--from", "2026-01-01").code == 0
    assert koploper("rate", "set", "USD", "0.95", "--from", "2026-06-01").code == 0
    assert koploper("rate", "show", "USD", "--on", "2026-05-31").out == "0.92\n"
    assert koploper("rate", "show", "usd", "--on", "2026-06-01").out == "0.95\n"
    assert koploper("rate", "show", "USD", "--on", "2025-12-31").code == 2


@pytest.mark.parametrize("rate", ["0", "-1", "nan", "inf", "much"])
def test_a_rate_is_a_positive_number(koploper, home, rate):
    result = koploper("rate", "set", "USD", "--", rate)
    assert result.code == 2
    assert "is no rate" in result.err


def test_a_currency_there_is_not_is_told(koploper, home):
    assert "is not a currency code" in koploper("rate", "set", "EURO", "1").err
