"""What the file of a result holds: the same as is shown, as tables; comments on a sheet of their
own. Decides no format."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from html import unescape

from bot.domain.sheets import Cell, Sheet
from bot.domain.surveys.enps import FEW, Change, Tally
from bot.domain.surveys.exporting import Exported, Given
from bot.domain.surveys.questions import Kind, Question
from bot.domain.surveys.releasing import Group
from bot.domain.surveys.results import (
    Bounded,
    GroupResult,
    QuestionResult,
    Silence,
    WaveResult,
)
from bot.domain.surveys.templates import translated
from bot.i18n import Translator, msgid
from bot.views.survey_comments import PARTS
from bot.views.survey_results import group_name, participation
from bot.views.survey_words import bounded, score, silence

Named = Callable[[str], str]
_CHANGES = {
    Change.UP: msgid("higher"),
    Change.DOWN: msgid("lower"),
    Change.UNCLEAR: msgid("no clear change"),
}

_RESULTS = (
    msgid("Question"),
    msgid("Group"),
    msgid("Answers"),
    msgid("eNPS"),
    msgid("Lowest"),
    msgid("Highest"),
    msgid("Promoters"),
    msgid("Passives"),
    msgid("Detractors"),
    msgid("Mean"),
    msgid("Right"),
    msgid("Note"),
)
_SHARES = (msgid("Question"), msgid("Group"), msgid("Given answer"), msgid("Share of people"))
_WAVES = (
    msgid("Wave"),
    msgid("Answers"),
    msgid("eNPS"),
    msgid("Lowest"),
    msgid("Highest"),
    msgid("Trend"),
)
_COMMENTS = (msgid("Question"), msgid("From"), msgid("Comment"))
_SCORES = (msgid("Name"), msgid("Right"), msgid("Questions"))


def sheets(exported: Exported, named: Named, tr: Translator) -> list[Sheet]:
    """Every table of the file; those without rows are left out."""
    result = exported.result
    made = [_about(result, tr)]
    if result.is_named:
        made.append(_scores(result, named, tr))
    else:
        made += [_results(result, tr), _shares(result, tr), _waves(result, tr)]
        made += [_answers(exported, tr), _comments(result, tr)]
    return [sheet for sheet in made if len(sheet.rows) > 1]


def file_name(result: WaveResult, end: str) -> str:
    """A name that any disk takes: "pulse-q4-wave-2.xlsx"."""
    ascii_only = unicodedata.normalize("NFKD", result.name).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", ascii_only.lower()).strip("-") or "survey"
    return f"{slug}-wave-{result.wave.number}.{end}"


def _about(result: WaveResult, tr: Translator) -> Sheet:
    told = (
        tr.gettext("Groups and scores are those that were released when the wave closed."),
        tr.gettext(
            "Every column of the answers is shuffled on its own: a row is nobody. Questions that"
            " fewer than {least} people answered have no column.",
            least=FEW,
        ),
        tr.gettext("Comments are in no order, and belong to no row of any other table."),
    )
    rows: list[list[Cell]] = [
        [tr.gettext("Survey"), result.name],
        [tr.gettext("Wave"), result.wave.number],
        [tr.gettext("Closed on"), tr.date(result.wave.closes_at.date())],
        [tr.gettext("Participation"), participation(result, tr)],
    ]
    if not result.is_named:
        rows.append([tr.gettext("Scores from"), result.wave.least])
        rows.append([tr.gettext("Comments from"), result.wave.least_comments])
        rows += [["", line] for line in told]
    return Sheet(title=tr.gettext("About"), rows=rows)


def _results(result: WaveResult, tr: Translator) -> Sheet:
    head = [tr.gettext(one) for one in _RESULTS]
    rows: list[Sequence[Cell]] = [head]
    for number, question in enumerate(result.questions):
        if question.kind is not Kind.TEXT:
            rows += [_row(one, number, result, tr) for one in _told_of(result, number)]
    return Sheet(title=tr.gettext("Results"), rows=rows)


def _told_of(result: WaveResult, number: int) -> list[GroupResult]:
    """The groups with a result of a question, and single ones that are told to have none."""
    return [one for one in result.groups if number in one.answers or len(one.group) == 1]


def _row(one: GroupResult, number: int, result: WaveResult, tr: Translator) -> list[Cell]:
    begin: list[Cell] = [
        _question(result.questions[number], tr),
        _group(one.group, result, tr),
    ]
    found = one.answers.get(number)
    if found is None:
        why = one.silence or Silence.TOO_FEW
        return [*begin, *([None] * 9), silence(why, result.wave.least, tr)]
    indicative = tr.gettext("indicative") if found.tally and found.tally.is_indicative else None
    return [
        *begin,
        found.n,
        *_enps(found.tally, tr),
        _bounded(found.shown_mean, tr),
        _bounded(found.shown_right, tr),
        indicative,
    ]


def _enps(tally: Tally | None, tr: Translator) -> list[Cell]:
    if tally is None:
        return [None] * 6
    return [*_scored(tally, tr), *_parts(tally)]


def _scored(tally: Tally, tr: Translator) -> list[Cell]:
    shown = tally.shown
    low, high = tally.told_interval or (None, None)
    exact = shown.value if shown and not shown.is_capped else score(tally, tr)
    return [exact, low, high]


def _parts(tally: Tally) -> list[Cell]:
    if tally.n < FEW:
        return [None] * 3
    return [tally.promoters, tally.passives, tally.detractors]


def _bounded(shown: Bounded | None, tr: Translator) -> Cell:
    if shown is None:
        return None
    value = round(float(shown.value), 4)
    return value if shown.bound is None else bounded(shown, tr.number(shown.value, 1), tr)


def _shares(result: WaveResult, tr: Translator) -> Sheet:
    head = [tr.gettext(one) for one in _SHARES]
    rows: list[Sequence[Cell]] = [head]
    for one in result.groups:
        for found in one.answers.values():
            group = _group(one.group, result, tr)
            rows += [
                [_question(found.question, tr), group, label, round(float(part), 4)]
                for label, part in _labelled(found)
            ]
    return Sheet(title=tr.gettext("Shares"), rows=rows)


def _labelled(found: QuestionResult) -> Iterator[tuple[Cell, float]]:
    for number, part in (found.shares or {}).items():
        yield _label(found.question, number), float(part)


def _waves(result: WaveResult, tr: Translator) -> Sheet:
    head = [tr.gettext(one) for one in _WAVES]
    rows: list[Sequence[Cell]] = [head]
    rows += [
        [
            step.number,
            step.tally.n,
            *_scored(step.tally, tr),
            tr.gettext(_CHANGES[step.change]) if step.change else None,
        ]
        for step in result.trend
    ]
    return Sheet(title=tr.gettext("Waves"), rows=rows)


def _answers(exported: Exported, tr: Translator) -> Sheet:
    """A column for each question, every one in an order of its own."""
    questions = exported.result.questions
    rows: list[Sequence[Cell]] = [[_question(questions[number], tr) for number in exported.answers]]
    longest = max(map(len, exported.answers.values()), default=0)
    rows += [
        [
            _answer(questions[number], given[at]) if at < len(given) else None
            for number, given in exported.answers.items()
        ]
        for at in range(longest)
    ]
    return Sheet(title=tr.gettext("Answers shuffled"), rows=rows)


def _answer(question: Question, given: Given) -> Cell:
    if isinstance(given, tuple):
        return "; ".join(question.choices[one] for one in given)
    return _label(question, given)


def _label(question: Question, number: int) -> Cell:
    """A number on a scale as it is, a choice by its words."""
    return question.choices[number] if question.choices else number


def _comments(result: WaveResult, tr: Translator) -> Sheet:
    rows: list[Sequence[Cell]] = [[tr.gettext(one) for one in _COMMENTS]]
    rows += [
        [
            _question(result.questions[one.question], tr),
            tr.gettext(PARTS[one.part]) if one.part else None,
            one.text,
        ]
        for one in result.comments
    ]
    return Sheet(title=tr.gettext("Comments"), rows=rows)


def _scores(result: WaveResult, named: Named, tr: Translator) -> Sheet:
    rows: list[Sequence[Cell]] = [[tr.gettext(one) for one in _SCORES]]
    found = sorted((named(user), right, count) for user, (right, count) in result.scores.items())
    rows += [list(one) for one in found]
    return Sheet(title=tr.gettext("Scores"), rows=rows)


def _question(question: Question, tr: Translator) -> str:
    return translated(question, tr.gettext).text


def _group(group: Group, result: WaveResult, tr: Translator) -> str:
    """A group's name as it is, not as Slack's markup wants it."""
    return unescape(group_name(group, result, tr)) if group else tr.gettext("everybody")
