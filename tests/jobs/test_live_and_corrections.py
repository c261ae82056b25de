"""Live boards and corrections on both databases: several processes decide each thing once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.config import load_settings
from bot.deps import Deps, build_deps
from bot.jobs.corrections import correct
from bot.jobs.live import keep_live
from bot.outgoing import Kind
from bot.services.access import OPERATOR
from bot.services.schedule_drafts import Filled
from bot.views.parts import Message
from store.records_outbox import Verb
from tests.services.office import TODAY, Office, Time

FRIDAY = date(2026, 11, 20)
PROCESSES = 4


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def processes(database_url, open_database, tmp_path: Path, time: Time, clock) -> list[Deps]:
    """Four processes on one database, all of which go by the same clock."""
    clock.now = time.now
    settings = load_settings(
        _env_file=None, data_dir=tmp_path, database_url=database_url, zone="Europe/Amsterdam"
    )
    return [build_deps(settings, open_database(database_url), time) for _ in range(PROCESSES)]


@pytest.fixture
def office(processes: list[Deps], time: Time) -> Office:
    made = Office(store=processes[0].store, time=time)
    for number, name in enumerate(("Ann", "Bo", "Cas", "Di", "Ed", "Fay")):
        email = f"{name}@example.com"
        made.hire(name, email=email)
        made.sell(name, 8_000 - number * 1_000, f"D{name}", on=FRIDAY)
        made.on_slack(f"U{name}", name, email)
    time.now += timedelta(minutes=1)
    return made


def at_once(processes: list[Deps], job: Callable[[Deps], None]) -> None:
    """All processes do the same at the same moment."""
    ready = threading.Barrier(len(processes))

    def run(deps: Deps) -> None:
        ready.wait()
        job(deps)

    threads = [threading.Thread(target=run, args=(deps,)) for deps in processes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def decided(office: Office, kind: Kind, verb: Verb = Verb.POST) -> int:
    rows = office.store.outbox.listed(office.workspace, limit=1_000)
    return sum(row.kind == kind and row.verb == verb for row in rows)


def send(office: Office) -> None:
    """What was decided is in Slack."""
    with office.store.transaction(), office.store._database.write() as connection:
        connection.exec_driver_sql("UPDATE outbox SET state = 'sent', first_try = 1, slack_ts = id")


def test_a_live_board_starts_once_and_is_edited_once(processes, office, time):
    schedules = processes[0].schedules
    asked = Filled(
        kind="live", channel="C0000001", every="change", zone="Europe/Paris", locale="en"
    )
    schedules.add(OPERATOR, schedules.check(OPERATOR, asked))
    at_once(processes, keep_live)
    send(office)
    assert decided(office, Kind.LIVE) == 1
    assert decided(office, Kind.PIN, Verb.PIN) == 1
    office.sell("Fay", 90_000, "big", on=TODAY)
    time.now += timedelta(minutes=1)
    at_once(processes, keep_live)
    assert decided(office, Kind.LIVE, Verb.UPDATE) == 1


def test_a_correction_is_said_once_to_those_concerned_and_once_in_the_thread(
    processes, office, time
):
    first = processes[0]
    board = office.board()
    remember = first.corrections.watch(schedule_id=1, board=board, rows=board.rows[:3], day=TODAY)
    with first.store.transaction():
        remember(
            first.outgoing.post(
                kind=Kind.BOARD, key="board", channel="C0000001", message=Message(text="Board")
            )
        )
    send(office)
    time.now += timedelta(minutes=1)
    office.sell("Fay", 8_000, "DAnn", on=FRIDAY)
    time.now += timedelta(minutes=1)
    at_once(processes, correct)
    assert decided(office, Kind.HEADS_UP) == 2
    send(office)
    time.now += timedelta(minutes=11)
    at_once(processes, correct)
    at_once(processes, correct)
    assert decided(office, Kind.CORRECTION) == 1
    assert decided(office, Kind.HEADS_UP) == 2
