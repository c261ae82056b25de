"""What the sandbox sends has the keys, and the types behind them, of payloads Slack has sent."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from slack_sdk.webhook import WebhookClient

from sandbox import Sandbox
from tests.sandbox.company import HttpCompany, actions, button, found, http_app, modal, text_input

Json = dict[str, Any]


def samples() -> Path | None:
    """The folder with recorded payloads, where there is one."""
    named = os.environ.get("KOPLOPER_SAMPLE_DATA")
    beside = Path(__file__).resolve().parents[3] / "shared" / "data"
    folder = (Path(named) if named else beside) / "slack" / "payloads"
    return folder if folder.is_dir() else None


SAMPLES = samples()
pytestmark = pytest.mark.skipif(
    SAMPLES is None, reason="no recorded Slack payloads: set KOPLOPER_SAMPLE_DATA to their folder"
)
# Slack has stopped sending these, or they belong to what the sender happened to have on screen.
GONE = {"authed_users", "event_context"}


def recorded(name: str) -> Json:
    assert SAMPLES is not None
    body = json.loads((SAMPLES / f"{name}.json").read_text("utf-8"))
    return dict(parse_qsl(body)) if isinstance(body, str) else dict(body)


def missing(wanted: Any, got: Any, at: str = "") -> list[str]:
    """Where `got` lacks a key of `wanted` or has another type behind it."""
    if at.endswith(("/values", "/values/*")) and wanted and got:
        # The names here are the block and action ids of whoever wrote the modal.
        return missing(first(wanted), first(got), f"{at}/*")
    if isinstance(wanted, dict) and isinstance(got, dict):
        return [
            problem
            for key, value in wanted.items()
            if key not in GONE
            for problem in (
                missing(value, got[key], f"{at}/{key}") if key in got else [f"{at}/{key} missing"]
            )
        ]
    if isinstance(wanted, list) and isinstance(got, list):
        return missing(wanted[0], got[0], f"{at}/0") if wanted and got else []
    if wanted is None or got is None:
        # Slack fills these fields or not, as the situation has it.
        return []
    return [] if type(wanted) is type(got) else [f"{at}: {type(wanted)} is {type(got)}"]


def first(values: Json) -> Any:
    return next(iter(values.values()))


@pytest.fixture
def company() -> Iterator[HttpCompany]:
    """A company inside a Grid organisation, as most of the recorded payloads are."""
    with http_app() as remote, Sandbox(rate_factor=0, enterprise=("E111", "Org")) as slack:
        made = found(slack, request_url=remote.url)
        remote.received.clear()
        yield HttpCompany(**vars(made), remote=remote)


def show_modal(company: HttpCompany, **more: Any) -> None:
    company.slack.act_as(company.anna).shortcut("look")
    view = modal(text_input(), suggested("es"), **more)
    company.client.views_open(trigger_id=company.remote.last["trigger_id"], view=view)


def suggested(block_id: str) -> Json:
    return {
        "type": "input",
        "block_id": block_id,
        "optional": True,
        "label": {"type": "plain_text", "text": "Search"},
        "element": {"type": "external_select", "action_id": "find"},
    }


def type_a_command(company: HttpCompany) -> None:
    company.slack.act_as(company.anna).command("/leaderboard", "deals", channel=company.sales)


def press_an_ephemeral_button(company: HttpCompany) -> None:
    company.client.chat_postEphemeral(
        channel=company.sales, user=company.anna, text="x", blocks=[actions(button())]
    )
    anna = company.slack.act_as(company.anna)
    anna.click(anna.last_message(company.sales), "go")


def search_in_a_modal(company: HttpCompany) -> None:
    show_modal(company)
    anna = company.slack.act_as(company.anna)
    anna.suggest(anna.open_view(), "find", "search word")


def submit_a_modal(company: HttpCompany) -> None:
    show_modal(company)
    company.slack.act_as(company.anna).submit({"name": {"value": "test"}})


def close_a_modal(company: HttpCompany) -> None:
    show_modal(company, notify_on_close=True)
    company.slack.act_as(company.anna).close_view()


def use_a_global_shortcut(company: HttpCompany) -> None:
    company.slack.act_as(company.anna).shortcut("look")


def use_a_message_shortcut(company: HttpCompany) -> None:
    anna = company.slack.act_as(company.anna)
    anna.say(f"<@{company.ben}> hello", channel=company.sales)
    anna.shortcut("quote", anna.last_message(company.sales))


def join_a_channel(company: HttpCompany) -> None:
    newcomer = company.slack.add_user(name="Chidi Okafor", email="chidi@example.com")
    company.client.conversations_invite(channel=company.sales, users=newcomer)


def leave_a_channel(company: HttpCompany) -> None:
    company.slack.act_as(company.ben).leave(company.sales)


def submit_where_to_answer(company: HttpCompany) -> None:
    company.slack.act_as(company.anna).shortcut("look")
    element = {"type": "conversations_select", "action_id": "a", "response_url_enabled": True}
    label = {"type": "plain_text", "text": "Where"}
    block = {"type": "input", "block_id": "b", "label": label, "element": element}
    trigger = company.remote.last["trigger_id"]
    company.client.views_open(trigger_id=trigger, view=modal(block))
    company.slack.act_as(company.anna).submit({"b": {"a": company.sales}})


def mention_the_app(company: HttpCompany) -> None:
    person = company.slack.act_as(company.anna)
    person.say(f"<@{company.app.bot_user_id}> hi", channel=company.sales)


def react_to_a_message(company: HttpCompany) -> None:
    anna = company.slack.act_as(company.anna)
    anna.say("hello", channel=company.sales)
    anna.react(anna.last_message(company.sales), "heart_eyes")


def uninstall(company: HttpCompany) -> None:
    company.slack.uninstall_app(company.app.app_id)


ACTS: list[tuple[str, str, Callable[[HttpCompany], None]]] = [
    ("slash_command.slash_command_body", "command", type_a_command),
    ("block_actions.body", "block_actions", press_an_ephemeral_button),
    ("block_suggestion.body", "block_suggestion", search_in_a_modal),
    ("view_submission.body", "view_submission", submit_a_modal),
    ("view_submission.response_url_payload_body", "view_submission", submit_where_to_answer),
    ("view_closed.body", "view_closed", close_a_modal),
    ("shortcut.global_shortcut_body", "shortcut", use_a_global_shortcut),
    ("shortcut.message_shortcut_body", "message_action", use_a_message_shortcut),
    ("events.join_event_body", "member_joined_channel", join_a_channel),
    ("events.left_event_body", "member_left_channel", leave_a_channel),
    ("events.body", "member_left_channel", leave_a_channel),
    ("events.valid_event_body", "app_mention", mention_the_app),
    ("events.valid_reaction_added_body", "reaction_added", react_to_a_message),
    ("events.app_uninstalled_body", "app_uninstalled", uninstall),
    ("events.tokens_revoked_body", "tokens_revoked", uninstall),
]


def kind_of(payload: Json) -> str:
    if "command" in payload:
        return "command"
    return str(payload.get("event", payload)["type"])


@pytest.mark.parametrize(("sample", "kind", "act"), ACTS, ids=[row[0] for row in ACTS])
def test_a_payload_has_the_shape_of_a_recorded_one(
    company: HttpCompany, sample: str, kind: str, act: Callable[[HttpCompany], None]
) -> None:
    act(company)

    def sent() -> Json | None:
        payloads = [received.payload for received in company.remote.received]
        return next((payload for payload in payloads if kind_of(payload) == kind), None)

    got = company.slack.act_as(company.ben).wait_for(sent, missing=f"no {kind} arrived")
    assert missing(recorded(sample), got) == []


def test_the_chosen_conversation_can_be_answered_in(company: HttpCompany) -> None:
    submit_where_to_answer(company)
    granted = company.remote.last["response_urls"][0]

    WebhookClient(granted["response_url"]).send(text="ours", response_type="in_channel")

    assert granted["channel_id"] == company.sales
    assert company.slack.act_as(company.ben).last_message(company.sales)["text"] == "ours"


def test_a_missing_key_would_be_noticed() -> None:
    assert missing({"a": {"b": "x"}}, {"a": {}}) == ["/a/b missing"]
    assert missing({"a": "x"}, {"a": 1}) != []
