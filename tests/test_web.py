"""The HTTP front refuses what is not Slack's, quietly, before Bolt."""

import hashlib
import hmac
import io
import logging
import time
from urllib.parse import urlencode

import pytest
from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult

from bot.logs import start_logging
from bot.web import MAX_BODY, build_web

SECRET = "a-signing-secret-for-tests"
CANARY = "canary-answer-9-of-10"


@pytest.fixture
def seen() -> list[str]:
    return []


def who_is_asking() -> AuthorizeResult:
    return AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-1-test")


@pytest.fixture
def client(seen):
    bolt = App(
        name="test",
        signing_secret=SECRET,
        authorize=who_is_asking,
        process_before_response=True,
    )

    def say_hello(ack, command):
        seen.append(command["text"])
        ack(f"hello {command['text']}")

    bolt.command("/hello")(say_hello)
    return build_web(bolt, is_healthy=lambda: not seen).test_client()


def signed(body: bytes, *, at: int | None = None) -> dict[str, str]:
    stamp = str(int(time.time()) if at is None else at)
    digest = hmac.new(SECRET.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256)
    return {
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={digest.hexdigest()}",
        "Content-Type": "application/x-www-form-urlencoded",
    }


def command(text: str) -> bytes:
    fields = {"command": "/hello", "text": text, "team_id": "T1", "user_id": "U1"}
    return urlencode(fields).encode()


def test_a_signed_command_is_answered(client):
    body = command("Zoë")
    answer = client.post("/slack/events", data=body, headers=signed(body))
    assert answer.status_code == 200
    assert "hello Zoë" in answer.get_data(as_text=True)


GOOD = "v0=" + "a" * 64
BAD_HEADERS = [
    {},
    {"X-Slack-Request-Timestamp": "abc", "X-Slack-Signature": GOOD},
    {"X-Slack-Request-Timestamp": "", "X-Slack-Signature": GOOD},
    {"X-Slack-Request-Timestamp": "１２３", "X-Slack-Signature": GOOD},
    {"X-Slack-Request-Timestamp": "9" * 400, "X-Slack-Signature": GOOD},
    {"X-Slack-Request-Timestamp": "1790000000"},
    {"X-Slack-Request-Timestamp": "1790000000", "X-Slack-Signature": "v0=é" + "a" * 63},
    {"X-Slack-Request-Timestamp": "1790000000", "X-Slack-Signature": GOOD + "\t"},
    {"X-Slack-Request-Timestamp": "1790000000", "X-Slack-Signature": GOOD},
]


@pytest.mark.parametrize("headers", BAD_HEADERS)
def test_malformed_or_wrong_signatures_get_401_and_reach_no_handler(client, seen, headers):
    answer = client.post("/slack/events", data=command("x"), headers=headers)
    assert (answer.status_code, seen) == (401, [])


def test_an_old_signature_gets_401(client, seen):
    body = command("late")
    headers = signed(body, at=int(time.time()) - 301)
    assert client.post("/slack/events", data=body, headers=headers).status_code == 401
    assert seen == []


def test_a_body_that_is_not_utf_8_gets_401_even_when_signed(client):
    body = b"command=/hello&text=\xff\xfe"
    assert client.post("/slack/events", data=body, headers=signed(body)).status_code == 401


def test_a_body_above_one_megabyte_is_refused_unread(client):
    body = b"x" * (MAX_BODY + 1)
    assert client.post("/slack/events", data=body, headers=signed(body)).status_code == 413


def test_a_bad_signature_never_puts_the_body_in_the_log(client):
    log = io.StringIO()
    root = logging.getLogger()
    before = root.level, root.handlers[:]
    start_logging("INFO", log)
    try:
        headers = signed(b"something else")
        answer = client.post("/slack/events", data=command(CANARY), headers=headers)
        logging.getLogger("slack_bolt.RequestVerification").warning("still heard")
    finally:
        logging.captureWarnings(capture=False)
        root.setLevel(before[0])
        root.handlers[:] = before[1]
    assert answer.status_code == 401
    assert CANARY not in log.getvalue()
    assert "still heard" in log.getvalue()


def test_health_is_ok_until_it_is_not(client, seen):
    assert client.get("/healthz").get_data(as_text=True) == "ok\n"
    seen.append("something broke")
    assert client.get("/healthz").status_code == 503


@pytest.mark.parametrize("path", ["/", "/slack/events/", "/static/x", "/slack"])
def test_nothing_else_is_served(client, path):
    assert client.get(path).status_code == 404
    assert client.get("/slack/events").status_code == 405
