"""`koploper demo` from the first line to the last, as a newcomer starts it."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


def start(folder, *options):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KOPLOPER_")}
    return subprocess.Popen(
        [sys.executable, "-m", "bot.cli", "demo", "--no-browser", *options],
        cwd=folder,
        env=kept | {"PYTHONPATH": str(ROOT), "TMPDIR": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ask(address: str, path: str, body: dict | None = None) -> dict:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(
        f"{address}{path}", data, {"Content-Type": "application/json"} if data else {}
    )
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


@pytest.mark.parametrize(
    ("language", "hint", "title", "rule"),
    [
        ("en", "Try /leaderboard, look", "Revenue · ", "Equal values share a place."),
        ("nl", "Probeer /leaderboard, kijk", "Omzet · ", "Gelijke waarden delen een plaats."),
    ],
)
def test_a_newcomer_gets_a_board_and_leaves_no_trace(tmp_path, language, hint, title, rule):
    demo = start(tmp_path, "--port", "0", "--lang", language)
    lines = []
    for line in demo.stdout:
        lines.append(line)
        if "Ctrl-C" in line:
            break
    found = re.search(r"(http://127\.0\.0\.1:\d+)/\?as=(U\w+)", "".join(lines))
    assert found, demo.stderr.read()
    address, me = found.groups()
    bootstrap = ask(address, f"/page/bootstrap?as={me}")
    assert len(bootstrap["users"]) > 40
    assert bootstrap["hint"].startswith(hint)
    assert hint in "".join(lines)
    assert [app["home_tab"] for app in bootstrap["apps"]] == [True]
    channel = next(one["id"] for one in bootstrap["channels"] if one["name"] == "sales")
    said = {"as": me, "channel": channel, "text": "/leaderboard"}
    assert ask(address, "/page/command", said)["ok"]
    messages = ask(address, f"/page/messages?as={me}&channel={channel}")["messages"]
    board = next(message for message in messages if message.get("is_ephemeral"))
    assert board["text"].startswith(title)
    assert rule in board["text"]
    demo.send_signal(signal.SIGINT)
    rest, errors = demo.communicate(timeout=60)
    assert (demo.returncode, errors) == (0, ""), rest
    assert list(tmp_path.iterdir()) == []


def test_a_port_that_is_taken_is_told_in_one_line(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        demo = start(tmp_path, "--port", str(port))
        _out, errors = demo.communicate(timeout=120)
    assert demo.returncode == 2
    assert errors == f"koploper: Port {port} is taken; try another one with --port, or --port 0.\n"


def test_a_language_there_is_not_is_told(tmp_path):
    demo = start(tmp_path, "--lang", "fr")
    _out, errors = demo.communicate(timeout=60)
    assert (demo.returncode, errors) == (2, "koploper: The languages are en, nl.\n")
