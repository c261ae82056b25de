"""What happens in the modals of schedules: the list, its buttons, and the form. Decides no rights
and no rules: services do."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from slack_bolt import Ack, App

from bot.deps import Deps
from bot.domain.schedules import Field, Filled, filled_from
from bot.errors import UsageError
from bot.forms import Form, open_modal
from bot.i18n import Translator
from bot.ids import HomeId, ScheduleId
from bot.joining import enter, note_of
from bot.services.access import Actor
from bot.views.modals import VALUE
from bot.views.parts import Json
from bot.views.schedule_form import CHANGED, schedule_modal
from bot.views.schedule_words import named
from bot.views.schedules import list_modal, saved_modal, saved_words

Body = Mapping[str, Any]


def register(app: App) -> None:
    """Answer the list of schedules and the form."""
    app.action(HomeId.SCHEDULES.value)(show_schedules)
    app.action(re.compile(f"^{ScheduleId.PAGE}"))(turn_page)
    app.action(ScheduleId.NEW.value)(start_schedule)
    app.action(ScheduleId.EDIT.value)(edit_schedule)
    app.action(ScheduleId.PAUSE.value)(pause_schedule)
    app.action(ScheduleId.RESUME.value)(resume_schedule)
    app.action(ScheduleId.REMOVE.value)(remove_schedule)
    app.action(ScheduleId.TEST.value)(test_schedule)
    app.action({"block_id": Field.KIND.value, "action_id": VALUE})(choose_fields)
    app.action({"block_id": Field.EVERY.value, "action_id": VALUE})(choose_fields)
    app.view(ScheduleId.FORM.value)(save_schedule)


def show_schedules(ack: Ack, body: Body, deps: Deps, actor: Actor, tr: Translator) -> None:
    """The list, from the Home tab."""
    view = list_modal(deps.schedules.listed(actor), tr)
    open_modal(deps.client, body["trigger_id"], view)
    ack()


def turn_page(ack: Ack, body: Body, deps: Deps, actor: Actor, tr: Translator) -> None:
    """Another page of the list."""
    _show_again(body, deps, actor, tr, page=_number(body))
    ack()


def start_schedule(ack: Ack, body: Body, deps: Deps, actor: Actor, tr: Translator) -> None:
    """An empty form over the list."""
    view = schedule_modal(deps.schedules.blank(actor, deps.settings.locale), "", True, tr)
    deps.client.views_push(trigger_id=body["trigger_id"], view=view)
    ack()


def edit_schedule(ack: Ack, body: Body, deps: Deps, actor: Actor, tr: Translator) -> None:
    """The form over the list, with the schedule in it."""
    schedule = deps.schedules.get(actor, _number(body))
    about = json.dumps({"id": schedule.id, "version": schedule.version})
    view = schedule_modal(filled_from(schedule), about, False, tr)
    deps.client.views_push(trigger_id=body["trigger_id"], view=view)
    ack()


def pause_schedule(ack: Ack, body: Body, deps: Deps, actor: Actor, tr: Translator) -> None:
    """No more posts for now."""
    schedule = deps.schedules.pause(actor, _number(body))
    note = tr.gettext("{schedule} is paused.", schedule=named(schedule, tr))
    _show_again(body, deps, actor, tr, note=note)
    ack()


def resume_schedule(ack: Ack, body: Body, deps: Deps, actor: Actor, tr: Translator) -> None:
    """Posts again."""
    schedule = deps.schedules.resume(actor, _number(body))
    _show_again(body, deps, actor, tr, note=saved_words(schedule, tr))
    ack()


def remove_schedule(ack: Ack, body: Body, deps: Deps, actor: Actor, tr: Translator) -> None:
    """Never again."""
    schedule = deps.schedules.remove(actor, _number(body))
    note = tr.gettext("{schedule} is deleted.", schedule=named(schedule, tr))
    _show_again(body, deps, actor, tr, note=note)
    ack()


def test_schedule(ack: Ack, body: Body, deps: Deps, actor: Actor, tr: Translator) -> None:
    """The next post, marked as a test, in a moment."""
    schedule = deps.schedules.test(actor, _number(body))
    note = tr.gettext(
        "A test of {schedule} comes in {channel} within half a minute.",
        schedule=named(schedule, tr),
        channel=f"<#{schedule.channel}>",
    )
    _show_again(body, deps, actor, tr, note=note)
    ack()


def choose_fields(ack: Ack, body: Body, deps: Deps, tr: Translator) -> None:
    """The form again, with the fields that count for what was chosen and all that was typed."""
    view = body["view"]
    form = Form(view)
    shown = schedule_modal(_filled(form, deps), form.about, not form.about, tr)
    deps.client.views_update(view_id=view["id"], hash=view["hash"], view=shown)
    ack()


def save_schedule(ack: Ack, view: Body, deps: Deps, actor: Actor, tr: Translator) -> None:
    """Check, go into the channel, keep, and say when the first post comes."""
    form = Form(view)
    about = json.loads(form.about) if form.about else {}
    draft = deps.schedules.check(actor, _filled(form, deps), about.get("id"))
    entered = enter(deps.client, draft.channel)
    if about:
        schedule = deps.schedules.edit(actor, about["id"], about["version"], draft)
    else:
        schedule = deps.schedules.add(actor, draft)
    if view.get("root_view_id") not in {None, view["id"]}:
        listed = list_modal(deps.schedules.listed(actor), tr)
        deps.client.views_update(view_id=view["root_view_id"], view=listed)
    note = note_of(entered, schedule.channel, tr)
    ack(response_action="update", view=saved_modal(schedule, note, tr))


def _show_again(
    body: Body,
    deps: Deps,
    actor: Actor,
    tr: Translator,
    *,
    page: int | None = None,
    note: str = "",
) -> None:
    """The list as it is now, in the place of the one that was tapped on."""
    kept = body["view"].get("private_metadata") or "1"
    number = page or (int(kept) if kept.isdecimal() else 1)
    view: Json = list_modal(deps.schedules.listed(actor), tr, page=number, note=note)
    deps.client.views_update(view_id=body["view"]["id"], view=view)


def _number(body: Body) -> int:
    value = body["actions"][0].get("value")
    if not isinstance(value, str) or not value.isdecimal() or len(value) > 9:
        raise UsageError("That button is not valid any more; send the command again.")
    return int(value)


def _filled(form: Form, deps: Deps) -> Filled:
    """What is filled in; fields that are not shown keep what a new schedule has."""
    blank = deps.schedules.defaults(deps.settings.locale)
    chosen = Filled(
        kind=form.choice(Field.KIND) or blank.kind,
        words=form.text(Field.WORDS),
        channel=form.channel(Field.CHANNEL),
        every=form.choice(Field.EVERY),
        weekday=form.choice(Field.WEEKDAY) or blank.weekday,
        day=form.choice(Field.DAY) or blank.day,
        time=_time(form) or blank.time,
        zone=form.text(Field.ZONE) or blank.zone,
        country=form.text(Field.COUNTRY),
        only_changed=CHANGED in form.choices(Field.ONLY_CHANGED),
        locale=form.choice(Field.LOCALE) or blank.locale,
    )
    return replace(chosen, every=chosen.every or blank.every)


def _time(form: Form) -> str:
    found = form.clock(Field.TIME)
    return found.strftime("%H:%M") if found else ""
