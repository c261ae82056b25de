"""The form of leave: choosing whose, adding days, removing them. Each handler calls one service and
shows the form as it is then; rights are checked there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack, App

from bot.deps import Deps
from bot.domain.leave import removed
from bot.errors import UsageError
from bot.forms import Form
from bot.i18n import Translator
from bot.ids import LeaveId
from bot.services.access import Actor
from bot.views.leave import FIRST_FIELD, LAST_FIELD, added, leave_form
from bot.views.modals import VALUE
from bot.views.parts import Json

Body = Mapping[str, Any]


def register(app: App) -> None:
    """Listen to the form."""
    app.view(LeaveId.FORM.value)(add_days)
    app.action({"block_id": LeaveId.WHOSE.value, "action_id": VALUE})(choose_whose)
    app.action(LeaveId.REMOVE.value)(remove_days)


def add_days(ack: Ack, view: Body, actor: Actor, deps: Deps, tr: Translator) -> None:
    """Write days down and show the form again, for the next ones."""
    form = Form(view)
    person_id = _number(form.choice(LeaveId.WHOSE) or form.about)
    days, is_news = deps.leaves.add(actor, person_id, form.day(FIRST_FIELD), form.day(LAST_FIELD))
    told = added(days, is_news, tr)
    ack(response_action="update", view=_form(person_id, actor, deps, tr, told=told))


def choose_whose(ack: Ack, body: Body, actor: Actor, deps: Deps, tr: Translator) -> None:
    """Show somebody else's leave."""
    chosen = body["actions"][0]["selected_option"]["value"]
    _show(body, _form(_number(chosen), actor, deps, tr), deps)
    ack()


def remove_days(ack: Ack, body: Body, actor: Actor, deps: Deps, tr: Translator) -> None:
    """Take days out and show what is left."""
    person_id, days = removed(str(body["actions"][0].get("value")))
    deps.leaves.remove(actor, person_id, days)
    _show(body, _form(person_id, actor, deps, tr), deps)
    ack()


def _form(person_id: int, actor: Actor, deps: Deps, tr: Translator, *, told: str = "") -> Json:
    page = deps.leaves.page(actor, person_id)
    names = deps.desk.snapshots.current().person_names
    return leave_form(page, names, deps.today(), tr, told=told)


def _show(body: Body, form: Json, deps: Deps) -> None:
    view = body["view"]
    deps.client.views_update(view_id=view["id"], hash=view["hash"], view=form)


def _number(text: str) -> int:
    if not text.isdecimal():
        raise UsageError("That button is not valid any more; send the command again.")
    return int(text)
