"""Decides who sets what is posted by itself, and what happens to it: made, edited, paused, taken
away, tried out. Every change leaves an audit line. Knows no Slack calls and no texts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice

from bot.domain.recurrence import Every
from bot.domain.schedules import Field, Filled, Listed
from bot.errors import FormError, NotFound, UsageError
from bot.services.access import ADMINS, Actor, require
from bot.services.desk import Desk
from bot.services.schedule_drafts import draft_from
from bot.services.slots import TEST, UNCHANGED, Slots, recurrence_of
from store.records_schedules import (
    NextSlot,
    Occurrence,
    OccurrenceState,
    Schedule,
    ScheduleDraft,
    ScheduleKind,
)

_LOOK_BACK = timedelta(days=14)
_AHEAD = 60  # slots looked through for one that had no post yet


class Schedules:
    """What is posted when, for owner and admin."""

    def __init__(self, desk: Desk, slots: Slots) -> None:
        """Schedules are read from the desk's store and written there."""
        self._desk = desk
        self._slots = slots

    def listed(self, actor: Actor) -> list[Listed]:
        """Every schedule, the oldest first."""
        require(actor, ADMINS)
        newest: dict[int, Occurrence] = {}
        for one in self._unposted():
            newest.setdefault(one.schedule_id, one)
        schedules = self._desk.store.schedules.all(self._desk.workspace_id)
        return [Listed(schedule=one, trouble=newest.get(one.id)) for one in schedules]

    def troubles(self, actor: Actor, most: int = 5) -> list[tuple[Schedule, Occurrence]]:
        """The newest slots of the last two weeks that were missed or failed."""
        require(actor, ADMINS)
        schedules = {one.schedule.id: one.schedule for one in self.listed(actor)}
        found = (
            (schedules[one.schedule_id], one)
            for one in self._unposted()
            if one.schedule_id in schedules and one.reason != UNCHANGED
        )
        return list(islice(found, most))

    def get(self, actor: Actor, schedule_id: int) -> Schedule:
        """One schedule; NotFound when there is none, or no longer."""
        require(actor, ADMINS)
        found = self._desk.store.schedules.get(self._desk.workspace_id, schedule_id)
        if found is None:
            raise NotFound("That schedule is not there any more.")
        return found

    def blank(self, actor: Actor, locale: str, channel: str = "") -> Filled:
        """What stands in a new form; a conversation that is no channel is left out."""
        require(actor, ADMINS)
        return replace(self.defaults(locale), channel=channel if channel[:1] in "CG" else "")

    def defaults(self, locale: str) -> Filled:
        """What is chosen as long as nothing else is: weekdays at nine, in the company's zone."""
        return Filled(
            kind=ScheduleKind.BOARD.value,
            every=Every.WEEKDAY.value,
            weekday="0",
            day="1",
            time="09:00",
            zone=self._desk.calendar.zone,
            locale=locale,
        )

    def check(self, actor: Actor, filled: Filled, schedule_id: int | None = None) -> ScheduleDraft:
        """What was filled in as a schedule, without keeping it; FormError beside a field."""
        require(actor, ADMINS)
        vocabulary = self._desk.snapshots.current().vocabulary
        draft = draft_from(filled, vocabulary, self._desk.today())
        if draft.kind is ScheduleKind.LIVE:
            self._only_one(draft, schedule_id)
        return draft

    def add(self, actor: Actor, draft: ScheduleDraft) -> Schedule:
        """A new schedule, posted from its next slot on."""
        require(actor, ADMINS)
        now = self._desk.clock()
        with self._desk.store.transaction():
            made = self._desk.store.schedules.add(
                self._desk.workspace_id,
                draft,
                at=now,
                by=actor.slack_user_id or actor.name,
                following=self._following(draft, None, now),
            )
            self._audit(actor, "schedule.add", made)
        return made

    def edit(self, actor: Actor, schedule_id: int, version: int, draft: ScheduleDraft) -> Schedule:
        """The schedule as it is wanted now. A slot that was posted is not posted again.

        UsageError when somebody else changed it since `version` was read.
        """
        with self._desk.store.transaction():
            held = self.get(actor, schedule_id)
            following = NextSlot()
            if held.enabled:
                following = self._following(draft, schedule_id, self._desk.clock())
            changed = self._desk.store.schedules.change(
                self._desk.workspace_id, schedule_id, version, draft, following=following
            )
            return self._changed(actor, "schedule.edit", changed)

    def pause(self, actor: Actor, schedule_id: int) -> Schedule:
        """Post nothing until it is resumed; what falls due meanwhile is not posted later."""
        with self._desk.store.transaction():
            held = self.get(actor, schedule_id)
            if not held.enabled:
                return held
            changed = self._desk.store.schedules.switch(
                self._desk.workspace_id, held.id, held.version, on=False, following=NextSlot()
            )
            return self._changed(actor, "schedule.pause", changed)

    def resume(self, actor: Actor, schedule_id: int) -> Schedule:
        """Post again, from the next slot on."""
        with self._desk.store.transaction():
            held = self.get(actor, schedule_id)
            if held.enabled:
                return held
            following = self._following(held, held.id, self._desk.clock())
            changed = self._desk.store.schedules.switch(
                self._desk.workspace_id, held.id, held.version, on=True, following=following
            )
            return self._changed(actor, "schedule.resume", changed)

    def remove(self, actor: Actor, schedule_id: int) -> Schedule:
        """Take it away; what it posted stays."""
        with self._desk.store.transaction():
            held = self.get(actor, schedule_id)
            store, workspace = self._desk.store, self._desk.workspace_id
            store.schedules.remove(workspace, schedule_id, at=self._desk.clock())
            self._audit(actor, "schedule.remove", held)
        return held

    def test(self, actor: Actor, schedule_id: int) -> Schedule:
        """Have the next post made now, marked as a test. UsageError for a live board: it is there
        already."""
        with self._desk.store.transaction():
            held = self.get(actor, schedule_id)
            if held.kind is ScheduleKind.LIVE:
                raise UsageError("A live board is its own test: look in its channel.")
            self._slots.ask_for_test(held, actor.slack_user_id or actor.name)
            self._audit(actor, "schedule.test", held)
        return held

    def _unposted(self) -> list[Occurrence]:
        """Slots of late that were skipped or failed, the newest first, without tests."""
        states = (OccurrenceState.SKIPPED, OccurrenceState.FAILED)
        since = self._desk.clock() - _LOOK_BACK
        found = self._desk.store.occurrences.since(self._desk.workspace_id, since, states)
        return [one for one in found if not one.slot.startswith(f"{TEST}:")]

    def _only_one(self, draft: ScheduleDraft, schedule_id: int | None) -> None:
        live = self._desk.store.schedules.all(self._desk.workspace_id, ScheduleKind.LIVE)
        if any(one.channel == draft.channel and one.id != schedule_id for one in live):
            raise FormError(Field.CHANNEL, "There is a live board in that channel already.")

    def _following(
        self, wanted: ScheduleDraft | Schedule, schedule_id: int | None, now: datetime
    ) -> NextSlot:
        """The first slot after now that has not had its turn."""
        upcoming = list(islice(recurrence_of(wanted).upcoming(now), _AHEAD))
        known: frozenset[str] = frozenset()
        if schedule_id is not None:
            names = [one.slot for one in upcoming]
            known = self._desk.store.occurrences.known(schedule_id, names)
        free = (one for one in upcoming if one.slot not in known)
        return next((NextSlot(due=one.at, slot=one.slot) for one in free), NextSlot())

    def _changed(self, actor: Actor, action: str, changed: Schedule | None) -> Schedule:
        if changed is None:
            raise UsageError("Somebody else just changed this schedule. Close this and look again.")
        self._audit(actor, action, changed)
        return changed

    def _audit(self, actor: Actor, action: str, schedule: Schedule) -> None:
        details: Mapping[str, object] = {
            "schedule": schedule.id,
            "kind": schedule.kind.value,
            "words": schedule.words,
            "channel": schedule.channel,
        }
        self._desk.store.audit.add(
            self._desk.workspace_id,
            at=self._desk.clock(),
            actor=actor.label,
            action=action,
            details=details,
        )
