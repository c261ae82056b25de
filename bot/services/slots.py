"""Decides which slots of schedules have their turn: the newest one that was missed, inside its
window; older ones are written off with a reason. Knows no kind of post and no Slack.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.recurrence import DueSlot, Recurrence, rule_from
from bot.i18n import msgid
from bot.services.desk import Desk
from store.records_schedules import NextSlot, Occurrence, OccurrenceState, Schedule, ScheduleDraft

LEASE = timedelta(minutes=2)
"""How long making a post may take before another process does it instead."""
LATE = timedelta(minutes=10)
"""From here on a post says that it is late; the clock ticks more often than this."""
TRIES = 5
AGAIN = (timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=5), timedelta(minutes=10))
"""How long to wait after each try that failed."""
TEST = "test"
_TEST_LASTS = timedelta(minutes=30)

MISSED = msgid("The bot was not running; a newer post took its place.")
TOO_LATE = msgid("The bot was not running, and by now it is too late for it.")
UNCHANGED = msgid("Nothing had changed since the last post.")
PAUSED = msgid("It was paused or deleted before it was made.")
UNREADABLE = msgid("Its words are not understood any more.")
BROKEN = msgid("It could not be made; the log says why.")


@dataclass(frozen=True, kw_only=True, slots=True)
class Turn:
    """A slot that is ours to make a post of, until when, and for whom when it is a test."""

    schedule: Schedule
    occurrence: Occurrence
    due: DueSlot
    latest: datetime
    is_late: bool
    tested_by: str | None = None


class Slots:
    """Gives out the slots that are due, each to one process at a time."""

    def __init__(self, desk: Desk, *, lease: timedelta = LEASE) -> None:
        """Schedules are read from the desk's store, and its clock says what is due; `lease` is how
        long a claimed slot stays this process's own."""
        self._desk = desk
        self._lease = lease
        self._owner = secrets.token_hex(8)

    def take(self, limit: int = 10) -> list[Turn]:
        """Up to `limit` slots that are new and as many that are tried again, claimed; none when
        nothing is due. A short transaction, and none when there is nothing."""
        store, workspace, now = self._desk.store, self._desk.workspace_id, self._desk.clock()
        if not (store.schedules.is_due(workspace, now) or store.occurrences.is_waiting(workspace)):
            return []
        with store.transaction():
            return self._open(now, limit) + self._reopen(now, limit)

    def ask_for_test(self, schedule: Schedule, user: str) -> None:
        """Have a post of this schedule made as a test that `user` asked for."""
        slot = f"{TEST}:{user}:{secrets.token_hex(8)}"
        store, workspace = self._desk.store, self._desk.workspace_id
        store.occurrences.ask(workspace, schedule.id, slot, self._desk.clock())

    def _open(self, now: datetime, limit: int) -> list[Turn]:
        """Move every schedule that is due on, and claim its newest slot when it is in time."""
        store, workspace = self._desk.store, self._desk.workspace_id
        turns: dict[tuple[int, str], tuple[Schedule, DueSlot, datetime]] = {}
        following = []
        for schedule in store.schedules.due(workspace, now, limit):
            recurrence = recurrence_of(schedule)
            missed = list(_missed(schedule, recurrence, now))
            self._write_off(schedule, missed[:-1], MISSED)
            for newest in missed[-1:]:
                latest = recurrence.latest(newest)
                if now > latest:
                    self._write_off(schedule, [newest], TOO_LATE)
                else:
                    turns[schedule.id, newest.slot] = (schedule, newest, latest)
            following.append((schedule.id, next_slot(recurrence, now)))
        store.schedules.advance(following)
        wanted = [(schedule.id, due.slot, due.at) for schedule, due, _ in turns.values()]
        claimed = store.occurrences.open(workspace, wanted, owner=self._owner, lease=self._lease)
        return [_turn(one, *turns[one.schedule_id, one.slot], now) for one in claimed]

    def _write_off(self, schedule: Schedule, slots: list[DueSlot], reason: str) -> None:
        rows = [(schedule.id, one.slot, one.at) for one in slots]
        self._desk.store.occurrences.skip(self._desk.workspace_id, rows, reason)

    def _reopen(self, now: datetime, limit: int) -> list[Turn]:
        """Claim slots that wait for another try, or whose claimer is gone; and tests."""
        store, workspace = self._desk.store, self._desk.workspace_id
        found = []
        for one in store.occurrences.take(
            workspace, owner=self._owner, lease=self._lease, limit=limit
        ):
            schedule = store.schedules.get(workspace, one.schedule_id)
            turn = self._again(one, schedule, now)
            if isinstance(turn, Turn):
                found.append(turn)
            else:
                store.occurrences.end(one, *turn)
        return found

    def _again(
        self, one: Occurrence, schedule: Schedule | None, now: datetime
    ) -> Turn | tuple[OccurrenceState, str]:
        """The turn of a slot that was claimed before, or how it ends instead."""
        is_test = one.slot.startswith(f"{TEST}:")
        if schedule is None or not (schedule.enabled or is_test):
            return OccurrenceState.SKIPPED, PAUSED
        if one.attempts > TRIES:
            return OccurrenceState.FAILED, one.reason or BROKEN
        due, latest = _due(one, schedule), one.due_at + _TEST_LASTS
        if is_test:
            due = next(recurrence_of(schedule).upcoming(now), due)
        else:
            latest = recurrence_of(schedule).latest(due)
        if now > latest:
            return OccurrenceState.SKIPPED, TOO_LATE
        return _turn(one, schedule, due, latest, now)


def recurrence_of(schedule: Schedule | ScheduleDraft) -> Recurrence:
    """When a schedule posts, or would."""
    return Recurrence(
        rule=rule_from(schedule.rule),
        minute=schedule.local_minute,
        zone=schedule.zone,
        country=schedule.country,
    )


def next_slot(recurrence: Recurrence, after: datetime) -> NextSlot:
    """What a schedule waits for after the moment; nothing for a live board."""
    found = recurrence.next(after)
    return NextSlot() if found is None else NextSlot(due=found.at, slot=found.slot)


def _missed(schedule: Schedule, recurrence: Recurrence, now: datetime) -> Iterator[DueSlot]:
    """The slots due since the one that was waited for. A zone's rules may have changed since its
    moment was worked out: so the names of slots decide, which rise with time."""
    if schedule.next_due is None or schedule.next_slot is None:
        return
    for one in recurrence.between(schedule.next_due - timedelta(days=1), now):
        if one.slot >= schedule.next_slot:
            yield one


def _due(one: Occurrence, schedule: Schedule) -> DueSlot:
    return DueSlot(one.slot, one.due_at.astimezone(ZoneInfo(schedule.zone)).date(), one.due_at)


def _turn(
    one: Occurrence, schedule: Schedule, due: DueSlot, latest: datetime, now: datetime
) -> Turn:
    is_test = one.slot.startswith(f"{TEST}:")
    return Turn(
        schedule=schedule,
        occurrence=one,
        due=due,
        latest=latest,
        is_late=not is_test and now - due.at > LATE,
        tested_by=one.slot.split(":")[1] if is_test else None,
    )
