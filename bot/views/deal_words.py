"""Decides what managers and reps read about deals that wait, and what became of them. Pure."""

from __future__ import annotations

from bot.domain.typed_deals import Sale, token_of
from bot.i18n import Translator
from bot.ids import DealId
from bot.views.modals import field, modal, text_box
from bot.views.parts import Json, Message, actions, button, context, escape, section
from bot.views.typed_deals import DealWords, amount_text, deal_line
from store.records_typed_deals import DealState, Told, TypedDeal

REASON_FIELD = "reason"
_REASON = 300


def question(deal: TypedDeal, sale: Sale, words: DealWords, tr: Translator) -> Message:
    """What a manager is asked: does this deal count?"""
    told = _title(deal, words, tr, bold=True)
    line, ask = deal_line(sale, words, tr), tr.gettext("Does it count?")
    token = token_of(deal)
    yes = button(DealId.CONFIRM, tr.gettext("Confirm"), token) | {"style": "primary"}
    no = button(DealId.REFUSE, tr.gettext("Refuse"), token)
    blocks = [section(f"{told}\n{line}")]
    if sale.reference:
        blocks.append(
            context(tr.gettext("Number in the CRM: {number}", number=escape(sale.reference)))
        )
    blocks.append(actions(DealId.ANSWERS, [yes, no]))
    return Message(text=f"{_title(deal, words, tr)} {line}. {ask}", blocks=blocks)


def decided(deal: TypedDeal, sale: Sale, by: str, words: DealWords, tr: Translator) -> Message:
    """The same message once it is decided, without buttons; `by` is who decided, by name."""
    told, line = _title(deal, words, tr, bold=True), deal_line(sale, words, tr)
    outcome = _outcome(deal, by, tr)
    text = f"{_title(deal, words, tr)} {line}. {outcome}"
    return Message(text=text, blocks=[section(f"{told}\n{line}"), section(outcome)])


def too_late(deal: TypedDeal, sale: Sale, by: str, words: DealWords, tr: Translator) -> Message:
    """For who taps second: it is done, and by whom; nothing went wrong."""
    before = decided(deal, sale, by, words, tr)
    kind = tr.gettext("Thank you. That was done already, so nothing changed.")
    return Message(text=f"{kind} {before.text}", blocks=[*before.blocks, context(kind)])


def _title(deal: TypedDeal, words: DealWords, tr: Translator, *, bold: bool = False) -> str:
    name = escape(words.names.get(deal.person_id, "?"))
    return tr.gettext("{name} logged a deal.", name=f"*{name}*" if bold else name)


def _outcome(deal: TypedDeal, by: str, tr: Translator) -> str:
    match deal.state:
        case DealState.COUNTED:
            return ":white_check_mark: " + tr.gettext("Confirmed by {name}. It counts.", name=by)
        case DealState.REFUSED:
            told = tr.gettext("Not confirmed by {name}.", name=by)
            return f"{told} {_reason(deal)}".strip()
        case DealState.WITHDRAWN:
            return tr.gettext("They withdrew it.")
    return tr.gettext("It came from another source meanwhile: there is nothing left to confirm.")


def _reason(deal: TypedDeal) -> str:
    reason = deal.definition.get("reason")
    return f"“{escape(str(reason))}”" if reason else ""


def answer(deal: TypedDeal, sale: Sale, by: str, words: DealWords, tr: Translator) -> Message:
    """What the rep hears of a manager's answer."""
    line = deal_line(sale, words, tr)
    if deal.state is DealState.COUNTED:
        told = tr.gettext("{name} confirmed your deal: it counts.", name=by)
        return _two(told, line)
    told = tr.gettext("{name} did not confirm your deal.", name=by)
    reason = _reason(deal)
    again = tr.gettext("You can talk it over, and log it again with `/deal`.")
    return _two(f"{told} {reason}".strip(), line, again)


def replaced(deal: TypedDeal, sale: Sale, told: Told, words: DealWords, tr: Translator) -> Message:
    """What the rep hears when another source tells their deal, and tells it otherwise."""
    line, source = deal_line(sale, words, tr), escape(told.source)
    if not told.revenue:
        return _two(tr.gettext("{source} says that your deal is lost: it no longer counts.",
                               source=source), line)  # fmt: skip
    if deal.decided_at is None:
        return _two(tr.gettext("{source} has your deal now: it counts, and needs no confirmation.",
                               source=source), line)  # fmt: skip
    amount = amount_text(sum(told.revenue.values()), words, tr)
    return _two(
        tr.gettext(
            "{source} has your deal now, for {amount}. That is what counts.",
            source=source,
            amount=f"*{amount}*",
        ),
        line,
    )


def _two(told: str, line: str, more: str = "") -> Message:
    blocks = [section(f"{told}\n{line}"), *([context(more)] if more else [])]
    return Message(text=" ".join(filter(None, [told, line + ".", more])), blocks=blocks)


def refuse_form(deal: TypedDeal, sale: Sale, words: DealWords, tr: Translator) -> Json:
    """Asks why, which need not be said."""
    blocks = [
        section(f"{_title(deal, words, tr, bold=True)}\n{deal_line(sale, words, tr)}"),
        field(
            REASON_FIELD,
            tr.gettext("Why not?"),
            text_box(most=_REASON, multiline=True),
            hint=tr.gettext("Only who logged it and who was asked can read this."),
            optional=True,
        ),
    ]
    title, submit = tr.gettext("Refuse this deal"), tr.gettext("Refuse")
    token = token_of(deal)
    return modal(DealId.REFUSAL, title, blocks, tr, submit=submit, private_metadata=token)


def refused_form(shown: Message, tr: Translator) -> Json:
    """The end of the refusal: what was decided, whoever did."""
    blocks = [block for block in shown.blocks if block["type"] in {"section", "context"}]
    return modal(DealId.REFUSAL, tr.gettext("Refuse this deal"), blocks, tr)
