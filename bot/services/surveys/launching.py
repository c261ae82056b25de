"""Decides what a survey is and when a wave of it may begin; freezes what was promised into it.

Knows no Slack and no texts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from random import SystemRandom

from bot.domain.surveys.asking import (
    Candidate,
    LaunchCheck,
    check_launch,
    dimensions,
    drawn,
    segments_of,
    send_at,
)
from bot.domain.surveys.plans import (
    CAP_DAYS,
    Plan,
    checked_plan,
    definition_of_plan,
    plan_from,
    raised,
)
from bot.errors import NotFound, UsageError
from bot.i18n import msgid
from bot.services.access import Actor
from bot.services.desk import Desk
from bot.services.surveys.keys import Keys
from bot.services.surveys.rights import require_hr
from store.errors import NotFound as NoSuchRow
from store.records_surveys import Invitation, Survey, SurveyState, Wave, WaveState

MOST_NAME = 75
TOO_FEW = msgid(
    "Only {people} people would be asked, and nothing is shown below {least} answers. Ask more."
)


@dataclass(frozen=True, kw_only=True)
class Launching:
    """Surveys and the beginning of their waves."""

    desk: Desk
    keys: Keys

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
        kept = self._raised(survey_id, checked_plan(plan))
        with self.desk.store.transaction():
            made = self.desk.store.surveys.change(
                self.desk.workspace_id,
                survey_id,
                name=_named(name),
                definition=definition_of_plan(kept),
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
        plan = self._raised(survey_id, plan_from(survey.definition))
        if self._is_open(survey_id):
            raise UsageError("The last wave of this survey is still open: close it first.")
        asked = self._lot(plan, found)
        if len(asked) < plan.least:
            raise UsageError(TOO_FEW, people=len(asked), least=plan.least)
        public = self.keys.create(passphrase)
        with self.desk.store.transaction():
            wave = self._open(survey, plan, public, asked)
            self._note(actor, "survey.launch", survey)
        return wave

    def _open(self, survey: Survey, plan: Plan, public: bytes, asked: Sequence[Candidate]) -> Wave:
        now = self.desk.clock()
        sent = [send_at(one, plan, now) for one in asked]
        definition = definition_of_plan(plan) | {
            "name": survey.name,
            "owner": survey.owner,
            "dimensions": list(dimensions(plan)),
            "reply_key": self.keys.create().hex(),
        }
        wave = self.desk.store.surveys.launch(
            self.desk.workspace_id,
            survey.id,
            definition=definition,
            opens_at=now,
            closes_at=max(sent) + timedelta(days=plan.open_days),
            least=plan.least,
            least_comments=plan.least_comments,
            public_key=public,
            invited=len(asked),
        )
        self.desk.store.invitations.add(
            Invitation(
                wave_id=wave.id,
                slack_user_id=one.slack_user_id,
                segments=segments_of(one, plan),
                locale=one.locale,
                send_at=moment,
            )
            for one, moment in zip(asked, sent, strict=True)
        )
        self.desk.store.surveys.change(
            self.desk.workspace_id, survey.id, state=SurveyState.ACTIVE.value
        )
        return wave

    def _lot(self, plan: Plan, found: Sequence[Candidate]) -> list[Candidate]:
        since = self.desk.clock() - timedelta(days=CAP_DAYS)
        asked = self.desk.store.invitations.asked_since(self.desk.workspace_id, since)
        return drawn(found, plan.audience, asked, SystemRandom())

    def _raised(self, survey_id: int, plan: Plan) -> Plan:
        """Thresholds of a survey that has run are never lowered."""
        waves = self.desk.store.surveys.waves(self.desk.workspace_id, survey_id)
        return raised(
            plan,
            least=max((wave.least for wave in waves), default=0),
            least_comments=max((wave.least_comments for wave in waves), default=0),
        )

    def _is_open(self, survey_id: int) -> bool:
        waves = self.desk.store.surveys.waves(self.desk.workspace_id, survey_id)
        return any(wave.state is not WaveState.CLOSED for wave in waves)

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
