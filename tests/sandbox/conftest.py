"""A started sandbox with people, a channel and an installed app for every test that wants one."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from slack_bolt import App as BoltApp
from slack_bolt.adapter.socket_mode import SocketModeHandler

from sandbox import ManualClock, Sandbox
from tests.sandbox.company import Company, HttpCompany, bolt_app, found, http_app


@pytest.fixture
def company() -> Iterator[Company]:
    """Without rate limits, on the real clock."""
    with Sandbox(rate_factor=0) as slack:
        yield found(slack)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def timed(clock: ManualClock) -> Iterator[Company]:
    """With Slack's own rate limits, on a clock the test moves."""
    with Sandbox(clock=clock) as slack:
        yield found(slack)


@pytest.fixture
def connected(company: Company) -> Iterator[Callable[[Callable[[BoltApp], None]], BoltApp]]:
    """Connect a real Bolt app over Socket Mode, given what registers its listeners."""
    handlers: list[SocketModeHandler] = []

    def connect(register: Callable[[BoltApp], None]) -> BoltApp:
        app = bolt_app(company)
        register(app)
        handler = SocketModeHandler(app, company.app.app_token, ping_interval=0.2)
        handlers.append(handler)
        handler.connect()
        company.slack.wait_connected(company.app.app_id)
        return app

    yield connect
    # The client alone would sit out a read of 3 seconds and a wait of 1 second for a message.
    for handler in handlers:
        handler.client.closed = True
        handler.client.auto_reconnect_enabled = False
        handler.client.current_session_state.terminated = True
        handler.client.enqueue_message("the end")
    company.slack.faults.disconnect_sockets("drop")
    for handler in handlers:
        handler.close()


@pytest.fixture
def over_http() -> Iterator[HttpCompany]:
    with http_app() as remote, Sandbox(rate_factor=0) as slack:
        made = found(slack, request_url=remote.url)
        yield HttpCompany(**vars(made), remote=remote)
