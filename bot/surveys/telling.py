"""What a survey's owner does when a wave has closed: says what was heard, is done and is not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack, App

from bot.deps import Deps
from bot.domain.surveys.stories import Story
from bot.errors import FormError
from bot.forms import Form, open_modal
from bot.i18n import Translator
from bot.ids import PulseId
from bot.outgoing import Kind
from bot.services.access import Actor
from bot.surveys.managing import number_of, value_of
from bot.views.invitations import Asking
from bot.views.survey_stories import (
    DOING,
    HEARD,
    NOT_DOING,
    WHERE,
    story_form,
    story_post,
    story_told,
)
from store.records_surveys import Wave

Body = Mapping[str, Any]


def register(app: App) -> None:
    """Listen to the button and its form."""
    app.action(PulseId.STORY.value)(open_story)
    app.view(PulseId.STORY_FORM.value)(tell_story)


def open_story(ack: Ack, body: Body, actor: Actor, deps: Deps, tr: Translator) -> None:
    """Three boxes, with what was told before."""
    wave, story = deps.surveys.stories.form(actor, value_of(body))
    view = story_form(_asking(wave, actor, deps), story, tr)
    if (body.get("view") or {}).get("type") == "modal":
        deps.client.views_push(trigger_id=body["trigger_id"], view=view)
    else:
        open_modal(deps.client, body["trigger_id"], view)
    ack()


def tell_story(ack: Ack, view: Body, actor: Actor, deps: Deps, tr: Translator) -> None:
    """Keep it, and post it; told again, the post is changed."""
    form = Form(view)
    wave, _before = deps.surveys.stories.form(actor, number_of(form.about))
    if not form.text(HEARD):
        raise FormError(HEARD, "Say at least what you heard.")
    told = Story(
        heard=form.text(HEARD),
        doing=form.text(DOING),
        not_doing=form.text(NOT_DOING),
        channel=form.channel(WHERE),
    )
    with deps.store.transaction():
        story = deps.surveys.stories.tell(actor, wave.id, told)
        _post(deps, wave, story, actor)
    ack(response_action="update", view=story_told(story, tr))


def _post(deps: Deps, wave: Wave, story: Story, actor: Actor) -> None:
    if not story.channel:
        return
    message = story_post(_asking(wave, actor, deps), story, deps.channel_language())
    if story.outbox_id:
        key = f"survey-told:{wave.id}:{deps.clock().isoformat()}"
        deps.outgoing.edit(story.outbox_id, key=key, message=message)
        return
    outbox_id = deps.outgoing.post(
        kind=Kind.SURVEY_NEWS,
        key=f"survey-told:{wave.id}",
        channel=story.channel,
        message=message,
    )
    if outbox_id is not None:
        deps.surveys.stories.posted(wave.id, story, outbox_id)


def _asking(wave: Wave, actor: Actor, deps: Deps) -> Asking:
    sender = deps.surveys.audiences.name_of(actor.slack_user_id or "")
    return Asking(wave=wave, sender=sender, zone=deps.settings.zone)
