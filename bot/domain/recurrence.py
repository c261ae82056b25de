"""Decides which local days a schedule posts on, and at which moment: local dates first, UTC last.

Cron triggers skip and double at changes of the clock; walking local dates does neither. Knows no
clock: moments are arguments, and any split of a stretch of time gives the same slots.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise, takewhile
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.domain.workdays import WorkingDays
from bot.errors import UsageError

LAST = "last"
"""The last day of a month or quarter, as a rule's `day`."""

_DAY = timedelta(days=1)
_NOON = time(12)
_FRIDAY = 4


class Every(StrEnum):
    """How often."""

    DAY = "day"
    WEEKDAY = "weekday"  # Monday to Friday
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"  # of the calendar year
    CHANGE = "change"  # when numbers change: a live board, which has no slots


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """Which days: `weekday` counts for weeks, `day` for months and quarters (None is the last).

    Day 31 is the last day of a shorter month; a quarter's `day` is one of its first month.
    """

    every: Every
    weekday: int = 0  # 0 Monday … 6 Sunday
    day: int | None = 1  # 1..31

    def __post_init__(self) -> None:
        if not 0 <= self.weekday <= 6 or not (self.day is None or 1 <= self.day <= 31):
            raise UsageError("A weekday is 0 (Monday) to 6, a day of the month 1 to 31 or last.")


def rule_from(data: Mapping[str, object]) -> Rule:
    """The rule that a schedule keeps as JSON; UsageError when it is none."""
    day, weekday = data.get("day", 1), data.get("weekday", 0)
    is_typed = isinstance(weekday, int) and (day == LAST or isinstance(day, int))
    if data.get("every") not in set(Every) or not is_typed:
        raise UsageError("That is no rhythm: choose daily, weekdays, weekly, monthly or quarterly.")
    return Rule(
        every=Every(str(data["every"])),
        weekday=int(str(weekday)),
        day=None if day == LAST else int(str(day)),
    )


def definition_of(rule: Rule) -> dict[str, object]:
    """The rule as JSON: only what counts for it."""
    if rule.every is Every.WEEK:
        return {"every": rule.every.value, "weekday": rule.weekday}
    if rule.every in {Every.MONTH, Every.QUARTER}:
        return {"every": rule.every.value, "day": LAST if rule.day is None else rule.day}
    return {"every": rule.every.value}


class DueSlot(NamedTuple):
    """A slot by its local period, the local day it falls on, and its moment (aware UTC)."""

    slot: str
    day: date
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Recurrence:
    """A rule at a local time of day in a zone, keeping the holidays of `country` if any.

    A holiday has no daily or weekday slot. A weekly, monthly or quarterly one moves to the next
    working day, and is left out when there is none before the following one.
    """

    rule: Rule
    minute: int  # of the local day, 0..1439
    zone: str
    country: str | None = None

    def upcoming(self, after: datetime) -> Iterator[DueSlot]:
        """Every slot due after the moment, the earliest first, without end; none for CHANGE."""
        if self.rule.every is Every.CHANGE:
            return
        zone = ZoneInfo(self.zone)
        for nominal, day in self._days(after.astimezone(zone).date() - 2 * _DAY, zone):
            at = self.moment(day, zone)
            if at > after:
                yield DueSlot(slot_name(self.rule.every, nominal), day, at)

    def next(self, after: datetime) -> DueSlot | None:
        """The first slot due after the moment; None for CHANGE."""
        return next(self.upcoming(after), None)

    def between(self, after: datetime, until: datetime) -> Iterator[DueSlot]:
        """The slots with after < due <= until."""
        return takewhile(lambda one: one.at <= until, self.upcoming(after))

    def moment(self, day: date, zone: ZoneInfo) -> datetime:
        """When the time of day is on a local day, in UTC: a time that is skipped when clocks go
        forward is taken as late as they went forward, a time that comes twice the first time."""
        local = datetime.combine(day, time(*divmod(self.minute, 60)), tzinfo=zone)
        return local.astimezone(UTC)

    def latest(self, due: DueSlot) -> datetime:
        """Until when a slot that was missed is still posted: daily ones 4 hours and on the same
        local day, weekly ones 24 hours, monthly and quarterly ones 72 hours."""
        match self.rule.every:
            case Every.WEEK:
                return due.at + timedelta(hours=24)
            case Every.MONTH | Every.QUARTER:
                return due.at + timedelta(hours=72)
        zone = ZoneInfo(self.zone)
        midnight = datetime.combine(due.at.astimezone(zone).date() + _DAY, time(), tzinfo=zone)
        return min(due.at + timedelta(hours=4), midnight.astimezone(UTC) - timedelta.resolution)

    def _days(self, start: date, zone: ZoneInfo) -> Iterator[tuple[date, date]]:
        """The day that the rule names and the day it falls on, from before `start` on."""
        holidays = WorkingDays(country=self.country)
        if self.rule.every in {Every.DAY, Every.WEEKDAY}:
            for day in _each_day(start):
                is_left_out = self.rule.every is Every.WEEKDAY and day.weekday() > _FRIDAY
                if not (is_left_out or holidays.is_holiday(day)) and _exists(day, zone):
                    yield day, day
            return
        for nominal, following in pairwise(_nominal(self.rule, start)):
            day = holidays.next(nominal) if holidays.is_holiday(nominal) else nominal
            if day < following:
                yield nominal, day


def slot_name(every: Every, day: date) -> str:
    """The local period that a day's post is for: 2026-11-23, 2026-W47 (ISO), 2026-11, 2026-Q4."""
    match every:
        case Every.WEEK:
            year, week, _ = day.isocalendar()
            return f"{year}-W{week:02}"
        case Every.MONTH:
            return f"{day.year}-{day.month:02}"
        case Every.QUARTER:
            return f"{day.year}-Q{(day.month + 2) // 3}"
    return day.isoformat()


def _nominal(rule: Rule, start: date) -> Iterator[date]:
    """The days that a weekly, monthly or quarterly rule names, from the period before on."""
    if rule.every is Every.WEEK:
        monday = start - timedelta(days=start.weekday() + 7)
        yield from _each_day(monday + timedelta(days=rule.weekday), 7)
    step = 1 if rule.every is Every.MONTH else 3
    month = (start.year * 12 + start.month - 1) // step * step - step
    while True:
        wanted = month + step - 1 if rule.day is None else month
        year, index = divmod(wanted, 12)
        length = monthrange(year, index + 1)[1]
        yield date(year, index + 1, min(rule.day or length, length))
        month += step


def _each_day(day: date, step: int = 1) -> Iterator[date]:
    while True:
        yield day
        day += step * _DAY


def _exists(day: date, zone: ZoneInfo) -> bool:
    """Whether the zone has that day: islands that change sides of the date line skip one."""
    noon = datetime.combine(day, _NOON, tzinfo=zone)
    return noon.astimezone(UTC).astimezone(zone).date() == day
