"""What the tests of the sandbox are made of: a company, an app behind HTTP, some blocks."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl

from slack_bolt import App as BoltApp
from slack_sdk import WebClient

from sandbox import App, Sandbox

SCOPES = (
    "commands",
    "chat:write",
    "channels:history",
    "channels:join",
    "channels:manage",
    "channels:read",
    "files:read",
    "files:write",
    "groups:history",
    "groups:read",
    "im:history",
    "im:read",
    "im:write",
    "pins:read",
    "pins:write",
    "reactions:read",
    "reactions:write",
    "team:read",
    "usergroups:read",
    "users:read",
    "users:read.email",
)
EVENTS = (
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "member_joined_channel",
    "member_left_channel",
    "message.channels",
    "message.im",
    "reaction_added",
    "team_join",
    "tokens_revoked",
    "user_change",
)


@dataclass
class Company:
    """A workspace with Anna, Ben, #sales and one app in it."""

    slack: Sandbox
    app: App
    anna: str
    ben: str
    sales: str
    client: WebClient


def found(slack: Sandbox, **app: Any) -> Company:
    """People, a channel and an app in a fresh sandbox."""
    anna = slack.add_user(name="Anna de Vries", email="anna@example.com", locale="nl-NL")
    ben = slack.add_user(name="Ben Carter", email="ben@example.com", tz="America/New_York")
    described: dict[str, Any] = {
        "scopes": SCOPES,
        "events": EVENTS,
        "commands": [{"command": "/leaderboard", "description": "Who is ahead"}],
        "shortcuts": [
            {"callback_id": "look", "name": "Look", "type": "global"},
            {"callback_id": "quote", "name": "Quote", "type": "message"},
        ],
    }
    installed = slack.install_app(**(described | app))
    sales = slack.add_channel("sales", members=[anna, ben, installed.bot_user_id])
    client = WebClient(token=installed.bot_token, base_url=slack.api_url, retry_handlers=[])
    return Company(slack=slack, app=installed, anna=anna, ben=ben, sales=sales, client=client)


def bolt_app(company: Company) -> BoltApp:
    """A Bolt app with the company's token and secret."""
    return BoltApp(
        client=company.client,
        signing_secret=company.app.signing_secret,
        process_before_response=True,
    )


@dataclass
class Received:
    """One request of Slack as it arrived."""

    headers: dict[str, str]
    body: bytes

    @property
    def payload(self) -> dict[str, Any]:
        """The JSON of an event or interaction, or the fields of a command."""
        if self.headers["content-type"] == "application/json":
            return dict(json.loads(self.body))
        fields = dict(parse_qsl(self.body.decode(), keep_blank_values=True))
        return dict(json.loads(fields["payload"])) if "payload" in fields else fields


@dataclass
class HttpApp:
    """An app on the other end of signed HTTP: keeps what it gets, answers what it is told to."""

    url: str
    received: list[Received] = field(default_factory=list)
    answer: Callable[[dict[str, Any]], Any] = lambda payload: None
    status: int = 200

    @property
    def last(self) -> dict[str, Any]:
        """The last command or interaction; events come in their own time."""
        payloads = [received.payload for received in self.received]
        return [payload for payload in payloads if "event" not in payload][-1]

    @property
    def last_event(self) -> dict[str, Any]:
        """The last event, without its wrapper."""
        payloads = [received.payload for received in self.received]
        return dict([payload["event"] for payload in payloads if "event" in payload][-1])


@contextmanager
def http_app() -> Iterator[HttpApp]:
    """A listening HttpApp on a free port."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            received = Received(headers=headers, body=body)
            app.received.append(received)
            answer = app.answer(received.payload)
            is_text = isinstance(answer, str)
            content = (
                b"" if answer is None else (answer if is_text else json.dumps(answer)).encode()
            )
            self.send_response(app.status)
            self.send_header("Content-Type", "text/plain" if is_text else "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    app = HttpApp(url=f"http://127.0.0.1:{server.server_port}/slack/events")
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield app
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass
class HttpCompany(Company):
    """A company whose app is reached by signed HTTP."""

    remote: HttpApp


def button(action_id: str = "go", value: str = "v") -> dict[str, Any]:
    label = {"type": "plain_text", "text": "Go"}
    return {"type": "button", "action_id": action_id, "text": label, "value": value}


def actions(*elements: dict[str, Any], block_id: str = "row") -> dict[str, Any]:
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}


def text_input(block_id: str = "name", **element: Any) -> dict[str, Any]:
    return {
        "type": "input",
        "block_id": block_id,
        "label": {"type": "plain_text", "text": "Name"},
        "element": {"type": "plain_text_input", "action_id": "value"} | element,
    }


def modal(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "type": "modal",
        "callback_id": "form",
        "title": {"type": "plain_text", "text": "A form"},
        "submit": {"type": "plain_text", "text": "Save"},
        "blocks": list(blocks) or [text_input()],
    } | more
