"""What is tapped and filled in about bells, in the modal that lists them and in the form. Decides
no rights and no rules: services do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack, App

from bot.deps import Deps
from bot.domain.bell import Bell
from bot.domain.bell_drafts import AMOUNT, Filled, clock_text, filled_from
from bot.errors import UsageError
from bot.forms import Form, open_modal
from bot.i18n import Translator, translator
from bot.ids import BellId, HomeId
from bot.joining import enter, note_of
from bot.outgoing import Kind
from bot.services.access import Actor
from bot.services.bell import Bells
from bot.views.bell import sample_message
from bot.views.bell_settings import bell_form, bells_view, saved_view
from bot.views.parts import VALUE_LIMIT, Json

Body = Mapping[str, Any]


def register(app: App) -> None:
    """Answer the list of bells and the form."""
    app.action(HomeId.BELL.value)(show_list)
    app.action(BellId.ADD.value)(start_bell)
    app.action(BellId.EDIT.value)(edit_bell)
    app.action(BellId.PAUSE.value)(pause_bell)
    app.action(BellId.RESUME.value)(resume_bell)
    app.action(BellId.TEST.value)(test_bell)
    app.action(BellId.REMOVE.value)(remove_bell)
    app.view(BellId.FORM.value)(save_bell)


def show_list(ack: Ack, body: Body, deps: Deps, actor: Actor, tr: Translator) -> None:
    """The list, from the Home tab."""
    open_modal(deps.client, body["trigger_id"], _list(deps, actor, tr))
    ack()


def start_bell(ack: Ack, body: Body, deps: Deps, actor: Actor, tr: Translator) -> None:
    """An empty form over the list."""
    Bells(deps.desk).listed(actor)
    settings = deps.settings
    blank = Filled(shows=(AMOUNT,), zone=settings.zone, locale=settings.locale[:2])
    _push(body, deps, _form(deps, blank, tr))
    ack()


def edit_bell(ack: Ack, body: Body, deps: Deps, actor: Actor, tr: Translator) -> None:
    """The form over the list, with the bell in it."""
    bell = Bells(deps.desk).get(actor, _channel(body))
    currency = deps.desk.snapshots.current().currency
    _push(body, deps, _form(deps, filled_from(bell, currency), tr, channel=bell.channel))
    ack()


def pause_bell(ack: Ack, body: Body, deps: Deps, actor: Actor, tr: Translator) -> None:
    """It rings no more for now."""
    bell = Bells(deps.desk).pause(actor, _channel(body))
    note = tr.gettext("The bell of {channel} is paused.", channel=f"<#{bell.channel}>")
    _show_again(body, deps, actor, tr, note)
    ack()


def resume_bell(ack: Ack, body: Body, deps: Deps, actor: Actor, tr: Translator) -> None:
    """It rings again."""
    bell = Bells(deps.desk).resume(actor, _channel(body))
    note = tr.gettext("The bell of {channel} rings again.", channel=f"<#{bell.channel}>")
    _show_again(body, deps, actor, tr, note)
    ack()


def test_bell(ack: Ack, body: Body, deps: Deps, actor: Actor, tr: Translator) -> None:
    """A message in the channel that shows how it rings."""
    bell = Bells(deps.desk).test(actor, _channel(body))
    snapshot = deps.desk.snapshots.current()
    deps.outgoing.post(
        kind=Kind.TEST,
        key=f"bell-test:{bell.channel}:{deps.clock().isoformat()}",
        channel=bell.channel,
        message=sample_message(
            bell, actor.name, snapshot.currency, deps.today(), translator(bell.locale)
        ),
    )
    note = tr.gettext("A test rings in {channel} in a moment.", channel=f"<#{bell.channel}>")
    _show_again(body, deps, actor, tr, note)
    ack()


def remove_bell(ack: Ack, body: Body, deps: Deps, actor: Actor, tr: Translator) -> None:
    """Never again in that channel."""
    bell = Bells(deps.desk).remove(actor, _channel(body))
    note = tr.gettext("The bell of {channel} is taken down.", channel=f"<#{bell.channel}>")
    _show_again(body, deps, actor, tr, note)
    ack()


def save_bell(ack: Ack, view: Body, deps: Deps, actor: Actor, tr: Translator) -> None:
    """Check, go into the channel, keep, and say what rings from now on."""
    form, bells = Form(view), Bells(deps.desk)
    if form.about:
        bells.get(actor, form.about)
    bell = bells.check(
        actor,
        form.about or form.channel("channel"),
        _filled(form),
        is_new=not form.about,
        language=tr.language,
    )
    entered = enter(deps.client, bell.channel)
    bells.put(actor, bell)
    if view.get("root_view_id") not in {None, view["id"]}:
        deps.client.views_update(view_id=view["root_view_id"], view=_list(deps, actor, tr))
    ack(response_action="update", view=_saved(deps, bell, note_of(entered, bell.channel, tr), tr))


def _filled(form: Form) -> Filled:
    start, end = form.clock("quiet_from"), form.clock("quiet_to")
    return Filled(
        threshold=form.text("threshold"),
        shows=form.choices("shows"),
        quiet_from=clock_text(start.hour * 60 + start.minute) if start else "",
        quiet_to=clock_text(end.hour * 60 + end.minute) if end else "",
        zone=form.text("zone"),
        bundle=form.choice("bundle"),
        fresh_days=form.text("fresh_days"),
        sale_types=form.choices("sale_types"),
        teams=form.choices("teams"),
        locale=form.choice("locale"),
    )


def _form(deps: Deps, filled: Filled, tr: Translator, channel: str = "") -> Json:
    snapshot = deps.desk.snapshots.current()
    return bell_form(filled, snapshot.team_names, snapshot.currency, tr, channel=channel)


def _saved(deps: Deps, bell: Bell, note: str, tr: Translator) -> Json:
    snapshot = deps.desk.snapshots.current()
    return saved_view(bell, snapshot.team_names, snapshot.currency, note, tr)


def _list(deps: Deps, actor: Actor, tr: Translator, note: str = "") -> Json:
    bells, snapshot = Bells(deps.desk).listed(actor), deps.desk.snapshots.current()
    return bells_view(bells, snapshot.team_names, snapshot.currency, tr, note=note)


def _push(body: Body, deps: Deps, view: Json) -> None:
    deps.client.views_push(trigger_id=body["trigger_id"], view=view)


def _show_again(body: Body, deps: Deps, actor: Actor, tr: Translator, note: str) -> None:
    """The list as it is now, in the place of the one that was tapped on."""
    view = _list(deps, actor, tr, note)
    deps.client.views_update(view_id=body["view"]["id"], view=view)


def _channel(body: Body) -> str:
    value = body["actions"][0].get("value")
    if not isinstance(value, str) or not 0 < len(value) <= VALUE_LIMIT:
        raise UsageError("That button is not valid any more; send the command again.")
    return value
