"""What a closed wave says: scores of the groups that may be shown, and each wave against the one
before. Pure; knows no store, no texts and no Slack.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from bot.domain.surveys.enps import FEW, Change, Scale, Tally, change
from bot.domain.surveys.mixing import tally_from
from bot.domain.surveys.questions import Kind, Question, offered
from bot.domain.surveys.releasing import EVERYBODY, Group
from store.records_surveys import Comment, Wave

MEAN_CAPS = (Fraction(7, 5), Fraction(23, 5))
RIGHT_CAPS = (Fraction(1, 5), Fraction(4, 5))
"""Below ten answers a mean or share beyond these is told as "or lower" and "or higher": the ends
would say what everybody chose, as with the score itself."""


class Silence(Enum):
    """Why a group has no result: too few answers to show any, or none were asked of it."""

    TOO_FEW = "too few"
    NO_DATA = "no data"


class Bound(Enum):
    """What a printed value stands for when it is not the value itself."""

    OR_LOWER = "or lower"
    OR_HIGHER = "or higher"


@dataclass(frozen=True, kw_only=True, slots=True)
class Bounded:
    """A value as it may be printed; with a bound that or beyond."""

    value: Fraction
    bound: Bound | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class QuestionResult:
    """How one group answered one question. `tally` for eNPS; `mean` of a scale; `shares` by number
    of the answer, only from ten answers on: below, they would say what everybody chose; `right`
    is the share of right answers to a knowledge check."""

    question: Question
    n: int
    tally: Tally | None = None
    mean: Fraction | None = None
    shares: Mapping[int, Fraction] | None = None
    right: Fraction | None = None

    @property
    def shown_mean(self) -> Bounded | None:
        """The mean as it may be printed."""
        return bounded(self.mean, self.n, MEAN_CAPS)

    @property
    def shown_right(self) -> Bounded | None:
        """The share of right answers as it may be printed."""
        return bounded(self.right, self.n, RIGHT_CAPS)


@dataclass(frozen=True, kw_only=True, slots=True)
class GroupResult:
    """One group's results by number of question, or why there are none."""

    group: Group
    answers: Mapping[int, QuestionResult]
    silence: Silence | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One wave in a trend: its number, its tally, and what can be said against the wave before."""

    wave_id: int
    number: int
    tally: Tally
    change: Change | None  # None for the first, and after a change of scale


@dataclass(frozen=True, kw_only=True, slots=True)
class WaveResult:
    """What one viewer may see of a closed wave. `is_hr` tells a manager's view from HR's."""

    wave: Wave
    questions: tuple[Question, ...]
    dimensions: tuple[str, ...]
    invited: int
    answered: int
    is_published: bool
    is_hr: bool
    groups: tuple[GroupResult, ...]  # everybody first, then by size
    trend: tuple[Step, ...]
    comments: tuple[Comment, ...]  # shuffled anew for every look
    scores: Mapping[str, tuple[int, int]]  # of a check with names: right answers of all, by user

    @property
    def everybody(self) -> Mapping[int, QuestionResult]:
        """The results of all who answered, by number of question."""
        return next((one.answers for one in self.groups if one.group == EVERYBODY), {})

    @property
    def parts(self) -> tuple[GroupResult, ...]:
        """The groups within everybody."""
        return tuple(one for one in self.groups if one.group != EVERYBODY)

    @property
    def name(self) -> str:
        """What the survey was called when it was launched."""
        return str(self.wave.definition.get("name", ""))

    @property
    def is_named(self) -> bool:
        """Whether it was a knowledge check with names."""
        return bool(self.wave.definition.get("is_named"))


def bounded(value: Fraction | None, n: int, caps: tuple[Fraction, Fraction]) -> Bounded | None:
    """The value, or from which end it is hidden below ten answers; None stays None."""
    if value is None:
        return None
    low, high = caps
    if n >= FEW or low < value < high:
        return Bounded(value=value)
    is_low = value <= low
    return Bounded(
        value=low if is_low else high, bound=Bound.OR_LOWER if is_low else Bound.OR_HIGHER
    )


def result_of(question: Question, counts: Mapping[str, int]) -> QuestionResult:
    """The result behind the counts that closing released (bot/domain/surveys/mixing.py)."""
    n = counts["n"]
    if question.kind is Kind.ENPS:
        return QuestionResult(question=question, n=n, tally=tally_from(counts))
    given = {number: counts.get(str(number), 0) for number in offered(question)}
    mean = Fraction(sum(k * v for k, v in given.items()), n) if n else None
    right = Fraction(given[question.right], n) if question.right is not None and n else None
    return QuestionResult(
        question=question,
        n=n,
        mean=mean if question.kind is Kind.SCALE else None,
        shares={k: Fraction(v, n) for k, v in given.items()} if n >= FEW else None,
        right=right,
    )


def trend(waves: Sequence[tuple[int, int, Scale, Tally]]) -> list[Step]:
    """The newest run of waves on one scale, oldest first: (id, number, scale, tally) each.

    Waves before a change of scale are left out: their numbers mean something else.
    """
    steps: list[Step] = []
    last: Scale | None = None
    for wave_id, number, scale, tally in sorted(waves, key=lambda one: one[1]):
        if scale is not last:
            steps.clear()
        told = change(steps[-1].tally, tally) if steps else None
        steps.append(Step(wave_id=wave_id, number=number, tally=tally, change=told))
        last = scale
    return steps
