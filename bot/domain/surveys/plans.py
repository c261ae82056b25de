"""What a survey's owner decides: questions, who is asked, when, for how long, from how many answers
results are shown. Pure; knows no store and no Slack.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from bot.domain.surveys.questions import Kind, Question, checked, definition_of, question_from
from bot.errors import UsageError

LEAST = 5
"""Scores from this many answers on; a survey may ask for more, never for fewer."""
LEAST_COMMENTS = 10
MOST_DAYS = 90
MOST_REMINDERS = 2
CAP_DAYS = 30
"""The days in which one person is asked at most `Audience.cap` times."""

PARTICIPATION_DAYS = 30
"""How long after closing it is kept who was asked; comments and answers by months."""
COMMENT_MONTHS = 12
BALLOT_MONTHS = 24


class Every(StrEnum):
    """How often a survey asks by itself."""

    ONCE = "once"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"


@dataclass(frozen=True, kw_only=True, slots=True)
class Audience:
    """Who is asked. No channel, user group, team or region means everybody."""

    channels: tuple[str, ...] = ()
    usergroups: tuple[str, ...] = ()
    teams: tuple[int, ...] = ()
    regions: tuple[int, ...] = ()
    percent: int = 100  # of them, drawn by lot
    cap: int = 0  # times that one person is asked in CAP_DAYS, this one included; 0 is no cap

    @property
    def is_everybody(self) -> bool:
        """Whether nobody is left out but by lot and cap."""
        return not (self.channels or self.usergroups or self.teams or self.regions)


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """Everything a wave is launched with; frozen into it. `minute` of the recipient's own day in
    which the message goes out, None for at once. `is_named` is for knowledge checks alone: HR sees
    who answered what, and everybody is told so before the first tap."""

    questions: tuple[Question, ...]
    audience: Audience = field(default_factory=Audience)
    every: Every = Every.ONCE
    minute: int | None = None
    open_days: int = 7
    reminders: int = 1
    least: int = LEAST
    least_comments: int = LEAST_COMMENTS
    by_team: bool = True
    by_region: bool = False
    is_named: bool = False
    announce_in: str = ""  # the channel that hears of it, and later what is done about it


def checked_plan(plan: Plan) -> Plan:
    """The plan itself when it can be launched; UsageError says what to change."""
    checked(plan.questions)
    if not 1 <= plan.open_days <= MOST_DAYS:
        raise UsageError("A survey is open for 1 to {most} days.", most=MOST_DAYS)
    if not 0 <= plan.reminders <= MOST_REMINDERS:
        raise UsageError("At most {most} reminders are sent.", most=MOST_REMINDERS)
    _check_thresholds(plan)
    if not 1 <= plan.audience.percent <= 100:
        raise UsageError("Ask between 1 and 100 per cent of the people.")
    if plan.audience.cap < 0:
        raise UsageError("The cap is a number of times, or 0 for none.")
    if plan.is_named and any(question.kind is not Kind.CHECK for question in plan.questions):
        raise UsageError("Only a survey of knowledge checks alone can be with names.")
    if plan.minute is not None and not 0 <= plan.minute < 1440:
        raise UsageError("That is not a time of day.")
    return plan


def _check_thresholds(plan: Plan) -> None:
    if plan.least < LEAST:
        raise UsageError("Scores are shown from {least} answers on, or more.", least=LEAST)
    if plan.least_comments < max(LEAST_COMMENTS, plan.least):
        least = max(LEAST_COMMENTS, plan.least)
        raise UsageError("Comments are shown from {least} answers on, or more.", least=least)


def raised(plan: Plan, *, least: int, least_comments: int) -> Plan:
    """The plan with thresholds as high as they ever were: they are only ever raised."""
    return replace(
        plan,
        least=max(plan.least, least),
        least_comments=max(plan.least_comments, least_comments),
    )


def definition_of_plan(plan: Plan) -> dict[str, Any]:
    """The plan as JSON can hold it."""
    audience = plan.audience
    return {
        "questions": [definition_of(question) for question in plan.questions],
        "audience": {
            "channels": list(audience.channels),
            "usergroups": list(audience.usergroups),
            "teams": list(audience.teams),
            "regions": list(audience.regions),
            "percent": audience.percent,
            "cap": audience.cap,
        },
        "every": plan.every.value,
        "minute": plan.minute,
        "open_days": plan.open_days,
        "reminders": plan.reminders,
        "least": plan.least,
        "least_comments": plan.least_comments,
        "by_team": plan.by_team,
        "by_region": plan.by_region,
        "is_named": plan.is_named,
        "announce_in": plan.announce_in,
    }


def plan_from(definition: Mapping[str, Any]) -> Plan:
    """The plan that `definition_of_plan` wrote."""
    audience = definition["audience"]
    return Plan(
        questions=tuple(question_from(one) for one in definition["questions"]),
        audience=Audience(
            channels=tuple(audience["channels"]),
            usergroups=tuple(audience["usergroups"]),
            teams=tuple(audience["teams"]),
            regions=tuple(audience["regions"]),
            percent=audience["percent"],
            cap=audience["cap"],
        ),
        every=Every(definition["every"]),
        minute=definition["minute"],
        open_days=definition["open_days"],
        reminders=definition["reminders"],
        least=definition["least"],
        least_comments=definition["least_comments"],
        by_team=definition["by_team"],
        by_region=definition["by_region"],
        is_named=definition["is_named"],
        announce_in=definition["announce_in"],
    )


def seconds_needed(questions: tuple[Question, ...]) -> int:
    """About how long answering takes: ten seconds a question, more for one that is written."""
    return sum(30 if not question.is_scored else 10 for question in questions)
