"""What a respondent does: opens the form, chooses, sends, changes, takes back. What is chosen goes
to one service, sealed there; nothing of it stays here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from slack_bolt import Ack, App

from bot.deps import Deps
from bot.domain.surveys.enps import Part, part_of
from bot.domain.surveys.questions import Answer, Kind, Question
from bot.errors import FormError, UsageError
from bot.forms import Form, open_modal
from bot.i18n import Translator
from bot.ids import PulseId
from bot.services.access import Actor
from bot.views.answer_form import REPLY, answer_form, block_id, received
from bot.views.invitations import Asking
from bot.views.modals import VALUE
from store.records_surveys import Wave

Body = Mapping[str, Any]
_QUESTION = re.compile(r"^question-\d+$")


def register(app: App) -> None:
    """Listen to the form, which comes from everybody at once, and to invitations."""
    app.view(PulseId.FORM.value)(send_answer)
    app.action(PulseId.ANSWER.value)(open_form)
    app.action(PulseId.TAKE_BACK.value)(take_back)
    app.action({"block_id": _QUESTION, "action_id": VALUE})(adapt_follow_up)


def open_form(ack: Ack, body: Body, actor: Actor, deps: Deps, tr: Translator) -> None:
    """Show the questions."""
    wave, questions = deps.surveys.voting.form(_user(actor), _number(body["actions"][0]["value"]))
    is_change = deps.surveys.voting.has_answered(_user(actor), wave.id)
    view = answer_form(asking_of(wave, deps, actor), questions, tr, is_change=is_change)
    open_modal(deps.client, body["trigger_id"], view)
    ack()


def adapt_follow_up(ack: Ack, body: Body, actor: Actor, deps: Deps, tr: Translator) -> None:
    """Ask the follow-up in words that fit the score just chosen; what was typed stays."""
    view = body["view"]
    wave, questions = deps.surveys.voting.form(_user(actor), _number(view["private_metadata"]))
    is_change = deps.surveys.voting.has_answered(_user(actor), wave.id)
    part = _part_chosen(body)
    form = answer_form(asking_of(wave, deps, actor), questions, tr, part=part, is_change=is_change)
    deps.client.views_update(view_id=view["id"], hash=view["hash"], view=form)
    ack()


def send_answer(ack: Ack, view: Body, actor: Actor, deps: Deps, tr: Translator) -> None:
    """Seal what was filled in, and say that it is in."""
    form = Form(view)
    wave, questions = deps.surveys.voting.asked(_number(form.about))
    answers = read_answers(form, questions)
    if not answers:
        raise FormError(block_id(0), "Answer at least one question, or close this.")
    may_reply = bool(form.choices(REPLY))
    receipt = deps.surveys.voting.answer(_user(actor), wave.id, answers, may_reply=may_reply)
    ack(response_action="update", view=received(asking_of(wave, deps, actor), receipt, tr))


def take_back(ack: Ack, body: Body, actor: Actor, deps: Deps) -> None:
    """Forget the answer; the message says so a moment later."""
    deps.surveys.voting.take_back(_user(actor), _number(body["actions"][0]["value"]))
    ack()


def asking_of(wave: Wave, deps: Deps, actor: Actor) -> Asking:
    """What messages about a wave are made of, for this reader."""
    return Asking(
        wave=wave,
        sender=deps.surveys.audiences.name_of(str(wave.definition["owner"])),
        zone=actor.zone or deps.settings.zone,
    )


def read_answers(form: Form, questions: Sequence[Question]) -> dict[int, Answer]:
    """What was filled in, by number of the question; whether it makes sense is checked later."""
    answers: dict[int, Answer] = {}
    for number, question in enumerate(questions):
        given = _given(form, block_id(number), question)
        if given is not None:
            answers[number] = given
    return answers


def _given(form: Form, name: str, question: Question) -> Answer | None:
    if question.kind is Kind.TEXT:
        return form.text(name) or None
    if question.kind is Kind.CHOICES:
        return tuple(map(_number, form.choices(name))) or None
    chosen = form.choice(name)
    return _number(chosen) if chosen else None


def _part_chosen(body: Body) -> Part:
    return part_of(min(10, _number(body["actions"][0]["selected_option"]["value"])))


def _number(text: str) -> int:
    if not text.isdecimal() or len(text) > 12:
        raise UsageError("That button is not valid any more.")
    return int(text)


def _user(actor: Actor) -> str:
    return actor.slack_user_id or ""
