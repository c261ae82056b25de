"""What becomes of the opened answers of a wave: shuffled ballots, comments and receipts that share
nothing, and the counts of groups that may be shown. Pure; knows no key, no store and no Slack.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from bot.domain.surveys.enps import Tally, part_of, tally_of
from bot.domain.surveys.envelope import Sheet
from bot.domain.surveys.questions import Answer, Kind, Question, offered
from bot.domain.surveys.releasing import Cell, Group, candidates, cells_of, holds, releasable

Counts = dict[str, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Text:
    """A comment on its own. `part` of the eNPS answer only where enough people gave each part."""

    question: int
    part: str | None
    text: str
    address: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class Shared:
    """The counts of one group for one question."""

    question: int
    group: Group
    counts: Counts


@dataclass(frozen=True, kw_only=True, slots=True)
class Mixed:
    """Everything that is kept of a wave. Each list is shuffled on its own."""

    ballots: tuple[Mapping[int, Answer], ...] = ()
    texts: tuple[Text, ...] = ()
    receipts: tuple[str, ...] = ()
    shared: tuple[Shared, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Promise:
    """What a wave was launched with: from how many answers scores and comments are shown."""

    questions: tuple[Question, ...]
    least: int
    least_comments: int


def mix(
    sheets: Sequence[Sheet],
    segments: Mapping[str, Cell],
    promise: Promise,
    *,
    chance: Random,
    address: Callable[[Sheet], bytes],
) -> Mixed:
    """What may be kept of the sheets; nothing at all when there are fewer than `promise.least`.

    `segments` are each person's at the launch; they end here: ballots carry none. `address` seals
    where a reply to somebody's comment may go. `chance` must be the system's (SystemRandom).
    """
    if len(sheets) < promise.least:
        return Mixed()
    ballots = [_scored(sheet, promise.questions) for sheet in sheets]
    texts = _texts(sheets, promise, address) if len(sheets) >= promise.least_comments else []
    receipts = [sheet.receipt for sheet in sheets]
    for kept in (ballots, texts, receipts):
        chance.shuffle(kept)
    return Mixed(
        ballots=tuple(ballots),
        texts=tuple(texts),
        receipts=tuple(receipts),
        shared=tuple(_shared(sheets, segments, promise)),
    )


def counted(question: Question, answers: Sequence[Answer]) -> Counts:
    """How often everything was answered, with `n` people; skipped answers are not among them."""
    counts = {"n": len(answers)}
    if question.kind is Kind.ENPS:
        tally = tally_of([int(str(answer)) for answer in answers])
        return counts | {
            "promoters": tally.promoters,
            "passives": tally.passives,
            "detractors": tally.detractors,
        }
    for number in offered(question):
        counts[str(number)] = sum(
            number in answer if isinstance(answer, tuple) else number == answer
            for answer in answers
        )
    return counts


def tally_from(counts: Mapping[str, Any]) -> Tally:
    """The tally behind the counts of an eNPS question."""
    return Tally(
        promoters=counts["promoters"],
        passives=counts["passives"],
        detractors=counts["detractors"],
    )


def _scored(sheet: Sheet, questions: Sequence[Question]) -> Mapping[int, Answer]:
    return {n: answer for n, answer in sheet.answers.items() if questions[n].is_scored}


def _shared(
    sheets: Sequence[Sheet], segments: Mapping[str, Cell], promise: Promise
) -> list[Shared]:
    """Question by question: two groups that differ by enough people may differ by one answer."""
    found: list[Shared] = []
    for number, question in enumerate(promise.questions):
        if not question.is_scored:
            continue
        given = [
            (segments[sheet.slack_user_id], sheet.answers[number])
            for sheet in sheets
            if number in sheet.answers
        ]
        cells = cells_of(cell for cell, _answer in given)
        for group in releasable(cells, candidates(cells), least=promise.least):
            answers = [answer for cell, answer in given if holds(group, cell)]
            found.append(Shared(question=number, group=group, counts=counted(question, answers)))
    return found


def _texts(
    sheets: Sequence[Sheet], promise: Promise, address: Callable[[Sheet], bytes]
) -> list[Text]:
    enps = next((n for n, q in enumerate(promise.questions) if q.kind is Kind.ENPS), None)
    parts = {
        sheet.slack_user_id: part_of(int(str(sheet.answers[enps]))).value
        for sheet in sheets
        if enps is not None and enps in sheet.answers
    }
    sizes = [list(parts.values()).count(part) for part in set(parts.values())]
    is_told = len(parts) == len(sheets) and all(n >= promise.least_comments for n in sizes)
    return [
        Text(
            question=number,
            part=parts[sheet.slack_user_id] if is_told else None,
            text=str(answer),
            address=address(sheet),
        )
        for sheet in sheets
        for number, answer in sheet.answers.items()
        if promise.questions[number].kind is Kind.TEXT
    ]
