"""What the bot says by itself arrives once, where and as it should, whatever Slack does."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.outgoing import Kind
from bot.views.parts import Message, section
from bot.views.pictures import Picture
from sandbox.people import leave
from store.records import Role
from store.records_outbox import State

HELLO = Message(text="Hello", blocks=[section("*Hello*")])
BYE = Message(text="Bye", blocks=[section("*Bye*")])
_NAMESPACE = "http://www.w3.org/2000/svg"
SQUARE = f'<svg xmlns="{_NAMESPACE}" width="9" height="9"><rect width="9" height="9"/></svg>'
AFTER_A_LOOK = {"seconds": 20}


@pytest.fixture
def company(company):
    """The bot is in #sales already."""
    company.slack.join(company.sales, bot_of(company))
    return company


def bot_of(company) -> str:
    (app,) = company.slack.workspace.apps.values()
    return app.bot_user_id


def say(company, key="cause", message=HELLO, kind=Kind.BOARD, channel=None, **more) -> str:
    made = company.deps.outgoing.post(
        kind=kind, key=key, channel=channel or company.sales, message=message, **more
    )
    assert made is not None
    return made


def heard(company, channel=None) -> list[str]:
    messages = company.slack.workspace.messages[channel or company.sales].values()
    return [message.body["text"] for message in messages if message.app_id]


def calls(company, method) -> list:
    return [call for call in company.slack.calls if call.method == method]


def state_of(company, outbox_id) -> State:
    return company.deps.outgoing.get(outbox_id).state


def test_what_was_decided_twice_is_said_once(company):
    made = say(company)
    again = company.deps.outgoing.post(
        kind=Kind.BOARD, key="cause", channel=company.sales, message=BYE
    )
    assert again is None
    company.live()
    company.live(hours=1)
    assert heard(company) == ["Hello"]
    assert state_of(company, made) is State.SENT


def test_what_the_caller_takes_back_is_never_said(company):
    def say_and_fail():
        with company.store.transaction():
            say(company)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        say_and_fail()
    company.live()
    assert heard(company) == []
    assert company.deps.outgoing.find("cause") is None


@pytest.mark.parametrize(
    "fault",
    ["500", "500_after_accept", "drop_before_accept", "drop_after_accept"],
)
def test_an_unclear_end_is_looked_into_before_it_is_said_again(company, fault):
    company.slack.faults.inject(method="chat.postMessage", kind=fault)
    made = say(company)
    company.live()
    assert state_of(company, made) is State.PENDING
    company.live(seconds=10)
    assert calls(company, "conversations.history") == []
    company.live(**AFTER_A_LOOK)
    assert heard(company) == ["Hello"]
    assert state_of(company, made) is State.SENT
    posts = 1 if "after_accept" in fault else 2
    assert len(calls(company, "chat.postMessage")) == posts
    (look,) = calls(company, "conversations.history")
    assert look.args["include_all_metadata"] in {"1", "true", True}


def test_an_unclear_reply_is_looked_for_in_its_thread(company):
    board = say(company)
    company.live()
    company.slack.faults.inject(method="chat.postMessage", kind="drop_after_accept")
    reply = say(company, key="reply", message=BYE, kind=Kind.CORRECTION, thread_of=board)
    company.live()
    company.live(**AFTER_A_LOOK)
    assert heard(company) == ["Hello", "Bye"]
    parent = company.deps.outgoing.get(board).slack_ts
    assert company.slack.workspace.replies[(company.sales, parent)] == [
        company.deps.outgoing.get(reply).slack_ts
    ]


def test_a_reply_waits_for_what_it_replies_to(company):
    company.slack.faults.inject(method="chat.postMessage", kind="500", times=1)
    board = say(company)
    say(company, key="reply", message=BYE, kind=Kind.CORRECTION, thread_of=board)
    company.live()
    assert heard(company) == []
    company.live(**AFTER_A_LOOK)
    assert heard(company) == ["Hello", "Bye"]


def test_slack_says_when_to_come_back(company):
    company.slack.faults.inject(method="chat.postMessage", kind="429", seconds=30)
    made = say(company)
    company.live()
    company.live(seconds=29)
    assert len(calls(company, "chat.postMessage")) == 1
    assert company.deps.outgoing.get(made).attempts == 0
    company.live(seconds=2)
    assert heard(company) == ["Hello"]
    assert calls(company, "conversations.history") == []


def test_too_many_edits_do_not_hold_up_what_is_posted(company):
    made = say(company)
    company.live()
    company.slack.faults.inject(method="chat.update", kind="429", seconds=30)
    company.deps.outgoing.edit(made, key="edit", message=BYE)
    company.live()
    say(company, key="second")
    company.live()
    assert heard(company) == ["Hello", "Hello"]
    company.live(seconds=31)
    assert heard(company) == ["Bye", "Hello"]


def test_the_bot_joins_a_public_channel_by_itself(company):
    lobby = company.slack.add_channel("lobby")
    say(company, channel=lobby)
    say(company, key="second", message=BYE, channel=lobby)
    company.live()
    assert len(calls(company, "conversations.join")) == 1
    assert heard(company, lobby) == ["Hello", "Bye"]


def test_it_joins_to_look_when_it_was_taken_out_of_the_channel(company):
    company.slack.faults.inject(method="chat.postMessage", kind="drop_after_accept")
    say(company)
    company.live()
    leave(company.slack.workspace, company.sales, bot_of(company))
    company.live(**AFTER_A_LOOK)
    assert heard(company) == ["Hello"]


def test_a_direct_message_needs_no_conversation_beforehand(company):
    made = say(company, kind=Kind.HEADS_UP, channel=company.users["Anna de Vries"])
    company.live()
    sent = company.deps.outgoing.get(made)
    assert sent.slack_channel.startswith("D")
    assert heard(company, sent.slack_channel) == ["Hello"]
    company.deps.outgoing.edit(made, key="edit", message=BYE)
    company.live()
    assert heard(company, sent.slack_channel) == ["Bye"]
    assert calls(company, "conversations.open") == []


def test_an_unclear_direct_message_is_looked_for_where_it_went(company):
    company.slack.faults.inject(method="chat.postMessage", kind="drop_after_accept")
    made = say(company, kind=Kind.HEADS_UP, channel=company.users["Anna de Vries"])
    company.live()
    company.live(**AFTER_A_LOOK)
    sent = company.deps.outgoing.get(made)
    assert sent.slack_channel.startswith("D")
    assert heard(company, sent.slack_channel) == ["Hello"]
    assert len(calls(company, "conversations.open")) == 1


class TestSlownessOfSlack:
    """A call that takes long holds up its own channel only."""

    def test_another_channel_is_spoken_to_meanwhile(self, company):
        other = company.slack.add_channel("other")
        company.slack.join(other, bot_of(company))
        company.slack.faults.inject(method="chat.postMessage", kind="slow", seconds=1.5)
        first, second = say(company), say(company, key="second", channel=other)
        company.live()
        slow, quick = (company.deps.outgoing.get(one).slack_ts for one in (first, second))
        assert float(quick) < float(slow)

    def test_what_was_decided_later_comes_later_in_the_same_channel(self, company):
        company.slack.faults.inject(method="chat.postMessage", kind="slow", seconds=1.0)
        say(company)
        say(company, key="second", message=BYE)
        company.live()
        assert heard(company) == ["Hello", "Bye"]

    def test_an_edit_waits_for_a_message_that_is_under_way(self, company):
        company.slack.faults.inject(method="chat.postMessage", kind="slow", seconds=1.0)
        made = say(company)
        reply = say(company, key="reply", message=BYE, kind=Kind.CORRECTION, thread_of=made)
        company.live()
        assert state_of(company, reply) is State.SENT
        assert heard(company) == ["Hello", "Bye"]


def test_when_many_cannot_be_said_at_once_admins_hear_of_one(company):
    company.store.roles.grant(company.workspace, company.users["Anna de Vries"], Role.ADMIN)
    company.slack.faults.inject(
        method="chat.postMessage", kind="error", error="not_authed", times=6
    )
    for number in range(6):
        channel = company.slack.add_channel(f"c{number}")
        say(company, key=str(number), channel=channel)
    company.live()
    notices = [
        one for one in company.store.outbox.listed(company.workspace) if one.kind == Kind.NOTICE
    ]
    assert len(notices) == 1


def test_it_is_not_said_before_its_time_nor_after_it(company):
    soon = company.time.now.replace(hour=15)
    say(company, key="soon", not_before=soon)
    company.live()
    assert heard(company) == []
    late = say(company, key="late", message=BYE, not_before=soon, expires_at=soon)
    company.time.now = soon + timedelta(minutes=1)
    company.live()
    assert heard(company) == ["Hello"]
    assert state_of(company, late) is State.EXPIRED


class TestEdits:
    def test_before_anybody_has_tried_the_message_is_changed_in_place(self, company):
        made = say(company)
        company.deps.outgoing.edit(made, key="edit", message=BYE)
        company.live()
        assert heard(company) == ["Bye"]
        assert calls(company, "chat.update") == []

    def test_afterwards_the_newest_edit_wins(self, company):
        made = say(company)
        company.live()
        first = company.deps.outgoing.edit(made, key="one", message=BYE)
        newest = Message(text="Newest", blocks=[section("Newest")])
        assert company.deps.outgoing.edit(made, key="two", message=newest)
        assert company.deps.outgoing.edit(made, key="two", message=HELLO) is None
        company.live()
        assert heard(company) == ["Newest"]
        assert len(calls(company, "chat.update")) == 1
        assert state_of(company, first) is State.DROPPED

    def test_while_it_is_unclear_whether_slack_has_it_the_edit_waits(self, company):
        company.slack.faults.inject(method="chat.postMessage", kind="drop_after_accept")
        made = say(company)
        company.live()
        company.deps.outgoing.edit(made, key="edit", message=BYE)
        company.live()
        assert heard(company) == ["Hello"]
        company.live(**AFTER_A_LOOK)
        assert heard(company) == ["Bye"]

    def test_it_keeps_its_uuid_so_that_it_can_still_be_found(self, company):
        made = say(company)
        company.live()
        company.deps.outgoing.edit(made, key="edit", message=BYE)
        company.live()
        (message,) = company.slack.workspace.messages[company.sales].values()
        assert message.metadata["event_payload"] == {"id": made}

    def test_an_edit_of_what_somebody_deleted_is_dropped(self, company):
        made = say(company)
        company.live()
        company.slack.workspace.messages[company.sales].clear()
        edit = company.deps.outgoing.edit(made, key="edit", message=BYE)
        company.live()
        assert company.deps.outgoing.get(edit).reason == "message_not_found"
        assert state_of(company, edit) is State.DROPPED


def test_a_message_is_pinned_once_and_unpinned(company):
    made = say(company)
    company.deps.outgoing.pin(made)
    company.deps.outgoing.pin(made)
    company.live()
    sent = company.deps.outgoing.get(made)
    assert company.slack.workspace.pins[company.sales] == [sent.slack_ts]
    company.deps.outgoing.unpin(made)
    company.live()
    assert company.slack.workspace.pins[company.sales] == []


class TestPictures:
    PICTURE = Picture(svg=SQUARE, alt="A black square", name="square")

    def image(self, company) -> dict:
        (message,) = company.slack.workspace.messages[company.sales].values()
        return next(one for one in message.body["blocks"] if one["type"] == "image")

    def test_a_picture_comes_in_the_one_message_with_its_words(self, company):
        say(company, picture=self.PICTURE)
        company.live()
        assert self.image(company)["alt_text"] == "A black square"
        (file,) = company.slack.workspace.files.values()
        assert file.content.startswith(b"\x89PNG")
        assert file.alt_txt == "A black square"
        assert file.channels == ()

    def test_it_is_not_uploaded_again_when_the_message_is_said_again(self, company):
        company.slack.faults.inject(method="chat.postMessage", kind="500")
        say(company, picture=self.PICTURE)
        company.live()
        company.live(**AFTER_A_LOOK)
        assert len(company.slack.workspace.files) == 1
        assert heard(company) == ["Hello"]

    def test_slack_may_need_a_moment_to_look_at_it(self, company):
        company.slack.faults.inject(method="chat.postMessage", kind="error", error="invalid_blocks")
        say(company, picture=self.PICTURE)
        company.live()
        assert heard(company) == []
        company.live(seconds=10)
        assert self.image(company)

    def test_better_no_picture_than_no_message(self, company):
        company.slack.faults.inject(
            method="files.getUploadURLExternal", kind="error", error="missing_scope"
        )
        say(company, picture=self.PICTURE)
        company.live()
        assert heard(company) == ["Hello"]


def test_a_very_long_text_stays_one_message(company):
    say(company, message=Message(text="word " * 3_000))
    company.live()
    (text,) = heard(company)
    assert len(text) < 4_000


def test_what_it_says_never_reaches_the_log(company, caplog):
    caplog.set_level("DEBUG", logger="bot")
    secret = Message(text="canary-4711", blocks=[section("canary-4711")])
    company.slack.faults.inject(method="chat.postMessage", kind="500")
    say(company, message=secret)
    channel = company.slack.workspace.channels[company.sales]
    company.live()
    company.slack.workspace.replace_channel(replace(channel, is_archived=True))
    company.live(**AFTER_A_LOOK)
    assert "outbox" in caplog.text
    assert "canary" not in caplog.text
