"""`koploper run` as a process of its own against the local Slack: start, stop, kill, again."""

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.config import load_settings
from bot.manifest import manifest
from bot.opening import open_workspace
from bot.outgoing import Kind, Outgoing
from bot.views.parts import Message
from sandbox import App, Person, Sandbox
from sandbox.waiting import wait_until

ROOT = Path(__file__).resolve().parent.parent.parent
CANARY = "canary-typed-by-somebody"


class Server:
    """A running `koploper run`; its stdout line by line, its stderr in a file."""

    def __init__(self, environment: dict[str, str], folder: Path, *options: str) -> None:
        self.log = folder / "stderr.txt"
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "bot.cli", "run", *options],
                cwd=folder,
                env=environment,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )

    def line(self, pattern: str) -> str:
        """The next line of stdout that matches; fails when the process ends first."""
        for line in self.process.stdout:
            if re.search(pattern, line):
                return line
        raise AssertionError(f"ended without {pattern!r}: {self.log.read_text()}")

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Send the signal and wait; the exit code."""
        self.process.send_signal(number)
        code = self.process.wait(60)
        self.process.stdout.close()
        return code


@pytest.fixture
def slack() -> Iterator[Sandbox]:
    with Sandbox(rate_factor=0) as sandbox:
        yield sandbox


@pytest.fixture
def app(slack) -> App:
    return slack.install_app(manifest=manifest())


@pytest.fixture
def anna(slack) -> Person:
    user = slack.add_user(name="Anna de Vries", email="anna@example.com")
    slack.add_channel("sales", members=[user])
    return slack.act_as(user)


@pytest.fixture
def channel(slack, anna) -> str:
    return next(iter(slack.workspace.channels))


@pytest.fixture
def environment(slack, app, tmp_path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KOPLOPER_")}
    return kept | {
        "PYTHONPATH": str(ROOT),
        "SLACK_API_URL": slack.api_url,
        "SLACK_BOT_TOKEN": app.bot_token,
        "SLACK_APP_TOKEN": app.app_token,
        "SLACK_SIGNING_SECRET": app.signing_secret,
        "KOPLOPER_DATA_DIR": str(tmp_path / "data"),
        "KOPLOPER_LOG_LEVEL": "DEBUG",
    }


@pytest.fixture
def run(environment, tmp_path) -> Iterator[Callable[..., Server]]:
    """Start servers; whatever still runs at the end is ended."""
    started: list[Server] = []

    def start(*options: str, **more: str) -> Server:
        started.append(Server(environment | more, tmp_path, *options))
        return started[-1]

    yield start
    for server in started:
        if server.process.poll() is None:
            server.process.kill()
            server.process.wait(60)
        server.process.stdout.close()


def told(delivery) -> str:
    return str(delivery.body)


def code_in(line: str) -> str:
    return line.rsplit(" ", 1)[-1].strip()


def test_the_printed_code_makes_somebody_owner_and_is_printed_only_while_nobody_is(
    run, anna, channel, slack
):
    server = run()
    code = code_in(server.line("/koploper claim"))
    assert anna.command("/koploper", f"claim {code}", channel=channel).status == 200
    assert "owner" in told(anna.command("/koploper", "who", channel=channel))
    assert server.stop() == 0
    again = run()
    again.line("is ready")
    assert "owner" in told(anna.command("/koploper", "who", channel=channel))
    assert again.stop(signal.SIGINT) == 0
    assert "claim" not in server.log.read_text()
    assert slack.errors == []


def test_a_killed_server_leaves_nothing_in_the_way(run, anna, channel):
    server = run()
    server.line("is ready")
    assert anna.command("/leaderboard", "", channel=channel).status == 200
    assert server.stop(signal.SIGKILL) == -signal.SIGKILL
    again = run()
    again.line("is ready")
    assert "I do not know yet who you are" in told(
        anna.command("/leaderboard", "", channel=channel)
    )
    assert again.stop() == 0


def test_a_second_server_on_the_same_file_is_refused(run):
    first, second = run(), None
    first.line("is ready")
    second = run()
    assert second.process.wait(60) == 2
    assert "Another process is using the database" in second.log.read_text()
    assert first.stop() == 0


def test_neither_tokens_nor_what_people_type_reach_the_log(run, anna, channel, app, slack):
    server = run()
    server.line("is ready")
    anna.command("/leaderboard", CANARY, channel=channel)
    slack.faults.inject(method="users.info", kind="500", times=1)
    anna.command("/koploper", f"link @{CANARY}", channel=channel)
    assert server.stop() == 0
    log = server.log.read_text()
    assert log
    for secret in (app.bot_token, app.app_token, app.signing_secret, CANARY):
        assert secret not in log


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("SLACK_BOT_TOKEN", "xoxb-1-wrong", "Slack refuses SLACK_BOT_TOKEN: invalid_auth"),
        ("SLACK_APP_TOKEN", "xapp-1-wrong", "Slack refuses SLACK_APP_TOKEN: invalid_auth"),
        ("SLACK_BOT_TOKEN", "", "SLACK_BOT_TOKEN is not set"),
        ("SLACK_APP_TOKEN", "", "SLACK_APP_TOKEN is not set"),
        ("KOPLOPER_ZONE", "Mars/Olympus", "KOPLOPER_ZONE"),
    ],
)
def test_what_can_be_mended_ends_it_with_2_and_says_so(run, name, value, says):
    server = run(**{name: value})
    assert server.process.wait(60) == 2
    log = server.log.read_text()
    assert f"koploper: {says}" in log or f"{says}" in log
    assert "Traceback" not in log
    assert "wrong" not in log


def test_another_slack_team_is_refused(run, tmp_path, environment):
    first = run()
    first.line("is ready")
    assert first.stop() == 0
    with Sandbox(rate_factor=0) as other:
        for _ in range(3):
            other.add_user(name="Filler", email="filler@example.com")
        stranger = other.install_app(manifest=manifest())
        if stranger.team_id == "T000000A1":
            other.workspace.team_id = "T0OTHER"
        server = run(
            SLACK_API_URL=other.api_url,
            SLACK_BOT_TOKEN=stranger.bot_token,
            SLACK_APP_TOKEN=stranger.app_token,
        )
        assert server.process.wait(60) == 2
    assert "belongs to another Slack workspace" in server.log.read_text()


def test_it_waits_for_a_slack_that_is_not_there_and_stops_when_asked(run):
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        server = run(SLACK_API_URL=f"http://127.0.0.1:{nobody.getsockname()[1]}/api/")
        while "trying again" not in server.log.read_text():
            assert server.process.poll() is None, server.log.read_text()
        assert server.stop() == 0


def test_what_was_decided_goes_out_within_seconds(run, slack, channel, environment, tmp_path):
    server = run()
    server.line("is ready")
    decide(channel, environment)
    wait_until(slack.workspace, lambda: said_in(slack, channel), "nothing was posted", 30)
    assert said_in(slack, channel) == ["canary-board"]
    assert server.stop() == 0
    assert "canary-board" not in server.log.read_text()


def decide(channel: str, environment: dict[str, str]) -> None:
    """Decide a message beside the running server, as the command line may."""
    settings = load_settings(_env_file=None, data_dir=Path(environment["KOPLOPER_DATA_DIR"]))
    with open_workspace(settings=settings) as opened:
        outgoing = Outgoing(opened.store, opened.workspace_id, opened.desk.clock)
        outgoing.post(
            kind=Kind.TEST, key="k", channel=channel, message=Message(text="canary-board")
        )


def said_in(slack: Sandbox, channel: str) -> list[str]:
    messages = slack.workspace.messages[channel].values()
    return [message.body["text"] for message in messages if message.app_id]


def test_over_http_the_same_commands_are_answered(run, slack, anna, channel):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    over_http = slack.install_app(manifest=manifest(), request_url=f"{address}/slack/events")
    server = run(
        "--http",
        SLACK_BOT_TOKEN=over_http.bot_token,
        SLACK_SIGNING_SECRET=over_http.signing_secret,
        SLACK_APP_TOKEN="",
        KOPLOPER_HTTP_PORT=str(port),
    )
    code = code_in(server.line("/koploper claim"))
    assert address in server.line("is ready at")
    with urllib.request.urlopen(f"{address}/healthz") as answer:
        assert answer.read() == b"ok\n"
    assert anna.command("/koploper", f"claim {code}", channel=channel).status == 200
    assert "owner" in told(anna.command("/koploper", "who", channel=channel))
    assert server.stop() == 0
    assert "Traceback" not in server.log.read_text()
    assert slack.errors == []
