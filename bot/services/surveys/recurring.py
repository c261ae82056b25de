"""Decides which surveys ask again by themselves now, and which wave is left out. Knows no Slack."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from bot.domain.surveys.plans import plan_from
from bot.domain.surveys.rhythm import turn
from bot.errors import UsageError
from bot.i18n import msgid
from bot.services.desk import Desk
from bot.services.surveys.audience import Audiences
from bot.services.surveys.waves import Start, Waves
from store.records_surveys import Survey, Wave, WaveState

ITSELF = "koploper"
"""What the audit trail calls the bot."""
BY_HAND = msgid(
    "It has a passphrase, so it cannot begin by itself: open /pulse and launch it with one."
)


@dataclass(frozen=True, kw_only=True)
class Recurring:
    """Waves that begin by the clock."""

    desk: Desk
    waves: Waves
    audiences: Audiences

    def due(self) -> list[Survey]:
        """Surveys whose next wave may begin now: active, due, and without a wave that is open.

        A wave that is late by too much, as after a long pause, is left out here.
        """
        found = self.desk.store.surveys.due(self.desk.workspace_id, self.desk.clock())
        return [one for one in found if not self._has_open(one) and self._is_in_time(one)]

    def begin(self, survey: Survey, members: Collection[str]) -> Wave | None:
        """The next wave of a survey that is due; None when another process was first.

        `members` are the people in the audience's channels and user groups. UsageError, which its
        owner should read, when it cannot begin.
        """
        newest, anchor = self._newest(survey), self.waves.anchor(survey.id)
        if newest is None or anchor is None:
            return None
        if newest.definition.get("has_passphrase"):
            raise UsageError(BY_HAND)
        found = self.audiences.candidates(plan_from(survey.definition).audience, members)
        start = Start(actor=ITSELF, anchor=anchor, due=survey.next_wave_at)
        return self.waves.begin(survey, found, start)

    def _is_in_time(self, survey: Survey) -> bool:
        anchor, due = self.waves.anchor(survey.id), survey.next_wave_at
        if anchor is None or due is None:
            return False
        zone, plan = self.desk.calendar.zone, plan_from(survey.definition)
        is_in_time, following = turn(plan, anchor, due, self.desk.clock(), zone)
        if not is_in_time:
            store, workspace = self.desk.store, self.desk.workspace_id
            with store.transaction():
                if store.surveys.take_turn(workspace, survey.id, due=due, then=following):
                    told = {"survey": survey.id, "name": survey.name}
                    store.audit.add(
                        workspace, self.desk.clock(), ITSELF, "survey.wave_left_out", told
                    )
        return is_in_time

    def _has_open(self, survey: Survey) -> bool:
        newest = self._newest(survey)
        return newest is not None and newest.state is not WaveState.CLOSED

    def _newest(self, survey: Survey) -> Wave | None:
        waves = self.desk.store.surveys.waves(self.desk.workspace_id, survey.id)
        return next(iter(waves), None)
