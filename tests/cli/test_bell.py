"""Bells from the command line."""

import pytest

from bot.opening import open_workspace

LISTED = (
    "C123  on  deals from €5,000, with amount and customer, quiet 22:00–07:00 (Europe/Amsterdam), "
    "deals within 1 minute ring together, news for 3 days, only new business and Alpha, English\n"
)


@pytest.fixture
def hung(koploper, company) -> None:
    words = ("--from", "5000", "--quiet", "22:00-07:00", "--zone", "Europe/Amsterdam")
    more = ("--show", "amount", "--show", "customer", "--kind", "new", "--team", "alpha")
    result = koploper("bell", "add", "C123", *words, *more)
    assert (result.code, result.out, result.err) == (0, "", "")


def test_without_a_bell_the_list_says_so(koploper, company):
    assert koploper("bell", "list").out == "There is no bell yet.\n"


def test_a_bell_is_hung_and_listed(koploper, hung):
    assert koploper("bell", "list").out == LISTED


def test_what_is_not_named_stays_as_it_is(koploper, hung):
    assert koploper("bell", "edit", "C123", "--from", "100", "--bundle", "0").code == 0
    changed = LISTED.replace("5,000", "100").replace("deals within 1 minute ring together, ", "")
    assert koploper("bell", "list").out == changed


def test_filters_and_hours_are_taken_away_by_name(koploper, hung):
    none = ("--quiet", "none", "--kind", "all", "--team", "all", "--show", "none", "--from", "none")
    assert koploper("bell", "edit", "C123", *none).code == 0
    assert koploper("bell", "list").out == (
        "C123  on  every won deal, without amount and customer, "
        "deals within 1 minute ring together, news for 3 days, English\n"
    )


def test_a_bell_is_paused_resumed_and_taken_down(koploper, hung):
    assert koploper("bell", "pause", "C123").code == 0
    assert koploper("bell", "list").out.startswith("C123  paused  ")
    assert koploper("bell", "resume", "C123").code == 0
    assert koploper("bell", "list").out == LISTED
    assert koploper("bell", "delete", "C123").code == 0
    assert koploper("bell", "list").out == "There is no bell yet.\n"


def test_a_test_is_left_for_the_server_to_ring(koploper, hung):
    assert koploper("bell", "test", "C123").code == 0
    with open_workspace() as opened:
        (message,) = opened.store.outbox.listed(opened.workspace_id)
    assert (message.kind, message.channel) == ("test", "C123")
    assert "nothing was won" in message.payload["text"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("add", "C123"), "There is a bell in that channel already"),
        (("add", "#sales"), "Choose a channel."),
        (("edit", "C456"), "There is no bell in that channel."),
        (("pause", "C456"), "There is no bell in that channel."),
        (("test", "C456"), "There is no bell in that channel."),
        (("edit", "C123", "--from", "1.234"), "can be read in two ways"),
        (("edit", "C123", "--quiet", "22:00"), "Quiet hours need a start and an end."),
        (("edit", "C123", "--quiet", "22-7"), "“22” is no time; write 22:00."),
        (("edit", "C123", "--team", "Gamma"), "I do not know the team Gamma."),
        (("edit", "C123", "--kind", "gift"), "Sale types are new, upsell and renewal."),
        (("edit", "C123", "--show", "names"), "What can be shown is amount and customer."),
        (("edit", "C123", "--fresh", "99"), "Write a whole number up to 31."),
        (("edit", "C123", "--bundle", "-1"), "Write a whole number up to 86400."),
        (("edit", "C123", "--language", "fr"), "Languages are en and nl."),
    ],
)
def test_what_makes_no_sense_is_told_on_one_line_and_changes_nothing(
    koploper, hung, arguments, says
):
    result = koploper("bell", *arguments)
    assert (result.code, result.out) == (2, "")
    assert says in result.err
    assert len(result.err.splitlines()) == 1
    assert koploper("bell", "list").out == LISTED
