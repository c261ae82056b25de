"""Setting up points and levels in a modal: opened from the Home tab, read when it is submitted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from slack_bolt import Ack, App

from bot.deps import Deps
from bot.domain.levels import LEVELS_FIELD, levels_from
from bot.domain.points import PointRules, weight_field, weight_from
from bot.forms import Form, open_modal
from bot.i18n import Translator
from bot.ids import FormId, HomeId
from bot.services.access import ADMINS, Actor, require
from bot.services.snapshot import Snapshot
from bot.views.points import built_in_names, offered, points_form, points_saved


def register(app: App) -> None:
    """Listen to the form and to the button that opens it."""
    app.action(HomeId.POINT_SETTINGS.value)(open_form)
    app.view(FormId.POINTS.value)(save)


def open_form(ack: Ack, body: Mapping[str, Any], actor: Actor, deps: Deps, tr: Translator) -> None:
    """Show what counts now; owner and admin."""
    require(actor, ADMINS)
    snapshot = deps.desk.snapshots.current()
    view = points_form(deps.points.rules(), snapshot.metrics, snapshot.currency, tr)
    open_modal(deps.client, body["trigger_id"], view)
    ack()


def save(ack: Ack, view: Mapping[str, Any], context: Mapping[str, Any]) -> None:
    """Put what was filled in in force; a field that will not do is told beside it."""
    deps: Deps = context["deps"]
    tr: Translator = context["tr"]
    rules = filled_in(Form(view), deps.points.rules(), context["snapshot"], tr)
    deps.points.change(context["actor"], rules)
    ack(response_action="update", view=points_saved(tr))


def filled_in(form: Form, before: PointRules, snapshot: Snapshot, tr: Translator) -> PointRules:
    """The rules that the form says; what it does not ask about stays."""
    asked = {metric.key: metric for metric in offered(before, snapshot.metrics)}
    weights = {key: weight for key, weight in before.weights.items() if key not in asked}
    for key in asked:
        weight = weight_from(key, form.text(weight_field(key)))
        if weight:
            weights[key] = weight
    levels = built_in_names(levels_from(form.text(LEVELS_FIELD)), tr)
    return replace(before, weights=weights, levels=levels)
