"""Workers in a storm: killed, frozen, and a Slack that fails in every way. The local Slack judges
what arrived; the bot's tables only say when it is over."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.jobs.sending_endings import Safety
from bot.outgoing import Patience
from sandbox import App, Sandbox
from store.records_outbox import State
from store.records_schedules import NextSlot, ScheduleDraft, ScheduleKind
from tests.chaos.worker import HURRIED, Task, open_deps, work

WEATHER = (
    ("429", 1.0),
    ("500", 0.0),
    ("500_after_accept", 0.0),
    ("drop_before_accept", 0.0),
    ("drop_after_accept", 0.0),
    ("slow", 0.5),
    ("slow", 2.6),
    ("slow_after_accept", 2.6),
)
"""Kinds of fault and their seconds: some are slower than the workers wait, and accepted later."""
CHANNELS = 5
PATIENCE = 5.0  # seconds without a new message before a worker is killed all the same
SCOPES = ("chat:write", "channels:history", "channels:join")


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How hard it blows: how many occurrences, how often a call fails, and what befalls workers
    how often (seconds between two; None is never), until which share has arrived."""

    occurrences: int
    workers: int = 3
    faults: float = 0.3
    weather: tuple[tuple[str, float], ...] = WEATHER
    kill_every: float | None = 0.6
    freeze_every: float | None = 3.0
    freezes: float = 0.0
    naps: float = 0.0
    frozen: tuple[float, float] = (2.0, 9.0)
    safety: Safety = field(default_factory=Safety)
    patience: Patience = HURRIED
    until: float = 0.97
    ends_with_double: bool = False
    seed: int = 1
    longest: float = 240.0


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What the local Slack saw, and what it took to get there."""

    wanted: int
    missing: int
    doubled: int
    posts: int
    looks: int
    kills: int
    freezes: int
    faults: Counter[str]
    seconds: float
    is_over: bool

    def __str__(self) -> str:
        faults = ", ".join(f"{kind} {count}" for kind, count in sorted(self.faults.items()))
        return (
            f"{self.wanted} occurrences, {self.missing} missing, {self.doubled} doubled"
            f"{'' if self.is_over else ' (NOT OVER)'}; {self.posts} posts, {self.looks} looks,"
            f" {self.kills} killed, {self.freezes} frozen, {self.seconds:.0f} s; faults: {faults}"
        )


class Storm:
    """One run, from due schedules to the judgement."""

    def __init__(self, plan: Plan, url: str, folder: str) -> None:
        self.plan = plan
        self._chance = random.Random(plan.seed)
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["tests.chaos.worker"])
        self._url, self._folder = url, folder
        self._workers: list[multiprocessing.Process] = []
        self._wakes: dict[int, float] = {}
        self._started = 0
        self._is_calm = False
        self._posts = 0
        self.kills = self.freezes = 0
        self.faults: Counter[str] = Counter()

    def run(self) -> Outcome:
        """Blow until everything has arrived, and a while longer for what may arrive twice."""
        begun = time.monotonic()
        with Sandbox(rate_factor=0) as slack:
            app = slack.install_app(scopes=SCOPES)
            channels = [slack.add_channel(f"c{n}", members=[]) for n in range(CHANNELS)]
            for channel in channels:
                slack.join(channel, app.bot_user_id)
            task = self._task(slack, app)
            deps = open_deps(task)
            try:
                wanted = self._schedules(deps, channels, task.zone)
                slack.faults.storm(
                    method="chat.postMessage",
                    kinds=self.plan.weather,
                    share=self.plan.faults,
                    seed=self.plan.seed,
                )
                with self._blowing(task):
                    is_over = self._wait(deps, slack, wanted, begun)
            finally:
                deps.store.close()
            return self._judge(slack, wanted, is_over, time.monotonic() - begun)

    def _task(self, slack: Sandbox, app: App) -> Task:
        offset = 12 - datetime.now(UTC).hour
        zone = f"Etc/GMT{-offset:+d}" if offset else "Etc/GMT"  # there it is noon now
        return Task(
            url=self._url,
            folder=self._folder,
            api_url=slack.api_url,
            bot_token=app.bot_token,
            zone=zone,
            seed=self.plan.seed,
            safety=self.plan.safety,
            freezes=self.plan.freezes,
            naps=self.plan.naps,
            patience=self.plan.patience,
        )

    def _schedules(self, deps, channels: list[str], zone: str) -> set[str]:
        """Daily boards that are all due, the latest slot an hour or less ago."""
        now = datetime.now(UTC)
        wanted = set()
        for number in range(self.plan.occurrences):
            due = (now - timedelta(minutes=1 + number % 60)).replace(second=0, microsecond=0)
            local = due.astimezone(deps.settings.time_zone)
            draft = ScheduleDraft(
                kind=ScheduleKind.BOARD,
                words="",
                channel=channels[number % CHANNELS],
                rule={"every": "day"},
                local_minute=local.hour * 60 + local.minute,
                zone=zone,
                country=None,
                only_changed=False,
                locale="en",
            )
            slot = local.date().isoformat()
            made = deps.store.schedules.add(
                deps.workspace_id, draft, at=now, by="U1", following=NextSlot(due=due, slot=slot)
            )
            wanted.add(f"{made.id}/{slot}")
        return wanted

    @contextmanager
    def _blowing(self, task: Task) -> Iterator[None]:
        """Workers that are killed and frozen, and replaced and woken; gone at the end."""
        ending = threading.Event()
        for _ in range(self.plan.workers):
            self._start(task)
        wind = threading.Thread(target=self._blow, args=(task, ending))
        wind.start()
        try:
            yield
        finally:
            ending.set()
            wind.join()
            for worker in self._workers:
                worker.kill()
                worker.join()

    def _start(self, task: Task) -> None:
        self._started += 1
        told = replace(task, seed=task.seed * 1_000 + self._started)
        worker = self._context.Process(target=work, args=(told,), daemon=True)
        worker.start()
        self._workers.append(worker)

    def _blow(self, task: Task, ending: threading.Event) -> None:
        plan, begun = self.plan, time.monotonic()
        kill_at, freeze_at = (
            self._next(begun, plan.kill_every),
            self._next(begun, plan.freeze_every),
        )
        posts_then = -1
        while not ending.wait(0.05):
            now = time.monotonic()
            self._replace_dead(task)
            self._wake(now)
            # On a busy machine a worker may need longer to start than others have between kills.
            if self._is_calm or (self._posts == posts_then and now < kill_at + PATIENCE):
                continue
            if now >= kill_at:
                posts_then = self._posts
                self._signal(signal.SIGKILL)
                kill_at = self._next(now, plan.kill_every)
            if now >= freeze_at:
                self._signal(signal.SIGSTOP)
                freeze_at = self._next(now, plan.freeze_every)

    def _next(self, now: float, every: float | None) -> float:
        return now + every * self._chance.uniform(0.5, 1.5) if every else float("inf")

    def _signal(self, number: signal.Signals) -> None:
        worker = self._chance.choice(self._workers)
        if worker.pid is None or is_stopped(worker.pid):
            return
        with suppress(ProcessLookupError):
            os.kill(worker.pid, number)
            self.kills += number == signal.SIGKILL

    def _replace_dead(self, task: Task) -> None:
        for worker in [one for one in self._workers if not one.is_alive()]:
            worker.join()
            self._workers.remove(worker)
            self._start(task)

    def _wake(self, now: float) -> None:
        """Who is frozen, by us or by itself, is woken after a while."""
        for worker in self._workers:
            pid = worker.pid
            if pid is None or not is_stopped(pid):
                continue
            if pid not in self._wakes:
                self.freezes += 1
                self._wakes[pid] = now + self._chance.uniform(*self.plan.frozen)
            elif now >= self._wakes[pid]:
                del self._wakes[pid]
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGCONT)

    def _wait(self, deps, slack: Sandbox, wanted: set[str], begun: float) -> bool:
        """Until all is said and settled; whether it was before the time was over."""
        settled = 0
        while time.monotonic() - begun < self.plan.longest:
            time.sleep(0.25)
            heard = said(slack)
            self._posts = len(heard)
            if self.plan.ends_with_double and len(set(heard)) < len(heard):
                return True
            if len(set(heard)) >= len(wanted) * self.plan.until:
                self._is_calm = True
                slack.faults.clear()
            waiting = deps.store.outbox.listed(
                deps.workspace_id, (State.PENDING, State.SENDING), limit=1
            )
            is_done = wanted <= set(said(slack)) and not waiting
            settled = settled + 1 if is_done else 0
            if settled >= 4 and not self._wakes:
                time.sleep(
                    self.plan.patience.timeout.total_seconds() + 1
                )  # what was slow arrives now
                return True
        return False

    def _judge(self, slack: Sandbox, wanted: set[str], is_over: bool, seconds: float) -> Outcome:
        heard = Counter(said(slack))
        methods = Counter(call.method for call in slack.calls)
        return Outcome(
            wanted=len(wanted),
            missing=len(wanted - set(heard)),
            doubled=sum(count - 1 for count in heard.values()),
            posts=methods["chat.postMessage"],
            looks=methods["conversations.history"],
            kills=self.kills,
            freezes=self.freezes,
            faults=slack.faults.happened,
            seconds=seconds,
            is_over=is_over,
        )


def said(slack: Sandbox) -> list[str]:
    """The text of every message the bot has posted."""
    with slack.workspace.lock:
        return [
            message.body["text"]
            for channel in slack.workspace.messages.values()
            for message in channel.values()
            if message.app_id
        ]


def is_stopped(pid: int) -> bool:
    """Whether a process is frozen; a gone one is not."""
    try:
        with Path(f"/proc/{pid}/stat").open(encoding="ascii") as stat:
            return stat.read().rpartition(")")[2].split()[0] in "Tt"
    except OSError:
        return False
