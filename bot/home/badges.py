"""What is tapped and filled in about badges: the list, where they are told, and the forms. Decides
no rights and no rules: services do."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from slack_bolt import Ack, App

from bot.deps import Deps
from bot.domain.announcing import correction_days_from
from bot.domain.points import badge_points_from
from bot.errors import FormError, UsageError
from bot.forms import Form, open_modal
from bot.i18n import Translator
from bot.ids import FormId, HomeId
from bot.joining import enter, note_of
from bot.services.access import Actor
from bot.services.trials import Trial
from bot.views.badge_form import IS_ON, NEEDS, Draft, badge_form
from bot.views.badge_setup import (
    CHANNEL,
    CORRECTION_DAYS,
    TIME,
    built_in_form,
    list_modal,
    where_form,
)
from bot.views.badges import badge_name
from bot.views.modals import VALUE
from bot.views.parts import VALUE_LIMIT, Json

Body = Mapping[str, Any]
_ASKING = re.compile("^(comparison|metric|period)$")


def register(app: App) -> None:
    """Answer the list of badges and the forms."""
    app.action(HomeId.BADGE_SETTINGS.value)(show_list)
    app.action(FormId.BADGES_WHERE.value)(start_where)
    app.action(FormId.BADGE_NEW.value)(start_badge)
    app.action(FormId.BADGE_EDIT.value)(edit_badge)
    app.action(FormId.BADGE_DELETE.value)(delete_badge)
    app.action(FormId.BADGE_PREVIEW.value)(try_out)
    app.action({"block_id": _ASKING, "action_id": VALUE}, matchers=[is_badge_form])(try_out)
    app.view(FormId.BADGES_WHERE_FORM.value)(save_where)
    app.view(FormId.BADGE_SWITCH.value)(save_built_in)
    app.view(FormId.BADGE.value)(save_badge)


def is_badge_form(body: Body) -> bool:
    """Whether a field that asks belongs to the form of a badge: other forms have such fields."""
    return bool((body.get("view") or {}).get("callback_id") == FormId.BADGE.value)


def show_list(ack: Ack, body: Body, deps: Deps, actor: Actor, tr: Translator) -> None:
    """The list, from the Home tab."""
    open_modal(deps.client, body["trigger_id"], _list(deps, actor, tr))
    ack()


def start_where(ack: Ack, body: Body, deps: Deps, actor: Actor, tr: Translator) -> None:
    """The form for where badges are told, over the list."""
    deps.badge_setup.listed(actor)
    view = where_form(deps.announcements.settings(), tr)
    deps.client.views_push(trigger_id=body["trigger_id"], view=view)
    ack()


def save_where(ack: Ack, view: Body, deps: Deps, actor: Actor, tr: Translator) -> None:
    """Go into the channel and tell badges there from now on."""
    form, before = Form(view), deps.announcements.settings()
    channel = form.channel(CHANNEL) or None
    at = form.clock(TIME)
    if at is None:
        raise FormError(TIME, "Write a time as 16:30.")
    deps.badge_setup.listed(actor)
    entered = enter(deps.client, channel) if channel else None
    days = correction_days_from(form.text(CORRECTION_DAYS))
    changed = replace(before, channel=channel, at=at, correction_days=days)
    deps.announcements.change(actor, changed)
    note = note_of(entered, channel, tr) if entered and channel else ""
    _refresh_list(view, deps, actor, tr, note or tr.gettext("Saved."))
    ack()


def start_badge(ack: Ack, body: Body, deps: Deps, actor: Actor, tr: Translator) -> None:
    """An empty form over the list."""
    deps.badge_setup.listed(actor)
    view = badge_form(Draft(), deps.desk.snapshots.current().metrics, tr)
    deps.client.views_push(trigger_id=body["trigger_id"], view=view)
    ack()


def edit_badge(ack: Ack, body: Body, deps: Deps, actor: Actor, tr: Translator) -> None:
    """The form over the list, with the badge in it; of a built-in one only what can be changed."""
    one = deps.badge_setup.get(actor, _key(body))
    if one.badge.is_built_in:
        view = built_in_form(one.badge, one.worth, tr)
    else:
        data = {**deps.badge_setup.definition(one.badge), "points": one.worth}
        draft = Draft(key=one.badge.key, data=data, is_on=one.badge.is_on)
        view = badge_form(draft, deps.desk.snapshots.current().metrics, tr)
    deps.client.views_push(trigger_id=body["trigger_id"], view=view)
    ack()


def try_out(ack: Ack, body: Body, deps: Deps, actor: Actor, tr: Translator) -> None:
    """The form again, with the fields that its comparison asks for and all that was typed; who
    would have earned it follows in a moment, as with many people that takes a while."""
    view = body["view"]
    draft, metrics = filled_in(Form(view)), deps.desk.snapshots.current().metrics
    deps.badge_setup.listed(actor)
    waiting = badge_form(draft, metrics, tr, preview=tr.gettext("One moment…"))
    shown = deps.client.views_update(view_id=view["id"], hash=view["hash"], view=waiting)
    trial = Trial(
        view_id=view["id"],
        view_hash=shown["view"]["hash"],
        key=draft.key,
        data=draft.data,
        is_on=draft.is_on,
        actor=actor,
        language=tr.language,
    )
    deps.trials.add(trial)
    ack()


def save_badge(ack: Ack, view: Body, deps: Deps, actor: Actor, tr: Translator) -> None:
    """Keep a badge of the team's own; a field that will not do is told beside it."""
    draft = filled_in(Form(view))
    is_on = draft.is_on or not draft.key
    badge = deps.badge_setup.save(actor, draft.key or None, draft.data, is_on=is_on)
    note = tr.gettext("{badge} is saved.", badge=badge_name(badge, tr))
    _refresh_list(view, deps, actor, tr, note)
    ack()


def save_built_in(ack: Ack, view: Body, deps: Deps, actor: Actor, tr: Translator) -> None:
    """Switch a built-in badge, and say what it is worth."""
    form = Form(view)
    worth = badge_points_from(form.text("points"))
    is_on = IS_ON in form.choices(IS_ON)
    badge = deps.badge_setup.switch(actor, form.about, is_on=is_on, worth=worth)
    note = tr.gettext("{badge} is saved.", badge=badge_name(badge, tr))
    _refresh_list(view, deps, actor, tr, note)
    ack()


def delete_badge(ack: Ack, body: Body, deps: Deps, actor: Actor, tr: Translator) -> None:
    """Delete a badge of the team's own; the list takes the place of its form."""
    badge = deps.badge_setup.remove(actor, _key(body))
    note = tr.gettext("{badge} is deleted.", badge=badge_name(badge, tr))
    view = _list(deps, actor, tr, note)
    deps.client.views_update(view_id=body["view"]["id"], view=view)
    _refresh_list(body["view"], deps, actor, tr, note)
    ack()


def filled_in(form: Form) -> Draft:
    """What the form says, with only the fields that its comparison asks for."""
    comparison = form.choice("comparison")
    data: dict[str, object] = {
        "name": form.text("name"),
        "tells": form.text("tells"),
        "emoji": form.text("emoji"),
        "points": form.text("points"),
        "comparison": comparison,
    }
    for name in NEEDS.get(comparison, ()):
        if name in {"metric", "period"}:
            data[name] = form.choice(name)
        elif name == "counts":
            data[name] = re.findall(r"[^\s,;]+", form.text(name))
        else:
            data[name] = form.text(name)
    return Draft(key=form.about, data=data, is_on=IS_ON in form.choices(IS_ON))


def _key(body: Body) -> str:
    value = body["actions"][0].get("value")
    if not isinstance(value, str) or not 0 < len(value) <= VALUE_LIMIT:
        raise UsageError("That button is not valid any more; send the command again.")
    return value


def _list(deps: Deps, actor: Actor, tr: Translator, note: str = "") -> Json:
    badges = [(one.badge, one.worth) for one in deps.badge_setup.listed(actor)]
    return list_modal(badges, deps.announcements.settings(), tr, note=note)


def _refresh_list(view: Body, deps: Deps, actor: Actor, tr: Translator, note: str) -> None:
    """The list below a form, as it is now."""
    if view.get("root_view_id") not in {None, view["id"]}:
        deps.client.views_update(view_id=view["root_view_id"], view=_list(deps, actor, tr, note))
