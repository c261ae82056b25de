"""Nothing acknowledged is lost: not by many writers at once, not by kill -9 at any instant."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from random import Random

from store.open import Store
from store.records import Grain, Slot
from tests.store.facts import EVER, Office, office, slots_of, staged
from tests.store.posting_process import DAY
from tests.store_fixtures import START

KILLS = int(os.environ.get("KOPLOPER_TEST_KILLS", "20"))
MONTH = [Slot(grain=Grain.MONTH, start=DAY.replace(day=1))]


def poster(url: str, where: Office, name: str, times: int, folder: Path) -> subprocess.Popen:
    words = (url, folder, where.id, where.source, where.seats[0], name, times)
    script = Path(__file__).with_name("posting_process.py")
    return subprocess.Popen(
        [sys.executable, str(script), *map(str, words)],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
    )


def credited(where: Office, slots: list[Slot] | None = None) -> int:
    found = where.store.totals.sums(where.id, ["revenue"], slots or MONTH)
    return sum(one.share for one in found) // 10_000


def test_of_sixteen_threads_none_loses_a_deal(any_store: Store):
    acme = office(any_store)

    def post(worker: int) -> None:
        for number in range(5):
            acme.post(START, acme.fact(f"{worker}-{number}", acme.line(1, day=DAY)))
            acme.post(START, acme.fact("shared", acme.line(worker * 5 + number, day=DAY)))

    before = any_store.workspaces.get(acme.id).version
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(post, range(16)))
    assert credited(acme) == 16 * 5 + 1
    assert any_store.totals.differences(acme.id) == []
    assert any_store.workspaces.get(acme.id).version == before + 160


def test_of_four_processes_none_loses_a_deal(database_url: str, open_database, tmp_path: Path):
    acme = office(open_database(database_url))
    folder = tmp_path / "data"
    processes = [poster(database_url, acme, f"p{n}", 20, folder) for n in range(4)]
    acknowledged = [process.communicate()[0].split() for process in processes]
    assert [len(ids) for ids in acknowledged] == [20] * 4
    assert credited(acme) == 80
    assert acme.store.totals.differences(acme.id) == []


def test_kill_9_loses_nothing_that_was_acknowledged(sqlite_url: str, open_database, tmp_path: Path):
    store = open_database(sqlite_url)
    acme = office(store)
    chance = Random(7)
    acknowledged: set[str] = set()
    for turn in range(KILLS):
        with poster(sqlite_url, acme, f"k{turn}", 0, tmp_path / "data") as process:
            for _ in range(chance.randint(1, 12)):
                acknowledged.add(process.stdout.readline().strip())
            process.kill()
            acknowledged |= {line.strip() for line in process.stdout if line.endswith("\n")}
    entries = store.ledger.entries(
        acme.id, measures=["revenue", "units"], start=EVER[0], end=EVER[1], limit=100_000
    )
    kept = {entry.external_id for entry in entries}
    assert acknowledged <= kept
    assert len(kept - acknowledged) <= KILLS  # the one that each was busy with
    assert len(entries) == 2 * len(kept)  # no deal is half there
    assert store.totals.differences(acme.id) == []
    with closing(sqlite3.connect(Path(sqlite_url.removeprefix("sqlite:///")))) as plain:
        assert plain.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_an_import_killed_at_any_instant_leaves_nothing(
    sqlite_url: str, open_database, tmp_path: Path
):
    store = open_database(sqlite_url)
    acme = office(store)
    acme.post(START, acme.fact("before", acme.line(1, day=DAY)))
    rows = staged(acme.fact("ID", acme.line(1, day=DAY)))[0]
    script = f"""
import sys; from datetime import UTC, datetime; from pathlib import Path
from store import bulk; from store.open import open_store
bulk.CHUNK = 500; now = datetime(2026, 5, 4, tzinfo=UTC)
store = open_store({sqlite_url!r}, data_dir=Path({str(tmp_path / "data")!r}), clock=lambda: now)
row = {rows!r}
def rows():
    for number in range(10**9):
        if number % 1000 == 0: print(number, flush=True)
        yield (f"D-{{number}}", *row[1:])
with store.ledger.bulk({acme.id}, source="crm", at=now, actor="x") as importing:
    importing.stage(rows())
"""
    for turn in range(3):
        with subprocess.Popen(
            [sys.executable, "-c", script],
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
        ) as process:
            for _ in range(1 + 4 * turn):
                assert process.stdout.readline()
            process.kill()
    assert credited(acme, slots_of(DAY)[2:3]) == 1
    assert store.totals.differences(acme.id) == []
    acme.post(START, acme.fact("after", acme.line(1, day=DAY)))
    assert credited(acme) == 2
