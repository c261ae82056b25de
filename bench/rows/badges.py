"""Badges after one new deal: the job's step that gives them, against recording that deal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bench.lab import Lab
from bench.ledger import clock
from bench.measure import interleaved, timed
from bench.results import Result, quantity
from bench.rows.reading import WrongAnswerError, open_readers, spread
from bench.writing import Writer
from bot.services.awarding import Awarding

ANCHOR = "recording the deal: its entries and totals, durable"
_LIMIT = 3.0


def run(lab: Lab) -> Iterator[Result]:
    """A deal of another rep each time; that every rep was met before is part of the set-up."""
    readers = open_readers(lab, lab.working_copy(lab.scale.entries))
    writer = Writer(readers.store, readers.people)
    awarding: Awarding = readers.services.awarding
    replayed = timed(lambda _: awarding.replay())
    for number in range(len(readers.people)):
        writer.record(number)
    _drain(awarding)
    newest = readers.store.followers.newest(readers.store.workspaces.sole().id)

    def before(name: str, number: int) -> None:
        _drain(awarding)
        if name == "ours":
            writer.record(number)

    def award(_number: int) -> None:
        if not awarding.follow():
            raise WrongAnswerError("there was nothing to take in")

    mine, other = interleaved(
        award,
        writer.record,
        rounds=lab.scale.rounds,
        calls=lab.scale.quick_calls // 4 + 1,
        before=before,
    )
    _check(readers.store, awarding, newest)
    yield Result(
        bench="badges",
        anchor=ANCHOR,
        limit=_LIMIT,
        ours=mine.p50,
        theirs=other.p50,
        note=f"in a ledger of {lab.scale.entries:,} entries, {lab.scale.reps:,} reps, every badge"
        f" on, points posted; {spread(mine, other)}; a replay of everything takes"
        f" {quantity(replayed, 's')}",
    )


def _drain(awarding: Awarding) -> None:
    while awarding.follow():
        pass


def _check(store: Any, awarding: Awarding, newest: int) -> None:
    """WrongAnswerError unless deals were taken in and earned somebody something."""
    _drain(awarding)
    workspace = store.workspaces.sole().id
    if store.followers.newest(workspace) <= newest:
        raise WrongAnswerError("no deal was recorded")
    today = clock().date()
    if not any(one.earned_on == today for one in store.awards.all(workspace)):
        raise WrongAnswerError("nobody earned anything with all these deals")
