"""What a schedule is to the people who set it up: the fields of its form, and which rhythms a kind
of post can have. Knows no texts and no store.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from bot.domain.recurrence import Every
from store.records_schedules import Occurrence, Schedule, ScheduleKind


class Field(StrEnum):
    """The fields of the form, by the ids of their blocks."""

    KIND = "schedule-kind"
    WORDS = "words"
    CHANNEL = "channel"
    EVERY = "schedule-every"
    WEEKDAY = "weekday"
    DAY = "day"
    TIME = "time"
    ZONE = "zone"
    COUNTRY = "country"
    ONLY_CHANGED = "only-changed"
    LOCALE = "locale"


RHYTHMS: Mapping[ScheduleKind, tuple[Every, ...]] = MappingProxyType(
    {
        ScheduleKind.BOARD: (Every.DAY, Every.WEEKDAY, Every.WEEK, Every.MONTH, Every.QUARTER),
        ScheduleKind.DAILY: (Every.WEEKDAY, Every.DAY),
        ScheduleKind.WEEKLY: (Every.WEEK,),
        ScheduleKind.MONTHLY: (Every.MONTH, Every.QUARTER),
        ScheduleKind.LIVE: (Every.CHANGE,),
    }
)
"""How often each kind may be posted, the usual one first where there is no choice."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Filled:
    """What was filled in, as texts; an empty one was left open."""

    kind: str
    words: str = ""
    channel: str = ""
    every: str = ""
    weekday: str = ""  # 0..6, or a name
    day: str = ""  # 1..31, or last
    time: str = ""
    zone: str = ""
    country: str = ""
    only_changed: bool = False
    locale: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """A schedule, and the newest of its slots of late that was not posted, if any."""

    schedule: Schedule
    trouble: Occurrence | None


def filled_from(schedule: Schedule) -> Filled:
    """A schedule as it stands in a form."""
    rule = schedule.rule
    return Filled(
        kind=schedule.kind.value,
        words=schedule.words,
        channel=schedule.channel,
        every=str(rule["every"]),
        weekday=str(rule.get("weekday", 0)),
        day=str(rule.get("day", 1)),
        time=f"{schedule.local_minute // 60:02}:{schedule.local_minute % 60:02}",
        zone=schedule.zone,
        country=schedule.country or "",
        only_changed=schedule.only_changed,
        locale=schedule.locale,
    )
