"""The form in which HR writes one question. Knows no rules: the domain checks what was typed."""

from __future__ import annotations

from enum import StrEnum

from bot.domain.surveys.editing import RIGHT
from bot.domain.surveys.enps import Scale
from bot.domain.surveys.questions import MOST_QUESTION, Kind, Question
from bot.i18n import Translator
from bot.ids import PulseId
from bot.views.modals import checkboxes, field, menu, modal, radio, text_box
from bot.views.parts import Json, option
from bot.views.survey_list import KINDS


class Q(StrEnum):
    """Fields of a question."""

    KIND = "kind"
    TEXT = "text"
    CHOICES = "choices"
    SCALE = "scale"
    LOW = "low"
    HIGH = "high"
    REQUIRED = "required"


def question_form(about: str, question: Question | None, tr: Translator) -> Json:
    """A form for one question; empty for a new one. `about` says of which survey and place."""
    now = question or Question(kind=Kind.SCALE, text="")
    blocks = [*_asked(now, tr), *_scale(now, tr), _required(now, tr)]
    return modal(
        PulseId.QUESTION,
        tr.gettext("Question"),
        blocks,
        tr,
        submit=tr.gettext("Save"),
        private_metadata=about,
    )


def _asked(now: Question, tr: Translator) -> list[Json]:
    kinds = [option(tr.gettext(name), kind.value) for kind, name in KINDS.items()]
    lines = [
        f"{RIGHT} {choice}" if n == now.right else choice for n, choice in enumerate(now.choices)
    ]
    text = text_box(now.text, most=MOST_QUESTION, multiline=True)
    return [
        field(Q.TEXT, tr.gettext("Question"), text),
        field(Q.KIND, tr.gettext("How it is answered"), menu(kinds, now.kind.value)),
        field(
            Q.CHOICES,
            tr.gettext("Choices"),
            text_box("\n".join(lines), most=1_000, multiline=True),
            hint=tr.gettext(
                "One a line, 2 to 10. For a knowledge check begin the right one with *."
            ),
            optional=True,
        ),
    ]


def _scale(now: Question, tr: Translator) -> list[Json]:
    scales = [
        option(tr.gettext("1 to 10"), str(Scale.ONE_TO_TEN.value)),
        option(tr.gettext("0 to 10"), str(Scale.ZERO_TO_TEN.value)),
    ]
    low, high = text_box(now.low, most=40), text_box(now.high, most=40)
    return [
        field(
            Q.SCALE,
            tr.gettext("Scale of an eNPS question"),
            radio(scales, str(now.scale.value)),
            hint=tr.gettext("Waves on different scales are never compared."),
        ),
        field(Q.LOW, tr.gettext("Label of the low end"), low, optional=True),
        field(Q.HIGH, tr.gettext("Label of the high end"), high, optional=True),
    ]


def _required(now: Question, tr: Translator) -> Json:
    must = option(tr.gettext("Must be answered"), "yes")
    ticked = checkboxes([must], ("yes",) if now.is_required else ())
    return field(Q.REQUIRED, tr.gettext("May it be skipped?"), ticked, optional=True)
