"""`koploper points`: what counts for how many points, from the command line to the board."""

import json
import re
import shlex
from pathlib import Path

import pytest

PAGE = (Path(__file__).resolve().parents[2] / "docs/commands.md").read_text(encoding="utf-8")
TODAY = ("--today", "2026-11-23")


def rows(koploper, *words):
    found = json.loads(koploper("board", *words, *TODAY, "--format", "json").out)
    return {row["name"]: row["value"] for row in found["rows"]}


def shown(koploper):
    return [line.split() for line in koploper("points", "show").out.splitlines()]


def test_a_workspace_starts_with_points_for_deals_revenue_and_meetings(koploper, company):
    assert shown(koploper)[:3] == [
        ["weight", "deals", "10"],
        ["weight", "revenue", "0.01"],
        ["weight", "meetings", "2"],
    ]
    assert ["level", "Starter", "0"] in shown(koploper)
    # one deal of 1,000.50, and 60 % of one of 99.99
    assert rows(koploper, "points")["Anna de Vries"] == "20.005"
    assert rows(koploper, "points", "upsell") == {"Chidi Okafor": "6.5999", "Dora Maar": "4.4"}


def test_the_example_of_the_docs_does_what_it_says(koploper, company):
    section = PAGE.partition("### `koploper points set")[2].partition("\n#")[0]
    example = re.search(r"^```\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)[1]
    setting, asking = [shlex.split(line)[1:] for line in example.splitlines()]
    assert koploper(*setting).code == 0
    assert shown(koploper) == [
        ["weight", "deals", "10"],
        ["weight", "revenue", "0.01"],
        ["level", "Rookie", "0"],
        ["level", "Pro", "1000"],
        ["level", "Legend", "25000"],
    ]
    board = koploper(*asking, *TODAY).out
    assert "Deals × 10, Revenue × 0.01, and badges." in board
    assert "Meetings" not in board


def test_other_weights_count_for_earlier_days_too(koploper, company):
    assert koploper("points", "set", "deals=1", "revenue=0").code == 0
    assert rows(koploper, "points", "2026-10") == {"Dora Maar": "1"}
    assert rows(koploper, "revenue", "2026-10") == {"Dora Maar": "2500.00"}
    told = koploper("why", "Dora", "points", "2026-10", *TODAY).out
    assert "1 point comes from these entries" in told


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["win_rate=3"], "win_rate"),
        (["nothing=3"], "nothing"),
        (["deals"], "deals is no setting"),
        (["deals=-1"], "A weight is a number from 0"),
        (["deals=lots"], "A weight is a number from 0"),
        (["--badge", "hat_trick=many"], "Points are a whole number"),
        (["--level", "Pro=10"], "The lowest level starts at 0"),
    ],
)
def test_what_will_not_do_is_refused_and_changes_nothing(koploper, company, arguments, says):
    before = shown(koploper)
    refused = koploper("points", "set", *arguments)
    assert refused.code == 2
    assert says in refused.err
    assert shown(koploper) == before
