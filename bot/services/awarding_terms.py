"""Decides by what badges are judged besides the ledger: the rules in force, the calendar, whose
days are whose to work. One value per version of the workspace's names; knows no awards.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from hashlib import sha256
from zoneinfo import ZoneInfo

from bot.domain.badges.attendance import Attendance, WorkDays
from bot.domain.badges.defining import catalogue
from bot.domain.badges.rules import Assist, Badge, Best, Biggest, Improved, Personal, known
from bot.domain.badges.spans import Spans
from bot.domain.built_in import REVENUE
from bot.domain.metrics import Metric
from bot.domain.money import decimals
from bot.domain.periods import Calendar
from bot.domain.workdays import WorkingDays
from bot.services.desk import Desk
from bot.services.snapshot import Snapshot
from store.open import Store
from store.records import Person

CORRECTION_DAYS = 3
MOST_CORRECTION_DAYS = 60
Leave = Sequence[tuple[date, date]]


@dataclass(frozen=True, kw_only=True, eq=False)
class Terms:
    """What judging badges needs besides the ledger. `mark` is a number for all that decides them:
    while it stays the same, no award changes without an entry or a new day."""

    names_version: int
    badges: Sequence[Badge]  # those that are on
    metrics: Mapping[str, Metric]  # those that the badges look at
    calendar: Calendar
    spans: Spans
    work_days: WorkDays
    people: Mapping[int, Person]
    leaves: Mapping[int, Leave]
    seats: Mapping[int, Sequence[int]]  # seat ids by person
    correction_days: int
    rules: str  # everything that decides for everybody, as text
    _attendance: dict[int, Attendance] = field(default_factory=dict, repr=False)

    @cached_property
    def personal(self) -> list[Badge]:
        """The badges that look at one person only."""
        return [badge for badge in self.badges if isinstance(badge.rule, Personal)]

    @cached_property
    def assists(self) -> list[Badge]:
        """The badges for shared credit."""
        return [badge for badge in self.badges if isinstance(badge.rule, Assist)]

    @cached_property
    def compared(self) -> list[Badge]:
        """The badges for the best of everybody in a period."""
        return [badge for badge in self.badges if isinstance(badge.rule, Best | Improved)]

    @cached_property
    def records(self) -> list[Badge]:
        """The badges that have one holder."""
        return [badge for badge in self.badges if isinstance(badge.rule, Biggest)]

    @cached_property
    def measures(self) -> set[str]:
        """Whose entries can change an award."""
        of_metrics = {one for metric in self.metrics.values() for one in metric.measures}
        return of_metrics | {REVENUE.key}

    @cached_property
    def mark(self) -> int:
        """A number for everything here that decides awards."""
        text = repr((self.rules, sorted(map(self.own, self._with_own))))
        return int.from_bytes(sha256(text.encode()).digest()[:7]) + 1

    def own(self, person_id: int) -> str:
        """What decides for one person only, as text."""
        person = self.people.get(person_id)
        dates = (person.starts_on, person.ends_on) if person else (None, None)
        return repr((person_id, dates, list(self.leaves.get(person_id, ()))))

    def changed_since(self, before: Terms) -> set[int] | None:
        """For whom these terms decide otherwise than those before; None: for everybody."""
        if self.rules != before.rules:
            return None
        either = self._with_own | before._with_own
        return {one for one in either if self.own(one) != before.own(one)}

    def attendance(self, person_id: int) -> Attendance:
        """Which days are theirs to work."""
        found = self._attendance.get(person_id)
        if found is None:
            away, person = self.leaves.get(person_id, ()), self.people.get(person_id)
            found = self._attendance[person_id] = Attendance(self.work_days, away, person)
        return found

    def final_at(self, settled_on: date, awarded_at: datetime) -> datetime:
        """When no correction can take an award back any more: a number of whole days after it was
        settled and given, at the end of the last of them."""
        zone = ZoneInfo(self.calendar.zone)
        last = max(settled_on, awarded_at.astimezone(zone).date())
        day = last + timedelta(days=self.correction_days + 1)
        return datetime.combine(day, time(0), zone).astimezone(UTC)

    @property
    def _with_own(self) -> set[int]:
        dated = {one.id for one in self.people.values() if one.starts_on or one.ends_on}
        return dated | set(self.leaves)


def read_terms(desk: Desk, snapshot: Snapshot) -> Terms:
    """The terms as they are now."""
    store, workspace_id = desk.store, desk.workspace_id
    badges = [one for one in badges_of(store, workspace_id, snapshot).values() if one.is_on]
    metrics = known(snapshot.metrics)
    used = {one.metric for one in badges if one.metric}
    days = store.preferences.get(workspace_id, "working_days")
    seats: dict[int, list[int]] = {}
    for seat in snapshot.seats.values():
        seats.setdefault(seat.person_id, []).append(seat.id)
    chosen = {key: metrics[key] for key in sorted(used)}
    calendar = desk.calendar
    rules = [(one.key, one.rule) for one in badges]
    return Terms(
        names_version=snapshot.names_version,
        badges=badges,
        metrics=chosen,
        calendar=calendar,
        spans=Spans(calendar),
        work_days=WorkDays(working_days(days).is_working),
        people=snapshot.people,
        leaves=store.leaves.of(workspace_id),
        seats=seats,
        correction_days=correction_days(store.preferences.get(workspace_id, "badges")),
        rules=repr((rules, chosen, days, calendar.week_start)),
    )


def badges_of(store: Store, workspace_id: int, snapshot: Snapshot) -> dict[str, Badge]:
    """Every badge by key: built in, then the team's own; some are off."""
    said = store.badges.all(workspace_id)
    return catalogue(
        {key: one.definition for key, one in said.items() if one.definition},
        snapshot.metrics,
        off=[key for key, one in said.items() if not one.enabled],
        digits=decimals(snapshot.currency),
    )


def working_days(preference: object) -> WorkingDays:
    """The working days that are set; Monday to Friday without holidays when none are."""
    if not isinstance(preference, Mapping):
        return WorkingDays()
    weekdays = preference.get("weekdays") or WorkingDays().weekdays
    return WorkingDays(weekdays=tuple(weekdays), country=preference.get("country"))


def correction_days(preference: object) -> int:
    """How many days a correction can take a badge back, as set."""
    days = preference.get("correction_days") if isinstance(preference, Mapping) else None
    if not isinstance(days, int) or isinstance(days, bool):
        return CORRECTION_DAYS
    return max(0, min(days, MOST_CORRECTION_DAYS))
