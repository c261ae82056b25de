"""What one person did, metric by metric: sums per day and per longer period, kept in order.

Fed with ledger entries or with sums of days; both come out the same. Knows no badge.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping

from bot.domain.badges.spans import Spans
from bot.domain.grouping import weights_of
from bot.domain.metrics import SCALE, Metric, Value
from bot.domain.periods import Kind


class Steps:
    """Sums by the first day of their period, rising; what adds up to nothing is not there.

    `bottoms` is kept for ratios only: it is a third of the memory.
    """

    __slots__ = ("_columns", "bottoms", "keys", "tops")

    def __init__(self, *, is_ratio: bool) -> None:
        self.keys = array("q")
        self.tops = array("q")
        self.bottoms = array("q") if is_ratio else None
        columns = (self.keys, self.tops, self.bottoms)
        self._columns = tuple(one for one in columns if one is not None)

    def add(self, key: int, top: int, bottom: int) -> None:
        """Add to the sums of a period."""
        at = bisect_left(self.keys, key)
        if at == len(self.keys) or self.keys[at] != key:
            for column, value in zip(self._columns, (key, top, bottom), strict=False):
                column.insert(at, value)
            return
        self.tops[at] += top
        if self.bottoms is not None:
            self.bottoms[at] += bottom
        if not (self.tops[at] or self.bottom(at)):
            for column in self._columns:
                del column[at]

    def bottom(self, at: int) -> int:
        """What the sum at a place is divided by; 0 when it is no ratio."""
        return self.bottoms[at] if self.bottoms is not None else 0

    def at(self, key: int) -> int:
        """Where the period of this first day is, or would be."""
        return bisect_left(self.keys, key)

    def top(self, key: int) -> int:
        """The sum of one period."""
        at = bisect_left(self.keys, key)
        return self.tops[at] if at < len(self.keys) and self.keys[at] == key else 0


class Track:
    """One metric of one person through time."""

    __slots__ = ("_longer", "_spans", "days", "metric")

    def __init__(self, metric: Metric, spans: Spans) -> None:
        self.metric = metric
        self.days = Steps(is_ratio=bool(metric.bottom))
        self._spans = spans
        self._longer: dict[Kind, Steps] = {}

    def add(self, day: int, top: int, bottom: int) -> None:
        """Add to a day, and to each longer period that was asked for."""
        if not (top or bottom):
            return
        self.days.add(day, top, bottom)
        for kind, steps in self._longer.items():
            steps.add(self._spans.start(kind, day), top, bottom)

    def by(self, kind: Kind) -> Steps:
        """The sums per day, week, month …"""
        if kind is Kind.DAY:
            return self.days
        found = self._longer.get(kind)
        if found is None:
            found = self._longer[kind] = Steps(is_ratio=bool(self.metric.bottom))
            days = self.days
            for at, day in enumerate(days.keys):
                found.add(self._spans.start(kind, day), days.tops[at], days.bottom(at))
        return found

    def value(self, steps: Steps, at: int) -> Value | None:
        """The metric's exact value of one period; None when it has none."""
        return self.metric.value(steps.tops[at], steps.bottom(at))

    @property
    def adds_up(self) -> bool:
        """Whether the parts of a period make the whole, and more is better."""
        return adds_up(self.metric)

    @property
    def per_unit(self) -> int:
        """How many of its sums' parts make one unit."""
        return self.metric.scale if not self.metric.bottom else SCALE


def adds_up(metric: Metric) -> bool:
    """Whether the days of a period make up its value, and more is better."""
    return not (metric.bottom or metric.ascending)


def scaled(top: int, track: Track) -> int:
    """A sum of a track in ten-thousandths of its unit."""
    return top * SCALE // track.per_unit


class History:
    """All tracks of one person; `newest` is the last entry id that is in."""

    __slots__ = ("_spans", "_tracks", "_weights", "newest")

    def __init__(self, metrics: Iterable[Metric], spans: Spans, newest: int = 0) -> None:
        self._spans = spans
        self._tracks = {metric.key: Track(metric, spans) for metric in metrics}
        self._weights: dict[tuple[str, str | None], list[tuple[Track, tuple[int, ...]]]] = {}
        self.newest = newest

    def add(self, day: int, series: tuple[str, str | None], amount: int, share: int) -> None:
        """Take an entry in, or the sum of a day: of one measure and sale type."""
        for track, (of_amount, of_share, under_amount, under_share) in self._of(series):
            track.add(
                day,
                amount * of_amount + share * of_share,
                amount * under_amount + share * under_share,
            )

    def track(self, metric: str) -> Track:
        """The track of a metric."""
        return self._tracks[metric]

    @property
    def tracks(self) -> Mapping[str, Track]:
        """All of them, by metric."""
        return self._tracks

    @property
    def cells(self) -> int:
        """How many sums of days it holds."""
        return sum(len(track.days.keys) for track in self._tracks.values())

    def _of(self, series: tuple[str, str | None]) -> list[tuple[Track, tuple[int, ...]]]:
        """The tracks that a series counts in, with its weights; worked out once."""
        found = self._weights.get(series)
        if found is None:
            found = self._weights[series] = [
                (track, weights)
                for track in self._tracks.values()
                if (weights := weights_of(track.metric, *series)) and any(weights)
            ]
        return found
