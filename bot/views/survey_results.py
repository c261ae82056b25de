"""How the result of a closed wave reads: for HR, for a manager about their team, for a channel.

Pure: a WaveResult in; blocks and the same in words out. Never shows what was not released.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from bot.domain.surveys.asking import NONE
from bot.domain.surveys.questions import Kind
from bot.domain.surveys.releasing import Group
from bot.domain.surveys.results import GroupResult, Silence, WaveResult
from bot.i18n import Translator
from bot.ids import PulseId
from bot.views.modals import modal
from bot.views.parts import (
    TEXT_LIMIT,
    Json,
    Message,
    actions,
    button,
    context,
    escape,
    option,
    section,
    select,
    shorten,
)
from bot.views.survey_words import (
    asked,
    group_line,
    result_lines,
    silence,
    trend_line,
    unpublished,
)
from store.records_surveys import Wave

MOST_GROUPS = 12
"""Groups below one question; the file has all of them."""
_MOST_SCORES = 50
_SECTION = 2_900  # characters; Slack takes 3,000
Named = Callable[[str], str]
"""What to call a Slack user."""


def result_modal(
    result: WaveResult, others: Sequence[Wave], named: Named, tr: Translator, *, note: str = ""
) -> Json:
    """The result with everything that can be done with it, and a way to other waves; `note` is what
    just happened."""
    head, *details = _blocks(pieces(result, named, tr))
    blocks = [section(note), head] if note else [head]
    doing = _buttons(result, tr)
    if doing:
        blocks.append(actions("pulse-result", doing))
    if len(others) > 1:
        blocks.append(actions("pulse-waves", [_wave_menu(result.wave, others, tr)]))
    blocks += [*details, *_small_print(result, tr)]
    about = str(result.wave.id)
    return modal(PulseId.RESULT, tr.gettext("Result"), blocks, tr, private_metadata=about)


def summary(result: WaveResult, tr: Translator) -> Message:
    """What a channel reads: a result without comments and names."""
    told = pieces(result, str, tr)
    blocks = [*_blocks(told), *_small_print(result, tr)]
    return Message(text=words(told), blocks=blocks)


def words(told: Sequence[Sequence[str]]) -> str:
    """The pieces as plain text: all that the blocks say."""
    text = "\n".join(line.replace("*", "") for piece in told for line in piece)
    return shorten(text, TEXT_LIMIT)


def pieces(result: WaveResult, named: Named, tr: Translator) -> list[list[str]]:
    """Everything there is to read, as lines of escaped mrkdwn in groups that belong together."""
    head = [_head(result.wave, result.name, tr), participation(result, tr)]
    if not result.is_published:
        return [[*head, unpublished(result.wave, tr)]]
    if result.is_named:
        return [head, _scores(result, named, tr)]
    if not result.groups and not result.is_hr and result.questions:
        told = tr.gettext("This survey is not split by team, so there is nothing of yours to show.")
        return [[*head, told]]
    found = [head]
    for number, question in enumerate(result.questions):
        if question.kind is Kind.TEXT:
            continue
        found.append(
            [f"*{number + 1}. {asked(question, tr)}*", *_question_lines(result, number, tr)]
        )
    if result.is_hr:
        found.append([_comments_line(result, tr)] if _asks_texts(result) else [])
    return [piece for piece in found if piece]


def participation(result: WaveResult, tr: Translator) -> str:
    """How many of those asked answered."""
    part = Fraction(result.answered, result.invited) if result.invited else Fraction(0)
    return tr.gettext(
        "{answered} of {invited} people answered ({percent}).",
        answered=tr.number(result.answered),
        invited=tr.number(result.invited),
        percent=tr.percent(part, 0),
    )


def group_name(group: Group, result: WaveResult, tr: Translator) -> str:
    """What a group is called, escaped; people without a team or region are a group as well."""
    return " + ".join(
        escape(value) if value != NONE else _without(result.dimensions[dimension], tr)
        for dimension, value in group
    )


def _head(wave: Wave, name: str, tr: Translator) -> str:
    return tr.gettext(
        "*{name}*, wave {number}, closed on {day}",
        name=escape(name),
        number=wave.number,
        day=tr.date(wave.closes_at.date()),
    )


def _question_lines(result: WaveResult, number: int, tr: Translator) -> list[str]:
    lines: list[str] = []
    everybody = result.everybody.get(number)
    if everybody is not None:
        lines += result_lines(everybody, tr)
    elif result.is_hr:
        lines.append(silence(Silence.TOO_FEW, result.wave.least, tr))
    if result.questions[number].kind is Kind.ENPS:
        lines += [told for told in (trend_line(result.trend, tr),) if told]
    return lines + _group_lines(result, number, tr)


def _group_lines(result: WaveResult, number: int, tr: Translator) -> list[str]:
    """The groups with a result of this question, then single ones without: hidden is not empty."""
    shown = [one for one in result.parts if number in one.answers]
    hidden = [one for one in result.parts if number not in one.answers and len(one.group) == 1]
    lines = [
        f"• {group_line(group_name(one.group, result, tr), one.answers[number], tr)}"
        for one in shown
    ]
    lines += [
        f"• {group_name(one.group, result, tr)}: {silence(_why(one), result.wave.least, tr)}"
        for one in hidden
    ]
    if len(lines) <= MOST_GROUPS:
        return lines
    more = len(lines) - MOST_GROUPS
    told = tr.ngettext("and {count} more group", "and {count} more groups", more)
    return [*lines[:MOST_GROUPS], f"• {told}"]


def _why(one: GroupResult) -> Silence:
    return one.silence or Silence.TOO_FEW


def _asks_texts(result: WaveResult) -> bool:
    return any(question.kind is Kind.TEXT for question in result.questions)


def _comments_line(result: WaveResult, tr: Translator) -> str:
    if result.answered < result.wave.least_comments:
        return tr.gettext(
            "Comments: none were kept, as they are shown from {least} answers on.",
            least=result.wave.least_comments,
        )
    return tr.ngettext("{count} comment", "{count} comments", len(result.comments))


def _scores(result: WaveResult, named: Named, tr: Translator) -> list[str]:
    """Who had how many right, by name: only of a check that everybody was told is with names."""
    if not result.is_hr:
        return [tr.gettext("A check with names: HR alone sees who answered what.")]
    by_name = sorted((named(user), right, of) for user, (right, of) in result.scores.items())
    lines = [
        tr.gettext("{name}: {right} of {count} right", name=escape(name), right=right, count=of)
        for name, right, of in by_name
    ]
    more = len(lines) - _MOST_SCORES
    if more > 0:
        told = tr.ngettext("and {count} more person", "and {count} more people", more)
        lines = [*lines[:_MOST_SCORES], told]
    return [tr.gettext("*With names:*"), *lines]


def _small_print(result: WaveResult, tr: Translator) -> list[Json]:
    if not result.is_published or result.is_named:
        return []
    sure = tr.gettext(
        "“Between” is where the score lies with 95% certainty. A group is shown from {least}"
        " answers on, and only when no smaller group can be worked out from all that is shown.",
        least=result.wave.least,
    )
    return [context(sure)]


def _buttons(result: WaveResult, tr: Translator) -> list[Json]:
    """What HR can do with a result that was released."""
    if not (result.is_hr and result.is_published):
        return []
    value = str(result.wave.id)
    made = []
    if result.comments:
        made.append(button(PulseId.COMMENTS, tr.gettext("Comments"), f"{value}:0"))
    if not result.is_named:
        made.append(button(PulseId.PICTURE, tr.gettext("Picture"), value))
        made.append(button(PulseId.SHARE, tr.gettext("Share…"), value))
    made.append(button(PulseId.EXPORT, tr.gettext("Excel"), value))
    made.append(button(PulseId.EXPORT_CSV, tr.gettext("CSV"), value))
    return made


def _wave_menu(shown: Wave, others: Sequence[Wave], tr: Translator) -> Json:
    options = [
        option(
            tr.gettext(
                "{name}, wave {number}",
                name=shorten(str(one.definition.get("name", "")), 50),
                number=one.number,
            ),
            str(one.id),
        )
        for one in others
    ]
    return select(PulseId.WAVE, tr.gettext("Another wave"), options, str(shown.id))


def _without(dimension: str, tr: Translator) -> str:
    return tr.gettext("without a team") if dimension == "team" else tr.gettext("without a region")


def _blocks(told: Sequence[Sequence[str]]) -> list[Json]:
    """A section for each piece, or several where one would be too long for Slack."""
    made = []
    for piece in told:
        kept: list[str] = []
        for line in piece:
            if kept and len("\n".join([*kept, line])) > _SECTION:
                made.append(section("\n".join(kept)))
                kept = []
            kept.append(line)
        made.append(section("\n".join(kept)))
    return made
