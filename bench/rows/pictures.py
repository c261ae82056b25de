"""The weekly picture from its values to PNG, against the same picture drawn by matplotlib."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from bench.anchors.drawn_by_matplotlib import Chart, draw
from bench.lab import Lab
from bench.measure import interleaved
from bench.results import Result
from bench.rows.reading import CALENDAR, WrongAnswerError, spread
from bot.domain import periods
from bot.domain.boards import Ranking
from bot.domain.built_in import BUILT_IN
from bot.domain.comparing import previous
from bot.domain.query import Query
from bot.domain.recap import Point, Trend
from bot.drawing import png
from bot.i18n import translator
from bot.views.pictures_trend import trend_picture

ANCHOR = "the same picture by matplotlib, warm, Agg, same pixels"
_LIMIT = 0.5
PIXELS = (600, 460)
_WEEK = periods.week(date(2026, 11, 18), CALENDAR)
_NOW = (1_840_00, 5_120_50, 9_310_00, 14_450_75, 21_005_00, 21_005_00, 22_790_25)
_BEFORE = (2_210_00, 4_900_00, 8_020_00, 12_700_00, 18_400_00, 18_950_00, 19_300_00)


def run(lab: Lab) -> Iterator[Result]:
    """Values differ from call to call, so that nothing can be remembered."""
    ours, theirs = _ours(0), _theirs(0)
    if _size(ours) != _size(theirs):
        raise WrongAnswerError(f"{_size(ours)} and {_size(theirs)} pixels")
    calls = max(3, lab.scale.quick_calls // 60)
    mine, other = interleaved(_ours, _theirs, rounds=lab.scale.rounds, calls=calls)
    width, height = _size(ours)
    yield Result(
        bench="picture",
        anchor=ANCHOR,
        limit=_LIMIT,
        ours=mine.p50,
        theirs=other.p50,
        note=f"{width} x {height} pixels, {len(ours):,} and {len(theirs):,} bytes;"
        f" {spread(mine, other)}",
    )


def _ours(number: int) -> bytes:
    query = Query(metric="revenue", period=_WEEK)
    before = previous(_WEEK, CALENDAR)
    ranking = Ranking(
        query=query,
        metric=BUILT_IN["revenue"],
        period=_WEEK,
        compared=before,
        calendar=CALENDAR,
        currency="EUR",
        standings=(),
        total=None,
        total_before=None,
        today=_WEEK.last,
        below_volume={},
        metrics=BUILT_IN,
    )
    trend = Trend(
        period=_WEEK,
        before=before,
        now_points=_points(_NOW, number),
        before_points=_points(_BEFORE, 0),
    )
    picture = trend_picture(ranking, query, trend, translator("en"))
    if picture is None:
        raise WrongAnswerError("there is no picture")
    return png(picture.svg)


def _points(values: tuple[int, ...], more: int) -> tuple[Point, ...]:
    return tuple(Point(day=day, value=value + more * day) for day, value in enumerate(values))


def _theirs(number: int) -> bytes:
    tr = translator("en")
    now = [(value + number * day) / 100 for day, value in enumerate(_NOW)]
    before = previous(_WEEK, CALENDAR)
    chart = Chart(
        title=f"Revenue · {tr.period(_WEEK)}",
        total=tr.money(round(now[-1] * 100), "EUR"),
        change="+18% against before",
        names=tuple(f"week {one.numbers[1]}" for one in (_WEEK, before)),
        now=now,
        before=[value / 100 for value in _BEFORE],
        days=[f"{_WEEK.start + timedelta(days=day):%a}" for day in range(7)],
        ticks=[(value, f"€{value // 1000}K") for value in range(0, 30_001, 10_000)],
        pixels=PIXELS,
    )
    return draw(chart)


def _size(picture: bytes) -> tuple[int, int]:
    """Width and height as the PNG's header says."""
    return int.from_bytes(picture[16:20], "big"), int.from_bytes(picture[20:24], "big")
