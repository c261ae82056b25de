"""What docs/commands.md says about metrics, measures and rates of one's own, done as it says."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.config import load_settings
from bot.demo_run import connected, running_bot
from bot.manifest import manifest
from bot.stopping import Stop
from sandbox import Sandbox
from tests.cli.conftest import Koploper, Result

PAGE = (Path(__file__).resolve().parents[2] / "docs/commands.md").read_text(encoding="utf-8")
TODAY = ("--today", "2026-11-23")
DOLLARS = """\
external_id,rep,amount,currency,closed_on
1,Anna de Vries,100,USD,2026-10-31
2,Anna de Vries,100,USD,2026-11-01
"""


def blocks(section: str) -> list[str]:
    """What stands between fences in the section of a command."""
    text = PAGE.partition(f"### `{section}")[2].partition("\n#")[0]
    return re.findall(r"^```\w*\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def lines_of(example: str) -> list[list[str]]:
    """The commands of an example as a shell would part them, without `koploper`."""
    lines = example.replace("\\\n", " ").splitlines()
    return [shlex.split(line)[1:] for line in lines]


@pytest.fixture
def followed(koploper: Koploper, company: Path) -> list[Result]:
    """The example under `koploper measure add`, done from the first line to the last."""
    commands, file = blocks("koploper measure add")
    (company / "trials.csv").write_text(file)
    lines = lines_of(commands)
    return [koploper(*line, *(TODAY if line[0] == "board" else ())) for line in lines]


def test_a_metric_of_ones_own_goes_from_a_file_to_the_board(followed, koploper):
    assert [(one.code, one.err) for one in followed if one is not followed[2]] == [(0, "")] * 3
    assert "3 new, 0 changed, 0 unchanged, 0 refused" in followed[2].out
    shown = [" ".join(line.split()) for line in followed[3].out.splitlines()]
    assert shown[0] == "Trials started · November 2026"
    assert shown[2:4] == ["1 Anna de Vries 7 –", "2 Ben Carter 5 –"]
    dutch = koploper("board", "proefplaatsingen", "deze", "maand", *TODAY, "--format", "json")
    found = json.loads(dutch.out)
    assert (found["metric"], found["unit"], found["total"]) == ("trials", "count", "12")


@contextmanager
def bot_in_slack() -> Iterator[tuple[Sandbox, str]]:
    """The bot over the same database, in a Slack with Anna in it; with her user id."""
    with Sandbox(rate_factor=0) as slack:
        anna = slack.add_user(name="Anna de Vries", email="anna@example.com")
        app = slack.install_app(manifest=manifest())
        with running_bot(connected(load_settings(), slack, app), Stop()):
            slack.wait_connected(app.app_id, timeout=60)
            yield slack, anna


@pytest.mark.parametrize("words", ["trials 2026-11", "proefplaatsingen 2026-11"])
def test_a_metric_of_ones_own_is_on_the_leaderboard_in_slack(followed, words):
    with bot_in_slack() as (slack, user):
        anna = slack.act_as(user)
        assert anna.command("/leaderboard", words).ok
        said = anna.last_message()["text"]
    assert said.startswith("Trials started · November 2026")
    assert re.search(r"Anna de Vries\W+7\b", said), said
    assert re.search(r"Ben Carter\W+5\b", said), said


def test_the_example_of_a_ratio_does_what_it_says(koploper, company):
    (example,) = blocks("koploper metric add")
    (line,) = lines_of(example)
    added = koploper(*line)
    assert (added.code, added.err) == (0, "")
    assert "Win rate, new" in koploper("metric", "list").out
    found = json.loads(koploper("board", "new_win_rate", *TODAY, "--format", "json").out)
    assert (found["metric"], found["unit"], found["rows"]) == ("new_win_rate", "percent", [])


def test_dollars_count_at_the_rate_of_the_day_they_were_won(koploper, company):
    (example,) = blocks("koploper rate set")
    (company / "deals.csv").write_text(DOLLARS)
    assert koploper("import", "deals", "deals.csv").code == 1
    results = [koploper(*line) for line in lines_of(example)]
    assert [one.code for one in results] == [0, 0, 0], results
    for month, expected in (("2026-10", "92.00"), ("2026-11", "1088.50")):
        rows = json.loads(koploper("board", month, "--format", "json").out)["rows"]
        assert {row["name"]: row["value"] for row in rows}["Anna de Vries"] == expected
