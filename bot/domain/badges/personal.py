"""Who earned the badges that look at one person: first, counts, thresholds, own bests.

Every award is settled by what happened up to and with the day it is earned on, so whoever knows
since which day something changed asks for the awards from that day on. Days are ordinals.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from fractions import Fraction
from itertools import accumulate

from bot.domain.badges.attendance import Attendance
from bot.domain.badges.rules import (
    Comeback,
    Count,
    First,
    OwnBest,
    Perfect,
    Personal,
    Streak,
    Threshold,
)
from bot.domain.badges.runs import in_working_days
from bot.domain.badges.spans import Found, Window
from bot.domain.badges.tracks import History, Steps, Track, scaled
from bot.domain.metrics import SCALE, Value
from bot.domain.periods import Kind


def earned(
    rule: Personal, history: History, attendance: Attendance, window: Window
) -> Iterator[Found]:
    """The awards of one rule that one person earned in the window."""
    track = history.track(rule.metric)
    match rule:
        case First():
            return _first(track, window)
        case Count():
            return _counts(rule, track, window)
        case Threshold():
            return _reached(rule, track, window)
        case OwnBest():
            return _own_bests(rule, track, window)
        case Streak() | Perfect() | Comeback():
            return in_working_days(rule, track, attendance, window)


def is_settled_by_day(rule: Personal, track: Track) -> bool:
    """Whether it is given on the day itself; if not, when the period is over."""
    if isinstance(rule, OwnBest):
        return rule.period is Kind.DAY and track.adds_up
    if isinstance(rule, Threshold):
        return track.adds_up
    return not isinstance(rule, Comeback)


def _first(track: Track, window: Window) -> Iterator[Found]:
    days = track.days
    for day, top in zip(days.keys, days.tops, strict=True):
        if top > 0:
            if window.since <= day <= window.today:
                yield "first", day, SCALE
            return


def _counts(rule: Count, track: Track, window: Window) -> Iterator[Found]:
    days = track.days
    start = days.at(window.since)
    so_far = [*accumulate(days.tops[:start])]
    highest, total = max([0, *so_far]), so_far[-1] if so_far else 0
    left = rule.numbers[bisect_right(rule.numbers, highest // track.per_unit) :]
    for day, top in zip(days.keys[start:], days.tops[start:], strict=True):
        total += top
        while left and total >= left[0] * track.per_unit and day <= window.today:
            yield f"n={left[0]}", day, left[0] * SCALE
            left = left[1:]


def _reached(rule: Threshold, track: Track, window: Window) -> Iterator[Found]:
    if not track.adds_up:
        yield from _reached_when_over(rule, track, window)
        return
    spans, days = window.spans, track.days
    need = -(-rule.least * track.per_unit // SCALE)
    at = days.at(spans.start(rule.period, window.since))
    running: tuple[int, int] | None = None
    for day, top in zip(days.keys[at:], days.tops[at:], strict=True):
        period = spans.start(rule.period, day)
        before = running[1] if running and running[0] == period else 0
        running = (period, need if before >= need else before + top)  # once reached, it stays so
        if before < need <= running[1] and window.since <= day <= window.today:
            yield spans.slot(rule.period, period), day, scaled(running[1], track)


def _reached_when_over(rule: Threshold, track: Track, window: Window) -> Iterator[Found]:
    for start, value in _over(rule.period, track, window):
        reached = value * SCALE
        if reached <= rule.least if track.metric.ascending else reached >= rule.least:
            yield _when_over(rule.period, start, value, window)


def _own_bests(rule: OwnBest, track: Track, window: Window) -> Iterator[Found]:
    if is_settled_by_day(rule, track):
        for start, value in _bests(rule, track, track.days, window):
            if start <= window.today:
                yield window.spans.slot(Kind.DAY, start), start, int(value * SCALE)
        return
    for start, value in _bests(rule, track, track.by(rule.period), window):
        if window.spans.end(rule.period, start) <= window.today:
            yield _when_over(rule.period, start, value, window)


def _bests(
    rule: OwnBest, track: Track, steps: Steps, window: Window
) -> Iterator[tuple[int, Value]]:
    """The periods better than every one before, after enough days with a result."""
    at = steps.at(window.spans.start(rule.period, window.since))
    best: Value | None = None
    if track.adds_up:
        if at:
            best = Fraction(max(steps.tops[:at]), track.per_unit)
    else:
        for index in range(at):
            best = _better(best, track.value(steps, index), track)
    for index in range(at, len(steps.keys)):
        value = track.value(steps, index)
        if value is None:
            continue
        beats = best is not None and value != best and _better(best, value, track) == value
        start = steps.keys[index]
        if beats and value > 0 and track.days.at(start) >= rule.earlier_days:
            yield start, value
        best = _better(best, value, track)


def _better(one: Value | None, other: Value | None, track: Track) -> Value | None:
    if one is None or other is None:
        return other if one is None else one
    return min(one, other) if track.metric.ascending else max(one, other)


def _over(kind: Kind, track: Track, window: Window) -> Iterator[tuple[int, Value]]:
    """The periods with a value that end in the window and are over."""
    steps = track.by(kind)
    for index in range(steps.at(window.spans.start(kind, window.since)), len(steps.keys)):
        value = track.value(steps, index)
        if value is not None and window.spans.end(kind, steps.keys[index]) <= window.today:
            yield steps.keys[index], value


def _when_over(kind: Kind, start: int, value: Value, window: Window) -> Found:
    spans = window.spans
    return spans.slot(kind, start), spans.end(kind, start) - 1, int(value * SCALE)
