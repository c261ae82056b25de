"""A real Bolt app over Socket Mode, with the built-in client."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, suppress
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from simple_websocket import Client, ConnectionClosed
from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from wsproto.events import Ping
from wsproto.utilities import LocalProtocolError

from sandbox import Patience, Sandbox
from tests.sandbox.company import Company, actions, button, found, modal

Connect = Callable[[Callable[[App], None]], App]


def answering(answer: Any) -> Callable[[App], None]:
    """Registers a /leaderboard that acks with `answer`."""

    def register(app: App) -> None:
        def show_board(ack: Ack) -> None:
            ack(answer) if answer is not None else ack()

        app.command("/leaderboard")(show_board)

    return register


def test_a_command_is_answered_in_its_ack(company: Company, connected: Connect) -> None:
    connected(answering({"response_type": "ephemeral", "text": "You lead."}))
    anna, ben = (company.slack.act_as(user) for user in (company.anna, company.ben))

    delivery = anna.command("/leaderboard", "deals", channel=company.sales)

    assert delivery.ok
    assert delivery.status == 200
    assert delivery.message is not None
    assert delivery.message["text"] == "You lead."
    assert anna.last_message(company.sales)["is_ephemeral"]
    assert ben.messages(company.sales) == []
    assert company.slack.errors == []


def test_a_text_answer_is_private(company: Company, connected: Connect) -> None:
    connected(answering("You lead."))
    company.slack.act_as(company.anna).command("/leaderboard", channel=company.sales)

    assert company.slack.act_as(company.ben).messages(company.sales) == []
    assert company.slack.act_as(company.anna).last_message(company.sales)["text"] == "You lead."


def test_an_answer_in_the_channel_shows_the_typed_command_too(
    company: Company, connected: Connect
) -> None:
    connected(answering({"response_type": "in_channel", "text": "Anna leads."}))
    company.slack.act_as(company.anna).command("/leaderboard", "deals", channel=company.sales)

    seen = company.slack.act_as(company.ben).messages(company.sales)
    assert [m["text"] for m in seen] == ["/leaderboard deals", "Anna leads."]
    assert seen[0]["user"] == company.anna


def test_an_empty_ack_shows_nothing(company: Company, connected: Connect) -> None:
    connected(answering(None))
    delivery = company.slack.act_as(company.anna).command("/leaderboard", channel=company.sales)

    assert delivery.ok
    assert delivery.message is None
    assert company.slack.act_as(company.anna).messages(company.sales) == []


def test_refused_blocks_in_an_ack_become_an_error_marker(
    company: Company, connected: Connect
) -> None:
    connected(answering({"text": "x", "blocks": [actions()]}))
    delivery = company.slack.act_as(company.anna).command("/leaderboard", channel=company.sales)

    assert delivery.error == "invalid_blocks"
    assert [(e.where, e.code) for e in company.slack.errors] == [("command ack", "invalid_blocks")]
    assert "/blocks/0/elements" in company.slack.errors[0].messages[0]
    assert company.slack.act_as(company.anna).last_message(company.sales)["is_ephemeral"]


class Line:
    """One websocket without an SDK, so that a test sees every frame."""

    def __init__(self, company: Company) -> None:
        url = company.client.apps_connections_open(app_token=company.app.app_token)["url"]
        self._ws = Client.connect(url)
        # A greeting in one packet with the handshake is not seen before more comes: ask for a pong.
        with suppress(LocalProtocolError):
            self._ws.sock.send(self._ws.ws.send(Ping()))
        self.first = self.next()

    def next(self) -> dict[str, Any]:
        frame = self._ws.receive(timeout=5)
        assert frame is not None, "nothing came"
        return dict(json.loads(frame))

    def next_of(self, kind: str) -> dict[str, Any]:
        """The next frame of that type; what comes before it is acked."""
        while (frame := self.next())["type"] != kind:
            self.ack(frame)
        return frame

    def send(self, text: str) -> None:
        self._ws.send(text)

    def ack(self, envelope: dict[str, Any]) -> None:
        self.send(json.dumps({"envelope_id": envelope["envelope_id"]}))

    def close(self) -> None:
        with suppress(ConnectionClosed):
            self._ws.close()
        self._ws.thread.join(5)


def test_an_app_that_does_not_ack_in_time_is_an_error_for_the_person() -> None:
    with Sandbox(rate_factor=0, patience=Patience(ack_seconds=0.1)) as slack:
        company = found(slack)
        with closing(Line(company)):
            delivery = slack.act_as(company.anna).command("/leaderboard", channel=company.sales)

    assert delivery.error == "operation_timeout"
    assert delivery.latency_ms >= 100
    assert [error.code for error in slack.errors] == ["operation_timeout"]


def test_a_command_without_a_connected_app_fails_at_once(company: Company) -> None:
    delivery = company.slack.act_as(company.anna).command("/leaderboard", channel=company.sales)

    assert delivery.error == "dispatch_failed"


def test_an_envelope_has_slacks_fields(company: Company) -> None:
    anna = company.slack.act_as(company.anna)
    with closing(Line(company)) as line, ThreadPoolExecutor(1) as hands:
        typed = hands.submit(anna.command, "/leaderboard", channel=company.sales)
        command = line.next_of("slash_commands")
        line.send("not json")
        line.send(json.dumps({"envelope_id": "unknown"}))
        line.ack(command)
        assert typed.result().ok
        said = hands.submit(anna.say, "hello", channel=company.sales)
        event = line.next_of("events_api")
        line.ack(event)
        assert said.result().ok

    assert line.first["type"] == "hello"
    assert line.first["connection_info"] == {"app_id": company.app.app_id}
    assert (command["type"], command["accepts_response_payload"]) == ("slash_commands", True)
    assert command["payload"]["command"] == "/leaderboard"
    assert (event["type"], event["accepts_response_payload"]) == ("events_api", False)
    assert (event["retry_attempt"], event["retry_reason"]) == (0, "")


def test_any_of_several_connections_gets_a_payload(company: Company, connected: Connect) -> None:
    connected(answering("one"))
    connected(answering("two"))
    company.slack.act_as(company.ben).wait_for(
        lambda: company.slack.connections(company.app.app_id) == 2
    )
    anna = company.slack.act_as(company.anna)
    for _ in range(4):
        assert anna.command("/leaderboard", channel=company.sales).ok

    texts = [m["text"] for m in anna.messages(company.sales)]
    assert sorted(texts) == ["one", "one", "two", "two"]


def test_the_eleventh_connection_is_turned_away(company: Company) -> None:
    with ExitStack() as lines:
        greetings = [lines.enter_context(closing(Line(company))).first for _ in range(11)]

    assert [first["type"] for first in greetings] == ["hello"] * 10 + ["disconnect"]
    assert greetings[9]["num_connections"] == 10
    assert greetings[10]["reason"] == "too_many_websockets"


def test_a_ticket_opens_one_connection(company: Company) -> None:
    url = company.client.apps_connections_open(app_token=company.app.app_token)["url"]
    assert url.startswith("ws://127.0.0.1:")
    first = Client.connect(url)
    again = Request(url.replace("ws:", "http:"), headers={"Upgrade": "websocket"})
    with pytest.raises(HTTPError, match="401") as refused:
        urlopen(again)
    refused.value.close()
    first.close()
    first.thread.join(5)

    with pytest.raises(SlackApiError, match="not_allowed_token_type"):
        company.client.apps_connections_open(app_token=company.app.bot_token)


@pytest.mark.parametrize("how", ["refresh", "close", "drop"])
def test_an_app_comes_back_after_a_disconnect(
    company: Company, connected: Connect, how: str
) -> None:
    connected(answering("here"))
    assert company.slack.faults.disconnect_sockets(how) == 1

    anna = company.slack.act_as(company.anna)
    company.slack.wait_connected(company.app.app_id, timeout=40)
    assert anna.command("/leaderboard", channel=company.sales).ok


def test_events_can_be_delivered_twice(company: Company, connected: Connect) -> None:
    heard: list[tuple[str, Any]] = []

    def register(app: App) -> None:
        def listen(body: dict[str, Any], request: Any) -> None:
            heard.append((body["event_id"], request.headers.get("x-slack-retry-num")))

        app.event("message")(listen)

    connected(register)
    company.slack.faults.duplicate_events(True)
    anna = company.slack.act_as(company.anna)
    anna.say("hello", channel=company.sales)
    anna.wait_for(lambda: len(heard) == 2, missing="no second delivery")

    assert heard[0][0] == heard[1][0]
    assert sorted(retry[0] for _, retry in heard if retry) == ["0", "1"]


def test_a_button_opens_a_modal_and_its_answer_comes_by_message(
    company: Company, connected: Connect
) -> None:
    def register(app: App) -> None:
        def show_board(ack: Ack) -> None:
            ack({"text": "board", "blocks": [actions(button())]})

        def open_form(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
            ack()
            client.views_open(trigger_id=body["trigger_id"], view=modal())

        def take_form(ack: Ack, view: dict[str, Any], client: WebClient, body: Any) -> None:
            ack()
            name = view["state"]["values"]["name"]["value"]["value"]
            client.chat_postMessage(channel=body["user"]["id"], text=f"Thanks, {name}")

        app.command("/leaderboard")(show_board)
        app.action("go")(open_form)
        app.view("form")(take_form)

    connected(register)
    anna = company.slack.act_as(company.anna)
    anna.command("/leaderboard", channel=company.sales)
    assert anna.click(anna.last_message(company.sales), "go").ok
    anna.wait_for(anna.view, missing="no modal")
    assert anna.submit({"name": {"value": "Anna"}}) == {}

    assert anna.wait_for_message("Thanks, Anna")
    assert company.slack.errors == []
