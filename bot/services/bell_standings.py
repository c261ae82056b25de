"""Decides what a won deal did to the places of those who share it. Knows no texts.

Only what is good news is told: a place among the first, never the last one, and never one that
was lost meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.domain import periods
from bot.domain.bell_deals import MEASURE, Win
from bot.domain.bell_rings import Standing
from bot.domain.boards import Ranking
from bot.domain.query import Query
from bot.services.boards import Boards
from bot.services.desk import Desk
from bot.services.snapshot import Snapshot

FIRST_PLACES = 10
_MOMENT = timedelta(microseconds=1)


def standings_of(
    desk: Desk, boards: Boards, wins: Sequence[Win], since: datetime
) -> dict[int, tuple[Standing, ...]]:
    """What these deals, the first recorded at `since`, did to places: by index of the deal.

    In the month of each closing date, by the workspace's main metric when deals add to it, else by
    revenue. Everybody is told once, at their first deal of a month.
    """
    snapshot = desk.snapshots.current()
    metric = _metric(snapshot)
    told: set[tuple[int, date]] = set()
    found: dict[int, tuple[Standing, ...]] = {}
    boards_of: dict[date, tuple[Ranking, Ranking]] = {}
    for index, win in enumerate(wins):
        month = win.occurred_on.replace(day=1)
        if month not in boards_of:
            query = Query(metric=metric, period=periods.month(month.year, month.month))
            before = replace(query, as_of=since - _MOMENT)
            boards_of[month] = (
                boards.ranking(before, snapshot, desk.today()),
                boards.ranking(query, snapshot, desk.today()),
            )
        people = [one.person_id for one in win.shares if (one.person_id, month) not in told]
        told.update((person, month) for person in people)
        found[index] = tuple(_told(people, month, *boards_of[month]))
    return found


def _metric(snapshot: Snapshot) -> str:
    """The main metric if more deals make it more; a ratio is moved by much else."""
    key = snapshot.vocabulary.main_metric
    metric = snapshot.metrics[key]
    adds = any(term.measure == MEASURE and term.factor > 0 for term in metric.top)
    return key if adds and not metric.bottom and not metric.ascending else MEASURE


def _told(people: Sequence[int], month: date, before: Ranking, now: Ranking) -> Iterator[Standing]:
    for person in dict.fromkeys(people):
        place, was = _place(person, now), _place(person, before)
        if place is None or place > FIRST_PLACES or _is_last(place, now):
            continue
        if was is None or place <= was:
            yield Standing(person, month, place, was)


def _place(person: int, ranking: Ranking) -> int | None:
    position = ranking.positions.get(person)
    return None if position is None else ranking.standings[position].place


def _is_last(place: int, ranking: Ranking) -> bool:
    return place > 1 and place == ranking.standings[-1].place
