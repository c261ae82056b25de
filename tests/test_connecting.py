"""First contact: Slack's refusals are told, its silence is waited out."""

import json
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from bot.config import Settings
from bot.connecting import NO_BOT_TOKEN, introduce, need
from bot.deps import slack_client
from bot.errors import UsageError
from bot.stopping import Stop


class Impatient(Stop):
    """Counts the pauses instead of sitting them out; gives up after `most`."""

    def __init__(self, most: int = 9) -> None:
        super().__init__()
        self.pauses: list[float] = []
        self.most = most

    def wait(self, seconds=None):
        self.pauses.append(seconds)
        if len(self.pauses) >= self.most:
            self.ask()
        return self.is_asked()


@pytest.fixture
def answers() -> list[tuple[int, dict | None]]:
    """What Slack answers, in order; None drops the connection. The last one stays."""
    return []


@pytest.fixture
def slack(answers) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            status, body = answers.pop(0) if len(answers) > 1 else answers[0]
            if body is None:
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            data = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_):
            """Quiet."""

        def finish(self):
            if not self.wfile.closed:
                super().finish()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/api/"
    server.shutdown()
    thread.join()
    server.server_close()


GOOD = (200, {"ok": True, "team_id": "T1", "team": "Acme", "user_id": "U1", "bot_id": "B1"})


def client_for(address: str):
    settings = Settings(
        _env_file=None, slack_bot_token="xoxb-1", slack_api_url=address, data_dir=Path("unused")
    )
    return slack_client(settings)


def test_slack_says_who_we_are(slack, answers):
    answers.append(GOOD)
    identity = introduce(client_for(slack), Stop())
    assert (identity.team_id, identity.team_name, identity.bot_user_id) == ("T1", "Acme", "U1")


@pytest.mark.parametrize("reason", ["invalid_auth", "account_inactive", "token_revoked"])
def test_a_refused_token_is_the_operators_to_mend(slack, answers, reason):
    answers.append((200, {"ok": False, "error": reason}))
    stop = Impatient()
    with pytest.raises(UsageError) as caught:
        introduce(client_for(slack), stop)
    assert caught.value.params == {"what": "SLACK_BOT_TOKEN", "reason": reason}
    assert stop.pauses == []


@pytest.mark.parametrize(
    "trouble",
    [
        (500, {"ok": False, "error": "internal_error"}),
        (503, {"ok": False}),
        (200, {"ok": False, "error": "fatal_error"}),
        (200, None),
    ],
)
def test_slacks_own_troubles_are_waited_out(slack, answers, trouble):
    answers += [trouble, trouble, GOOD]
    stop = Impatient()
    assert introduce(client_for(slack), stop).team_id == "T1"
    assert stop.pauses == [1, 2]


def test_asking_to_stop_ends_the_waiting(slack, answers):
    answers.append((500, {"ok": False, "error": "internal_error"}))
    stop = Impatient(most=3)
    assert introduce(client_for(slack), stop) is None
    assert stop.pauses == [1, 2, 4]


def test_a_token_that_is_not_set_is_named():
    with pytest.raises(UsageError, match="SLACK_BOT_TOKEN is not set"):
        need(None, NO_BOT_TOKEN)
