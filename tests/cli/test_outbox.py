"""What did not get through, on the command line: listed, shown, and let go again."""

from datetime import timedelta

import pytest

from bot.opening import open_workspace
from bot.outgoing import Kind, Outgoing
from bot.views.parts import Message
from store.outbox_claims import Terms
from store.records_outbox import State

MINUTE = timedelta(minutes=1)


@pytest.fixture
def parked(home) -> str:
    """A board that Slack would not take."""
    with open_workspace() as opened:
        outgoing = Outgoing(opened.store, opened.workspace_id, opened.desk.clock)
        made = outgoing.post(
            kind=Kind.BOARD, key="schedule:1:2026-W48", channel="C9", message=Message(text="Hello")
        )
        terms = Terms(
            lease=MINUTE, channel_every=MINUTE, workspace_every=MINUTE, edits_every=MINUTE
        )
        rows = opened.store.outbox.claims
        now = opened.desk.clock()
        claimed = rows.claim(opened.workspace_id, owner="test", at=now, terms=terms)
        rows.end(claimed, State.DEAD, reason="is_archived")
        return made


def test_it_lists_what_did_not_get_through(koploper, parked):
    line = koploper("outbox", "list").out.split()
    assert line[0] == parked
    assert line[-4:] == ["board", "C9", "dead", "is_archived"]


def test_with_nothing_wrong_it_says_so(koploper, home):
    assert koploper("outbox", "list").out == "Everything got through.\n"


def test_it_shows_one_with_its_cause_and_its_words(koploper, parked):
    out = koploper("outbox", "show", parked).out
    assert "schedule:1:2026-W48" in out
    assert "is_archived" in out
    assert out.endswith("\nHello\n")


@pytest.mark.parametrize("arguments", [("{id}",), ("--all",)])
def test_it_lets_them_go_again(koploper, parked, arguments):
    out = koploper("outbox", "retry", *(one.format(id=parked) for one in arguments)).out
    assert out == "1 message goes again.\n"
    assert koploper("outbox", "list").out == "Everything got through.\n"
    assert "pending" in koploper("outbox", "list", "--all").out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("retry",), "Say which one, or --all."),
        (("retry", "nonsense"), "That message does not wait any more."),
        (("show", "nonsense"), "There is no message nonsense."),
    ],
)
def test_what_cannot_be_meant_is_refused(koploper, parked, arguments, told):
    result = koploper("outbox", *arguments)
    assert result.code == 2
    assert told in result.err
