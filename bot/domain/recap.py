"""What a post holds, as a value: the board, its story, who improved, the goal, the trend.

Holds rules about results only: reads no totals, knows no clock and prints nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Protocol

from bot.domain import periods
from bot.domain.boards import Board, Row
from bot.domain.comparing import holding
from bot.domain.metrics import Value
from bot.domain.periods import Calendar, Kind, Period
from bot.domain.shame import Listing, may_be_named
from bot.domain.story import Story

MOST_IMPROVED = 3
"""More people than this with the same improvement are not a headline."""


class PostKind(StrEnum):
    """Which post it is."""

    BOARD = "board"
    DAILY = "daily"
    WEEK = "week"
    CLOSE = "close"  # of a month or quarter


@dataclass(frozen=True, kw_only=True, slots=True)
class Improved:
    """Who gained most on the period compared with, and how much; several when they are equal."""

    rows: tuple[Row, ...]
    gain: Value


@dataclass(frozen=True, kw_only=True, slots=True)
class GoalState:
    """The team's total against what it wants to reach; `part` is a fraction of 1."""

    total: Value
    goal: Value
    period: Period

    @property
    def part(self) -> Fraction:
        """How much of the goal is reached."""
        return Fraction(self.total) / Fraction(self.goal)


@dataclass(frozen=True, kw_only=True, slots=True)
class Point:
    """The running total at the end of a day: `day` counts from 0, the period's first."""

    day: int
    value: Value


@dataclass(frozen=True, kw_only=True, slots=True)
class Trend:
    """A period's running total, that of the period before over its whole length, and the goal."""

    period: Period
    before: Period
    now_points: tuple[Point, ...]
    before_points: tuple[Point, ...]
    goal: Value | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Honour:
    """A badge that people got: its name (a msgid, or the team's own words) and who."""

    name: str
    emoji: str
    people: tuple[str, ...]


class Honours(Protocol):
    """Where the badges of a recap come from."""

    def __call__(self, first: date, last: date) -> Sequence[Honour]:
        """The badges earned on these local dates, both included, most telling first."""
        ...


def no_honours(first: date, last: date) -> Sequence[Honour]:
    """There are no badges."""
    del first, last
    return ()


@dataclass(frozen=True, kw_only=True, slots=True)
class DayNews:
    """What came in on the days before a morning board: their best, and together when it is told."""

    period: Period
    listing: Listing
    standings: Sequence[Row]  # of those days, for the check


@dataclass(frozen=True, kw_only=True, slots=True)
class Post:
    """Everything that a post says, for everybody and never about the bottom."""

    kind: PostKind
    board: Board
    listing: Listing
    story: Story
    is_over: bool  # whether the period has ended, so that places are final
    is_late: bool = False
    improved: Improved | None = None
    goal: GoalState | None = None
    trend: Trend | None = None
    news: DayNews | None = None
    honours: tuple[Honour, ...] = ()

    @property
    def named(self) -> frozenset[int]:
        """The keys of everybody whom the words name."""
        improved = self.improved.rows if self.improved else ()
        return self.story.keys | {row.key for row in improved}


def most_improved(
    standings: Sequence[Row], before: Mapping[int, Value], *, ascending: bool = False
) -> Improved | None:
    """Who gained most on their own value of before; None when nobody did, or too many equally.

    Who had nothing before is new, not improved. Nobody in the last place is pointed at.
    """
    gains: dict[int, Value] = {}
    for row in standings:
        had = before.get(row.key)
        if had is None or not may_be_named(row, standings, ascending=ascending):
            continue
        gains[row.key] = had - row.value if ascending else row.value - had
    best = max(gains.values(), default=0)
    if best <= 0:
        return None
    rows = tuple(row for row in standings if gains.get(row.key) == best)
    return Improved(rows=rows, gain=best) if len(rows) <= MOST_IMPROVED else None


def recap_week(on: date, calendar: Calendar) -> Period:
    """The week that a recap of this day is about: in its first three days the one before."""
    return periods.week(on - timedelta(days=3), calendar)


def closing(kind: Kind, on: date, calendar: Calendar) -> Period:
    """The month or quarter that a close of this day is about: the one before until half of it has
    passed, then the running one, for closes on its last day."""
    return holding(kind, on - timedelta(days=15 if kind is Kind.MONTH else 45), calendar)


def news_days(on: date, before: date) -> Period:
    """The days that a morning board tells of: from the day of the one `before` up to yesterday, so
    that a weekend or a holiday in between is not lost; at least yesterday."""
    yesterday = on - timedelta(days=1)
    return periods.day(yesterday) if before >= yesterday else periods.between(before, yesterday)
