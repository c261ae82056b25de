"""What HR does with a comment, and what its unnamed writer does with an answer. Keeps nothing of
either; services decide.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack, App

from bot.deps import Deps
from bot.errors import FormError, UsageError
from bot.forms import Form, open_modal
from bot.i18n import Translator
from bot.ids import PulseId
from bot.services.access import Actor
from bot.surveys.managing import number_of
from bot.views.parts import Json
from bot.views.survey_replies import (
    TEXT,
    back_form,
    back_sent,
    reply_form,
    reply_sent,
    talk_ended,
)

Body = Mapping[str, Any]


def register(app: App) -> None:
    """Listen to comments and answers."""
    app.action(PulseId.REPLY.value)(open_reply)
    app.view(PulseId.REPLY_FORM.value)(send_reply)
    app.action(PulseId.BACK.value)(open_back)
    app.view(PulseId.BACK_FORM.value)(send_back)
    app.action(PulseId.END_TALK.value)(end_talk)


def open_reply(ack: Ack, body: Body, actor: Actor, deps: Deps, tr: Translator) -> None:
    """HR's form, over the comments or beside a message."""
    value = _value(body)
    _wave, comment, said = deps.surveys.replies.form(actor, *_comment(value))
    names = [deps.surveys.audiences.name_of(one.responder) if one.responder else "" for one in said]
    _show(body, deps, reply_form(value, comment, said, names, tr))
    ack()


def send_reply(ack: Ack, view: Body, actor: Actor, deps: Deps, tr: Translator) -> None:
    """Keep HR's answer until it is delivered."""
    form = Form(view)
    deps.surveys.replies.answer(actor, *_comment(form.about), _filled(form))
    ack(response_action="update", view=reply_sent(tr))


def open_back(ack: Ack, body: Body, actor: Actor, deps: Deps, tr: Translator) -> None:
    """The writer's form."""
    value = _value(body)
    deps.surveys.replies.about(actor.slack_user_id or "", value)
    _show(body, deps, back_form(value, tr))
    ack()


def send_back(ack: Ack, view: Body, actor: Actor, deps: Deps, tr: Translator) -> None:
    """Keep what the writer says until it is delivered, without a name."""
    form = Form(view)
    deps.surveys.replies.say_back(actor.slack_user_id or "", form.about, _filled(form))
    ack(response_action="update", view=back_sent(tr))


def end_talk(ack: Ack, body: Body, actor: Actor, deps: Deps, tr: Translator) -> None:
    """Delete the return address, and put that in the place of the answer."""
    deps.surveys.replies.end(actor.slack_user_id or "", _value(body))
    place, told = body["container"], talk_ended(tr)
    deps.client.chat_update(
        channel=place["channel_id"],
        ts=place["message_ts"],
        text=told.text,
        blocks=list(told.blocks),
    )
    ack()


def _filled(form: Form) -> str:
    text = form.text(TEXT)
    if not text:
        raise FormError(TEXT, "Write something first.")
    return text


def _show(body: Body, deps: Deps, view: Json) -> None:
    if (body.get("view") or {}).get("type") == "modal":
        deps.client.views_push(trigger_id=body["trigger_id"], view=view)
    else:
        open_modal(deps.client, body["trigger_id"], view)


def _value(body: Body) -> str:
    return str(body["actions"][0].get("value"))


def _comment(value: str) -> tuple[int, str]:
    """The wave and the comment that a button names, which is user input."""
    wave, _colon, comment = value.partition(":")
    if not comment.isalnum() or len(comment) > 64:
        raise UsageError("That button is not valid any more.")
    return number_of(wave), comment
