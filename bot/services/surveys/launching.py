"""Decides what a survey is and when a wave of it may begin; freezes what was promised into it.

Knows no Slack and no texts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.surveys.asking import Candidate, LaunchCheck, check_launch
from bot.domain.surveys.plans import Plan, checked_plan, definition_of_plan
from bot.errors import NotFound, UsageError
from bot.services.access import Actor
from bot.services.desk import Desk
from bot.services.surveys.keys import Keys
from bot.services.surveys.rights import require_hr
from bot.services.surveys.waves import Waves
from store.errors import NotFound as NoSuchRow
from store.records_surveys import Survey, SurveyState, Wave

MOST_NAME = 75


@dataclass(frozen=True, kw_only=True)
class Launching:
    """Surveys and the beginning of their waves."""

    desk: Desk
    keys: Keys

    @property
    def waves(self) -> Waves:
        """How waves begin."""
        return Waves(desk=self.desk, keys=self.keys)

    def create(self, actor: Actor, name: str, plan: Plan) -> Survey:
        """A new survey, as a draft that asks nobody yet."""
        require_hr(actor)
        definition = definition_of_plan(checked_plan(plan))
        with self.desk.store.transaction():
            made = self.desk.store.surveys.add(
                self.desk.workspace_id,
                name=_named(name),
                owner=actor.slack_user_id or actor.name,
                definition=definition,
            )
            self._note(actor, "survey.create", made)
        return made

    def change(self, actor: Actor, survey_id: int, name: str, plan: Plan) -> Survey:
        """Another name or plan, for the waves to come: open ones stay as they were promised."""
        require_hr(actor)
        self.survey(actor, survey_id)
        kept = self.waves.planned(survey_id, checked_plan(plan))
        with self.desk.store.transaction():
            made = self.desk.store.surveys.change(
                self.desk.workspace_id,
                survey_id,
                name=_named(name),
                definition=definition_of_plan(kept),
                next_wave_at=self.waves.next(survey_id, kept),
            )
            self._note(actor, "survey.change", made)
        return made

    def set_state(self, actor: Actor, survey_id: int, state: SurveyState) -> Survey:
        """Pause, go on or end a survey; an open wave runs to its end."""
        require_hr(actor)
        self.survey(actor, survey_id)
        with self.desk.store.transaction():
            made = self.desk.store.surveys.change(
                self.desk.workspace_id, survey_id, state=state.value
            )
            self._note(actor, f"survey.{state.value}", made)
        return made

    def survey(self, actor: Actor, survey_id: int) -> Survey:
        """NotFound when there is none."""
        require_hr(actor)
        try:
            return self.desk.store.surveys.get(self.desk.workspace_id, survey_id)
        except NoSuchRow:
            raise NotFound("There is no such survey any more.") from None

    def all(self, actor: Actor) -> list[Survey]:
        """Every survey, the newest first."""
        require_hr(actor)
        return self.desk.store.surveys.all(self.desk.workspace_id)

    def check(self, actor: Actor, plan: Plan, found: Sequence[Candidate]) -> LaunchCheck:
        """What can be known before anything is sent."""
        require_hr(actor)
        return check_launch(found, plan)

    def launch(
        self, actor: Actor, survey_id: int, found: Sequence[Candidate], *, passphrase: str = ""
    ) -> Wave:
        """Open a wave for a lot of the people found; UsageError when nothing could be shown.

        Everything promised is frozen into the wave: questions, thresholds, closing day.
        """
        survey = self.survey(actor, survey_id)
        wave = self.waves.begin(survey, found, self.waves.by_hand(survey, actor.label, passphrase))
        if wave is None:
            raise NotFound("There is no such survey any more.")
        return wave

    def _note(self, actor: Actor, action: str, survey: Survey) -> None:
        self.desk.store.audit.add(
            self.desk.workspace_id,
            self.desk.clock(),
            actor.label,
            action,
            {"survey": survey.id, "name": survey.name},
        )


def _named(name: str) -> str:
    if not 1 <= len(name.strip()) <= MOST_NAME:
        raise UsageError("A survey's name has 1 to {most} characters.", most=MOST_NAME)
    return name.strip()
