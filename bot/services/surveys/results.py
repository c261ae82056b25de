"""Decides who sees what of a closed wave: HR all that was released, a manager their own team's.

Nothing is worked out from ballots here: only what passed the audit at closing is shown, to
anybody, ever. Knows no Slack and no texts.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from random import SystemRandom

from bot.domain.grouping import Group as By
from bot.domain.surveys.enps import Scale, Tally
from bot.domain.surveys.mixing import tally_from
from bot.domain.surveys.questions import Kind, Question, question_from
from bot.domain.surveys.releasing import EVERYBODY, Group
from bot.domain.surveys.results import (
    GroupResult,
    QuestionResult,
    Silence,
    Step,
    WaveResult,
    result_of,
    trend,
)
from bot.errors import NotAllowed, NotFound, UsageError
from bot.i18n import msgid
from bot.services.access import Actor, may_explain
from bot.services.desk import Desk
from bot.services.surveys.closing import group_key
from bot.services.surveys.rights import HR
from store.errors import NotFound as NoSuchRow
from store.records_surveys import Comment, Wave, WaveState

STILL_OPEN = msgid(
    "This wave is open until {day}. Nobody sees results before it has closed, HR neither."
)


@dataclass(frozen=True, kw_only=True)
class Results:
    """Reads what closing released."""

    desk: Desk

    def of(self, actor: Actor, wave_id: int) -> WaveResult:
        """The result of a wave for this viewer.

        UsageError while it is open, NotAllowed for somebody who is neither HR nor a manager.
        """
        wave = self._closed(wave_id)
        visible = self._visible(actor)
        questions = questions_of(wave)
        is_hr = actor.has(HR)
        return WaveResult(
            wave=wave,
            questions=questions,
            dimensions=tuple(wave.definition.get("dimensions", ())),
            invited=wave.invited,
            answered=wave.answered or 0,
            is_published=bool((wave.outcome or {}).get("published")),
            is_hr=is_hr,
            groups=self._groups(wave, questions, visible),
            trend=tuple(self._trend(wave)) if is_hr else (),
            comments=self._comments(wave) if is_hr else (),
            scores=self._scores(wave, questions) if is_hr else {},
        )

    def waves(self, actor: Actor) -> list[Wave]:
        """The waves this viewer may look at, the newest first; open ones have no result yet."""
        self._visible(actor)
        return self.desk.store.surveys.waves(self.desk.workspace_id)

    def _closed(self, wave_id: int) -> Wave:
        try:
            wave = self.desk.store.surveys.wave(self.desk.workspace_id, wave_id)
        except NoSuchRow:
            raise NotFound("There is no such wave.") from None
        if wave.state is not WaveState.CLOSED:
            raise UsageError(STILL_OPEN, day=wave.closes_at.date())
        return wave

    def _visible(self, actor: Actor) -> frozenset[str] | None:
        """The names of the teams whose results the viewer may see; None is everything."""
        if actor.has(HR):
            return None
        snapshot, today = self.desk.snapshots.current(), self.desk.today()
        led = [
            person.id
            for person in snapshot.people.values()
            if person.id != actor.person_id
            and not actor.is_admin
            and may_explain(actor, person, snapshot.people)
        ]
        if not led:
            raise NotAllowed("Results are for HR, and for managers about their own team.")
        teams = (snapshot.own_key(By.TEAM, person, today) for person in led)
        return frozenset(snapshot.team_names[team] for team in teams if team)

    def _groups(
        self, wave: Wave, questions: Sequence[Question], visible: frozenset[str] | None
    ) -> tuple[GroupResult, ...]:
        if wave.definition.get("is_named") or not (wave.outcome or {}).get("published"):
            return ()
        found: dict[Group, dict[int, QuestionResult]] = {}
        for one in self.desk.store.ballots.released(wave.id):
            group = group_from(one.group)
            if _may_see(group, wave, visible):
                result = result_of(questions[one.question], one.counts)
                found.setdefault(group, {})[one.question] = result
        asked = self._asked_groups(wave)
        unasked = [group for group in _teams(wave, visible or ()) if group not in asked]
        for group in (*asked, *unasked):
            if group not in found and _may_see(group, wave, visible):
                found[group] = {}
        ordered = sorted(found, key=lambda group: (len(group), -_size(found[group]), group))
        return tuple(
            _told(group, found[group], was_asked=group not in unasked) for group in ordered
        )

    def _asked_groups(self, wave: Wave) -> list[Group]:
        """Every single segment that was asked: what has no result is told apart from no data.

        Frozen at the launch, as invitations are deleted long before results.
        """
        frozen = wave.definition.get("asked")
        if frozen is not None:
            return [((n, value),) for n, values in enumerate(frozen) for value in values]
        invited = self.desk.store.invitations.of(wave.id)
        values = {(n, value) for one in invited for n, value in enumerate(one.segments)}
        return [((number, value),) for number, value in sorted(values)]

    def _trend(self, wave: Wave) -> list[Step]:
        waves = self.desk.store.surveys.waves(self.desk.workspace_id, wave.survey_id)
        closed = [w for w in waves if w.state is WaveState.CLOSED and w.number <= wave.number]
        return trend([one for w in closed for one in self._point(w)])

    def _point(self, wave: Wave) -> list[tuple[int, int, Scale, Tally]]:
        """A wave's place in a trend; none for one without an eNPS question or without a result."""
        questions = questions_of(wave)
        number = next((n for n, q in enumerate(questions) if q.kind is Kind.ENPS), None)
        return [
            (wave.id, wave.number, questions[number].scale, tally_from(one.counts))
            for one in self.desk.store.ballots.released(wave.id)
            if number is not None and one.question == number and one.group == group_key(EVERYBODY)
        ]

    def _scores(self, wave: Wave, questions: Sequence[Question]) -> dict[str, tuple[int, int]]:
        return {
            user: (
                sum(answers.get(str(n)) == question.right for n, question in enumerate(questions)),
                len(questions),
            )
            for user, answers in self.desk.store.ballots.named(wave.id).items()
        }

    def _comments(self, wave: Wave) -> tuple[Comment, ...]:
        comments = self.desk.store.ballots.comments(wave.id)
        SystemRandom().shuffle(comments)
        return tuple(comments)


def questions_of(wave: Wave) -> tuple[Question, ...]:
    """The questions a wave was launched with."""
    return tuple(question_from(one) for one in wave.definition["questions"])


def group_from(key: str) -> Group:
    """The group that closing.group_key wrote."""
    return tuple((int(number), str(value)) for number, value in json.loads(key))


def _may_see(group: Group, wave: Wave, visible: frozenset[str] | None) -> bool:
    """A manager sees groups that are their team as a whole, not parts of it or others."""
    if visible is None:
        return True
    dimensions = wave.definition.get("dimensions", ())
    return len(group) == 1 and dimensions[group[0][0]] == "team" and group[0][1] in visible


def _teams(wave: Wave, names: Collection[str]) -> list[Group]:
    """The groups of these teams, in a wave that is split by team."""
    dimensions = list(wave.definition.get("dimensions", ()))
    if "team" not in dimensions:
        return []
    return [((dimensions.index("team"), name),) for name in sorted(names)]


def _told(group: Group, answers: Mapping[int, QuestionResult], *, was_asked: bool) -> GroupResult:
    silence = Silence.TOO_FEW if was_asked else Silence.NO_DATA
    return GroupResult(group=group, answers=answers, silence=None if answers else silence)


def _size(answers: Mapping[int, QuestionResult]) -> int:
    return max((one.n for one in answers.values()), default=0)
