"""One person's results as a short list, judged by one badge: what tests of badges work on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from bot.domain.badges.attendance import Attendance, WorkDays
from bot.domain.badges.built_in import BUILT_IN_BADGES
from bot.domain.badges.earning import Company, awards
from bot.domain.badges.rules import Badge, known
from bot.domain.badges.spans import Spans
from bot.domain.badges.tracks import History
from bot.domain.built_in import BUILT_IN
from bot.domain.periods import Calendar
from bot.domain.workdays import WorkingDays
from store.records import WHOLE, Person
from store.records_badges import Won

METRICS = {key: one for key, one in known(BUILT_IN).items() if key != "points"}
CALENDAR = Calendar(zone="Europe/Amsterdam")
MONDAY = date(2026, 11, 2)
LATER = date(2027, 6, 1)

Deal = tuple[str, int]
"""A day, and cents."""


def day(text: str) -> date:
    """2026-11-02 of "11-02"; a whole date stays one."""
    return date.fromisoformat(text if len(text) == 10 else f"2026-{text}")


def history(deals: Iterable[Deal], *, kind: str | None = None, share: int = WHOLE) -> History:
    """The history of somebody with these deals."""
    found = History(METRICS.values(), Spans(CALENDAR))
    for on, cents in deals:
        found.add(day(on).toordinal(), ("revenue", kind), cents, share)
    return found


def badge(which: Badge | str) -> Badge:
    """A badge, or the built-in one of this key."""
    return which if isinstance(which, Badge) else BUILT_IN_BADGES[which]


def slots(
    which: Badge | str,
    deals: Iterable[Deal],
    *,
    today: date = LATER,
    away: Iterable[tuple[str, str]] = (),
    country: str | None = None,
    person: Person | None = None,
) -> list[str]:
    """The slots in which one person with these deals earned a badge, in order of day and slot."""
    days = WorkDays(WorkingDays(country=country).is_working)
    leaves = [(day(start), day(end)) for start, end in away]
    company = Company(
        histories={1: history(deals)},
        attendance=lambda _: Attendance(days, leaves, person),
        spans=Spans(CALENDAR),
    )
    earned = awards([badge(which)], company, today)
    return [one.slot for one in sorted(earned, key=lambda one: (one.earned_on, one.slot))]


def everybody(
    which: Badge | str,
    people: dict[int, list[Deal]],
    *,
    today: date = LATER,
    deals: Iterable[Won] = (),
    shared: dict[int, list[date]] | None = None,
) -> set[tuple[int, str]]:
    """Who of several people earned a badge in which slot."""
    company = Company(
        histories={who: history(mine) for who, mine in people.items()},
        attendance=lambda _: Attendance(WorkDays(WorkingDays().is_working)),
        spans=Spans(CALENDAR),
        deals=deals,
        shared={who: [on.toordinal() for on in days] for who, days in (shared or {}).items()},
    )
    return {(one.person_id, one.slot) for one in awards([badge(which)], company, today)}


def won(on: str, cents: int, *people: int) -> Won:
    """A deal of somebody, or of several."""
    return Won(day(on).toordinal(), cents, frozenset(people))


def daily(first: str, *cents: int) -> list[Deal]:
    """A deal a day from a day on; 0 is a day without."""
    start = day(first)
    found = ((start + timedelta(days=step), each) for step, each in enumerate(cents))
    return [(on.isoformat(), each) for on, each in found if each]


def weekly(first: str, *cents: int) -> list[Deal]:
    """A deal a week from a day on; 0 is a week without."""
    start = day(first)
    found = ((start + timedelta(weeks=step), each) for step, each in enumerate(cents))
    return [(on.isoformat(), each) for on, each in found if each]


def monthly(*cents: int, year: int = 2026) -> list[Deal]:
    """A deal on the tenth of each month from January on; 0 is a month without."""
    return [(f"{year}-{month:02}-10", each) for month, each in enumerate(cents, 1) if each]
