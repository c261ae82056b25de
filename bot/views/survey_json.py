"""A result as JSON for programs. The keys are stable: none is renamed or taken away without a
major version, and none is left out; what is not shown is null."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.domain.surveys.asking import NONE
from bot.domain.surveys.enps import FEW, Tally
from bot.domain.surveys.questions import Question
from bot.domain.surveys.releasing import Group
from bot.domain.surveys.results import Bounded, GroupResult, QuestionResult, Step, WaveResult


def result_json(result: WaveResult) -> dict[str, Any]:
    """Everything this viewer may see of a wave."""
    wave = result.wave
    return {
        "survey": result.name,
        "wave": wave.number,
        "closed_on": wave.closes_at.date().isoformat(),
        "invited": result.invited,
        "answered": result.answered,
        "least": wave.least,
        "least_comments": wave.least_comments,
        "published": result.is_published,
        "why": (wave.outcome or {}).get("why"),
        "questions": [
            _question(number, question, result) for number, question in enumerate(result.questions)
        ],
        "trend": [_step(step) for step in result.trend],
        "comments": [
            {"question": one.question + 1, "from": one.part, "text": one.text}
            for one in result.comments
        ],
        "scores": {
            user: {"right": right, "of": count} for user, (right, count) in result.scores.items()
        },
    }


def _question(number: int, question: Question, result: WaveResult) -> dict[str, Any]:
    return {
        "number": number + 1,
        "kind": question.kind.value,
        "text": question.text,
        "choices": list(question.choices),
        "scale": [question.scale.value, 10] if question.kind.value == "enps" else None,
        "groups": [
            _group(one, number, result.dimensions)
            for one in result.groups
            if number in one.answers or (len(one.group) == 1 and question.is_scored)
        ],
    }


def _group(one: GroupResult, number: int, dimensions: Sequence[str]) -> dict[str, Any]:
    found = one.answers.get(number)
    why = one.silence.value if one.silence else None if found else "too few"
    return {"group": _named(one.group, dimensions), "hidden": why, **_answers(found)}


def _answers(found: QuestionResult | None) -> dict[str, Any]:
    tally = found.tally if found else None
    shares = found.shares if found else None
    return {
        "n": found.n if found else None,
        "enps": _enps(tally) if tally else None,
        "mean": _bounded(found.shown_mean) if found else None,
        "right": _bounded(found.shown_right) if found else None,
        "shares": None if shares is None else {str(k): float(v) for k, v in shares.items()},
    }


def _enps(tally: Tally) -> dict[str, Any]:
    shown, (low, high) = tally.shown, tally.told_interval or (None, None)
    has_parts = tally.n >= FEW
    return {
        "score": shown.value if shown else None,
        "capped": bool(shown and shown.is_capped),
        "lowest": low,
        "highest": high,
        "one_answer_moves": tally.one_answer,
        "indicative": tally.is_indicative,
        "promoters": tally.promoters if has_parts else None,
        "passives": tally.passives if has_parts else None,
        "detractors": tally.detractors if has_parts else None,
    }


def _bounded(shown: Bounded | None) -> dict[str, Any] | None:
    if shown is None:
        return None
    return {"value": float(shown.value), "bound": shown.bound.value if shown.bound else None}


def _step(step: Step) -> dict[str, Any]:
    return {
        "wave": step.number,
        "n": step.tally.n,
        "enps": _enps(step.tally),
        "change": step.change.value if step.change else None,
    }


def _named(group: Group, dimensions: Sequence[str]) -> Mapping[str, str | None]:
    """{} is everybody; null is who has no team or region."""
    return {dimensions[n]: None if value == NONE else value for n, value in group}
