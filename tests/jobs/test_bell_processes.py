"""Several processes ring the same bells and are killed at any instant: every deal rings once."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from bot.config import load_settings
from bot.deps import Deps, build_deps
from bot.domain.bell import Bell
from bot.jobs.bell import ring_bells
from bot.services.access import OPERATOR
from bot.services.bell import Bells
from store.records import Details, Fact, LabelKind, Line
from store.records_outbox import Outbox, State, Verb
from tests.store_fixtures import START

KILLS = int(os.environ.get("KOPLOPER_TEST_KILLS", "20")) // 5
CHANNELS = {"C111": 0, "C222": 50_000}  # channel -> least amount in cents
ROOT = Path(__file__).parents[2]


def worker(url: str, folder: Path) -> subprocess.Popen[str]:
    script = Path(__file__).with_name("bell_process.py")
    return subprocess.Popen(
        [sys.executable, str(script), url, str(folder)],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )


@pytest.fixture
def deps(database_url: str, open_database, tmp_path: Path) -> Deps:
    folder = tmp_path / "data"
    settings = load_settings(_env_file=None, data_dir=folder, database_url=database_url)
    made = build_deps(settings, open_database(database_url), lambda: START)
    made.store.workspaces.set_currency(made.workspace_id, "EUR")
    for channel, threshold in CHANNELS.items():
        bell = Bell(channel=channel, threshold=threshold, bundle=0, shows_customer=True)
        Bells(made.desk).put(OPERATOR, bell)
    return made


class Shop:
    """Deals that are won, changed and reopened, each with a customer of its own name."""

    def __init__(self, deps: Deps) -> None:
        store, workspace = deps.store, deps.workspace_id
        self._deps = deps
        self._source = store.labels.id(workspace, LabelKind.SOURCE, "crm")
        person = store.people.add(workspace, name="Anna")
        self._seat = store.people.seat(workspace, person.id, None, None)
        self.now: dict[str, int] = {}

    def post(self, deal: str, cents: int) -> None:
        line = Line(measure="revenue", seat_id=self._seat, occurred_on=START.date(), amount=cents)
        fact = Fact(
            source_id=self._source,
            external_id=deal,
            lines=(line,) if cents else (),
            details=Details(customer=f"[{deal}]"),
        )
        self._deps.store.ledger.post(self._deps.workspace_id, [fact], at=START, actor="test")
        self.now[deal] = cents


def final_texts(deps: Deps, channel: str) -> list[str]:
    """What every message of the channel would say in the end."""
    rows = deps.store.outbox.listed(deps.workspace_id, limit=10_000)
    mine = [row for row in rows if row.channel == channel and row.state is not State.DROPPED]
    edits = {row.edits: row for row in mine if row.verb is Verb.UPDATE}

    def said(row: Outbox) -> str:
        return str(edits.get(row.id, row).payload["text"])

    return [said(row) for row in mine if row.verb is Verb.POST]


def test_every_deal_rings_once_in_each_bell_and_reads_as_it_is_in_the_end(
    deps: Deps, database_url: str, tmp_path: Path
):
    shop, chance, number = Shop(deps), Random(11), 0
    running = [worker(database_url, tmp_path / "data") for _ in range(2)]
    try:
        for _turn in range(KILLS):
            for _ in range(8):
                number += 1
                shop.post(f"D{number}", chance.choice([10_000, 60_000]))
                if number > 3:
                    shop.post(f"D{chance.randint(1, number)}", chance.choice([0, 20_000, 90_000]))
                running[0].stdout.readline()
            running[0].kill()
            running[0].communicate()
            running = [running[1], worker(database_url, tmp_path / "data")]
    finally:
        for process in running:
            process.kill()
            process.communicate()
    for _ in range(3):
        ring_bells(deps)

    for channel, threshold in CHANNELS.items():
        texts = final_texts(deps, channel)
        told = Counter(deal for deal in shop.now for text in texts if f"[{deal}]" in text)
        assert set(told.values()) <= {1}
        wanted = {deal for deal, cents in shop.now.items() if cents and cents >= threshold}
        assert wanted <= set(told)
        gone = [deal for deal in told if shop.now[deal] == 0]
        for deal in gone:
            (text,) = (text for text in texts if f"[{deal}]" in text)
            (line,) = (line for line in text.split("\n") if f"[{deal}]" in line)
            assert "no longer counted" in line
