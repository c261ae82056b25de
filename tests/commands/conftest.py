"""The real app over a real database, dispatched to without Slack in between."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from urllib.parse import urlencode

import pytest
from pydantic import SecretStr
from slack_bolt import App, BoltRequest, BoltResponse
from slack_sdk.signature import SignatureVerifier

from bot.app import build_app
from bot.config import load_settings
from bot.deps import Deps, build_deps
from store.open import open_store
from store.records import SlackUser
from tests.services.office import NOW, Time

SECRET = "s3cret"


@dataclass
class Desk:
    """Sends what Slack would send."""

    app: App
    deps: Deps
    triggers: Iterator[int] = field(default_factory=lambda: count(1))

    def know(self, user: str, name: str, **more: Any) -> None:
        profile = SlackUser(slack_user_id=user, name=name, fetched_at=NOW, **more)
        self.deps.matching.recognise(profile)

    def command(self, text: str = "", **changes: str) -> BoltResponse:
        body = {
            "command": "/leaderboard",
            "text": text,
            "user_id": "U1",
            "team_id": "T1",
            "channel_id": "C1",
            "response_url": "http://127.0.0.1:9/none",
            "trigger_id": f"{next(self.triggers)}.1",
        } | changes
        return self.send(urlencode(body))

    def event(self, event: dict[str, Any], event_id: str) -> BoltResponse:
        body = {"type": "event_callback", "team_id": "T1", "event_id": event_id, "event": event}
        return self.send(json.dumps(body), "application/json")

    def tap(self, action: dict[str, Any], **changes: Any) -> BoltResponse:
        body = {
            "type": "block_actions",
            "user": {"id": "U1", "team_id": "T1"},
            "team": {"id": "T1"},
            "trigger_id": f"{next(self.triggers)}.1",
            "container": {"type": "message", "message_ts": "1.1", "channel_id": "C1"},
            "response_url": "http://127.0.0.1:9/none",
            "actions": [{"block_id": "b", "type": "button", **action}],
        } | changes
        return self.send(urlencode({"payload": json.dumps(body)}))

    def send(self, body: str, kind: str = "application/x-www-form-urlencoded") -> BoltResponse:
        stamp = str(int(time.time()))
        signature = SignatureVerifier(SECRET).generate_signature(timestamp=stamp, body=body)
        headers = {
            "content-type": [kind],
            "x-slack-request-timestamp": [stamp],
            "x-slack-signature": [signature or ""],
        }
        return self.app.dispatch(BoltRequest(body=body, headers=headers))


@pytest.fixture
def desk(tmp_path) -> Iterator[Desk]:
    clock = Time()
    settings = load_settings(
        _env_file=None,
        data_dir=tmp_path,
        zone="Europe/Amsterdam",
        slack_bot_token=SecretStr("xoxb-test"),
        slack_signing_secret=SecretStr(SECRET),
        slack_api_url="http://127.0.0.1:9/api/",
    )
    store = open_store(settings.database, data_dir=tmp_path, clock=clock)
    deps = build_deps(settings, store, clock)
    made = Desk(app=build_app(deps, team_id="T1", bot_user_id="UBOT", bot_id="B1"), deps=deps)
    made.know("U1", "Anna", locale="en-US")
    person = store.people.add(deps.workspace_id, name="Anna")
    store.people.link(deps.workspace_id, person.id, "U1")
    yield made
    store.close()
