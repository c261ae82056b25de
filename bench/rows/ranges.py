"""Any date range: the service that /leaderboard asks, against DuckDB over the same entries."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from random import Random
from typing import Any

from bench.anchors.duck_ranges import DuckRanges
from bench.deals import DAYS, FIRST_DAY
from bench.lab import Lab
from bench.measure import interleaved
from bench.results import Result
from bench.rows.reading import CALENDAR, WrongAnswerError, open_readers, spread
from bot.domain.boards import Board
from bot.domain.comparing import previous
from bot.domain.periods import Period, between

ANCHOR = "DuckDB over the same rows"
_LIMIT = 1.0
_WARMUP = 4


def run(lab: Lab) -> Iterator[Result]:
    """Ranges drawn at random from one day to three years; none comes twice."""
    ledger = lab.ledger(lab.scale.entries)
    duck = lab.stack.enter_context(closing(DuckRanges(ledger.entries_csv())))
    readers = open_readers(lab, ledger.place)
    drawn = random_ranges(_WARMUP + lab.scale.rounds * lab.scale.slow_calls)

    def ours(number: int) -> Board:
        return readers.board(drawn[number], number * 7)

    def theirs(number: int) -> list[tuple[Any, ...]]:
        period = drawn[number]
        before = previous(period, CALENDAR)
        viewer = readers.people[number * 7 % len(readers.people)]
        return duck.read(period.start, period.end, (before.start, before.end), viewer)

    for number in range(_WARMUP):
        check(ours(number), theirs(number))
    mine, other = interleaved(
        ours, theirs, rounds=lab.scale.rounds, calls=lab.scale.slow_calls, warmup=_WARMUP
    )
    yield Result(
        bench="ranges",
        anchor=ANCHOR,
        limit=_LIMIT,
        ours=mine.p50,
        theirs=other.p50,
        note=f"{lab.scale.entries:,} entries; {spread(mine, other)}",
    )


def random_ranges(count: int) -> tuple[Period, ...]:
    """`count` different ranges of the three years, the same in every run."""
    chance = Random(3)
    found: dict[tuple[int, int], Period] = {}
    while len(found) < count:
        first, last = sorted(chance.randrange(DAYS) for _ in range(2))
        found[first, last] = between(
            FIRST_DAY + timedelta(days=first), FIRST_DAY + timedelta(days=last)
        )
    return tuple(found.values())


def check(board: Board, answer: list[tuple[Any, ...]]) -> None:
    """WrongAnswerError unless both sides name the same people, amounts and places."""
    rows = {row.key: (row.value, row.place, row.previous_place) for row in board.page.rows}
    if board.mine is not None:
        mine = board.mine
        rows[mine.key] = (mine.value, mine.place, mine.previous_place)
    expected = {rep: (int(total), place, before) for rep, total, place, before in answer}
    if rows != expected:
        raise WrongAnswerError(f"{board.query.period}: {rows} is not {expected}")
