"""What a survey asks: kinds of questions, their bounds, and what counts as an answer. Pure data;
knows no store and no Slack.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.domain.surveys.enps import Scale
from bot.errors import UsageError

MOST_QUESTIONS = 10
MOST_CHOICES = 10  # Slack shows at most ten radio buttons or boxes
MOST_LABEL = 75  # characters of an option in Slack
MOST_QUESTION = 300
MOST_TEXT = 500
"""Characters of one comment: also what every sealed answer is padded for."""


class Kind(StrEnum):
    """How a question is answered."""

    ENPS = "enps"
    SCALE = "scale"  # 1 to 5
    CHOICE = "choice"
    CHOICES = "choices"
    TEXT = "text"
    CHECK = "check"  # a knowledge check: one of the choices is right


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """One question. `low` and `high` label the ends of a scale; `right` is the index of a check's
    right choice. Texts are the survey owner's own, in one language."""

    kind: Kind
    text: str
    choices: tuple[str, ...] = ()
    right: int | None = None
    scale: Scale = Scale.ONE_TO_TEN
    low: str = ""
    high: str = ""
    is_required: bool = False

    @property
    def is_scored(self) -> bool:
        """Whether its answers are counted; texts are only read."""
        return self.kind is not Kind.TEXT


Answer = int | str | tuple[int, ...]
"""A number on a scale or of a choice, a text, or the numbers of several choices."""
Answers = Mapping[int, Answer]
"""By the number of the question; what was skipped is absent."""


def checked(questions: Sequence[Question]) -> tuple[Question, ...]:
    """The questions, when people can be asked them; UsageError says what to change."""
    if not questions:
        raise UsageError("A survey needs at least one question.")
    if len(questions) > MOST_QUESTIONS:
        raise UsageError("A survey has at most {most} questions.", most=MOST_QUESTIONS)
    if sum(question.kind is Kind.ENPS for question in questions) > 1:
        raise UsageError("A survey asks the eNPS question once.")
    for question in questions:
        _check(question)
    return tuple(questions)


def _check(question: Question) -> None:
    if not question.text.strip():
        raise UsageError("A question is empty: write what people are asked.")
    if len(question.text) > MOST_QUESTION:
        raise UsageError("A question has at most {most} characters.", most=MOST_QUESTION)
    if question.kind in {Kind.CHOICE, Kind.CHOICES, Kind.CHECK}:
        _check_choices(question)
    elif question.choices:
        raise UsageError("Only questions with choices have choices.")
    if question.kind is not Kind.CHECK and question.right is not None:
        raise UsageError("Only a knowledge check has a right answer.")


def _check_choices(question: Question) -> None:
    if not 2 <= len(question.choices) <= MOST_CHOICES:
        raise UsageError("Give 2 to {most} choices, each on a line of its own.", most=MOST_CHOICES)
    if any(not choice.strip() or len(choice) > MOST_LABEL for choice in question.choices):
        raise UsageError("A choice has 1 to {most} characters.", most=MOST_LABEL)
    if len({choice.strip().casefold() for choice in question.choices}) < len(question.choices):
        raise UsageError("Two choices are the same.")
    is_check = question.kind is Kind.CHECK
    if is_check and (question.right is None or not 0 <= question.right < len(question.choices)):
        raise UsageError("Say which choice is right: begin its line with *.")


def accepted(questions: Sequence[Question], answers: Answers) -> dict[int, Answer]:
    """The answers that make sense, skipped ones left out; UsageError for what no form offers.

    What comes from Slack is user input: a forged number must not enter a result.
    """
    kept: dict[int, Answer] = {}
    for number, answer in answers.items():
        if not 0 <= number < len(questions):
            raise UsageError("That is not a question of this survey.")
        if answer not in ("", ()):
            kept[number] = _accepted(questions[number], answer)
    for number, question in enumerate(questions):
        if question.is_required and number not in kept:
            raise UsageError("Please answer: {question}", question=question.text)
    return kept


def _accepted(question: Question, answer: Answer) -> Answer:
    """The answer itself when the form offers it."""
    match question.kind:
        case Kind.TEXT:
            answer = plain_text(answer) if isinstance(answer, str) else answer
            fits = isinstance(answer, str) and len(answer) <= MOST_TEXT
        case Kind.CHOICES:
            fits = isinstance(answer, tuple) and set(answer) <= set(range(len(question.choices)))
            answer = tuple(sorted(set(answer))) if isinstance(answer, tuple) else answer
        case _:
            fits = answer in offered(question) and not isinstance(answer, bool)
    if not fits:
        raise UsageError("That answer is not one of those offered.")
    return answer


def plain_text(text: str) -> str:
    """A comment without control and direction marks: its lines stay."""
    kept = (
        character
        for character in unicodedata.normalize("NFC", text)
        if character == "\n" or unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co"}
    )
    return "".join(kept).strip()


def offered(question: Question) -> range:
    """The numbers that answer a question of one choice or on a scale."""
    match question.kind:
        case Kind.ENPS:
            return question.scale.answers
        case Kind.SCALE:
            return range(1, 6)
        case Kind.CHOICE | Kind.CHECK | Kind.CHOICES:
            return range(len(question.choices))
    return range(0)


def definition_of(question: Question) -> dict[str, Any]:
    """The question as JSON can hold it."""
    made: dict[str, Any] = {"kind": question.kind.value, "text": question.text}
    if question.choices:
        made["choices"] = list(question.choices)
    if question.right is not None:
        made["right"] = question.right
    if question.kind is Kind.ENPS:
        made["scale"] = question.scale.value
    for name in ("low", "high"):
        if getattr(question, name):
            made[name] = getattr(question, name)
    if question.is_required:
        made["required"] = True
    return made


def question_from(definition: Mapping[str, Any]) -> Question:
    """The question that `definition_of` wrote."""
    return Question(
        kind=Kind(definition["kind"]),
        text=str(definition["text"]),
        choices=tuple(definition.get("choices", ())),
        right=definition.get("right"),
        scale=Scale(definition.get("scale", Scale.ONE_TO_TEN.value)),
        low=str(definition.get("low", "")),
        high=str(definition.get("high", "")),
        is_required=bool(definition.get("required")),
    )
