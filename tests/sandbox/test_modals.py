"""Modals and Home tabs: opening, stacking, submitting, closing, and the race for the newest."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from sandbox import ManualClock, Sandbox, SlackError
from tests.sandbox.company import HttpCompany, actions, button, found, http_app, modal, text_input


@pytest.fixture
def company(clock: ManualClock) -> Iterator[HttpCompany]:
    with http_app() as remote, Sandbox(rate_factor=0, clock=clock) as slack:
        made = found(slack, request_url=remote.url)
        remote.received.clear()
        yield HttpCompany(**vars(made), remote=remote)


def trigger(company: HttpCompany) -> str:
    company.slack.act_as(company.anna).shortcut("look")
    return str(company.remote.last["trigger_id"])


def opened(company: HttpCompany, **more: Any) -> dict[str, Any]:
    """A modal open before Anna, as the app got it back."""
    view = modal(text_input(), actions(button()), **more)
    answer = company.client.views_open(trigger_id=trigger(company), view=view)
    return dict(answer["view"])


def pushed(company: HttpCompany, **more: Any) -> dict[str, Any]:
    anna = company.slack.act_as(company.anna)
    anna.click(anna.open_view(), "go")
    found_trigger = company.remote.last["trigger_id"]
    view = modal(text_input(), actions(button()), callback_id="upper", **more)
    return dict(company.client.views_push(trigger_id=found_trigger, view=view)["view"])


def kinds(company: HttpCompany) -> list[str]:
    return [received.payload["type"] for received in company.remote.received]


def test_a_trigger_works_for_three_seconds(company: HttpCompany, clock: ManualClock) -> None:
    in_time, late = trigger(company), trigger(company)
    clock.advance(2.9)
    assert company.client.views_open(trigger_id=in_time, view=modal())["ok"]
    clock.advance(0.1)

    with pytest.raises(SlackApiError, match="expired_trigger_id"):
        company.client.views_open(trigger_id=late, view=modal())


def test_a_trigger_works_once(company: HttpCompany) -> None:
    used = trigger(company)
    company.client.views_open(trigger_id=used, view=modal())

    with pytest.raises(SlackApiError, match="exchanged_trigger_id"):
        company.client.views_open(trigger_id=used, view=modal())


def test_a_trigger_belongs_to_one_app(company: HttpCompany) -> None:
    mine = trigger(company)
    other = company.slack.install_app(name="Other")

    with pytest.raises(SlackApiError, match="invalid_trigger_id"):
        company.client.views_open(token=other.bot_token, trigger_id=mine, view=modal())


def test_a_refused_view_leaves_the_trigger_unused(company: HttpCompany) -> None:
    kept = trigger(company)
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        company.client.views_open(trigger_id=kept, view=modal(title=None))

    assert company.client.views_open(trigger_id=kept, view=modal())["ok"]


def test_a_submission_carries_what_was_typed(company: HttpCompany) -> None:
    opened(company, private_metadata="secret")

    assert company.slack.act_as(company.anna).submit({"name": {"value": "Anna"}}) == {}
    view = company.remote.last["view"]
    assert view["state"]["values"]["name"]["value"]["value"] == "Anna"
    assert view["private_metadata"] == "secret"
    assert company.slack.act_as(company.anna).view() is None


def test_errors_keep_the_modal_open(company: HttpCompany) -> None:
    opened(company)
    company.remote.answer = lambda _: {"response_action": "errors", "errors": {"name": "No."}}
    anna = company.slack.act_as(company.anna)

    assert anna.submit({"name": {"value": "x"}}) == {"name": "No."}
    assert anna.open_view()["errors"] == {"name": "No."}
    assert company.slack.errors == []


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"nowhere": "No."}},
        {"response_action": "errors", "errors": {}},
        {"response_action": "update", "view": {"type": "modal"}},
        {"response_action": "dance"},
        {"text": "thanks"},
        "thanks",
    ],
)
def test_a_wrong_answer_to_a_submission_is_trouble(company: HttpCompany, answer: Any) -> None:
    opened(company)
    company.remote.answer = lambda _: answer
    anna = company.slack.act_as(company.anna)

    assert "trouble" in anna.submit({"name": {"value": "x"}})[""]
    assert anna.view() is not None
    assert [error.where for error in company.slack.errors] == ["view_submission"]


def test_a_submission_can_update_the_modal(company: HttpCompany) -> None:
    view = opened(company)
    title = {"type": "plain_text", "text": "Second"}
    company.remote.answer = lambda _: {"response_action": "update", "view": modal(title=title)}
    anna = company.slack.act_as(company.anna)
    anna.submit({"name": {"value": "x"}})

    assert anna.open_view()["id"] == view["id"]
    assert anna.open_view()["title"]["text"] == "Second"


def test_a_submission_can_push_and_clear(company: HttpCompany) -> None:
    lower = opened(company)
    company.remote.answer = lambda _: {
        "response_action": "push",
        "view": modal(callback_id="upper"),
    }
    anna = company.slack.act_as(company.anna)
    anna.submit({"name": {"value": "x"}})
    upper = anna.open_view()
    assert (upper["previous_view_id"], upper["root_view_id"]) == (lower["id"], lower["id"])

    company.remote.answer = lambda _: {"response_action": "clear"}
    anna.submit({"name": {"value": "x"}})
    assert anna.view() is None


def test_an_ack_closes_its_own_modal_and_not_one_that_came_on_top(company: HttpCompany) -> None:
    lower = opened(company)

    def push_first(payload: dict[str, Any]) -> None:
        view = modal(callback_id="upper")
        company.client.views_push(trigger_id=payload["trigger_id"], view=view)

    company.remote.answer = push_first
    anna = company.slack.act_as(company.anna)
    anna.submit({"name": {"value": "x"}})

    assert anna.open_view()["callback_id"] == "upper"
    anna.close_view()
    assert anna.view() is None
    with pytest.raises(SlackApiError, match="not_found"):
        company.client.views_update(view_id=lower["id"], view=modal())


def test_three_modals_are_the_most(company: HttpCompany) -> None:
    opened(company)
    pushed(company)
    pushed(company)

    with pytest.raises(SlackApiError, match="push_limit_reached"):
        pushed(company)


def test_pushing_needs_a_trigger_from_inside_a_modal(company: HttpCompany) -> None:
    opened(company)

    with pytest.raises(SlackApiError, match="not_found"):
        company.client.views_push(trigger_id=trigger(company), view=modal())


def test_closing_tells_an_app_that_asked(company: HttpCompany) -> None:
    opened(company)
    pushed(company, notify_on_close=True)
    anna = company.slack.act_as(company.anna)
    anna.close_view()
    assert kinds(company)[-1] == "view_closed"
    assert company.remote.last["is_cleared"] is False

    anna.close_view()
    assert kinds(company).count("view_closed") == 1
    assert anna.view() is None


def test_clearing_the_stack_tells_of_every_modal(company: HttpCompany) -> None:
    opened(company, notify_on_close=True)
    pushed(company, notify_on_close=True)
    company.slack.act_as(company.anna).close_view(clear=True)

    assert kinds(company)[-2:] == ["view_closed"] * 2
    assert company.remote.last["is_cleared"] is True


def test_an_old_hash_loses(company: HttpCompany) -> None:
    view = opened(company)
    update = company.client.views_update
    newer = update(view_id=view["id"], hash=view["hash"], view=modal())["view"]

    with pytest.raises(SlackApiError, match="hash_conflict"):
        update(view_id=view["id"], hash=view["hash"], view=modal())
    assert update(view_id=view["id"], hash=newer["hash"], view=modal())["ok"]


def test_what_was_typed_survives_an_update_that_keeps_the_field(company: HttpCompany) -> None:
    view = opened(company)
    anna = company.slack.act_as(company.anna)
    anna.fill({"name": {"value": "half"}})
    company.client.views_update(view_id=view["id"], view=modal(text_input(), text_input("more")))

    values = anna.open_view()["state"]["values"]
    assert (values["name"]["value"]["value"], values["more"]["value"]["value"]) == ("half", None)


def test_an_external_id_finds_a_view_and_is_unique(company: HttpCompany) -> None:
    opened(company, external_id="board")
    assert company.client.views_update(external_id="board", view=modal())["ok"]

    opened(company, external_id="other")
    publish = company.client.views_publish
    with pytest.raises(SlackApiError, match="duplicate_external_id"):
        publish(user_id=company.anna, view={"type": "home", "blocks": [], "external_id": "other"})


def test_an_input_speaks_up_only_where_it_was_made_to(company: HttpCompany) -> None:
    speaking = text_input("loud") | {"dispatch_action": True}
    view = modal(text_input("quiet"), speaking)
    company.client.views_open(trigger_id=trigger(company), view=view)
    anna = company.slack.act_as(company.anna)

    with pytest.raises(SlackError, match="no_dispatch_action"):
        anna.click(anna.open_view(), "value", "x", block_id="quiet")
    assert anna.click(anna.open_view(), "value", "hey", block_id="loud").ok
    assert company.remote.last["actions"][0]["value"] == "hey"
    assert company.remote.last["view"]["state"]["values"]["loud"]["value"]["value"] == "hey"


def test_the_messages_tab_is_an_opened_home_too(company: HttpCompany) -> None:
    assert company.slack.act_as(company.anna).open_messages_tab().ok

    assert company.remote.last_event["tab"] == "messages"


@pytest.mark.parametrize(
    ("element", "typed", "complaint"),
    [
        ({}, "", "complete this required field"),
        ({"min_length": 3}, "ab", "at least 3"),
        ({"max_length": 3}, "abcd", "at most 3"),
        ({"type": "number_input", "is_decimal_allowed": False}, "1.5", "whole number"),
        ({"type": "number_input", "is_decimal_allowed": True}, "much", "enter a number"),
        (
            {"type": "number_input", "is_decimal_allowed": True, "max_value": "10"},
            "11",
            "10 or less",
        ),
        (
            {"type": "number_input", "is_decimal_allowed": True, "min_value": "0"},
            "-1",
            "0 or more",
        ),
        ({"type": "email_text_input"}, "anna", "email"),
        ({"type": "url_text_input"}, "example", "URL"),
    ],
)
def test_the_client_itself_refuses_wrong_entries(
    company: HttpCompany, element: dict[str, Any], typed: str, complaint: str
) -> None:
    view = modal(text_input(**element))
    company.client.views_open(trigger_id=trigger(company), view=view)
    before = len(company.remote.received)

    wrong = company.slack.act_as(company.anna).submit({"name": {"value": typed}})

    assert complaint in wrong["name"]
    assert len(company.remote.received) == before


def test_home_opens_with_what_is_published(company: HttpCompany) -> None:
    home = {"type": "home", "blocks": [actions(button())]}
    anna = company.slack.act_as(company.anna)
    with pytest.raises(TimeoutError, match="published no Home"):
        anna.open_home(timeout=0.1)
    assert "view" not in company.remote.last_event

    first = company.client.views_publish(user_id=company.anna, view=home)["view"]
    shown = anna.open_home()
    assert shown["id"] == first["id"]
    assert company.remote.last_event["view"]["hash"] == first["hash"]
    anna.click(shown, "go")
    assert company.remote.last["container"] == {"type": "view", "view_id": first["id"]}

    company.client.views_publish(user_id=company.anna, view=home)
    with pytest.raises(SlackApiError, match="hash_conflict"):
        company.client.views_publish(user_id=company.anna, view=home, hash=first["hash"])
