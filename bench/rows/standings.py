"""Named periods: the service that /leaderboard asks, against the `leaderboard` package on Redis."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median
from typing import Any

from bench.anchors.redis_boards import RedisBoards, redis_server
from bench.deals import FIRST_DAY, LAST_DAY
from bench.lab import Lab
from bench.ledger import BuiltLedger
from bench.measure import interleaved, timed
from bench.results import Result, quantity
from bench.rows.reading import CALENDAR, Readers, WrongAnswerError, open_readers, spread
from bench.writing import Writer
from bot.domain import periods
from bot.domain.boards import Board
from bot.domain.comparing import at_same_point
from bot.domain.periods import Period

ANCHOR = "the leaderboard package on a local Redis"
_LIMIT = 1.0
_COLD_READS = 15


def run(lab: Lab) -> Iterator[Result]:
    """Months, quarters and years in turn, each time for another rep."""
    port = lab.stack.enter_context(redis_server(lab.folder))
    ledger = lab.ledger(lab.scale.entries)
    readers = open_readers(lab, lab.working_copy(lab.scale.entries))
    named = named_periods()
    redis = _filled(port, ledger, named)

    def ours(number: int) -> Board:
        return readers.board(named[number % len(named)], number * 7)

    def theirs(number: int) -> Any:
        period, viewer = (
            named[number % len(named)],
            readers.people[number * 7 % len(readers.people)],
        )
        return redis.read(_name(period), _name(_compared(period)), str(viewer))

    for number in range(len(named)):
        check(ours(number), theirs(number))
    mine, other = interleaved(
        ours, theirs, rounds=lab.scale.rounds, calls=lab.scale.quick_calls, warmup=len(named)
    )
    yield Result(
        bench="standings",
        anchor=ANCHOR,
        limit=_LIMIT,
        ours=mine.p50,
        theirs=other.p50,
        note=f"{lab.scale.entries:,} entries; {spread(mine, other)}; rankings are remembered until"
        f" the next posting, the first read after one takes {_cold(readers, named)}",
    )


def named_periods() -> tuple[Period, ...]:
    """The months, quarters and years of the data that are compared with others in it."""
    months = [(FIRST_DAY.year * 12 + FIRST_DAY.month - 1 + n) for n in range(2, 37)]
    found = [periods.month(n // 12, n % 12 + 1) for n in months]
    found += [periods.quarter(year, number) for year in (2024, 2025) for number in (1, 2, 3, 4)]
    found += [periods.year(2025), periods.year(LAST_DAY.year)]
    return tuple(period for period in found if period.start <= LAST_DAY)


def check(board: Board, answer: tuple[list[Any], Any, list[Any]]) -> None:
    """WrongAnswerError unless both sides name the same people with the same amounts and places."""
    top, mine, before = answer
    rows = [(row.key, row.value, row.place) for row in board.page.rows]
    if rows != [(int(row["member"]), int(row["score"]), row["rank"]) for row in top]:
        raise WrongAnswerError(f"{board.query.period}: {rows} is not {top}")
    own = None if board.mine is None else (board.mine.place, board.mine.value)
    if own != (mine["rank"] and (mine["rank"], int(mine["score"]))):
        raise WrongAnswerError(f"{board.query.period}: {own} is not {mine}")
    was = [row.previous_place for row in board.page.rows]
    if was != [row["rank"] for row in before[: len(was)]]:
        raise WrongAnswerError(f"{board.query.period}: {was} is not {before}")


def _cold(readers: Readers, named: tuple[Period, ...]) -> str:
    writer = Writer(readers.store, readers.people)
    taken = []
    for number in range(_COLD_READS):
        writer.record(number)
        taken.append(timed(lambda n: readers.board(named[n % len(named)], n), number))
    return quantity(median(taken), "s")


def _filled(port: int, ledger: BuiltLedger, named: tuple[Period, ...]) -> RedisBoards:
    boards = RedisBoards(port)
    for period in {*named, *map(_compared, named)}:
        boards.load(_name(period), ledger.revenue(period.start, period.end))
    return boards


def _compared(period: Period) -> Period:
    return at_same_point(period, LAST_DAY, CALENDAR)


def _name(period: Period) -> str:
    return f"{period.start}/{period.end}"
