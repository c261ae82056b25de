"""Levels: names for how many points somebody has, and the way to the next one.

Pure: the levels are plain data that admins set. A built-in level's name is a msgid.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from bot.domain.metrics import Value
from bot.errors import FormError

MOST_LEVELS = 20
MOST_POINTS = 1_000_000_000
NAME_LIMIT = 40
LEVELS_FIELD = "levels"

_START = r"\d+|\d{1,3}(?:[.,']\d{3})+"
_LEVEL = re.compile(rf"(?P<name>.*\S)\s+(?P<start>{_START})")


@dataclass(frozen=True, kw_only=True, slots=True)
class Level:
    """A name for everybody who has at least `start` points; a built-in one is a msgid."""

    name: str
    start: int


DEFAULT_LEVELS = (
    Level(name="Starter", start=0),
    Level(name="Runner", start=500),
    Level(name="Sprinter", start=2_500),
    Level(name="Pacemaker", start=10_000),
    Level(name="Front runner", start=25_000),
    Level(name="Koploper", start=50_000),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Progress:
    """Where somebody stands between two levels; `done` is the part of the way, 1 at the top."""

    points: Value
    level: Level
    number: int  # 1 is the lowest
    next: Level | None
    missing: Value
    done: Fraction


def levels_from(text: str) -> tuple[Level, ...]:
    """Levels as people write them, one a line: a name and the points it starts at.

    FormError when a line is neither, and for what `checked_levels` refuses.
    """
    return checked_levels([_level(line) for line in text.splitlines() if line.strip()])


def checked_levels(levels: Sequence[Level]) -> tuple[Level, ...]:
    """Levels in rising order; FormError unless the lowest starts at 0 and no two are alike."""
    if not 1 <= len(levels) <= MOST_LEVELS:
        raise FormError(LEVELS_FIELD, "There are 1 to {most} levels.", most=MOST_LEVELS)
    ordered = sorted(levels, key=lambda level: level.start)
    if ordered[0].start != 0:
        raise FormError(LEVELS_FIELD, "The lowest level starts at 0: everybody has one.")
    names = {level.name.casefold() for level in ordered}
    if len({level.start for level in ordered}) < len(ordered) or len(names) < len(ordered):
        raise FormError(LEVELS_FIELD, "No two levels have the same name or the same start.")
    if any(not level.name.strip() or len(level.name) > NAME_LIMIT for level in ordered):
        raise FormError(
            LEVELS_FIELD, "A level has a name of at most {most} letters.", most=NAME_LIMIT
        )
    return tuple(ordered)


def progress(levels: Sequence[Level], points: Value) -> Progress:
    """The level of so many points and the way to the next; below 0 counts as the lowest."""
    number = sum(1 for level in levels if level.start <= points) or 1
    level = levels[number - 1]
    following = levels[number] if number < len(levels) else None
    if following is None:
        return Progress(
            points=points, level=level, number=number, next=None, missing=0, done=Fraction(1)
        )
    way = following.start - level.start
    gone = max(Fraction(0), Fraction(points) - level.start)
    return Progress(
        points=points,
        level=level,
        number=number,
        next=following,
        missing=following.start - points,
        done=Fraction(gone, way),
    )


def _level(line: str) -> Level:
    found = _LEVEL.fullmatch(line.strip())
    if found is None:
        raise FormError(
            LEVELS_FIELD, "Write each level as a name and its points: {example}", example="Pro 500"
        )
    start = int(re.sub(r"\D", "", found["start"]))
    if start > MOST_POINTS:
        raise FormError(LEVELS_FIELD, "A level starts at {most} points at most.", most=MOST_POINTS)
    return Level(name=found["name"].strip().rstrip(":=").strip(), start=start)
