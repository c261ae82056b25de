"""Decides how a deal is logged: the form with its fields, and what it ends with. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from bot.domain.typed_deals import Logged
from bot.domain.typed_forms import KINDS, Field
from bot.i18n import Translator, msgids
from bot.ids import DealId
from bot.views.modals import day_picker, field, menu, modal, people_menu, text_box
from bot.views.parts import OPTION_LIMIT, Json, context, escape, option, plain, section, shorten
from bot.views.typed_deals import KIND_NAMES, DealWords, deal_line
from store.records_typed_deals import DealState

_NO_PRODUCT = "none"
_CUSTOMER = 120
_BACK = msgids(
    "A slip of the finger? `/deal list` lets you withdraw it, up to {count} day after it counted.",
    "A slip of the finger? `/deal list` lets you withdraw it, up to {count} days after it counted.",
)


def deal_form(
    typed: tuple[str, str],
    products: Mapping[int, str],
    today: date,
    words: DealWords,
    tr: Translator,
) -> Json:
    """The form in which a deal is logged; `typed` are amount and customer as they are known."""
    blocks = [*_what(typed, words, tr)]
    if products:
        nothing = option(tr.gettext("No product"), _NO_PRODUCT)
        blocks.append(field(Field.PRODUCT, tr.gettext("Product"), _products(products, nothing)))
    blocks += [
        field(Field.CLOSED_ON, tr.gettext("Closed on"), day_picker(today.isoformat())),
        *_who(tr),
    ]
    title, submit = tr.gettext("Log a deal"), tr.gettext("Log deal")
    return modal(DealId.FORM, title, blocks, tr, submit=submit)


def _what(typed: tuple[str, str], words: DealWords, tr: Translator) -> Iterator[Json]:
    amount, customer = typed
    box = text_box(shorten(amount, 40), most=40, placeholder=tr.gettext("12500 or 1250.50"))
    yield field(Field.AMOUNT, tr.gettext("Amount in {currency}", currency=words.currency), box)
    box = text_box(shorten(customer, _CUSTOMER), most=_CUSTOMER)
    yield field(Field.CUSTOMER, tr.gettext("Customer"), box)
    kinds = [option(tr.gettext(KIND_NAMES[kind]), kind) for kind in KINDS]
    yield field(Field.KIND, tr.gettext("Kind"), menu(kinds, KINDS[0]))


def _who(tr: Translator) -> Iterator[Json]:
    yield field(
        Field.COLLEAGUES,
        tr.gettext("Colleagues who share the credit"),
        people_menu(),
        hint=tr.gettext("You and they get equal parts. Leave it empty when it is all yours."),
        optional=True,
    )
    yield field(
        Field.REFERENCE,
        tr.gettext("Number in the CRM"),
        text_box(most=200),
        hint=tr.gettext(
            "When the CRM brings the deal with the same number later, it takes the place of"
            " this one and nothing counts twice."
        ),
        optional=True,
    )


def _products(products: Mapping[int, str], nothing: Json) -> Json:
    """A menu of products by name; more than a menu holds are put in groups by their first names."""
    by_name = sorted(products.items(), key=lambda item: item[1].casefold())
    options = [option(name, str(number)) for number, name in by_name]
    if len(options) < OPTION_LIMIT:
        return menu([nothing, *options], _NO_PRODUCT)
    groups = [[nothing]]
    groups += [options[n : n + OPTION_LIMIT] for n in range(0, len(options), OPTION_LIMIT)]
    return {
        "type": "static_select",
        "option_groups": [
            {"label": plain(_first(group), 75), "options": group} for group in groups[:OPTION_LIMIT]
        ],
        "initial_option": nothing,
    }


def _first(group: Sequence[Json]) -> str:
    return str(group[0]["text"]["text"])


def deal_logged(
    logged: Logged, asked: Sequence[str], days: int, words: DealWords, tr: Translator
) -> Json:
    """What the form ends with: whether the deal counts, or who is asked."""
    line = deal_line(logged.sale, words, tr)
    if logged.deal.state is DealState.WAITING:
        names = tr.choice([escape(name) for name in asked])
        told = tr.gettext(
            "It counts as soon as {names} confirms it; you hear from me.", names=names
        )
    else:
        told = tr.gettext("It counts.")
    back = tr.ngettext(*_BACK, days)
    title = tr.gettext("Log a deal")
    return modal(DealId.FORM, title, [section(f"{line}\n{told}"), context(back)], tr)
