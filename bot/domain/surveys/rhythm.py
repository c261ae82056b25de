"""When a survey asks again by itself: local dates counted from the day of its last launch by hand.

Pure: knows no clock and no store.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.recurrence import Every as RuleEvery
from bot.domain.recurrence import Recurrence, Rule
from bot.domain.surveys.plans import Every, Plan

_LATE = 4  # a wave may begin late by this part of the time between two, else it is left out


def anchor_of(plan: Plan, launched_at: datetime, zone: str) -> datetime:
    """The local moment, without a zone, from which the rhythm is counted.

    The minute of the launch; with a plan's own minute the beginning of the first day on which it
    comes, so that everybody on earth is still asked on that day.
    """
    local = launched_at.astimezone(ZoneInfo(zone)).replace(tzinfo=None, second=0, microsecond=0)
    if plan.minute is None:
        return local
    is_over = local.hour * 60 + local.minute > plan.minute
    return datetime.combine(local.date() + timedelta(days=is_over), time())


def next_wave(plan: Plan, anchor: datetime, after: datetime, zone: str) -> datetime | None:
    """The first moment (UTC) after `after` and the anchor at which a wave is to begin; None for a
    survey that asks once. The 31st is the last day of a shorter month."""
    if plan.every is Every.ONCE:
        return None
    is_weekly = plan.every is Every.WEEK
    rule = Rule(
        every=RuleEvery.WEEK if is_weekly else RuleEvery.MONTH,
        weekday=anchor.weekday(),
        day=anchor.day,
    )
    minute = anchor.hour * 60 + anchor.minute if plan.minute is None else 0
    start = max(after, anchor.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC))
    slots = Recurrence(rule=rule, minute=minute, zone=zone).upcoming(start)
    months = 3 if plan.every is Every.QUARTER else 1
    return next(one.at for one in slots if is_weekly or _months(anchor, one.day) % months == 0)


def turn(
    plan: Plan, anchor: datetime, due: datetime, now: datetime, zone: str
) -> tuple[bool, datetime | None]:
    """Whether the wave that was due may still begin now, and when the next one is due.

    One that is late by more than a quarter of the time between two is left out: people would be
    asked twice in a short while.
    """
    following = next_wave(plan, anchor, due, zone)
    while following is not None and following <= now:
        due, following = following, next_wave(plan, anchor, following, zone)
    return following is None or (now - due) * _LATE <= following - due, following


def _months(anchor: datetime, day: date) -> int:
    return (day.year - anchor.year) * 12 + day.month - anchor.month
