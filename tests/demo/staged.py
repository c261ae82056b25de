"""The demo as it is when its page opens, on any day: the company has lived, and the bot answers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.config import Settings
from bot.demo.company import build_company
from bot.demo.records import Company
from bot.demo_run import bring_in, connected, demo_settings
from bot.demo_stage import LocalSlack, StageClock, populated_slack
from bot.deps import Deps
from bot.jobs.table import drain
from bot.running import opened_bot
from bot.socket_mode import DrainingHandler
from bot.stopping import Stop
from sandbox import Person

MONDAY = datetime(2026, 11, 23, 15, 40, tzinfo=UTC)


@dataclass(frozen=True)
class Staged:
    """The demo, and its people at their keyboards."""

    company: Company
    local: LocalSlack
    clock: StageClock
    settings: Settings
    deps: Deps
    folder: Path

    def act_as(self, email: str) -> Person:
        return self.local.slack.act_as(self.local.users[email])

    @property
    def me(self) -> Person:
        """Who the demo starts as."""
        return self.act_as(self.company.acting)

    def said_in(self, channel: str) -> list[dict]:
        return self.me.messages(self.local.channels[channel])

    def live(self, seconds: int) -> None:
        """Let time pass; the jobs do what there is to do, a second at a time."""
        for _ in range(seconds):
            self.clock.go_to(self.clock() + timedelta(seconds=1))
            drain(self.deps)


@contextmanager
def staged(folder: Path, *, now: datetime = MONDAY, language: str = "en") -> Iterator[Staged]:
    """The demo of that moment, connected, with its jobs at rest."""
    clock = StageClock(lambda: now)
    settings = demo_settings(folder, language)
    company = build_company(today=now.astimezone(settings.time_zone).date())
    with populated_slack(company, 0, language, clock) as local:
        settings = connected(settings, local.slack, local.app)
        bring_in(company, settings, local, clock)
        with opened_bot(settings, Stop(), clock) as bot:
            handler = DrainingHandler(bot.app, local.app.app_token)
            handler.connect()
            local.slack.wait_connected(local.app.app_id)
            yield Staged(company, local, clock, settings, bot.deps, folder)
            handler.close()
