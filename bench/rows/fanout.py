"""A wave's direct messages: how near to the pace that Slack's limits allow they go out, as the
local Slack sees them come. The jobs run in threads as in the bot; Slack is another process."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bench.lab import Lab
from bench.processes import start_python, stop
from bench.results import Result
from bench.rows.reading import WrongAnswerError
from bench.surveys import launched, opened_deps, settings_for
from bot.deps import Deps
from bot.jobs.clock import ticking
from bot.jobs.table import JOBS
from bot.outgoing import Patience

ANCHOR = "the pace that Slack's limits allow: four posts a second, fifty a minute of most else"
SLACK_TAKES = 0.2
"""Seconds for one post: between the 0.1 and 0.3 that Slack takes as a rule."""
# At least 98 % of the rate is at most 1 / 0.98 of the seconds a message.
_LIMIT = 1.0204
_JOBS = tuple(job for job in JOBS if job.name in {"waves", "poster"})
_LOOK_SECONDS = 0.5


@dataclass(frozen=True, kw_only=True)
class Run:
    """`people` are asked, `messages` of them measured, everything `factor` times as fast."""

    name: str
    people: int
    messages: int
    factor: int


def run(lab: Lab) -> Iterator[Result]:
    """To everybody at a higher speed, Slack's included; and as it is, for as long as patience
    lasts: with all the others waiting."""
    scale = lab.scale
    yield _measured(
        lab, Run(name="fanout", people=scale.asked, messages=scale.asked, factor=scale.speed)
    )
    yield _measured(
        lab, Run(name="fanout-slack", people=scale.asked, messages=scale.watched, factor=1)
    )


def _measured(lab: Lab, one: Run) -> Result:
    usual = Patience()
    patience = Patience(
        channel_every=usual.channel_every / one.factor,
        workspace_every=usual.workspace_every / one.factor,
        edits_every=usual.edits_every / one.factor,
    )
    latency = SLACK_TAKES / one.factor
    slack = start_python(
        ["-m", "bench.slack_process", str(one.people), str(one.factor), str(latency)],
        stdin=subprocess.PIPE,
    )
    try:
        deps = _asking(lab, one, patience, _answer(slack))
        with ticking(deps, _JOBS):
            posted = _wait(deps, slack, one.messages)
    finally:
        stop(slack)
    _check(posted, one)
    at = posted["at"][: one.messages]
    return Result(
        bench=one.name,
        anchor=ANCHOR,
        limit=_LIMIT,
        ours=(at[-1] - at[0]) / (one.messages - 1),
        theirs=patience.workspace_every / timedelta(seconds=1),
        note=f"{one.messages:,} messages of a wave to {one.people:,} people, {one.factor} times as"
        f" fast as it is, a post taking {latency * 1000:g} ms; nobody asked twice, nothing refused"
        f" for being too fast; limit: 98 % of the rate",
    )


def _asking(lab: Lab, one: Run, patience: Patience, told: dict[str, Any]) -> Deps:
    settings = settings_for(
        lab.folder / one.name, slack_bot_token=told["bot_token"], slack_api_url=told["api_url"]
    )
    deps = opened_deps(lab, settings, patience)
    launched(deps, told["users"])
    return deps


def _wait(deps: Deps, slack: subprocess.Popen[str], messages: int) -> dict[str, Any]:
    """What was posted, once there is enough of it."""
    while True:
        assert slack.stdin is not None
        slack.stdin.write("\n")
        slack.stdin.flush()
        posted = _answer(slack)
        if len(posted["at"]) >= messages:
            return posted
        left = messages - len(posted["at"])
        pause = left * deps.patience.workspace_every.total_seconds() / 2
        deps.closing.wait(min(10.0, max(_LOOK_SECONDS, pause)))


def _answer(slack: subprocess.Popen[str]) -> dict[str, Any]:
    assert slack.stdout is not None
    line = slack.stdout.readline()
    try:
        told: dict[str, Any] = json.loads(line)
    except ValueError:
        raise RuntimeError(f"the local Slack ended: {line}{slack.stdout.read()}") from None
    return told


def _check(posted: dict[str, Any], one: Run) -> None:
    """WrongAnswerError when somebody was asked twice or Slack had to say no."""
    if posted["most"] != 1 or posted["limited"] or posted["others"]:
        raise WrongAnswerError(f"{one.name}: {posted | {'at': len(posted['at'])}}")
