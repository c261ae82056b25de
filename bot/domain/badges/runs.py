"""Streaks, perfect weeks and comebacks: what depends on which days were somebody's to work.

A day that is not theirs neither counts nor breaks anything. Days are ordinals.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.domain.badges.attendance import Attendance
from bot.domain.badges.rules import Comeback, Perfect, Streak
from bot.domain.badges.spans import Found, Spans, Window
from bot.domain.badges.tracks import Steps, Track, scaled
from bot.domain.metrics import SCALE
from bot.domain.periods import Kind


def in_working_days(
    rule: Streak | Perfect | Comeback, track: Track, attendance: Attendance, window: Window
) -> Iterator[Found]:
    """What one person earned of such a rule in the window."""
    match rule:
        case Streak():
            return _streaks(rule, track, attendance, window)
        case Perfect():
            return _perfect_weeks(rule, track, attendance, window)
        case Comeback():
            return _comebacks(rule, track, attendance, window)


def _streaks(rule: Streak, track: Track, attendance: Attendance, window: Window) -> Iterator[Found]:
    """The days on which a run of results reached exactly the length."""
    days = track.days
    for at in range(days.at(window.since), days.at(window.today + 1)):
        day = days.keys[at]
        is_result = days.tops[at] > 0 and attendance.is_theirs(day)
        if is_result and _run(days, day, attendance, rule.length + 1) == rule.length:
            yield window.spans.slot(Kind.DAY, day), day, rule.length * SCALE


def _run(days: Steps, last: int, attendance: Attendance, most: int) -> int:
    """How many working days with a result in a row end with `last`; not counted past `most`."""
    run, day = 1, last - 1
    first = days.keys[0]
    while run < most and day >= first:
        if attendance.is_theirs(day):
            if days.top(day) <= 0:
                return run
            run += 1
        day -= 1
    return run


def _perfect_weeks(
    rule: Perfect, track: Track, attendance: Attendance, window: Window
) -> Iterator[Found]:
    """The weeks with a result on each of their days, on the last of these."""
    spans, weeks = window.spans, track.by(Kind.WEEK)
    for at in range(weeks.at(spans.start(Kind.WEEK, window.since)), len(weeks.keys)):
        week = weeks.keys[at]
        days = attendance.among(week, spans.end(Kind.WEEK, week))
        if len(days) < rule.least_days or not window.since <= days[-1] <= window.today:
            continue
        if all(track.days.top(day) > 0 for day in days):
            yield spans.slot(Kind.WEEK, week), days[-1], len(days) * SCALE


def _comebacks(
    rule: Comeback, track: Track, attendance: Attendance, window: Window
) -> Iterator[Found]:
    """The weeks that are over and are a comeback."""
    spans, weeks = window.spans, track.by(Kind.WEEK)
    for at in range(weeks.at(spans.start(Kind.WEEK, window.since)), len(weeks.keys)):
        week = weeks.keys[at]
        end = spans.end(Kind.WEEK, week)
        is_asked = end <= window.today and weeks.tops[at] > 0
        if is_asked and _is_comeback(rule, week, weeks, attendance, spans):
            yield spans.slot(Kind.WEEK, week), end - 1, scaled(weeks.tops[at], track)


def _is_comeback(
    rule: Comeback, week: int, weeks: Steps, attendance: Attendance, spans: Spans
) -> bool:
    wanted = rule.quiet + rule.usual
    before = _weeks_before(week, wanted, weeks, attendance, spans)
    if len(before) < wanted or not _has_work(week, attendance, spans):
        return False
    quiet, level = before[: rule.quiet], before[rule.quiet :]
    usual = sum(level)
    fell = min(level) > 0 and all(top * 2 * rule.usual < usual for top in quiet)
    return fell and weeks.top(week) * rule.usual >= usual


def _weeks_before(
    week: int, count: int, weeks: Steps, attendance: Attendance, spans: Spans
) -> list[int]:
    """The sums of the `count` weeks before in which they worked, the latest first; fewer when
    their first result is not as long ago."""
    found: list[int] = []
    while len(found) < count and week > weeks.keys[0]:
        week = spans.start(Kind.WEEK, week - 1)
        if _has_work(week, attendance, spans):
            found.append(weeks.top(week))
    return found


def _has_work(week: int, attendance: Attendance, spans: Spans) -> bool:
    return attendance.works_in(week, spans.end(Kind.WEEK, week))
