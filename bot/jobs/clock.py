"""Lets the jobs run in time while the bot runs, and ends them cleanly. Knows no job.

APScheduler only wakes them, from memory: what is due, and who does it, is in the database. Cron
triggers and persistent job stores lose and double runs (docs/posting.md).
"""

from __future__ import annotations

import logging
import secrets
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC

from apscheduler.schedulers.background import BackgroundScheduler

from bot.deps import Deps
from bot.jobs.table import JOBS, Job

_LOG = logging.getLogger(__name__)
_LIBRARY = "apscheduler"


@contextmanager
def ticking(deps: Deps, jobs: Iterable[Job] = JOBS) -> Iterator[None]:
    """Run each job every so often, at once for the first time, until the block ends; what is under
    way then comes to its end."""
    logging.getLogger(_LIBRARY).setLevel(logging.ERROR)  # a run that takes longer is no news
    options = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    scheduler = BackgroundScheduler(timezone=UTC, job_defaults=options)
    for job in jobs:
        seconds = job.every.total_seconds()
        scheduler.add_job(
            _tick(deps, job), "interval", seconds=seconds, next_run_time=deps.clock(), id=job.name
        )
    scheduler.start()
    try:
        yield
    finally:
        deps.closing.set()
        scheduler.shutdown(wait=True)


def _tick(deps: Deps, job: Job) -> Callable[[], None]:
    def tick() -> None:
        """One run. What goes wrong is logged, and the next tick goes on."""
        try:
            job.run(deps)
        except Exception as error:  # noqa: BLE001 - the next tick may do better
            frames = "".join(traceback.format_tb(error.__traceback__))
            reference = secrets.token_hex(4)
            name = type(error).__qualname__
            _LOG.error("reference %s: %s failed\n%s%s", reference, job.name, frames, name)

    return tick
