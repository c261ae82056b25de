"""Surveys to start from. Their texts are catalogue keys: every respondent reads their own language.

Pure; knows no store and no Slack.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from bot.domain.surveys.enps import Scale
from bot.domain.surveys.plans import Every, Plan
from bot.domain.surveys.questions import Kind, Question


def enps_question(scale: Scale = Scale.ONE_TO_TEN) -> Question:
    """How likely somebody is to recommend the company, on either scale."""
    return Question(
        kind=Kind.ENPS,
        text="How likely are you to recommend working here to a friend?",
        scale=scale,
        low="very unlikely",
        high="very likely",
        is_required=True,
    )


REASON = Question(kind=Kind.TEXT, text="What is the main reason for your answer?")


@dataclass(frozen=True, kw_only=True, slots=True)
class Template:
    """A survey to start from: its key, its name as a catalogue key, and what it plans."""

    key: str
    name: str
    plan: Plan


TEMPLATES: Mapping[str, Template] = MappingProxyType(
    {
        template.key: template
        for template in (
            Template(
                key="enps",
                name="eNPS",
                plan=Plan(questions=(enps_question(),), every=Every.QUARTER),
            ),
            Template(
                key="enps-reason",
                name="eNPS and the reason",
                plan=Plan(questions=(enps_question(), REASON), every=Every.QUARTER),
            ),
            Template(
                key="mood",
                name="Weekly mood",
                plan=Plan(
                    questions=(
                        Question(
                            kind=Kind.SCALE,
                            text="How was your week?",
                            low="hard",
                            high="great",
                        ),
                        Question(kind=Kind.TEXT, text="What would make next week better?"),
                    ),
                    every=Every.WEEK,
                    open_days=3,
                    reminders=0,
                ),
            ),
            Template(
                key="onboarding",
                name="First weeks",
                plan=Plan(
                    questions=(
                        Question(
                            kind=Kind.SCALE,
                            text="I know what is expected of me.",
                            low="not at all",
                            high="completely",
                        ),
                        Question(
                            kind=Kind.SCALE,
                            text="I have what I need to do my work.",
                            low="not at all",
                            high="completely",
                        ),
                        Question(
                            kind=Kind.SCALE,
                            text="I know whom to ask for help.",
                            low="not at all",
                            high="completely",
                        ),
                        Question(kind=Kind.TEXT, text="What was missing in your first weeks?"),
                    ),
                ),
            ),
            Template(
                key="customers",
                name="Team that talks to customers",
                plan=Plan(
                    questions=(
                        Question(
                            kind=Kind.SCALE,
                            text="I can solve what customers ask of me.",
                            low="not at all",
                            high="completely",
                        ),
                        Question(
                            kind=Kind.SCALE,
                            text="What customers tell us changes what we do.",
                            low="not at all",
                            high="completely",
                        ),
                        Question(
                            kind=Kind.SCALE,
                            text="Other teams help us help customers.",
                            low="not at all",
                            high="completely",
                        ),
                        Question(kind=Kind.TEXT, text="What do customers ask for most?"),
                    ),
                    every=Every.MONTH,
                ),
            ),
        )
    }
)
"""In the order in which they are offered; one's own survey starts without any."""


def translated(question: Question, gettext: Callable[[str], str]) -> Question:
    """The question as somebody reads it: our own texts in their language, others as typed."""

    def told(text: str) -> str:
        return gettext(text) if text in OURS else text

    return replace(
        question, text=told(question.text), low=told(question.low), high=told(question.high)
    )


OURS = frozenset(
    text
    for template in TEMPLATES.values()
    for question in template.plan.questions
    for text in (question.text, question.low, question.high)
    if text
)
