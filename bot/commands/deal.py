"""What /deal does, and the taps on messages about logged deals. Each handler calls one service and
renders; rights are checked there, anew at each tap."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack, App

from bot.commands.answers import replace
from bot.commands.call import Call
from bot.commands.taps import tapped
from bot.deps import Deps
from bot.domain.typed_forms import split_words
from bot.domain.words import fold
from bot.errors import NotFound
from bot.forms import open_modal
from bot.i18n import Translator
from bot.ids import DealId
from bot.services.access import ADMINS, Actor, require
from bot.services.confirming import Decided
from bot.views.deal_form import deal_form
from bot.views.deal_words import decided, refuse_form, too_late
from bot.views.parts import NOTHING, Answer, Message
from bot.views.typed_deals import DealWords, deal_help, deal_list, rules_form

_LIST = frozenset({"list", "lijst"})
_HELP = frozenset({"help", "hulp", "?"})
_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")

Body = Mapping[str, Any]


def register(app: App) -> None:
    """Listen to the buttons of managers and of one's own list."""
    app.action(DealId.CONFIRM.value)(confirm_deal)
    app.action(DealId.REFUSE.value)(ask_why_not)
    app.action(DealId.WITHDRAW.value)(withdraw_deal)


def log_deal(call: Call) -> Answer:
    """The form, filled in as far as the words go; or one's own last deals."""
    deps, snapshot = call.deps, call.snapshot
    first, _, rest = call.words.strip().partition(" ")
    if fold(first) in _LIST and (not rest or _MENTION.fullmatch(rest.strip())):
        return _listed(_whose(rest, call), call.actor, deps, call.tr)
    if fold(call.words.strip()) in _HELP:
        return deal_help(call.tr)
    deps.typed_deals.who(call.actor)
    typed, products = split_words(call.words), snapshot.product_names
    view = deal_form(typed, products, call.today, _words(deps), call.tr)
    open_modal(deps.client, call.trigger_id, view)
    return NOTHING


def set_rules(call: Call) -> Answer:
    """The form in which owner and admin say how deals are logged."""
    require(call.actor, ADMINS)
    view = rules_form(call.deps.typed_deals.rules(), call.tr)
    open_modal(call.deps.client, call.trigger_id, view)
    return NOTHING


def confirm_deal(ack: Ack, body: Body, actor: Actor, deps: Deps, tr: Translator) -> None:
    """The deal counts, if nobody was first; the message says what became of it."""
    found = deps.confirming.confirm(actor, tapped(body))
    replace(body["response_url"], _shown(found, deps, tr))
    ack()


def ask_why_not(ack: Ack, body: Body, actor: Actor, deps: Deps, tr: Translator) -> None:
    """The form in which a reason can be given; when it is too late, what became of the deal."""
    found = deps.confirming.look(actor, tapped(body))
    if found.is_open:
        view = refuse_form(found.deal, found.sale, _words(deps), tr)
        open_modal(deps.client, body["trigger_id"], view)
    else:
        replace(body["response_url"], _shown(found, deps, tr))
    ack()


def withdraw_deal(ack: Ack, body: Body, actor: Actor, deps: Deps, tr: Translator) -> None:
    """Take a deal back and show the list again."""
    withdrawn = deps.typed_deals.withdraw(actor, tapped(body))
    replace(body["response_url"], _listed(withdrawn.deal.person_id, actor, deps, tr))
    ack()


def _whose(mention: str, call: Call) -> int:
    """The person behind a mention; without one the asker."""
    found = _MENTION.fullmatch(mention.strip())
    if found is None:
        return call.deps.typed_deals.who(call.actor)
    person = call.snapshot.by_slack_user.get(found[1])
    if person is None:
        raise NotFound("They are not linked to anybody.")
    return person.id


def _listed(person_id: int, actor: Actor, deps: Deps, tr: Translator) -> Message:
    words = _words(deps)
    whose = "" if person_id == actor.person_id else words.names.get(person_id, "")
    return deal_list(deps.typed_deals.listed(actor, person_id), words, tr, whose=whose)


def _shown(found: Decided, deps: Deps, tr: Translator) -> Message:
    """What became of the deal; kindly, for who was not the first to answer."""
    view = decided if found.is_news else too_late
    return view(found.deal, found.sale, found.by, _words(deps), tr)


def _words(deps: Deps) -> DealWords:
    snapshot = deps.desk.snapshots.current()
    return DealWords(names=snapshot.person_names, currency=snapshot.currency)
