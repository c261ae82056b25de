"""Answers to a survey, from the bytes of Slack's request to the acknowledgement, sealed and
durable: how many a second, and how long the last of a crowd waits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from statistics import median

from bench.anchors.raw_answers import RawAnswers
from bench.lab import Lab
from bench.measure import Rush, Work, rush
from bench.results import Result, quantity
from bench.rows.reading import WrongAnswerError
from bench.surveys import Respondents
from bot.config import Settings

THREADS: int = Settings.model_fields["http_threads"].default
"""Requests that `koploper run --http` serves at once unless told otherwise: of a crowd the others
wait in the server's queue, and their time runs."""
ANCHOR = f"{THREADS} threads, each one raw sqlite3 INSERT and COMMIT at a time, synchronous=FULL"
WITHIN = 1.5
WITHIN_ANCHOR = f"{WITHIN} seconds"
# At least 0.4 times the anchor's throughput is at most 1 / 0.4 times its seconds an answer.
_LIMIT = 2.5
_WARM = 50


def run(lab: Lab) -> Iterator[Result]:
    """The seconds that one answer takes of all threads together, in rounds."""
    each = max(1, lab.scale.answers // lab.scale.rounds)
    sides = _Sides(lab, each * lab.scale.rounds)
    ours, theirs = sides.rounds(each)
    mine, other = ([one.seconds / each for one in side] for side in (ours, theirs))
    yield Result(
        bench="answers",
        anchor=ANCHOR,
        limit=_LIMIT,
        ours=median(mine),
        theirs=median(other),
        note=f"{each * lab.scale.rounds:,} answers in {lab.scale.rounds} rounds, {sides.told};"
        f" ours {_span(mine)} an answer ({1 / median(mine):,.0f} a second), theirs {_span(other)}"
        f" ({1 / median(other):,.0f} a second); limit: 0.4 of its throughput",
    )


def run_burst(lab: Lab) -> Iterator[Result]:
    """The seconds from the moment at which all arrive until the slowest is acknowledged."""
    sides = _Sides(lab, lab.scale.crowd * lab.scale.rounds)
    ours, theirs = sides.rounds(lab.scale.crowd)
    mine, other = ([max(one.waits) for one in side] for side in (ours, theirs))
    told = f"{lab.scale.crowd:,} at once, {lab.scale.rounds} times, {sides.told}, none lost"
    yield Result(
        bench="burst",
        anchor=WITHIN_ANCHOR,
        limit=1.0,
        ours=median(mine),
        theirs=WITHIN,
        note=f"{told}; the slowest of each time: {_span(mine)};"
        f" half of all within {quantity(median(w for one in ours for w in one.waits), 's')}",
    )
    yield Result(
        bench="burst-raw",
        anchor=ANCHOR,
        limit=_LIMIT,
        ours=median(mine),
        theirs=median(other),
        note=f"the same against as many rows at once; theirs {_span(other)}",
    )


class _Sides:
    """Respondents behind the real app, and the anchor with rows of the same size."""

    def __init__(self, lab: Lab, people: int) -> None:
        self._rounds = lab.scale.rounds
        warm = min(_WARM, people)
        self._next = warm
        self._ours = Respondents(lab, lab.folder / "wave", warm + people)
        self._ours.sign(range(warm))
        rush(self._ours.arrive, range(warm), threads=THREADS)
        size, mode = self._ours.box_size(), self._ours.deps.store.journal_mode
        self._theirs = RawAnswers(lab.folder / "raw.db", mode, size)
        lab.stack.enter_context(closing(self._theirs))
        rush(self._theirs.insert, range(warm), threads=THREADS)
        self.told = f"{THREADS} threads, {size:,} bytes sealed, journal mode {mode}"

    def rounds(self, size: int) -> tuple[list[Rush], list[Rush]]:
        """Rounds of `size` answers on both sides, changing who goes first; each of other people.

        WrongAnswerError unless every one of ours is in the database afterwards.
        """
        ours: list[Rush] = []
        theirs: list[Rush] = []
        for turn in range(self._rounds):
            numbers = range(self._next, self._next + size)
            self._next += size
            self._ours.sign(numbers)
            sides: list[tuple[Work, list[Rush]]] = [
                (self._ours.arrive, ours),
                (self._theirs.insert, theirs),
            ]
            for work, taken in sides if turn % 2 == 0 else reversed(sides):
                taken.append(rush(work, numbers, threads=THREADS))
        if self._ours.kept() != self._next:
            raise WrongAnswerError(f"{self._ours.kept()} of {self._next} answers were kept")
        return ours, theirs


def _span(seconds: list[float]) -> str:
    return f"{quantity(min(seconds), 's')} to {quantity(max(seconds), 's')}"
