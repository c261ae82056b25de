"""A wave goes out through a process that is killed again and again: everybody is asked once."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from bench.surveys import launched
from bot.manifest import SCOPES
from sandbox import Sandbox
from sandbox.waiting import wait_until
from tests.chaos.storm import said
from tests.chaos.worker import Task, open_deps

ROOT = Path(__file__).resolve().parent.parent.parent
PEOPLE = 40
pytestmark = pytest.mark.xdist_group("chaos")


@pytest.fixture
def slack():
    with Sandbox(rate_factor=0) as made:
        yield made


def test_a_wave_goes_on_after_kills_and_asks_nobody_twice(slack, database_url, tmp_path):
    app = slack.install_app(scopes=sorted(SCOPES))
    users = [slack.add_user(name=f"P{n}", email=f"p{n}@example.com") for n in range(PEOPLE)]
    told = {
        "url": database_url,
        "folder": str(tmp_path),
        "api_url": slack.api_url,
        "bot_token": app.bot_token,
        "zone": "Europe/Amsterdam",
    }
    deps = open_deps(Task(**told, seed=1, safety=None))
    launched(deps, users)
    deps.store.close()
    slack.faults.inject(method="chat.postMessage", kind="slow", times=None, seconds=0.1)
    for share in (8, 16, 24):
        killed_after(share, slack, told)
    slack.faults.clear()
    killed_after(PEOPLE, slack, told)
    assert asked(slack) == Counter(dict.fromkeys(users, 1))


def killed_after(posts: int, slack: Sandbox, told: dict[str, str]) -> None:
    """Run a process until so many messages have come, then kill it wherever it is."""
    words = [f"{name}={value}" for name, value in told.items()]
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.jobs.fanout_process", *words], cwd=ROOT
    )
    try:
        wait_until(slack.workspace, lambda: len(said(slack)) >= posts, f"{posts} posts", 120)
    finally:
        process.kill()
        process.wait()


def asked(slack: Sandbox) -> Counter[str]:
    """How many messages everybody has from the bot."""
    with slack.workspace.lock:
        return Counter(
            person
            for channel, messages in slack.workspace.messages.items()
            for message in messages.values()
            for person in slack.workspace.channels[channel].members
            if message.app_id and not slack.workspace.users[person].is_bot
        )
