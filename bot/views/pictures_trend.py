"""Decides how the trend of a recap looks: the running total beside that of the period before, and
the goal. Pure: a Post's ranking and trend and a Translator in, a Picture out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from fractions import Fraction

from babel.dates import format_date
from babel.numbers import format_compact_currency

from bot.domain.boards import Ranking
from bot.domain.metrics import Unit, Value
from bot.domain.money import decimals, from_minor
from bot.domain.periods import Kind, Period
from bot.domain.query import Query
from bot.domain.recap import Point, Trend
from bot.i18n import Translator
from bot.views.parts import VALUE_LIMIT, clean, shorten
from bot.views.pictures import Picture
from bot.views.pictures_parts import (
    ACCENT,
    GOAL,
    GRID,
    MARGIN,
    QUIET,
    TINT,
    WIDTH,
    Scale,
    Spot,
    dot,
    drawing,
    letters,
    line,
    ticks,
)
from bot.views.values import is_clear_without_cents, told
from bot.views.wording import plain_title

_TITLE, _TOTAL, _CHANGE, _LEGEND, _GOAL_LINE = 42, 94, 130, 172, 204  # baselines
_PLOT = 186.0  # its height
_HEADROOM, _FOOT = 46, 56  # above the plot, where the highest label is; below it, the days
_LEFT, _RIGHT = float(MARGIN), float(WIDTH - MARGIN)
_DASH, _GOAL_DASH = "1 13", "16 9"
_WEEK = 7


def trend_picture(ranking: Ranking, query: Query, trend: Trend, tr: Translator) -> Picture | None:
    """The picture of a recap or close; None while there is nothing to draw."""
    if not trend.now_points:
        return None
    chart = _Chart(ranking, trend, tr)
    return Picture(
        svg=drawing(chart.height, chart.parts(plain_title(ranking, query, tr))),
        alt=shorten(trend_words(ranking, trend, tr), VALUE_LIMIT),
        name=f"trend-{trend.period.start.isoformat()}",
    )


def trend_words(ranking: Ranking, trend: Trend, tr: Translator) -> str:
    """What the picture shows, in words without any formatting."""
    chart = _Chart(ranking, trend, tr)
    last = trend.now_points[-1]
    until = trend.period.start + timedelta(days=last.day)
    parts = [
        tr.gettext(
            "{metric} of the team, {days}: {value}.",
            metric=clean(tr.gettext(ranking.metric.name)),
            days=tr.days(trend.period.start, until),
            value=chart.told(last.value),
        )
    ]
    then = _at(trend.before_points, last.day)
    days = tr.days(trend.before.start, trend.before.last)
    if then is not None:
        end = trend.before_points[-1].value
        if then == end:
            parts.append(tr.gettext("Before, {days}: {end}.", days=days, end=chart.told(end)))
        else:
            parts.append(
                tr.gettext(
                    "Before, {days}: {then} by the same day, {end} in the end.",
                    days=days,
                    then=chart.told(then),
                    end=chart.told(end),
                )
            )
    if trend.goal is not None:
        parts.append(tr.gettext("Goal: {goal}.", goal=chart.told(trend.goal)))
    return " ".join(parts)


def _at(points: Sequence[Point], day: int) -> Value | None:
    """The running total at the end of a day."""
    before = [point.value for point in points if point.day <= day]
    return before[-1] if before else None


def _mark(spot: Spot, text: str, colour: str, *, dash: str = "") -> Iterator[str]:
    """What a line stands for: a piece of it, and its name."""
    left, height = spot
    yield line([(left + 3, height - 8), (left + 35, height - 8)], colour, 5, dash=dash)
    yield letters((left + 46, height), text, 22, colour=QUIET, most=24)


class _Chart:
    """The pieces of one trend in one language."""

    def __init__(self, ranking: Ranking, trend: Trend, tr: Translator) -> None:
        self._trend, self._tr, self._metric = trend, tr, ranking.metric
        self._currency = ranking.currency
        self._days = max(trend.period.days, trend.before.days)
        values = [point.value for point in (*trend.now_points, *trend.before_points)]
        values += [0] if trend.goal is None else [0, trend.goal]
        self._ticks = ticks(min(values), max(values), self._unit())
        top = float(_HEADROOM + (_LEGEND if trend.goal is None else _GOAL_LINE))
        low, high = float(self._ticks[0]), float(self._ticks[-1])
        self._scale = Scale(low=low, high=high, bottom=top + _PLOT, top=top)
        self.height = int(top + _PLOT + _FOOT)

    def told(self, value: Value) -> str:
        """A value as people read it; cents only where it has little else."""
        whole = is_clear_without_cents([value], self._metric.unit, self._currency)
        return told(value, self._metric.unit, self._currency, self._tr, whole=whole)

    def parts(self, title: str) -> Iterator[str]:
        """Everything on the paper, what lies on top last."""
        trend = self._trend
        last = trend.now_points[-1]
        yield letters((_LEFT, _TITLE), title, 25, bold=True, most=38)
        yield letters((_LEFT, _TOTAL), self.told(last.value), 48, bold=True, colour=ACCENT)
        yield from self._change(last)
        yield from self._legend()
        yield from self._grid()
        now = [self._spot(point) for point in trend.now_points]
        before = [self._spot(point) for point in trend.before_points]
        if not self._metric.bottom:
            zero = (_LEFT, self._scale.y(0))
            now, before = [zero, *now], [zero, *before]
        floor = self._scale.y(0)
        yield line([(now[0][0], floor), *now, (now[-1][0], floor)], "", 0, filled=TINT)
        yield from self._labels()
        if trend.goal is not None:
            level = self._scale.y(trend.goal)
            yield line([(_LEFT, level), (_RIGHT, level)], GOAL, 4, dash=_GOAL_DASH)
        if trend.before_points:
            yield line(before, QUIET, 5, dash=_DASH)
        yield line(now, ACCENT, 6)
        yield dot(now[-1], ACCENT)

    def _spot(self, point: Point) -> Spot:
        return _LEFT + (point.day + 1) * (_RIGHT - _LEFT) / self._days, self._scale.y(point.value)

    def _unit(self) -> Value:
        """How much of the metric's values makes one that people count in."""
        match self._metric.unit:
            case Unit.MONEY:
                return int(10 ** decimals(self._currency))
            case Unit.PERCENT:
                return Fraction(1, 100)
            case Unit.MINUTES:
                return 60
        return 1

    def _change(self, last: Point) -> Iterator[str]:
        """How far ahead of the period before, or behind it, on the same day."""
        then = _at(self._trend.before_points, last.day)
        if then is None or then <= 0 or self._metric.unit is Unit.PERCENT:
            return
        part = Fraction(last.value) / Fraction(then) - 1
        change = self._tr.percent(part, 0)
        said = self._tr.gettext(
            "{change} against before", change=f"+{change}" if part >= 0 else change
        )
        yield letters((_LEFT, _CHANGE), said, 24, colour=QUIET)

    def _legend(self) -> Iterator[str]:
        trend = self._trend
        yield from _mark((_LEFT, _LEGEND), self._name(trend.period), ACCENT)
        if trend.before_points:
            middle = (_LEFT + _RIGHT) / 2
            yield from _mark((middle, _LEGEND), self._name(trend.before), QUIET, dash=_DASH)
        if trend.goal is not None:
            told = self._tr.gettext("Goal {goal}", goal=self.told(trend.goal))
            yield from _mark((_LEFT, _GOAL_LINE), told, GOAL, dash=_GOAL_DASH)

    def _name(self, period: Period) -> str:
        """What a line is called: short, as the title says the days."""
        if period.kind is Kind.WEEK:
            return self._tr.gettext("week {week}", week=period.numbers[1])
        return self._tr.period(period)

    def _grid(self) -> Iterator[str]:
        for tick in self._ticks:
            level = self._scale.y(tick)
            yield line([(_LEFT, level), (_RIGHT, level)], GRID, 2)

    def _labels(self) -> Iterator[str]:
        """Values on the left, days below."""
        for tick in self._ticks:
            if tick:
                spot = (_LEFT, self._scale.y(tick) - 7)
                yield letters(spot, self._rounded(tick), 22, colour=QUIET)
        for day, text in self._day_names():
            middle = _LEFT + (day + 0.5) * (_RIGHT - _LEFT) / self._days
            middle = max(middle, _LEFT + 28)
            spot = (middle, self._scale.bottom + 36)
            yield letters(spot, text, 22, colour=QUIET, anchor="middle")

    def _rounded(self, tick: Value) -> str:
        """A value beside the grid; amounts short, as "€10K", for a phone."""
        if self._metric.unit is not Unit.MONEY:
            return self.told(tick)
        amount = from_minor(int(tick), self._currency)
        short: str = format_compact_currency(
            amount, self._currency, locale=self._tr.language, fraction_digits=1
        )
        return short

    def _day_names(self) -> Iterator[tuple[int, str]]:
        start = self._trend.period.start
        if self._days <= _WEEK:
            for day in range(self._trend.period.days):
                on = start + timedelta(days=day)
                yield day, format_date(on, "ccc", locale=self._tr.language)
            return
        step = _WEEK * max(1, round(self._days / _WEEK / 5))
        for day in range(0, self._trend.period.days - 1, step):
            yield day, self._tr.day(start + timedelta(days=day))
