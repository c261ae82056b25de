"""Decides how logged deals look: in one line, in the list of one's own, and the rules. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.domain.money import decimals
from bot.domain.typed_deals import DealRules, Logged, Sale, token_of
from bot.i18n import Translator, msgid
from bot.ids import DealId
from bot.views.modals import checkboxes, field, modal, number_box
from bot.views.parts import (
    Json,
    Message,
    button,
    clean,
    confirm,
    escape,
    header,
    option,
    section,
)
from bot.views.replies import said
from store.records_typed_deals import DealState

CONFIRM_FIELD = "confirm"
DAYS_FIELD = "days"
KIND_NAMES: Mapping[str, str] = MappingProxyType(
    {"new": msgid("New business"), "upsell": msgid("Upsell"), "renewal": msgid("Renewal")}
)
STATES: Mapping[DealState, str] = MappingProxyType(
    {
        DealState.WAITING: msgid("waits for confirmation"),
        DealState.COUNTED: msgid("counts"),
        DealState.REFUSED: msgid("not confirmed"),
        DealState.WITHDRAWN: msgid("withdrawn"),
        DealState.REPLACED: msgid("comes from another source now"),
    }
)


@dataclass(frozen=True, kw_only=True, slots=True)
class DealWords:
    """What deals are told with: people's names, and the currency of amounts."""

    names: Mapping[int, str]
    currency: str


def amount_text(amount: int, words: DealWords, tr: Translator) -> str:
    """An amount of minor units; the cents only when there are any."""
    is_whole = amount % 10 ** decimals(words.currency) == 0
    return tr.money(amount, words.currency, whole=is_whole)


def deal_line(sale: Sale, words: DealWords, tr: Translator, *, typist: bool = False) -> str:
    """A deal in one line of mrkdwn: amount, customer, kind, product, day, and who shares it.

    `typist`: also the one who logged it is named among those who share it.
    """
    told = [
        f"*{amount_text(sale.amount, words, tr)}*",
        escape(sale.customer),
        tr.gettext(KIND_NAMES[sale.kind]),
        *([escape(sale.product)] if sale.product else []),
        tr.date(sale.closed_on),
    ]
    shared = sale.people if typist else sale.people[1:]
    if len(sale.people) > 1:
        names = tr.join([escape(words.names.get(person, "?")) for person in shared])
        told.append(tr.gettext("shared with {names}", names=names))
    return " · ".join(told)


def deal_list(
    mine: Iterable[Logged], words: DealWords, tr: Translator, *, whose: str = ""
) -> Message:
    """Somebody's last deals, each with what became of it; those that can be are withdrawn here.

    `whose` is the name of who logged them, when it is not the reader.
    """
    title = tr.gettext("Your last deals")
    if whose:
        title = tr.gettext("The last deals of {name}", name=clean(whose))
    blocks, texts = [header(title)], [title]
    for logged in mine:
        told = f"{deal_line(logged.sale, words, tr)}\n{_state(logged, tr)}"
        block = section(told)
        if logged.can_withdraw:
            block["accessory"] = _withdraw(logged, words, tr)
        blocks.append(block)
        texts.append(told)
    if len(texts) == 1:
        nothing = tr.gettext("No deals were logged here yet. `/deal 1200 Acme` logs one.")
        blocks.append(section(nothing))
        texts.append(nothing)
    return Message(text="\n".join(texts), blocks=blocks)


def deal_help(tr: Translator) -> Message:
    """How the command is typed."""
    return said(
        tr.gettext(
            "`/deal` opens a form for a deal you won; `/deal 12500 Acme` fills in amount and"
            " customer. `/deal list` shows your last deals and lets you withdraw them; for your"
            " people, `/deal list @somebody`."
        )
    )


def _state(logged: Logged, tr: Translator) -> str:
    told = tr.gettext(STATES[logged.deal.state])
    reason = logged.deal.definition.get("reason")
    return f"_{told}_" + (f" – “{escape(str(reason))}”" if reason else "")


def _withdraw(logged: Logged, words: DealWords, tr: Translator) -> Json:
    amount = amount_text(logged.sale.amount, words, tr)
    named = {"amount": amount, "customer": escape(logged.sale.customer)}
    asking = confirm(
        tr.gettext("Withdraw this deal?"),
        tr.gettext("{amount} of {customer} counts no more then.", **named),
        tr.gettext("Withdraw"),
        tr.gettext("Keep"),
    )
    spoken = tr.gettext("Withdraw {amount} of {customer}", **named)
    token = token_of(logged.deal)
    return button(DealId.WITHDRAW, tr.gettext("Withdraw"), token, spoken=spoken, ask=asking)


def rules_form(rules: DealRules, tr: Translator) -> Json:
    """The form in which admins say how deals are logged."""
    wanted = option(tr.gettext("A manager confirms each deal before it counts"), CONFIRM_FIELD)
    chosen = [CONFIRM_FIELD] if rules.confirm else []
    blocks = [
        section(
            tr.gettext(
                "Reps log a deal with `/deal`. When it later comes from the CRM under the same"
                " number, the CRM's takes its place."
            )
        ),
        field(
            CONFIRM_FIELD,
            tr.gettext("Confirmation"),
            checkboxes([wanted], chosen),
            hint=tr.gettext(
                "The manager of the rep is asked by direct message; without one, whoever looks"
                " after Koploper."
            ),
            optional=True,
        ),
        field(
            DAYS_FIELD,
            tr.gettext("How many days ago a deal may have closed"),
            number_box(str(rules.days_back), least="0", most="366"),
        ),
    ]
    return modal(DealId.RULES, tr.gettext("Logged deals"), blocks, tr, submit=tr.gettext("Save"))


def rules_saved(rules: DealRules, tr: Translator) -> Json:
    """The end of setting the rules."""
    how = (
        tr.gettext("A manager confirms each deal before it counts.")
        if rules.confirm
        else tr.gettext("A deal counts as soon as it is logged.")
    )
    told = f"{tr.gettext('Saved.')} {how}"
    return modal(DealId.RULES, tr.gettext("Logged deals"), [section(told)], tr)
