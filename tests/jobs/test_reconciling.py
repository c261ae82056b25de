"""The nightly look: of two messages the later goes, and what was said long ago is forgotten."""

from datetime import timedelta

import pytest

from bot.jobs.lookup import metadata_of
from bot.outgoing import Kind
from bot.views.parts import Message, section
from store.records_outbox import State
from tests.scenarios.company import company_in

HELLO = Message(text="Hello", blocks=[section("Hello")])
TONIGHT = {"hours": 14}  # from five past two in the afternoon in Amsterdam


@pytest.fixture
def company(tmp_path):
    with company_in(tmp_path) as made:
        yield made


def said(company) -> list[str]:
    return [m.body["text"] for m in company.slack.workspace.messages[company.sales].values()]


def say(company, key="cause", **more) -> str:
    return company.deps.outgoing.post(
        kind=Kind.BOARD, key=key, channel=company.sales, message=HELLO, **more
    )


def double(company, outbox_id, **more) -> str:
    """What a worker does that was frozen for longer than its lease inside the network card."""
    answer = company.deps.client.chat_postMessage(
        channel=company.sales, text="Again", metadata=metadata_of(outbox_id), **more
    )
    return answer["ts"]


def test_the_later_of_two_goes_and_the_first_stays(company):
    made = say(company)
    say(company, key="other")
    company.live()
    double(company, made)
    assert said(company) == ["Hello", "Hello", "Again"]
    company.live(**TONIGHT)
    assert said(company) == ["Hello", "Hello"]


def test_edits_go_to_the_one_that_stays(company):
    made = say(company)
    company.live()
    first = company.deps.outgoing.get(made).slack_ts
    later = double(company, made)
    company.store.outbox.put_right(company.workspace, made, slack_ts=later)
    company.live(**TONIGHT)
    assert company.deps.outgoing.get(made).slack_ts == first


def test_replies_are_looked_through_as_well(company):
    board = say(company)
    reply = say(company, key="reply", thread_of=board)
    company.live()
    double(company, reply, thread_ts=company.deps.outgoing.get(board).slack_ts)
    company.live(**TONIGHT)
    assert said(company) == ["Hello", "Hello"]


def test_it_looks_once_a_night_and_not_by_day(company):
    say(company)
    company.live()

    def looks() -> int:
        return sum(call.method == "conversations.history" for call in company.slack.calls)

    company.live(hours=5)
    assert looks() == 0
    company.live(hours=9)
    once = looks()
    assert once > 0
    company.live(minutes=30)
    assert looks() == once
    company.live(hours=24)
    assert looks() > once


def test_a_channel_that_cannot_be_read_holds_up_no_other(company):
    lobby = company.slack.add_channel("lobby")
    say(company)
    made = company.deps.outgoing.post(kind=Kind.BOARD, key="b", channel=lobby, message=HELLO)
    company.live()
    company.deps.client.chat_postMessage(channel=lobby, text="Again", metadata=metadata_of(made))
    company.slack.faults.inject(method="conversations.history", kind="500")
    company.live(**TONIGHT)
    company.live(hours=24)
    assert len(company.slack.workspace.messages[lobby]) == 1


def test_after_thirty_days_the_content_is_forgotten_and_the_key_is_not(company):
    made = say(company)
    company.live()
    company.live(**TONIGHT)
    assert company.deps.outgoing.get(made).payload
    company.time.now += timedelta(days=30)
    company.live()
    assert company.deps.outgoing.get(made).payload == {}
    assert say(company) is None


def test_a_reply_to_what_never_came_is_let_go(company):
    company.slack.faults.inject(method="chat.postMessage", kind="error", error="msg_blocked")
    board = say(company)
    reply = say(company, key="reply", thread_of=board)
    company.live()
    assert company.deps.outgoing.get(reply).state is State.PENDING
    company.live(**TONIGHT)
    assert company.deps.outgoing.get(reply).state is State.DROPPED
