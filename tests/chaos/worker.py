"""One worker process of the chaos test: due schedules to occurrences, and the poster, as in the
bot, with short times passed in. It may be killed or frozen anywhere."""

from __future__ import annotations

import os
import random
import signal
import time
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from pydantic import SecretStr

from bot.clock import running, system_clock
from bot.config import load_settings
from bot.deps import Deps, build_deps
from bot.jobs.due import make_due
from bot.jobs.poster import Poster
from bot.jobs.rendering import Rendered
from bot.jobs.sending_endings import Safety
from bot.outgoing import Patience
from bot.services.slots import Slots
from bot.views.parts import Message
from store.open import open_store
from store.records_schedules import ScheduleKind

HURRIED = Patience(
    lease=timedelta(seconds=6),
    timeout=timedelta(seconds=2),
    look_after=timedelta(seconds=3),
    channel_every=timedelta(milliseconds=20),
    workspace_every=timedelta(milliseconds=5),
    edits_every=timedelta(milliseconds=24),
    attempts=50,
)
"""Production's times, ten times as fast: 60, 10 and 15 seconds."""


@dataclass(frozen=True, kw_only=True)
class Task:
    """What a worker is told. `freezes` is the share of its readings of time at which it freezes,
    which it also takes right before a message leaves; `naps` the share at which only the one
    message is held up, for longer than its lease."""

    url: str
    folder: str
    api_url: str
    bot_token: str
    zone: str
    seed: int
    safety: Safety
    freezes: float = 0.0
    naps: float = 0.0
    patience: Patience = HURRIED


def open_deps(task: Task) -> Deps:
    """The services of the bot over the database of the test."""
    folder = Path(task.folder)
    settings = load_settings(
        _env_file=None,
        data_dir=folder,
        zone=task.zone,
        slack_bot_token=SecretStr(task.bot_token),
        slack_api_url=task.api_url,
    )
    store = open_store(task.url, data_dir=folder, clock=system_clock)
    deps = build_deps(settings, store, system_clock, patience=task.patience)
    return replace(deps, slots=Slots(deps.desk, lease=task.patience.lease))


def work(task: Task) -> None:
    """Until somebody kills it."""
    deps = open_deps(task)
    chance = random.Random(task.seed)

    def elapsed() -> float:
        if chance.random() < task.freezes:
            os.kill(os.getpid(), signal.SIGSTOP)
        if chance.random() < task.naps:
            time.sleep(task.patience.lease.total_seconds() * 1.5)
        return running()

    poster = Poster(deps, safety=task.safety, elapsed=elapsed)
    while True:
        make_due(deps, RENDERERS)
        poster.run()
        time.sleep(0.02)


def render(_deps, schedule, due) -> Rendered:
    """The text names the occurrence: by it the local Slack tells one from another."""
    time.sleep(0.005)
    return Rendered(message=Message(text=f"{schedule.id}/{due.slot}"))


RENDERERS = {ScheduleKind.BOARD: render}
