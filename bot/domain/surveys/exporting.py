"""What leaves in a file: results that were released, and answers that nobody is behind any more.

Every question's answers are shuffled on their own. Whole ballots would be fingerprints: who knows
one answer of somebody would find the others, and a question such as "Which office?" would split a
result below the threshold. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from bot.domain.surveys.enps import FEW
from bot.domain.surveys.results import WaveResult
from store.records_surveys import Ballot

Given = int | tuple[int, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Exported:
    """A result for a file, and the answers to each question, in an order of their own."""

    result: WaveResult
    answers: Mapping[int, tuple[Given, ...]]


def columns(result: WaveResult, ballots: Sequence[Ballot], chance: Random) -> Exported:
    """The answers to the questions that at least ten people answered and whose result of everybody
    was released. `chance` must be the system's."""
    shown = [number for number, one in result.everybody.items() if one.n >= FEW]
    answers: dict[int, tuple[Given, ...]] = {}
    for number in sorted(shown):
        given = [_given(one.answers[str(number)]) for one in ballots if str(number) in one.answers]
        chance.shuffle(given)
        answers[number] = tuple(given)
    return Exported(result=result, answers=answers)


def _given(answer: object) -> Given:
    return tuple(map(int, answer)) if isinstance(answer, list) else int(str(answer))
