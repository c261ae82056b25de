"""The modal in which somebody answers: every question on one page, nothing filled in.

Block ids are numbers of questions. What is chosen comes back only when it is submitted; the one
follow-up that adapts to the score is drawn again with other words, never with the score.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.domain.surveys.enps import Part, Scale
from bot.domain.surveys.plans import plan_from
from bot.domain.surveys.questions import MOST_TEXT, Kind, Question
from bot.domain.surveys.templates import REASON, translated
from bot.i18n import Translator, msgid
from bot.ids import PulseId
from bot.views.invitations import Asking, invitation, promise
from bot.views.modals import checkboxes, field, menu, modal, radio, text_box
from bot.views.parts import Json, clean, context, escape, option, section
from store.records_surveys import Survey, Wave, WaveState

REPLY = "reply"
"""The box that allows HR to answer a comment."""
_FOLLOW_UP = {
    Part.PROMOTER: msgid("What do you like most about working here?"),
    Part.PASSIVE: msgid("What would make it better?"),
    Part.DETRACTOR: msgid("What should change first?"),
}


def block_id(number: int) -> str:
    """The field of a question."""
    return f"question-{number}"


def answer_form(
    asking: Asking,
    questions: Sequence[Question],
    tr: Translator,
    *,
    part: Part | None = None,
    is_change: bool = False,
    is_preview: bool = False,
) -> Json:
    """The form of a wave, in the reader's language. With the `part` of a score just chosen its
    follow-up asks for what fits; of a preview nothing is
    taken in."""
    blocks: list[Json] = []
    if is_change:
        told = tr.gettext("What you fill in takes the place of all you answered before.")
        blocks.append(context(told))
    for number, question in enumerate(questions):
        blocks.append(_field(number, translated(question, tr.gettext), questions, part, tr))
    if any(question.kind is Kind.TEXT for question in questions) and not asking.plan.is_named:
        blocks.append(_reply(tr))
    blocks += [{"type": "divider"}, context("\n".join(promise(asking.plan, tr)))]
    return modal(
        PulseId.DONE if is_preview else PulseId.FORM,
        clean(asking.name),
        blocks,
        tr,
        submit=tr.gettext("Looks good") if is_preview else tr.gettext("Send"),
        private_metadata=str(asking.wave.id),
    )


def preview_form(survey: Survey, sender: str, now: datetime, zone: str, tr: Translator) -> Json:
    """Exactly what a respondent will see, message and form, on one page that sends nothing."""
    plan = plan_from(survey.definition)
    wave = Wave(
        id=0,
        survey_id=survey.id,
        number=0,
        definition={**survey.definition, "name": survey.name},
        state=WaveState.OPEN,
        opens_at=now,
        closes_at=now + timedelta(days=plan.open_days),
        least=plan.least,
        least_comments=plan.least_comments,
        public_key=b"",
        invited=0,
    )
    asking = Asking(wave=wave, sender=sender, zone=zone)
    form = answer_form(asking, plan.questions, tr, is_preview=True)
    told = [block for block in invitation(asking, tr).blocks if block["type"] != "actions"]
    form["blocks"] = [
        context(tr.gettext("The message:")),
        *told,
        context(tr.gettext("The form behind its button:")),
        *form["blocks"],
    ]
    return form


def received(asking: Asking, receipt: str, tr: Translator) -> Json:
    """What the modal shows when the answer is in. Nobody else ever sees the receipt."""
    blocks = [section(tr.gettext("Thank you. Your answer is in, and sealed until closing."))]
    if not asking.plan.is_named:
        told = tr.gettext(
            "Your receipt is *{receipt}*. It says nothing about your answer. After closing,"
            " `/pulse receipt {receipt}` tells whether yours was counted. It is shown only here.",
            receipt=escape(receipt),
        )
        blocks.append(section(told))
    return modal(PulseId.DONE, clean(asking.name), blocks, tr)


def _field(
    number: int,
    question: Question,
    all_of_them: Sequence[Question],
    part: Part | None,
    tr: Translator,
) -> Json:
    label = clean(question.text)
    if part is not None and all_of_them[number] == REASON:
        label = tr.gettext(_FOLLOW_UP[part])
    made = field(block_id(number), label, _element(question, tr), optional=not question.is_required)
    if question.kind is Kind.ENPS and REASON in all_of_them:
        made["dispatch_action"] = True
    return made


def _element(question: Question, tr: Translator) -> Json:
    match question.kind:
        case Kind.TEXT:
            return text_box(multiline=True, most=MOST_TEXT)
        case Kind.CHOICES:
            return checkboxes(_choices(question))
        case Kind.CHOICE | Kind.CHECK:
            return radio(_choices(question))
        case Kind.ENPS if question.scale is Scale.ZERO_TO_TEN:
            # Eleven answers: Slack's radio buttons end at ten.
            return menu(_scale(question, range(11)), placeholder=tr.gettext("0 to 10"))
        case Kind.ENPS:
            return radio(_scale(question, range(1, 11)))
    return radio(_scale(question, range(1, 6)))


def _choices(question: Question) -> list[Json]:
    return [option(clean(choice), str(n)) for n, choice in enumerate(question.choices)]


def _scale(question: Question, numbers: range) -> list[Json]:
    """The numbers with words at both ends: a screen reader says them with the number."""
    ends = {numbers[0]: question.low, numbers[-1]: question.high}
    return [option(f"{n} – {clean(ends[n])}" if ends.get(n) else str(n), str(n)) for n in numbers]


def _reply(tr: Translator) -> Json:
    agree = option(tr.gettext("HR may answer my comment through the bot"), "yes")
    hint = tr.gettext(
        "Nobody learns that it is yours. For this, a sealed return address is kept with the comment"
        " until the conversation ends, at most {days} days.",
        days=30,
    )
    label = tr.gettext("May HR answer?")
    return field(REPLY, label, checkboxes([agree]), hint=hint, optional=True)
