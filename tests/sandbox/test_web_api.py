"""The Web API as the real client meets it: what it answers, and what it refuses with which word."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox import ManualClock
from sandbox.webapi.table import METHODS
from tests.sandbox.company import SCOPES, Company, actions, button


def refusal(client: WebClient, method: str, **arguments: Any) -> str:
    with pytest.raises(SlackApiError) as refused:
        client.api_call(method, params=arguments)
    return str(refused.value.response["error"])


def test_auth_test_names_the_bot(company: Company) -> None:
    answer = company.client.auth_test()

    assert answer["user_id"] == company.app.bot_user_id
    assert answer["bot_id"] == company.app.bot_id
    assert "chat:write" in answer.headers["X-OAuth-Scopes"]


@pytest.mark.parametrize(
    ("method", "arguments", "code"),
    [
        ("chat.postMessage", {"channel": "C0", "text": "x"}, "channel_not_found"),
        ("chat.postMessage", {"text": "x"}, "channel_not_found"),
        ("chat.postMessage", {"channel": "{sales}"}, "no_text"),
        ("chat.postMessage", {"channel": "{sales}", "blocks": "{"}, "invalid_blocks_format"),
        ("chat.postMessage", {"channel": "{private}", "text": "x"}, "channel_not_found"),
        ("chat.postMessage", {"channel": "{other}", "text": "x"}, "not_in_channel"),
        ("chat.postMessage", {"channel": "{old}", "text": "x"}, "is_archived"),
        (
            "chat.postMessage",
            {"channel": "{sales}", "text": "x", "thread_ts": "1.0"},
            "thread_not_found",
        ),
        (
            "chat.postMessage",
            {"channel": "{sales}", "text": "x", "metadata": "[]"},
            "invalid_metadata_format",
        ),
        (
            "chat.postEphemeral",
            {"channel": "{sales}", "text": "x", "user": "U0"},
            "user_not_in_channel",
        ),
        ("chat.update", {"channel": "{sales}", "ts": "1.0", "text": "x"}, "message_not_found"),
        ("chat.update", {"channel": "{sales}", "ts": "{bens}", "text": "x"}, "cant_update_message"),
        ("chat.delete", {"channel": "{sales}", "ts": "{bens}"}, "cant_delete_message"),
        ("chat.scheduleMessage", {"channel": "{sales}", "text": "x", "post_at": 1}, "time_in_past"),
        (
            "chat.deleteScheduledMessage",
            {"channel": "{sales}", "scheduled_message_id": "Q1"},
            "invalid_scheduled_message_id",
        ),
        ("chat.getPermalink", {"channel": "{sales}", "message_ts": "1.0"}, "message_not_found"),
        ("conversations.history", {"channel": "{other}"}, "not_in_channel"),
        ("conversations.history", {"channel": "{sales}", "cursor": "zzz"}, "invalid_cursor"),
        ("conversations.replies", {"channel": "{sales}", "ts": "1.0"}, "thread_not_found"),
        ("conversations.info", {"channel": "C0"}, "channel_not_found"),
        ("conversations.list", {"types": "secret"}, "invalid_types"),
        ("conversations.open", {}, "users_list_not_supplied"),
        ("conversations.open", {"users": "U0"}, "user_not_found"),
        ("conversations.invite", {"channel": "{sales}", "users": "{ben}"}, "already_in_channel"),
        ("conversations.join", {"channel": "{private}"}, "method_not_supported_for_channel_type"),
        ("users.info", {"user": "U0"}, "user_not_found"),
        ("users.lookupByEmail", {"email": "no@example.com"}, "users_not_found"),
        ("usergroups.users.list", {"usergroup": "S0"}, "no_such_subteam"),
        (
            "reactions.add",
            {"channel": "{sales}", "timestamp": "1.0", "name": "x"},
            "message_not_found",
        ),
        (
            "reactions.add",
            {"channel": "{sales}", "timestamp": "{bens}", "name": "X Y"},
            "invalid_name",
        ),
        (
            "reactions.remove",
            {"channel": "{sales}", "timestamp": "{bens}", "name": "x"},
            "no_reaction",
        ),
        ("pins.remove", {"channel": "{sales}", "timestamp": "{bens}"}, "no_pin"),
        ("files.completeUploadExternal", {"files": '[{"id": "F0"}]'}, "file_not_found"),
        ("files.getUploadURLExternal", {"filename": "x", "length": 0}, "invalid_arguments"),
        ("views.open", {"trigger_id": "1.1.x", "view": "{}"}, "invalid_arguments"),
        ("views.update", {"view_id": "V0", "view": "{}"}, "not_found"),
        ("views.publish", {"user_id": "U0", "view": "{}"}, "user_not_found"),
        ("blocks.validate", {}, "invalid_arguments"),
        ("api.test", {"error": "my_error"}, "my_error"),
        ("chat.shout", {}, "unknown_method"),
    ],
)
def test_a_wrong_call_is_refused_with_slacks_word(
    company: Company, method: str, arguments: dict[str, Any], code: str
) -> None:
    slack = company.slack
    ben = slack.act_as(company.ben)
    ben.say("mine", channel=company.sales)
    old = slack.add_channel("old", members=[company.ben])
    slack.join(old, company.app.bot_user_id)
    company.client.conversations_archive(channel=old)
    words = {
        "{sales}": company.sales,
        "{ben}": company.ben,
        "{bens}": ben.last_message(company.sales)["ts"],
        "{private}": slack.add_channel("private", private=True, members=[company.ben]),
        "{other}": slack.add_channel("other", members=[company.ben]),
        "{old}": old,
    }
    filled = {key: words.get(value, value) for key, value in arguments.items()}

    assert refusal(company.client, method, **filled) == code


@pytest.mark.parametrize(
    ("token", "code"),
    [("", "not_authed"), ("xoxb-nobody", "invalid_auth"), ("app", "not_allowed_token_type")],
)
def test_a_wrong_token_is_refused(company: Company, token: str, code: str) -> None:
    held = company.app.app_token if token == "app" else token
    client = WebClient(token=held, base_url=company.slack.api_url)

    assert refusal(client, "auth.test") == code


def test_a_revoked_token_is_refused(company: Company) -> None:
    assert company.client.auth_revoke()["revoked"]

    assert refusal(company.client, "auth.test") == "token_revoked"


def test_an_uninstalled_app_is_refused(company: Company) -> None:
    company.slack.uninstall_app(company.app.app_id)

    assert refusal(company.client, "auth.test") == "account_inactive"


@pytest.mark.parametrize("name", [name for name, method in METHODS.items() if method.scopes])
def test_every_method_names_the_scope_it_misses(company: Company, name: str) -> None:
    needed = METHODS[name].scopes
    bare = company.slack.install_app(name="Bare", scopes=set(SCOPES) - set(needed))
    client = WebClient(token=bare.bot_token, base_url=company.slack.api_url)

    with pytest.raises(SlackApiError) as refused:
        client.api_call(name)

    assert refused.value.response["error"] == "missing_scope"
    assert refused.value.response["needed"] == ",".join(needed)
    assert set(refused.value.response["provided"].split(",")) == bare.scopes


@pytest.mark.parametrize(
    ("method", "private", "needed"),
    [
        ("conversations.history", False, "channels:history"),
        ("conversations.history", True, "groups:history"),
        ("conversations.info", True, "groups:read"),
        ("conversations.members", False, "channels:read"),
        ("conversations.replies", False, "channels:history"),
    ],
)
def test_reading_needs_the_scope_of_the_conversations_type(
    company: Company, method: str, private: bool, needed: str
) -> None:
    bare = company.slack.install_app(name="Bare", scopes=["commands"])
    place = company.slack.add_channel("place", private=private, members=[bare.bot_user_id])
    client = WebClient(token=bare.bot_token, base_url=company.slack.api_url)

    with pytest.raises(SlackApiError) as refused:
        client.api_call(method, params={"channel": place})

    assert refused.value.response["needed"] == needed


def test_a_page_of_history_leads_to_the_next(company: Company) -> None:
    for number in range(7):
        company.client.chat_postMessage(channel=company.sales, text=f"m{number}")

    pages = [
        [m["text"] for m in page["messages"]]
        for page in company.client.conversations_history(channel=company.sales, limit=3)
    ]

    assert pages == [
        ["m6", "m5", "m4"],
        ["m3", "m2", "m1"],
        ["m0"],
    ]


def test_history_can_be_limited_to_a_time(company: Company) -> None:
    stamps = [
        company.client.chat_postMessage(channel=company.sales, text=str(number))["ts"]
        for number in range(3)
    ]
    read = company.client.conversations_history

    after = read(channel=company.sales, oldest=stamps[1])["messages"]
    including = read(channel=company.sales, oldest=stamps[1], inclusive=True)["messages"]

    assert [m["text"] for m in after] == ["2"]
    assert [m["text"] for m in including] == ["2", "1"]


def test_metadata_comes_back_whole_only_when_asked_for(company: Company) -> None:
    metadata = {"event_type": "board_posted", "event_payload": {"outbox_id": "42"}}
    company.client.chat_postMessage(channel=company.sales, text="x", metadata=metadata)
    read = company.client.conversations_history

    whole = read(channel=company.sales, include_all_metadata=True)["messages"][0]
    bare = read(channel=company.sales)["messages"][0]

    assert whole["metadata"] == metadata
    assert bare["metadata"] == {"event_type": "board_posted"}
    assert whole["app_id"] == company.app.app_id


def test_a_reply_stays_in_its_thread(company: Company) -> None:
    parent = company.client.chat_postMessage(channel=company.sales, text="parent")["ts"]
    company.client.chat_postMessage(channel=company.sales, text="reply", thread_ts=parent)

    shown = company.client.conversations_history(channel=company.sales)["messages"]
    thread = company.client.conversations_replies(channel=company.sales, ts=parent)["messages"]

    assert [(m["text"], m["reply_count"]) for m in shown] == [("parent", 1)]
    assert [m["text"] for m in thread] == ["parent", "reply"]


def test_an_update_of_the_text_alone_drops_the_blocks(company: Company) -> None:
    ts = company.client.chat_postMessage(
        channel=company.sales, text="x", blocks=[actions(button())], attachments=[{"text": "a"}]
    )["ts"]

    changed = company.client.chat_update(channel=company.sales, ts=ts, text="y")["message"]

    assert "blocks" not in changed
    assert changed["attachments"][0]["text"] == "a"
    assert changed["edited"]["user"] == company.app.bot_user_id


def test_a_deleted_reply_leaves_its_thread(company: Company) -> None:
    where = {"channel": company.sales}
    parent = company.client.chat_postMessage(text="parent", **where)["ts"]
    reply = company.client.chat_postMessage(text="reply", thread_ts=parent, **where)["ts"]

    company.client.chat_delete(ts=reply, **where)

    thread = company.client.conversations_replies(ts=parent, **where)["messages"]
    assert [m["text"] for m in thread] == ["parent"]


def test_a_deleted_message_is_gone(company: Company) -> None:
    ts = company.client.chat_postMessage(channel=company.sales, text="x")["ts"]

    company.client.chat_delete(channel=company.sales, ts=ts)

    assert company.client.conversations_history(channel=company.sales)["messages"] == []


def test_posting_to_a_person_opens_the_direct_conversation(company: Company) -> None:
    sent = company.client.chat_postMessage(channel=company.anna, text="psst")
    opened = company.client.conversations_open(users=company.anna)["channel"]["id"]

    assert sent["channel"] == opened
    assert company.slack.act_as(company.anna).last_message()["text"] == "psst"


def test_an_ephemeral_message_is_seen_by_one_person(company: Company) -> None:
    company.client.chat_postEphemeral(channel=company.sales, user=company.anna, text="psst")
    anna, ben = (company.slack.act_as(user) for user in (company.anna, company.ben))

    assert anna.last_message(company.sales)["is_ephemeral"]
    assert ben.messages(company.sales) == []
    assert company.client.conversations_history(channel=company.sales)["messages"] == []


def test_a_public_channel_takes_posts_from_outside_with_the_right_scope(company: Company) -> None:
    lobby = company.slack.add_channel("lobby", members=[company.anna])
    guest = company.slack.install_app(name="Guest", scopes=["chat:write", "chat:write.public"])
    client = WebClient(token=guest.bot_token, base_url=company.slack.api_url)

    client.chat_postMessage(channel="#lobby", text="hello")

    assert company.slack.act_as(company.anna).last_message(lobby)["text"] == "hello"


def test_a_scheduled_message_waits_for_its_time(timed: Company, clock: ManualClock) -> None:
    plan = timed.client.chat_scheduleMessage
    later = plan(channel=timed.sales, text="later", post_at=int(clock()) + 60)
    never = plan(channel=timed.sales, text="never", post_at=int(clock()) + 60)
    timed.client.chat_deleteScheduledMessage(
        channel=timed.sales, scheduled_message_id=never["scheduled_message_id"]
    )
    anna = timed.slack.act_as(timed.anna)
    listed = timed.client.chat_scheduledMessages_list()["scheduled_messages"]
    assert [row["id"] for row in listed] == [later["scheduled_message_id"]]
    assert anna.messages(timed.sales) == []

    clock.advance(60)

    assert anna.wait_for_message("later", channel=timed.sales)
    assert len(anna.messages(timed.sales)) == 1


def test_a_mistake_in_blocks_is_explained(company: Company) -> None:
    with pytest.raises(SlackApiError) as refused:
        company.client.chat_postMessage(
            channel=company.sales, text="x", blocks=[actions(button(action_id="a" * 256))]
        )

    answer = refused.value.response
    where = "must be less than 256 characters [json-pointer:/blocks/0/elements/0/action_id]"
    assert answer["errors"] == [where]
    assert answer["response_metadata"]["messages"] == [f"[ERROR] {where}"]


def test_every_call_is_in_the_journal_without_its_token(company: Company) -> None:
    company.client.chat_postMessage(channel=company.sales, text="x")

    call = company.slack.calls[-1]
    assert (call.method, call.token_kind, call.status) == ("chat.postMessage", "bot", 200)
    assert call.args["text"] == "x"
    assert company.app.bot_token not in str(call)


def test_blocks_can_be_checked_without_a_token(company: Company) -> None:
    client = WebClient(base_url=company.slack.api_url)

    assert client.blocks_validate(blocks=[actions(button())])["ok"]
    with pytest.raises(SlackApiError, match="invalid_blocks"):
        client.blocks_validate(blocks=[{"type": "sparkles"}])
