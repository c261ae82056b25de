"""Whatever happens to deals, processes and the clock: each correction is told once, and the post
with its lines ends up saying what is so."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.config import load_settings
from bot.deps import Deps, build_deps
from bot.domain.corrections import moves
from bot.jobs.corrections import Look, LostError, correct
from bot.outgoing import Kind
from bot.views.parts import Message
from store.open import open_store
from store.outbox_claims import Terms
from store.records_outbox import Outbox, State
from tests.services.office import TODAY, Office, Time

FRIDAY = date(2026, 11, 20)
REPS = ("Ann", "Bo", "Cas", "Di", "Ed", "Fay", "Gus", "Hal")
SECOND = timedelta(seconds=1)
AT_ONCE = Terms(
    lease=timedelta(minutes=1),
    channel_every=0 * SECOND,
    workspace_every=0 * SECOND,
    edits_every=0 * SECOND,
)

sold = st.tuples(st.just("sell"), st.sampled_from(REPS), st.integers(0, 90))
passed = st.tuples(st.just("pass"), st.integers(1, 12), st.sampled_from(["one", "two", "both"]))
frozen = st.tuples(st.just("freeze"), st.integers(1, 12), st.just(""))
events = st.lists(st.one_of(sold, sold, passed, frozen), max_size=25)


class Town:
    """An office with two processes, a board posted this morning, and somebody who sends."""

    def __init__(self, folder: Path) -> None:
        self.settings = load_settings(_env_file=None, data_dir=folder, zone="Europe/Amsterdam")
        self.time = Time()
        self.stores = [
            open_store(self.settings.database, data_dir=folder, clock=self.time) for _ in range(2)
        ]
        self.office = Office(store=self.stores[0], time=self.time)
        for number, name in enumerate(REPS):
            email = f"{name}@example.com"
            self.office.hire(name, email=email)
            self.office.sell(name, 8_000 - number * 1_000, f"D{name}", on=FRIDAY)
            self.office.on_slack(f"U{name}", name, email)
        self.time.now += timedelta(minutes=1)
        self.processes = [build_deps(self.settings, one, self.time) for one in self.stores]
        self.posted = self._post(self.processes[0])

    def _post(self, deps: Deps) -> str:
        board = self.office.board()
        remember = deps.corrections.watch(
            schedule_id=1, board=board, rows=board.rows[:4], day=TODAY
        )
        with deps.store.transaction():
            post = deps.outgoing.post(
                kind=Kind.BOARD, key="board", channel="C1", message=Message(text="Board")
            )
            remember(post)
        self.send()
        return post

    def send(self) -> None:
        """Everything decided is sent, as a poster would."""
        store, home = self.stores[0], self.office.workspace
        while claimed := store.outbox.claims.claim(
            home, owner="test", at=self.time(), terms=AT_ONCE
        ):
            store.outbox.claims.begin(
                claimed, at=self.time(), lease=AT_ONCE.lease, slack_channel="C1"
            )
            store.outbox.claims.end(claimed, State.SENT, slack_ts=claimed.id)

    def step(self, event: tuple) -> None:
        kind, what, how = event
        if kind == "sell":
            self.office.sell(what, how * 100, f"D{what}", on=FRIDAY)
            return
        self.time.now += timedelta(minutes=what)
        look = self._look() if kind == "freeze" else None
        for deps in self._awake(how):
            correct(deps)
        if look is not None:
            self._wake_up(*look)
        self.send()

    def _awake(self, how: str) -> list[Deps]:
        return {"one": self.processes[:1], "two": self.processes[1:]}.get(how, self.processes[:])

    def _look(self) -> tuple[Look, list]:
        """The second process looks, and is frozen before it decides."""
        deps = self.processes[1]
        version, cases = deps.corrections.cases(self.time.now)
        look = Look(deps, version, self.time.now)
        return look, [plan for case in cases if (plan := look.plan(case))]

    def _wake_up(self, look: Look, plans: list) -> None:
        try:
            with self.stores[1].transaction():
                look.carry_out(plans)
        except LostError:
            self.processes[1] = build_deps(self.settings, self.stores[1], self.time)

    def said(self, kind: Kind) -> list[Outbox]:
        rows = self.stores[0].outbox.listed(self.office.workspace, limit=1_000)
        return [row for row in rows if row.kind == kind and row.verb == "post"]

    def close(self) -> None:
        for store in self.stores:
            store.close()


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(events)
@example([("sell", "Bo", 90), ("pass", 1, "one"), ("freeze", 12, "")])
@example([("sell", "Bo", 90), ("freeze", 1, ""), ("sell", "Bo", 70), ("freeze", 12, "")])
def test_each_correction_is_told_once_and_in_the_end_what_is_said_is_so(happenings):
    with tempfile.TemporaryDirectory() as folder:
        town = Town(Path(folder))
        for event in happenings:
            town.step(event)
        for _ in range(12):
            town.step(("pass", 11, "both"))
        posted = town.stores[0].posted_boards.get(town.office.workspace, town.posted)
        lines = town.said(Kind.CORRECTION)
        assert len(lines) == posted.round
        assert posted.pending is None
        assert moves(posted.top, town.office.board("all").ranking.standings) == ()
        sells = sum(event[0] == "sell" for event in happenings)
        assert len(lines) <= sells
        before = len(town.said(Kind.HEADS_UP))
        town.processes = [build_deps(town.settings, one, town.time) for one in town.stores]
        for _ in range(3):
            town.step(("pass", 60, "both"))
        assert (len(town.said(Kind.CORRECTION)), len(town.said(Kind.HEADS_UP))) == (
            len(lines),
            before,
        )
        town.close()
