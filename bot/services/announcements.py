"""Decides which badges are told in the channel now, and which message has to be mended because a
correction took a badge back. Knows no texts; what is decided becomes messages in bot/jobs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.announcing import FRESH, LATE, BadgeSettings, badge_settings, is_fresh
from bot.services.access import ADMINS, Actor, require
from bot.services.awarding_terms import working_days
from bot.services.desk import Desk
from store.records_badges import Award, AwardState

PREFERENCE = "badges"


@dataclass(frozen=True, kw_only=True, slots=True)
class Due:
    """Badges to be told in a channel, and the day that it is done for."""

    day: date
    channel: str
    awards: Sequence[Award]


class Announcements:
    """Where and when badges are told."""

    def __init__(self, desk: Desk) -> None:
        """Settings and awards are read from the desk's store."""
        self._desk = desk

    def settings(self) -> BadgeSettings:
        """What is set, or what a workspace starts with: told nowhere."""
        return badge_settings(self._desk.store.preferences.get(self._desk.workspace_id, PREFERENCE))

    def change(self, actor: Actor, settings: BadgeSettings) -> None:
        """Tell badges there and then from now on; owner and admin."""
        require(actor, ADMINS)
        desk = self._desk
        with desk.store.transaction():
            desk.store.preferences.set(desk.workspace_id, PREFERENCE, settings.data())
            desk.store.audit.add(
                desk.workspace_id,
                at=desk.clock(),
                actor=actor.label,
                action="badges.settings",
                details=settings.data(),
            )

    def due(self) -> Due | None:
        """What is to be told at this moment: on working days from the time that is set, for a few
        hours; None when nothing is."""
        settings, now = self.settings(), self._desk.clock()
        zone = ZoneInfo(self._desk.calendar.zone)
        today = now.astimezone(zone).date()
        if settings.channel is None or not self._is_working(today):
            return None
        starts = datetime.combine(today, settings.at, zone).astimezone(UTC)
        if not starts <= now < starts + LATE:
            return None
        awards = [award for award in self._untold(today) if is_fresh(award, today)]
        return Due(day=today, channel=settings.channel, awards=awards) if awards else None

    def told_lately(self) -> dict[str, list[Award]]:
        """Every message that told badges which a correction can still change, by its outbox id:
        all that it told, also what was taken back."""
        desk, settings = self._desk, self.settings()
        store, workspace_id = desk.store, desk.workspace_id
        since = desk.today() - timedelta(days=settings.correction_days + FRESH.days + 1)
        return {
            outbox_id: [
                self._as_told(award) for award in store.awards.announced_in(workspace_id, outbox_id)
            ]
            for outbox_id in store.awards.told_since(workspace_id, since)
        }

    def _as_told(self, award: Award) -> Award:
        """A record that somebody else holds with more by now was true when it was told: only a
        correction takes it out of the message."""
        if award.state is not AwardState.TAKEN:
            return award
        slot = [(award.badge, award.slot)]
        others = self._desk.store.awards.in_slots(self._desk.workspace_id, slot)
        is_surpassed = any(
            other.state is not AwardState.TAKEN and other.value > award.value for other in others
        )
        return replace(award, state=AwardState.FINAL) if is_surpassed else award

    def _untold(self, today: date) -> list[Award]:
        store, workspace_id = self._desk.store, self._desk.workspace_id
        return store.awards.unannounced(workspace_id, today - FRESH)

    def _is_working(self, day: date) -> bool:
        store, workspace_id = self._desk.store, self._desk.workspace_id
        return working_days(store.preferences.get(workspace_id, "working_days")).is_working(day)


def is_changed(awards: Sequence[Award], decided_at: datetime) -> bool:
    """Whether what a message says can differ from what it was decided with."""
    return any(award.state is AwardState.TAKEN or award.awarded_at > decided_at for award in awards)
