"""Starting, stopping and starting again: no thread and no port is left behind."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from sandbox import Sandbox
from sandbox.__main__ import main
from sandbox.seeding import SAMPLE, SeedError, plant
from tests.sandbox.company import found


def port_of(slack: Sandbox) -> int:
    return int(urlsplit(slack.url).port or 0)


def test_nothing_listens_before_start_answers_and_nothing_is_left_after_stop() -> None:
    before = set(threading.enumerate())
    slack = Sandbox()
    company = found(slack)
    slack.start()
    company.client.auth_test()
    slack.stop()

    assert set(threading.enumerate()) == before
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", port_of(slack)))


def test_the_same_port_can_be_used_again_at_once() -> None:
    with Sandbox() as first:
        port = port_of(first)
        found(first).client.auth_test()
    with Sandbox(port=port) as second:
        assert port_of(second) == port
        assert found(second).client.auth_test()["ok"]


def test_stopping_twice_does_no_harm() -> None:
    slack = Sandbox()
    slack.start()
    slack.stop()
    slack.stop()
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", port_of(slack)))


def test_a_taken_port_is_a_clear_error() -> None:
    slack = Sandbox()
    try:
        with pytest.raises(OSError, match=f"cannot listen on 127.0.0.1:{port_of(slack)}"):
            Sandbox(port=port_of(slack))
    finally:
        slack.stop()


def test_an_open_page_stream_does_not_hold_up_the_end() -> None:
    before = set(threading.enumerate())
    with Sandbox() as slack:
        anna = slack.add_user(name="Anna", email="anna@example.com")
        stream = urlopen(f"{slack.url}/page/events?as={anna}")
        assert stream.readline() == b": still here\n"
    stream.close()

    assert set(threading.enumerate()) == before


def test_two_sandboxes_give_the_same_ids() -> None:
    made = []
    for _ in range(2):
        with Sandbox() as slack:
            company = found(slack)
            made.append((company.anna, company.sales, company.app.bot_token))

    assert made[0] == made[1]
    assert made[0][0].startswith("U00")


def test_only_loopback_can_reach_it() -> None:
    with Sandbox() as slack:
        assert urlsplit(slack.url).hostname == "127.0.0.1"
        own = socket.gethostbyname(socket.gethostname())
        if not own.startswith("127."):
            with pytest.raises(OSError, match="refused"):
                socket.create_connection((own, port_of(slack)), timeout=2)


def test_the_sample_seed_makes_people_channels_and_an_app() -> None:
    with Sandbox() as slack:
        installed = plant(slack, SAMPLE)
        people = [user for user in slack.workspace.users.values() if not user.is_bot]

    assert [app.name for app in installed] == ["Koploper"]
    assert len(people) == len(SAMPLE["users"])


@pytest.mark.parametrize(
    ("seed", "part"),
    [
        ([], "object"),
        ({"users": [{"name": "Anna"}]}, "users"),
        ({"channels": [{"name": "x", "members": ["nobody@example.com"]}]}, "channels"),
        ({"channels": [{"name": "x"}, {"name": "x"}]}, "name_taken"),
        ({"apps": [{"nickname": "x"}]}, "apps"),
    ],
)
def test_a_wrong_seed_says_which_part(seed: object, part: str) -> None:
    slack = Sandbox()
    try:
        with pytest.raises(SeedError, match=part):
            plant(slack, seed)
    finally:
        slack.stop()


def test_the_command_line_serves_until_it_is_interrupted() -> None:
    words = [sys.executable, "-m", "sandbox", "--port", "0"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        told = [run.stdout.readline() for _ in range(5)]
        address = told[0].split()[3]
        with urlopen(f"{address}page/bootstrap?as=U000000A1") as frame:
            assert b"Anna de Vries" in frame.read()
        run.send_signal(signal.SIGINT)
        assert run.stdout.read().strip() == "ended"
    assert run.returncode == 0
    assert [line.partition("=")[0] for line in told[1:]] == [
        "SLACK_API_URL",
        "SLACK_BOT_TOKEN",
        "SLACK_APP_TOKEN",
        "SLACK_SIGNING_SECRET",
    ]


def test_the_command_line_refuses_a_broken_seed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "seed.json"
    broken.write_text("{", "utf-8")

    assert main(["--port", "0", "--seed", str(broken)]) == 1
    assert capsys.readouterr().err.startswith("sandbox: ")
