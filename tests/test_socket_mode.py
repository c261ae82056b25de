"""Socket Mode over the real local Slack: answers, hangs up politely, comes back after a drop."""

import threading
from collections.abc import Iterator

import pytest
from slack_bolt import App
from slack_sdk import WebClient

from bot.socket_mode import DrainingHandler
from sandbox import Sandbox
from sandbox.dispatch_socket import SocketHub


@pytest.fixture
def slack() -> Iterator[Sandbox]:
    with Sandbox(rate_factor=0) as sandbox:
        yield sandbox


@pytest.fixture
def hold() -> Iterator[threading.Event]:
    """Set: the command answers at once. Cleared: it waits until it is set again."""
    event = threading.Event()
    event.set()
    yield event
    event.set()


@pytest.fixture
def installed(slack):
    return slack.install_app(
        name="Koploper",
        scopes=["commands"],
        commands=[{"command": "/hello", "description": "x", "usage_hint": "y"}],
    )


@pytest.fixture
def started() -> threading.Event:
    return threading.Event()


@pytest.fixture
def handler(slack, installed, hold, started) -> Iterator[DrainingHandler]:
    app = App(
        name="test",
        client=WebClient(installed.bot_token, base_url=slack.api_url),
        signing_secret=installed.signing_secret,
        process_before_response=True,
    )

    def say_hello(ack):
        started.set()
        hold.wait(10)
        ack("hello")

    app.command("/hello")(say_hello)
    handler = DrainingHandler(app, installed.app_token)
    handler.connect()
    slack.wait_connected(installed.app_id)
    yield handler
    handler.close()


@pytest.fixture
def anna(slack):
    user = slack.add_user(name="Anna", email="anna@example.com")
    slack.add_channel("sales", members=[user])
    return slack.act_as(user)


def channel_of(slack: Sandbox) -> str:
    return next(iter(slack.workspace.channels))


def test_a_command_is_answered(slack, handler, anna):
    delivery = anna.command("/hello", "", channel=channel_of(slack))
    assert delivery.status == 200
    assert "hello" in str(delivery.body)


def test_it_counts_as_connected_once_slack_has_said_hello(slack, installed, monkeypatch):
    app = App(
        name="test",
        client=WebClient(installed.bot_token, base_url=slack.api_url),
        signing_secret=installed.signing_secret,
    )
    handler, greet = DrainingHandler(app, installed.app_token), threading.Event()
    join = SocketHub.join

    def late(self, app_id, line):
        greet.wait(10)
        return join(self, app_id, line)

    monkeypatch.setattr(SocketHub, "join", late)
    try:
        handler.connect()
        assert handler.client.is_connected()
        assert not handler.is_connected()
        greet.set()
        slack.wait_connected(installed.app_id)
        while not handler.is_connected():
            threading.Event().wait(0.01)
    finally:
        greet.set()
        handler.close()


def test_draining_waits_for_what_is_being_answered(slack, handler, anna, hold, started):
    hold.clear()
    deliveries = []
    asking = threading.Thread(
        target=lambda: deliveries.append(anna.command("/hello", "", channel=channel_of(slack)))
    )
    asking.start()
    assert started.wait(5)
    assert not handler.drain(0.2)
    hold.set()
    assert handler.drain(5)
    handler.close()
    asking.join(10)
    assert [delivery.status for delivery in deliveries] == [200]


def test_reading_that_begins_while_we_hang_up_ends(handler):
    """However the threads fall: the session is open, and its end has been ordered before."""
    handler.client.current_session_state.terminated = True
    reading = threading.Thread(target=handler.client._run_current_session, daemon=True)
    reading.start()
    reading.join(10)
    assert not reading.is_alive()


def test_hanging_up_right_after_connecting_ends(slack, installed):
    app = App(name="test", client=WebClient(installed.bot_token, base_url=slack.api_url))
    for _ in range(20):
        handler = DrainingHandler(app, installed.app_token)
        handler.connect()
        handler.close()
        assert not handler.client.is_connected()


def test_nothing_under_way_drains_at_once(handler):
    assert handler.drain(5)


def test_it_comes_back_after_the_connection_is_cut(slack, handler, anna):
    slack.faults.disconnect_sockets()
    for _attempt in range(120):
        if anna.command("/hello", "", channel=channel_of(slack)).status == 200:
            return
        threading.Event().wait(0.25)
    pytest.fail("it did not come back")
