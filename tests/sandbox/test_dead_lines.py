"""An app that went without a word leaves a dead connection; another one gets what it was sent."""

from __future__ import annotations

import json

import pytest

from sandbox import Sandbox
from sandbox.dispatch_socket import SocketHub
from sandbox.envelope import Envelope
from sandbox.ids import Ids


class DeadLine:
    def send(self, text: str) -> None:
        if json.loads(text)["type"] != "hello":
            raise OSError("gone")

    def close(self) -> None: ...

    def drop(self) -> None: ...


class AckingLine(DeadLine):
    def __init__(self, hub: SocketHub) -> None:
        self.hub = hub

    def send(self, text: str) -> None:
        sent = json.loads(text)
        if sent["type"] != "hello":
            self.hub.receive(json.dumps({"envelope_id": sent["envelope_id"], "payload": "here"}))


@pytest.fixture
def app():
    with Sandbox() as slack:
        yield slack.install_app(name="Koploper", scopes=["commands"])


def test_a_payload_goes_to_the_connection_that_takes_it(app) -> None:
    hub = SocketHub(Ids())
    for line in (DeadLine(), DeadLine(), AckingLine(hub), DeadLine()):
        hub.join(app.app_id, line)

    for _ in range(4):
        delivery = hub.deliver(app, Envelope(kind="slash_commands", payload={}), timeout=30)
        assert (delivery.status, delivery.body) == (200, "here")


def test_with_only_dead_connections_a_payload_fails_at_once_and_they_are_forgotten(app) -> None:
    hub = SocketHub(Ids())
    hub.join(app.app_id, DeadLine())

    delivery = hub.deliver(app, Envelope(kind="slash_commands", payload={}), timeout=30)

    assert (delivery.status, delivery.error) == (None, "dispatch_failed")
    assert hub.connections(app.app_id) == 0
