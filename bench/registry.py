"""Decides which benchmarks there are: one table, read by the command line and by the tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bench.anchors.missing import AnchorMissingError
from bench.lab import Lab
from bench.results import Result
from bench.rows import (
    answers,
    badges,
    dispatch,
    due,
    fanout,
    importing,
    pictures,
    ranges,
    recording,
    standings,
    starting,
)


@dataclass(frozen=True, kw_only=True)
class Bench:
    """One benchmark: its name, what it does, its anchor, and the rows it measures with limits."""

    name: str
    work: str
    anchor: str
    limits: dict[str, float]
    run: Callable[[Lab], Iterator[Result]]


BENCHES = (
    Bench(
        name="standings",
        work="top 10, own place and previous places, named period",
        anchor=standings.ANCHOR,
        limits={"standings": 1.0},
        run=standings.run,
    ),
    Bench(
        name="ranges",
        work="the same for any date range up to 3 years",
        anchor=ranges.ANCHOR,
        limits={"ranges": 1.0},
        run=ranges.run,
    ),
    Bench(
        name="dispatch",
        work="/leaderboard from Bolt dispatch to the response body",
        anchor=dispatch.ANCHOR,
        limits={"dispatch": 2.0, "dispatch-p99": 4.0},
        run=dispatch.run,
    ),
    Bench(
        name="import",
        work="import of deals from CSV, idempotent, totals kept",
        anchor=importing.ANCHOR,
        limits={"import": 1.5, "import-memory": 1.0},
        run=importing.run,
    ),
    Bench(
        name="record",
        work="one deal recorded and durable, totals kept",
        anchor=recording.ANCHOR,
        limits={"record": 3.0},
        run=recording.run,
    ),
    Bench(
        name="due",
        work="due slots among 10,000 schedules, found and claimed",
        anchor=due.ANCHOR,
        limits={"due": 3.0, "due-rush": 3.0},
        run=due.run,
    ),
    Bench(
        name="badges",
        work="badges given after one new deal",
        anchor=badges.ANCHOR,
        limits={"badges": 3.0},
        run=badges.run,
    ),
    Bench(
        name="answers",
        work="answers to a survey, from dispatch to sealed, durable and acknowledged",
        anchor=answers.ANCHOR,
        limits={"answers": 2.5},
        run=answers.run,
    ),
    Bench(
        name="burst",
        work="1,000 answers at one moment: how long the slowest waits",
        anchor=answers.WITHIN_ANCHOR,
        limits={"burst": 1.0, "burst-raw": 2.5},
        run=answers.run_burst,
    ),
    Bench(
        name="fanout",
        work="a wave's direct messages to 10,000 people",
        anchor=fanout.ANCHOR,
        limits={"fanout": 1.0204, "fanout-slack": 1.0204},
        run=fanout.run,
    ),
    Bench(
        name="start",
        work="`koploper run` until ready",
        anchor=starting.ANCHOR,
        limits={"start": 1.5},
        run=starting.run,
    ),
    Bench(
        name="picture",
        work="the weekly picture, from its values to PNG",
        anchor=pictures.ANCHOR,
        limits={"picture": 0.5},
        run=pictures.run,
    ),
    Bench(
        name="growth",
        work="/leaderboard on the large ledger",
        anchor=dispatch.GROWTH_ANCHOR,
        limits={"growth": 1.2},
        run=dispatch.run_growth,
    ),
)


def measured(bench: Bench, lab: Lab) -> Iterator[Result]:
    """The rows of one benchmark; rows that say why, when its anchor cannot run here."""
    try:
        yield from bench.run(lab)
    except AnchorMissingError as missing:
        for name, limit in bench.limits.items():
            yield Result(bench=name, anchor=f"cannot run: {missing}", limit=limit)
