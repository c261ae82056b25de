"""The forms of logged deals, once they are filled in, and the button on the Home tab for one.
Each handler calls one service and shows what came of it; rights are checked there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack, App

from bot.deps import Deps
from bot.domain.typed_forms import Field
from bot.forms import Form, open_modal
from bot.i18n import Translator
from bot.ids import DealId, HomeId
from bot.services.access import Actor
from bot.services.deal_forms import Filled
from bot.views.deal_form import deal_form, deal_logged
from bot.views.deal_words import REASON_FIELD, decided, refused_form, too_late
from bot.views.typed_deals import (
    CONFIRM_FIELD,
    DAYS_FIELD,
    DealWords,
    rules_saved,
)

View = Mapping[str, Any]


def register(app: App) -> None:
    """Listen to the forms and to the button that opens one."""
    app.action(HomeId.DEAL.value)(open_form)
    app.view(DealId.FORM.value)(take_deal)
    app.view(DealId.REFUSAL.value)(refuse_deal)
    app.view(DealId.RULES.value)(save_rules)


def open_form(ack: Ack, body: View, actor: Actor, deps: Deps, tr: Translator) -> None:
    """The empty form."""
    deps.typed_deals.who(actor)
    products = deps.desk.snapshots.current().product_names
    view = deal_form(("", ""), products, deps.today(), _words(deps), tr)
    open_modal(deps.client, body["trigger_id"], view)
    ack()


def take_deal(ack: Ack, view: View, actor: Actor, deps: Deps, tr: Translator) -> None:
    """Log what was filled in, and say whether it counts or who is asked."""
    form = Form(view)
    filled = Filled(
        key=view["id"],
        amount=form.text(Field.AMOUNT),
        customer=form.text(Field.CUSTOMER),
        kind=form.choice(Field.KIND),
        product_id=form.choice(Field.PRODUCT),
        closed_on=form.day(Field.CLOSED_ON),
        colleagues=form.users(Field.COLLEAGUES),
        reference=form.text(Field.REFERENCE),
    )
    logged = deps.typed_deals.log(actor, filled)
    asked = deps.confirming.asked_names(logged.deal)
    shown = deal_logged(logged, asked, deps.typed_deals.correction_days(), _words(deps), tr)
    ack(response_action="update", view=shown)


def refuse_deal(ack: Ack, view: View, actor: Actor, deps: Deps, tr: Translator) -> None:
    """The deal does not count, if nobody was first; the messages about it are edited later."""
    form = Form(view)
    found = deps.confirming.refuse(actor, form.about, form.text(REASON_FIELD))
    build = decided if found.is_news else too_late
    message = build(found.deal, found.sale, found.by, _words(deps), tr)
    ack(response_action="update", view=refused_form(message, tr))


def save_rules(ack: Ack, view: View, actor: Actor, deps: Deps, tr: Translator) -> None:
    """Put the rules in force."""
    form = Form(view)
    wanted = CONFIRM_FIELD in form.choices(CONFIRM_FIELD)
    rules = deps.typed_deals.set_rules(actor, confirm=wanted, days=form.text(DAYS_FIELD))
    ack(response_action="update", view=rules_saved(rules, tr))


def _words(deps: Deps) -> DealWords:
    snapshot = deps.desk.snapshots.current()
    return DealWords(names=snapshot.person_names, currency=snapshot.currency)
