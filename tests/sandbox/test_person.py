"""The driver for scenario tests: what it does by itself, and how it explains what it cannot do."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox import SlackError
from sandbox.typing_state import NoSuchChoiceError
from tests.sandbox.company import HttpCompany, actions, button


def menu(action_id: str = "metric", kind: str = "static_select", **more: Any) -> dict[str, Any]:
    options = [
        {"text": {"type": "plain_text", "text": text}, "value": value}
        for value, text in (("rev", "Revenue"), ("deals", "Deals"))
    ]
    return {"type": kind, "action_id": action_id, "options": options} | more


def shown(company: HttpCompany, *blocks: dict[str, Any]) -> dict[str, Any]:
    """A message with these blocks as Anna sees it."""
    company.client.chat_postMessage(channel=company.sales, text="x", blocks=list(blocks))
    return company.slack.act_as(company.anna).last_message(company.sales)


def last_action(company: HttpCompany) -> dict[str, Any]:
    return dict(company.remote.last["actions"][0])


@pytest.mark.parametrize(
    ("element", "value", "key", "sent"),
    [
        (menu(), "deals", "selected_option", "deals"),
        (menu(), "Deals", "selected_option", "deals"),
        (menu(kind="overflow"), "rev", "selected_option", "rev"),
        (menu(kind="radio_buttons"), "rev", "selected_option", "rev"),
        (menu(kind="checkboxes"), ["rev", "deals"], "selected_options", ["rev", "deals"]),
        ({"type": "datepicker"}, "2017-09-30", "selected_date", "2017-09-30"),
        ({"type": "timepicker"}, "09:30", "selected_time", "09:30"),
        ({"type": "datetimepicker"}, 1_506_729_600, "selected_date_time", 1_506_729_600),
        ({"type": "users_select"}, "U1", "selected_user", "U1"),
        ({"type": "conversations_select"}, "C1", "selected_conversation", "C1"),
    ],
)
def test_a_choice_arrives_in_slacks_shape(
    over_http: HttpCompany, element: dict[str, Any], value: Any, key: str, sent: Any
) -> None:
    message = shown(over_http, actions({"action_id": "metric"} | element))

    assert over_http.slack.act_as(over_http.anna).click(message, "metric", value).ok

    got = last_action(over_http)[key]
    values = [o["value"] for o in got] if isinstance(got, list) else got
    assert (values["value"] if isinstance(values, dict) else values) == sent
    state = over_http.remote.last["state"]["values"]
    assert "metric" in state.get("row", {}) or element["type"] == "overflow"


def test_a_button_sends_its_own_value(over_http: HttpCompany) -> None:
    message = shown(over_http, actions(button(value="42")))
    over_http.slack.act_as(over_http.anna).click(message, "go")

    assert last_action(over_http)["value"] == "42"
    assert over_http.remote.last["message"]["ts"] == message["ts"]


def test_of_several_buttons_the_value_picks_one(over_http: HttpCompany) -> None:
    rows = [actions(button(value=value), block_id=f"row{value}") for value in "123"]
    over_http.slack.act_as(over_http.anna).click(shown(over_http, *rows), "go", "2")

    assert last_action(over_http)["block_id"] == "row2"


def test_an_unknown_action_is_explained_with_what_there_is(over_http: HttpCompany) -> None:
    message = shown(over_http, actions(button(), menu()))

    with pytest.raises(SlackError, match=r"no \*/gone here; there is row/go, row/metric"):
        over_http.slack.act_as(over_http.anna).click(message, "gone")


def test_an_unknown_option_is_explained_with_what_there_is(over_http: HttpCompany) -> None:
    message = shown(over_http, actions(menu(), button()))
    anna = over_http.slack.act_as(over_http.anna)

    with pytest.raises(NoSuchChoiceError, match="'rev', 'deals'"):
        anna.click(message, "metric", "calls")
    with pytest.raises(NoSuchChoiceError, match="button with value 'v'"):
        anna.click(message, "go", "other")


def test_a_person_cannot_use_what_only_somebody_else_sees(over_http: HttpCompany) -> None:
    over_http.client.chat_postEphemeral(
        channel=over_http.sales, user=over_http.anna, text="x", blocks=[actions(button())]
    )
    message = over_http.slack.act_as(over_http.anna).last_message(over_http.sales)

    with pytest.raises(SlackError, match="message_not_found"):
        over_http.slack.act_as(over_http.ben).click(message, "go")


def test_a_person_cannot_look_into_a_conversation_of_others(over_http: HttpCompany) -> None:
    secret = over_http.slack.add_channel("secret", private=True, members=[over_http.anna])
    ben = over_http.slack.act_as(over_http.ben)

    with pytest.raises(SlackError, match="not_in_channel"):
        ben.messages(secret)
    with pytest.raises(SlackError, match="not_in_channel"):
        ben.command("/leaderboard", channel=secret)


def test_a_command_nobody_answers_is_unknown(over_http: HttpCompany) -> None:
    with pytest.raises(SlackError, match="unknown_command"):
        over_http.slack.act_as(over_http.anna).command("/nothing", channel=over_http.sales)


def test_without_a_channel_people_talk_to_the_app(over_http: HttpCompany) -> None:
    over_http.remote.answer = lambda payload: "yours" if "command" in payload else None
    anna = over_http.slack.act_as(over_http.anna)
    anna.command("/leaderboard")

    assert over_http.remote.last["channel_id"] == anna.dm()
    assert over_http.remote.last["channel_name"] == "directmessage"
    assert anna.last_message()["text"] == "yours"


def test_a_modal_that_is_not_there_is_said(over_http: HttpCompany) -> None:
    with pytest.raises(AssertionError, match="no modal open"):
        over_http.slack.act_as(over_http.anna).submit({})


def test_waiting_in_vain_says_for_what(over_http: HttpCompany) -> None:
    anna = over_http.slack.act_as(over_http.anna)

    with pytest.raises(TimeoutError, match="no message with 'board'"):
        anna.wait_for_message("board", timeout=0.01)


def test_waiting_may_ask_the_sandbox_itself(over_http: HttpCompany) -> None:
    over_http.client.chat_postMessage(channel=over_http.sales, text="x")
    read = over_http.client.conversations_history
    anna = over_http.slack.act_as(over_http.anna)

    assert anna.wait_for(lambda: read(channel=over_http.sales)["messages"])[0]["text"] == "x"


def test_with_two_apps_one_has_to_be_named(over_http: HttpCompany) -> None:
    other = over_http.slack.install_app(name="Other")
    anna = over_http.slack.act_as(over_http.anna)

    with pytest.raises(SlackError, match="say_which_app"):
        anna.dm()
    assert anna.dm(other) != anna.dm(over_http.app)


def test_an_external_menu_asks_the_app(over_http: HttpCompany) -> None:
    offered = menu()["options"]
    over_http.remote.answer = lambda payload: (
        {"options": offered} if payload["type"] == "block_suggestion" else None
    )
    message = shown(over_http, actions({"type": "external_select", "action_id": "find"}))
    anna = over_http.slack.act_as(over_http.anna)

    options = anna.suggest(message, "find", "de")
    assert over_http.remote.last["value"] == "de"
    anna.click(message, "find", options[1])
    assert last_action(over_http)["selected_option"]["value"] == "deals"


def test_refused_suggestions_offer_nothing_and_are_remembered(over_http: HttpCompany) -> None:
    over_http.remote.answer = lambda _: {"options": [{"text": "plain"}]}
    message = shown(over_http, actions({"type": "external_select", "action_id": "find"}))

    assert over_http.slack.act_as(over_http.anna).suggest(message, "find", "de") == []
    assert [error.code for error in over_http.slack.errors] == ["invalid_options"]


def test_a_click_the_app_does_not_take_is_shown(over_http: HttpCompany) -> None:
    message = shown(over_http, actions(button()))
    over_http.remote.status = 500
    anna = over_http.slack.act_as(over_http.anna)

    assert anna.click(message, "go").error == "http_service_error"
    assert anna.last_message(over_http.sales)["error"] == "http_service_error"


def test_a_reply_in_a_thread_is_kept_out_of_the_channel(over_http: HttpCompany) -> None:
    anna = over_http.slack.act_as(over_http.anna)
    anna.say("parent", channel=over_http.sales)
    parent = anna.last_message(over_http.sales)
    anna.say("reply", channel=over_http.sales, thread=parent["ts"])

    assert [m["text"] for m in anna.messages(over_http.sales)] == ["parent"]
    thread = anna.messages(over_http.sales, thread=parent["ts"])
    assert [m["text"] for m in thread] == ["parent", "reply"]
