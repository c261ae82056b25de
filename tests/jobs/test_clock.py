"""The jobs tick while the block lasts, one failure stops nothing, and the end waits for them."""

import logging
import threading
from datetime import timedelta

import pytest

from bot.clock import system_clock
from bot.config import load_settings
from bot.deps import build_deps
from bot.jobs.clock import ticking
from bot.jobs.table import JOBS, Job
from store.open import open_store

SOON = timedelta(milliseconds=20)


@pytest.fixture
def deps(tmp_path):
    settings = load_settings(_env_file=None, data_dir=tmp_path)
    store = open_store(settings.database, data_dir=tmp_path, clock=system_clock)
    yield build_deps(settings, store, system_clock)
    store.close()


def test_a_job_runs_again_and_again_whatever_another_one_does(deps, caplog):
    done = threading.Semaphore(0)
    words = "-".join(["canary", "4711"])

    def fail(_deps):
        raise ValueError(words)

    jobs = [
        Job(name="broken", every=SOON, run=fail),
        Job(name="sound", every=SOON, run=lambda _deps: done.release()),
    ]
    with ticking(deps, jobs), caplog.at_level(logging.ERROR):
        assert all(done.acquire(timeout=30) for _ in range(3))
    assert "broken failed" in caplog.text
    assert "ValueError" in caplog.text
    assert words not in caplog.text


def test_the_end_asks_jobs_to_hurry_and_waits_for_them(deps):
    begun, ended = threading.Event(), []

    def last_long(deps):
        begun.set()
        ended.append(deps.closing.wait(30))

    with ticking(deps, [Job(name="long", every=SOON, run=last_long)]):
        assert begun.wait(30)
        assert ended == []
    assert ended == [True]


def test_one_job_never_runs_twice_at_once(deps):
    inside, most = threading.Semaphore(1), []
    done = threading.Semaphore(0)

    def run(deps):
        most.append(inside.acquire(blocking=False))
        deps.closing.wait(0.1)
        inside.release()
        done.release()

    with ticking(deps, [Job(name="slow", every=SOON, run=run)]):
        assert all(done.acquire(timeout=30) for _ in range(3))
    assert all(most)


def test_every_job_has_a_name_of_its_own_and_the_poster_comes_last():
    names = [job.name for job in JOBS]
    assert len(set(names)) == len(names)
    assert names[-1] == "poster"
