"""Changing a plan question by question, and reading what was typed about one. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.surveys.enps import Scale
from bot.domain.surveys.plans import Plan
from bot.domain.surveys.questions import MOST_QUESTIONS, Kind, Question
from bot.errors import UsageError

RIGHT = "*"
"""What the line of a knowledge check's right choice begins with."""


def with_question(plan: Plan, place: int | None, question: Question) -> Plan:
    """The plan with a question changed at its place, or added at the end (None)."""
    asked = list(plan.questions)
    if place is None:
        if len(asked) >= MOST_QUESTIONS:
            raise UsageError("A survey has at most {most} questions.", most=MOST_QUESTIONS)
        return replace(plan, questions=(*asked, question))
    asked[_within(plan, place)] = question
    return replace(plan, questions=tuple(asked))


def without_question(plan: Plan, place: int) -> Plan:
    """The plan without a question; the last one stays."""
    _within(plan, place)
    if len(plan.questions) == 1:
        raise UsageError("A survey needs at least one question.")
    return replace(plan, questions=plan.questions[:place] + plan.questions[place + 1 :])


def moved_up(plan: Plan, place: int) -> Plan:
    """The plan with a question one place earlier; the first one stays where it is."""
    asked = list(plan.questions)
    here = _within(plan, place)
    if here > 0:
        asked[here - 1], asked[here] = asked[here], asked[here - 1]
    return replace(plan, questions=tuple(asked))


def question_typed(
    kind: Kind,
    text: str,
    *,
    lines: str = "",
    scale: Scale = Scale.ONE_TO_TEN,
    ends: Sequence[str] = ("", ""),
    is_required: bool = False,
) -> Question:
    """A question from what was typed: one choice a line, the right one of a check with a star.

    What does not belong to the kind is left out; whether it can be asked is checked with the plan.
    """
    choices = [line.strip() for line in lines.splitlines() if line.strip()]
    has_choices = kind in {Kind.CHOICE, Kind.CHOICES, Kind.CHECK}
    starred = [n for n, line in enumerate(choices) if line.startswith(RIGHT)]
    is_check = kind is Kind.CHECK
    if is_check:
        choices = [line.removeprefix(RIGHT).strip() for line in choices]
    on_scale = kind in {Kind.ENPS, Kind.SCALE}
    return Question(
        kind=kind,
        text=text.strip(),
        choices=tuple(choices) if has_choices else (),
        right=starred[0] if is_check and len(starred) == 1 else None,
        scale=scale if kind is Kind.ENPS else Scale.ONE_TO_TEN,
        low=ends[0].strip() if on_scale else "",
        high=ends[1].strip() if on_scale else "",
        is_required=is_required,
    )


def _within(plan: Plan, place: int) -> int:
    if not 0 <= place < len(plan.questions):
        raise UsageError("That question is not there any more. Open the survey again.")
    return place
