"""What Slack will not take is parked, told once to those who can mend it, and goes on a tap."""

from dataclasses import replace

import pytest

from bot.outgoing import Kind
from bot.services.access import OPERATOR
from bot.views.parts import Message, section
from store.records import Role
from store.records_outbox import State

HELLO = Message(text="canary-4711", blocks=[section("canary-4711")])


@pytest.fixture
def company(company):
    """Anna owns it and Bram is an admin; the bot is in #sales."""
    company.deps.roles.grant(OPERATOR, company.users["Anna de Vries"], Role.OWNER)
    company.deps.roles.grant(OPERATOR, company.users["Bram Kok"], Role.ADMIN)
    company.slack.join(company.sales, bot_of(company).bot_user_id)
    return company


def bot_of(company):
    (app,) = company.slack.workspace.apps.values()
    return app


def archive(company, is_archived=True) -> None:
    workspace = company.slack.workspace
    channel = workspace.channels[company.sales]
    workspace.replace_channel(replace(channel, is_archived=is_archived))


def say(company, key="cause", kind=Kind.BOARD, channel=None) -> str:
    return company.deps.outgoing.post(
        kind=kind, key=key, channel=channel or company.sales, message=HELLO
    )


def dms(company, name) -> list[dict]:
    workspace = company.slack.workspace
    user = company.users[name]
    return [
        message.body | {"channel": channel.id}
        for channel in workspace.channels.values()
        if channel.is_im and user in channel.members
        for message in workspace.messages[channel.id].values()
    ]


def heard(company) -> list[str]:
    messages = company.slack.workspace.messages[company.sales].values()
    return [message.body["text"] for message in messages if message.seen_by is None]


def state_of(company, outbox_id) -> State:
    return company.deps.outgoing.get(outbox_id).state


def take_scopes(company, *scopes) -> None:
    app = bot_of(company)
    kept = frozenset(app.scopes) - set(scopes)
    company.slack.workspace.apps[app.app_id] = replace(app, scopes=type(app.scopes)(kept))


def test_admins_hear_once_each_in_their_language_what_they_can_do(company):
    archive(company)
    made = say(company)
    say(company, key="tomorrow")
    company.live()
    company.live(hours=1)
    assert state_of(company, made) is State.DEAD
    (told,) = dms(company, "Anna de Vries")
    assert told["text"].startswith("Een bericht is niet aangekomen")
    assert "Haal het uit het archief" in told["text"]
    (told,) = dms(company, "Bram Kok")
    assert "The channel is archived. Unarchive it, then try again." in told["text"]
    assert dms(company, "Sofia Peeters") == []
    assert "canary" not in told["text"]


def test_a_tap_lets_it_go_again(company):
    archive(company)
    made = say(company)
    company.live()
    archive(company, is_archived=False)
    bram = company.act_as("Bram Kok")
    notice = dms(company, "Bram Kok")[0]
    bram.click(notice, "outbox:retry")
    company.live()
    assert heard(company) == ["canary-4711"]
    assert state_of(company, made) is State.SENT
    bram.click(notice, "outbox:retry")
    said = [message["text"] for message in dms(company, "Bram Kok")]
    assert "The board goes out again." in said
    assert any("does not wait any more" in text for text in said)


def test_only_those_who_look_after_it_may_let_it_go(company):
    archive(company)
    made = say(company)
    company.live()
    anna = company.act_as("Anna de Vries")
    notice = dms(company, "Anna de Vries")[0]
    company.deps.roles.take(OPERATOR, company.users["Bram Kok"], Role.ADMIN)
    bram = company.act_as("Bram Kok")
    bram.click(dms(company, "Bram Kok")[0], "outbox:retry")
    assert state_of(company, made) is State.DEAD
    anna.click(notice, "outbox:retry")
    assert state_of(company, made) is State.PENDING


def test_status_shows_what_waits_with_a_button_for_each(company):
    archive(company)
    say(company)
    company.live()
    bram = company.act_as("Bram Kok")
    status = bram.command("/koploper", "status", channel=company.sales).message
    assert "1 message did not get through" in status["text"]
    assert "canary" not in str(status)
    archive(company, is_archived=False)
    bram.click(status, "outbox:retry")
    company.live()
    assert heard(company) == ["canary-4711"]


REFUSED = [
    ("channel_not_found", "Koploper is not in that channel, or it is gone."),
    ("restricted_action", "Only some people may post in that channel."),
    ("missing_scope", "The Slack app lacks a permission."),
    ("msg_blocked", "Slack said: msg_blocked."),
]


@pytest.mark.parametrize(("error", "told"), REFUSED)
def test_each_refusal_is_told_with_a_way_out(company, error, told):
    company.slack.faults.inject(method="chat.postMessage", kind="error", error=error)
    made = say(company)
    company.live()
    assert company.deps.outgoing.get(made).reason == error
    assert told in dms(company, "Bram Kok")[0]["text"]


def test_a_private_channel_has_to_invite_the_bot(company):
    board = company.slack.add_channel("board-room", private=True)
    made = say(company, channel=board)
    company.live()
    assert state_of(company, made) is State.DEAD
    assert "/invite @Koploper" in dms(company, "Bram Kok")[0]["text"]


def test_a_revoked_token_parks_it_and_admins_hear_when_there_is_a_token_again(company):
    workspace, app = company.slack.workspace, bot_of(company)
    workspace.apps[app.app_id] = replace(app, is_token_revoked=True)
    made = say(company)
    say(company, key="other", channel=company.slack.add_channel("other"))
    company.live()
    assert company.deps.outgoing.get(made).reason == "token_revoked"
    workspace.apps[app.app_id] = app
    company.live(hours=1)
    (told,) = dms(company, "Bram Kok")
    assert "Slack refuses the bot's token." in told["text"]


def test_what_slack_took_too_long_for_is_told_and_not_silently_missed(company):
    company.slack.faults.inject(method="*", kind="500", times=None)
    made = say(company)
    for _ in range(30):
        company.live(minutes=10)
    company.slack.faults.clear()
    company.live(minutes=10)
    assert state_of(company, made) is State.EXPIRED
    assert "Slack could not be reached in time." in dms(company, "Bram Kok")[0]["text"]
    assert heard(company) == []


class TestWithoutHistory:
    """Where nobody can look, the kind decides."""

    @pytest.fixture(autouse=True)
    def no_history(self, company):
        take_scopes(company, "channels:history", "im:history")
        company.slack.faults.inject(method="chat.postMessage", kind="drop_after_accept")

    def test_a_board_is_left_and_told(self, company):
        made = say(company)
        company.live()
        company.live(seconds=20)
        assert heard(company) == ["canary-4711"]
        assert state_of(company, made) is State.DEAD
        assert "Look there before you try again." in dms(company, "Bram Kok")[0]["text"]

    def test_whoever_tries_again_has_looked(self, company):
        made = say(company)
        company.live()
        company.live(seconds=20)
        company.deps.parked.retry(OPERATOR, made)
        company.live()
        assert heard(company) == ["canary-4711"] * 2

    def test_a_private_word_is_said_again(self, company):
        say(company, kind=Kind.DEAL_ANSWER, channel=company.users["Sofia Peeters"])
        company.live()
        company.live(seconds=20)
        assert len(dms(company, "Sofia Peeters")) == 2
