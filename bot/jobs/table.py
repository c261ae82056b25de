"""Decides which jobs there are, how often each runs, and in which order: what decides messages
first, the poster last. Every run is short, safe in several processes, and may be repeated."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from bot.deps import Deps
from bot.jobs import (
    announcing,
    awarding,
    bell,
    corrections,
    due,
    live,
    poster,
    profiles,
    reconciling,
    recurring,
    replies,
    retention,
    trials,
    typed_deals,
    waves,
)

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Job:
    """Something the clock does every so often."""

    name: str
    every: timedelta
    run: Callable[[Deps], None]


JOBS: tuple[Job, ...] = (
    Job(name="due", every=due.EVERY, run=due.post_due),
    Job(name="bell", every=5 * SECOND, run=bell.ring_bells),
    Job(name="live", every=live.EVERY, run=live.keep_live),
    Job(name="corrections", every=corrections.EVERY, run=corrections.correct),
    Job(name="awarding", every=awarding.EVERY, run=awarding.award),
    Job(name="trials", every=SECOND, run=trials.try_out),
    Job(name="announcing", every=MINUTE, run=announcing.announce),
    Job(name="typed deals", every=2 * SECOND, run=typed_deals.tell),
    Job(name="waves", every=waves.EVERY, run=waves.keep_waves),
    Job(name="profiles", every=profiles.EVERY, run=profiles.keep_profiles),
    Job(name="rhythm", every=recurring.EVERY, run=recurring.keep_rhythm),
    Job(name="replies", every=replies.EVERY, run=replies.deliver_replies),
    Job(name="retention", every=retention.EVERY, run=retention.forget_old),
    Job(name="reconciling", every=reconciling.EVERY, run=reconciling.reconcile),
    Job(name="poster", every=SECOND, run=poster.post_due),
)

_PASSES = 100
_QUIET = 2
"""Passes in which nothing happens before it is done: one job's work may be the next one's cause."""


def run_all(deps: Deps) -> None:
    """Every job once, in the order of the table; what goes wrong is raised."""
    for job in JOBS:
        job.run(deps)


def drain(deps: Deps) -> None:
    """Run all jobs until nothing is left to do at this moment of `deps.clock`.

    RuntimeError when there is no end to it: then a job undoes what another one does.
    """
    quiet = 0
    before = _work_done(deps)
    for _ in range(_PASSES):
        run_all(deps)
        after = _work_done(deps)
        quiet = quiet + 1 if after == before else 0
        if quiet == _QUIET:
            return
        before = after
    raise RuntimeError(f"the jobs found work to do {_PASSES} times over")


def _work_done(deps: Deps) -> tuple[int, ...]:
    """A number for everything that a job can have done."""
    version = deps.store.workspaces.version(deps.workspace_id)
    return (version, *deps.store.outbox.work_done(deps.workspace_id))
