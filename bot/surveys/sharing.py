"""What the owner of a survey does to show its result to a channel. Services decide the rights."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack, App

from bot.deps import Deps
from bot.domain.surveys.results import WaveResult
from bot.errors import FormError
from bot.forms import Form, open_modal
from bot.i18n import Translator
from bot.ids import PulseId
from bot.joining import enter, note_of
from bot.outgoing import Kind
from bot.services.access import Actor
from bot.surveys.managing import number_of, value_of
from bot.views.modals import VALUE
from bot.views.parts import Json
from bot.views.survey_pictures import result_picture
from bot.views.survey_results import summary
from bot.views.survey_share import CHANNEL, GROUPS, WITH, share_form, shared_modal

Body = Mapping[str, Any]


def register(app: App) -> None:
    """Listen to Share and its form."""
    app.action(PulseId.SHARE.value)(open_share)
    app.action({"block_id": GROUPS, "action_id": VALUE})(choose_groups)
    app.view(PulseId.SHARE_FORM.value)(share)


def open_share(ack: Ack, body: Body, actor: Actor, deps: Deps, tr: Translator) -> None:
    """Exactly what would be posted, and where."""
    wave_id = value_of(body)
    wave = _told(actor, deps, wave_id, with_groups=True).wave
    channel = str(wave.definition.get("announce_in", ""))
    view = _form(wave_id, actor, deps, tr, with_groups=True, channel=channel)
    if (body.get("view") or {}).get("type") == "modal":
        deps.client.views_push(trigger_id=body["trigger_id"], view=view)
    else:
        open_modal(deps.client, body["trigger_id"], view)
    ack()


def choose_groups(ack: Ack, body: Body, actor: Actor, deps: Deps, tr: Translator) -> None:
    """The preview with or without groups."""
    form = Form(body["view"])
    view = _form(
        number_of(form.about),
        actor,
        deps,
        tr,
        with_groups=WITH in form.choices(GROUPS),
        channel=form.channel(CHANNEL),
    )
    shown = body["view"]
    deps.client.views_update(view_id=shown["id"], hash=shown["hash"], view=view)
    ack()


def share(ack: Ack, view: Body, actor: Actor, deps: Deps, tr: Translator) -> None:
    """Decide the post, in the channel's language, with its picture."""
    form = Form(view)
    wave_id, channel = number_of(form.about), form.channel(CHANNEL)
    if not channel:
        raise FormError(CHANNEL, "Choose a channel.")
    shared = _told(actor, deps, wave_id, with_groups=WITH in form.choices(GROUPS))
    entered = enter(deps.client, channel)
    spoken = deps.channel_language()
    with deps.store.transaction():
        deps.outgoing.post(
            kind=Kind.SURVEY_NEWS,
            key=f"survey-share:{wave_id}:{view['id']}",
            channel=channel,
            message=summary(shared, spoken),
            picture=result_picture(shared, spoken),
        )
        deps.surveys.sharing.note(actor, wave_id, channel)
    note = note_of(entered, channel, tr)
    ack(response_action="update", view=shared_modal(channel, note, tr))


def _form(
    wave_id: int, actor: Actor, deps: Deps, tr: Translator, *, with_groups: bool, channel: str
) -> Json:
    everything = _told(actor, deps, wave_id, with_groups=True)
    shown = everything if with_groups else _told(actor, deps, wave_id, with_groups=False)
    has_groups = bool(everything.parts)
    return share_form(str(wave_id), shown, tr, channel=channel, has_groups=has_groups)


def _told(actor: Actor, deps: Deps, wave_id: int, *, with_groups: bool) -> WaveResult:
    return deps.surveys.sharing.summary(actor, wave_id, with_groups=with_groups)
