"""Decides what HR sees of surveys before any result: state and participation, never who."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.surveys.listing import Listed, Names
from bot.services.access import Actor
from bot.services.desk import Desk
from bot.services.surveys.launching import Launching
from store.records_surveys import Survey, Wave


@dataclass(frozen=True, kw_only=True)
class Overview:
    """Surveys with their newest wave."""

    desk: Desk
    launching: Launching

    def listed(self, actor: Actor) -> list[Listed]:
        """Every survey, the newest first."""
        newest: dict[int, Wave] = {}
        for wave in self.desk.store.surveys.waves(self.desk.workspace_id):
            newest.setdefault(wave.survey_id, wave)
        return [self._listed(one, newest.get(one.id)) for one in self.launching.all(actor)]

    def one(self, actor: Actor, survey_id: int) -> Listed:
        """One survey. NotFound when there is none."""
        survey = self.launching.survey(actor, survey_id)
        waves = self.desk.store.surveys.waves(self.desk.workspace_id, survey_id)
        return self._listed(survey, waves[0] if waves else None)

    def waiting_for(self, slack_user_id: str) -> list[tuple[Wave, bool]]:
        """The open waves somebody is asked in, and whether their answer is in."""
        store, workspace = self.desk.store, self.desk.workspace_id
        asked = store.invitations.open_for(workspace, slack_user_id)
        waves = [(store.surveys.wave(workspace, wave_id), has) for wave_id, has in asked]
        return [(wave, has) for wave, has in waves if self.desk.clock() < wave.closes_at]

    def names(self) -> Names:
        """What teams and regions are called today."""
        snapshot = self.desk.snapshots.current()
        return Names(teams=snapshot.team_names, regions=snapshot.region_names)

    def _listed(self, survey: Survey, wave: Wave | None) -> Listed:
        answered = self.desk.store.invitations.counts(wave.id)[1] if wave else 0
        return Listed(survey=survey, wave=wave, answered=answered)
