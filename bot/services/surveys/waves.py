"""Decides how a wave begins: everything promised is frozen into it, and in the same transaction it
is decided when the next one is due. Rights are the caller's to check; knows no Slack.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import SystemRandom
from typing import Any

from bot.domain.surveys.asking import (
    Candidate,
    asked_values,
    dimensions,
    drawn,
    segments_of,
    send_at,
)
from bot.domain.surveys.plans import CAP_DAYS, Plan, definition_of_plan, plan_from, raised
from bot.domain.surveys.rhythm import anchor_of, next_wave
from bot.domain.surveys.stories import since_line, story_from
from bot.errors import UsageError
from bot.i18n import msgid
from bot.services.desk import Desk
from bot.services.surveys.keys import Keys
from store.records_surveys import Invitation, Survey, SurveyState, Wave, WaveState

TOO_FEW = msgid(
    "Only {people} people would be asked, and nothing is shown below {least} answers. Ask more."
)
STILL_OPEN = msgid("The last wave of this survey is still open: close it first.")


@dataclass(frozen=True, kw_only=True, slots=True)
class Start:
    """How a wave is begun: by whom, counted from which local moment, in whose turn (`due` is the
    moment it was due by itself, None by hand), and with which passphrase."""

    actor: str
    anchor: datetime
    due: datetime | None = None
    passphrase: str = ""


@dataclass(frozen=True, kw_only=True)
class Waves:
    """The beginning of waves."""

    desk: Desk
    keys: Keys

    def begin(self, survey: Survey, found: Sequence[Candidate], start: Start) -> Wave | None:
        """Open a wave for a lot of the people found; UsageError when nothing could be shown or one
        is open still. None when the wave that was due has been begun by somebody else."""
        plan = self.planned(survey.id, plan_from(survey.definition))
        self.check_none_open(survey.id)
        asked = self._lot(plan, found)
        if len(asked) < plan.least:
            raise UsageError(TOO_FEW, people=len(asked), least=plan.least)
        public = self.keys.create(start.passphrase)
        following = next_wave(plan, start.anchor, self.desk.clock(), self._zone)
        store, workspace = self.desk.store, self.desk.workspace_id
        with store.transaction():
            if not store.surveys.take_turn(workspace, survey.id, due=start.due, then=following):
                return None
            self.check_none_open(survey.id)
            wave = self._open(survey, plan, public, asked, self._frozen(survey, start))
            told = {"survey": survey.id, "name": survey.name}
            store.audit.add(workspace, self.desk.clock(), start.actor, "survey.launch", told)
        return wave

    def by_hand(self, survey: Survey, actor: str, passphrase: str) -> Start:
        """A start by somebody: from now on the rhythm is counted from this moment."""
        anchor = anchor_of(plan_from(survey.definition), self.desk.clock(), self._zone)
        return Start(actor=actor, anchor=anchor, passphrase=passphrase)

    def anchor(self, survey_id: int) -> datetime | None:
        """The local moment from which the rhythm is counted; None when no wave was launched."""
        newest = next(iter(self._waves(survey_id)), None)
        if newest is None:
            return None
        kept = newest.definition.get("anchor")
        if kept:
            return datetime.fromisoformat(str(kept))
        return anchor_of(plan_from(newest.definition), newest.opens_at, self._zone)

    def next(self, survey_id: int, plan: Plan) -> datetime | None:
        """When a survey asks again by itself with this plan; None before its first wave."""
        anchor = self.anchor(survey_id)
        return anchor and next_wave(plan, anchor, self.desk.clock(), self._zone)

    def planned(self, survey_id: int, plan: Plan) -> Plan:
        """The plan with thresholds of a survey that has run: they are never lowered."""
        waves = self._waves(survey_id)
        return raised(
            plan,
            least=max((wave.least for wave in waves), default=0),
            least_comments=max((wave.least_comments for wave in waves), default=0),
        )

    def check_none_open(self, survey_id: int) -> None:
        """UsageError while a wave of the survey is open."""
        if any(wave.state is not WaveState.CLOSED for wave in self._waves(survey_id)):
            raise UsageError(STILL_OPEN)

    def since(self, survey_id: int) -> str:
        """One line of what was last said to have come of the survey; "" when nothing was."""
        told = (story_from(wave.story) for wave in self._waves(survey_id))
        return since_line(next((story for story in told if story), None))

    @property
    def _zone(self) -> str:
        return self.desk.calendar.zone

    def _waves(self, survey_id: int) -> list[Wave]:
        return self.desk.store.surveys.waves(self.desk.workspace_id, survey_id)

    def _frozen(self, survey: Survey, start: Start) -> dict[str, Any]:
        return {
            "name": survey.name,
            "owner": survey.owner,
            "anchor": start.anchor.isoformat(),
            "has_passphrase": bool(start.passphrase),
            "reply_key": self.keys.create().hex(),
            "since": self.since(survey.id),
        }

    def _open(
        self,
        survey: Survey,
        plan: Plan,
        public: bytes,
        asked: Sequence[Candidate],
        frozen: Mapping[str, Any],
    ) -> Wave:
        now, store = self.desk.clock(), self.desk.store
        sent = [send_at(one, plan, now) for one in asked]
        following = next_wave(
            plan, datetime.fromisoformat(frozen["anchor"]), max(now, *sent), self._zone
        )
        wave = store.surveys.launch(
            self.desk.workspace_id,
            survey.id,
            definition={
                **definition_of_plan(plan),
                **frozen,
                "dimensions": list(dimensions(plan)),
                "asked": asked_values(asked, plan),
            },
            opens_at=now,
            closes_at=_closes_at(max(sent) + timedelta(days=plan.open_days), following),
            least=plan.least,
            least_comments=plan.least_comments,
            public_key=public,
            invited=len(asked),
        )
        store.invitations.add(_invitations(wave.id, plan, asked, sent))
        store.surveys.change(self.desk.workspace_id, survey.id, state=SurveyState.ACTIVE.value)
        return wave

    def _lot(self, plan: Plan, found: Sequence[Candidate]) -> list[Candidate]:
        since = self.desk.clock() - timedelta(days=CAP_DAYS)
        asked = self.desk.store.invitations.asked_since(self.desk.workspace_id, since)
        return drawn(found, plan.audience, asked, SystemRandom())


def _closes_at(wanted: datetime, following: datetime | None) -> datetime:
    """A wave ends at the latest when the next one is due: nobody is asked twice at a time."""
    return wanted if following is None else min(wanted, following)


def _invitations(
    wave_id: int, plan: Plan, asked: Sequence[Candidate], sent: Sequence[datetime]
) -> list[Invitation]:
    return [
        Invitation(
            wave_id=wave_id,
            slack_user_id=one.slack_user_id,
            segments=segments_of(one, plan),
            locale=one.locale,
            send_at=moment,
        )
        for one, moment in zip(asked, sent, strict=True)
    ]
