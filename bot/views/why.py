"""Decides how the entries behind a number look, in Slack and in words. Pure; knows no rights."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from bot.domain.built_in import BADGE_POINTS
from bot.domain.explaining import Reason, Why
from bot.domain.grouping import Group
from bot.domain.metrics import Unit
from bot.domain.query import Mode
from bot.i18n import Translator, msgid
from bot.ids import ActionId, BlockId
from bot.views.parts import (
    TEXT_LIMIT,
    VALUE_LIMIT,
    Json,
    Message,
    actions,
    button,
    cell,
    clean,
    context,
    escape,
    header,
    link_cell,
    safe_link,
    section,
    shorten,
    table,
)
from bot.views.values import told
from bot.views.wording import SALE_TYPES, filter_names, period_name, what_counts
from store.records import WHOLE

MEASURES = {
    "revenue": msgid("won"),
    "lost": msgid("lost"),
    "pipeline": msgid("open"),
    "units": msgid("units"),
    "cycle": msgid("closed"),
    "meetings": msgid("meetings"),
    "calls": msgid("calls"),
    "talk": msgid("talk time"),
    "csat": msgid("answers"),
    "badge_points": msgid("badge"),
}
_TITLE = 40  # characters of a deal's name in a table
_TOLD = 15  # entries in the words for screen readers


def why_message(why: Why, tr: Translator) -> Message:
    """The entries behind one person's number, newest first, with a way back to the board."""
    title, said = plain_title(why, tr), sentence(why, tr)
    rules = _rules(why, tr)
    blocks = [header(title), section(said)]
    if why.reasons:
        rows = [_head(tr)] + [reason_cells(why, reason, tr) for reason in why.reasons]
        blocks.append(table(BlockId.TABLE, ("left", "left", "right"), rows))
    blocks.append(context(rules))
    made = _buttons(why, tr)
    if made:
        blocks.append(actions(BlockId.BUTTONS, made))
    listed = "; ".join(reason_words(why, reason, tr) for reason in why.reasons[:_TOLD])
    room = TEXT_LIMIT - len(said) - len(rules) - len(title) - 8
    return Message(
        text=f"{escape(title)}. {said}\n{shorten(listed, room)}\n{rules}".strip(), blocks=blocks
    )


def plain_title(why: Why, tr: Translator) -> str:
    """What is explained, for whom and when; for a header, which is not parsed."""
    ask = tr.gettext("What moved") if why.since else tr.gettext("Why")
    parts = [f"{ask}: {tr.gettext(why.metric.name)}", period_name(why.period, tr)]
    if not why.is_self:
        parts.insert(1, clean(why.person_name))
    return " · ".join(parts + filter_names(why.query, tr))


def sentence(why: Why, tr: Translator) -> str:
    """The number that is explained, or that there is none; escaped mrkdwn."""
    if why.since is not None:
        if not why.reasons:
            return tr.gettext("Nothing was recorded here since then.")
        return tr.gettext("Everything recorded since then, newest first.")
    if why.value is None:
        if not why.reasons:
            return tr.gettext("There is nothing behind this number: no entry counts for it.")
        return tr.gettext("Not ranked, but these entries count for it, newest first.")
    value = told(why.value, why.metric.unit, why.currency, tr)
    return tr.gettext("{value} comes from these entries, newest first.", value=f"*{value}*")


def reason_cells(why: Why, reason: Reason, tr: Translator) -> list[Json]:
    """One entry as table cells: date, what it is (a link where the source gave one), amount."""
    title = shorten(_title(reason, tr), _TITLE)
    notes = ", ".join(_notes(why, reason, tr))
    whole = f"{title} ({notes})" if notes else title
    url = safe_link(reason.entry.details.link)
    named = link_cell(whole, url) if url else cell(whole)
    on, period = reason.entry.occurred_on, why.period
    day = tr.day(on) if period.start.year == period.last.year else tr.date(on)
    return [cell(day), named, cell(amount(why, reason, tr))]


def reason_words(why: Why, reason: Reason, tr: Translator) -> str:
    """One entry in words; escaped mrkdwn."""
    parts = [tr.date(reason.entry.occurred_on), escape(_title(reason, tr)), amount(why, reason, tr)]
    return ", ".join(parts + [escape(note) for note in _notes(why, reason, tr)])


def amount(why: Why, reason: Reason, tr: Translator) -> str:
    """What the entry adds or takes, signed so that a correction is seen at once."""
    unit = Unit.COUNT if why.metric.unit is Unit.PERCENT else why.metric.unit
    text = told(reason.top, unit, why.currency, tr)
    if unit is Unit.COUNT and not reason.top and reason.bottom:
        return tr.gettext("0 of {count}", count=tr.number(reason.bottom, 2))
    return text


def _title(reason: Reason, tr: Translator) -> str:
    """The customer or deal name where known, else the source's own number for it; of a badge
    its name in the reader's language."""
    details = reason.entry.details
    if reason.entry.measure == BADGE_POINTS.key and details.customer:
        return clean(tr.gettext(details.customer))
    named = details.customer or tr.gettext("No. {number}", number=reason.entry.external_id)
    return clean(named)


def _notes(why: Why, reason: Reason, tr: Translator) -> list[str]:
    """What makes the entry special: a correction, a split, its type and product."""
    entry = reason.entry
    notes = []
    if entry.reverses is not None:
        notes.append(tr.gettext("↩ taken back"))
    elif entry.revision > 1:
        notes.append(tr.gettext("corrected"))
    if len(why.metric.measures) > 1:
        notes.append(tr.gettext(MEASURES.get(entry.measure, entry.measure)))
    if 0 < abs(entry.share) < WHOLE:
        share = Fraction(abs(entry.share), WHOLE)
        notes.append(tr.gettext("{share} of the credit", share=tr.percent(share, 0)))
    if entry.sale_type:
        notes.append(tr.gettext(SALE_TYPES.get(entry.sale_type, entry.sale_type)))
    if reason.product:
        notes.append(clean(reason.product))
    if entry.details.original:
        notes.append(clean(entry.details.original))
    return notes


def _head(tr: Translator) -> list[Json]:
    return [cell(tr.gettext("Date")), cell(tr.gettext("What")), cell(tr.gettext("Counts"))]


def _rules(why: Why, tr: Translator) -> str:
    zone = why.calendar.zone
    parts = [f"{tr.days(why.period.start, why.period.last)} ({zone})."]
    parts.append(what_counts(why.metric, tr))
    if why.since is not None:
        since = tr.instant(why.since, zone)
        parts.append(tr.gettext("Recorded after {moment}.", moment=since))
    parts.append(tr.gettext("Data as of {moment}.", moment=tr.instant(why.as_of, zone)))
    if why.page > 1 or why.has_more:
        parts.append(tr.gettext("Page {page}.", page=tr.number(why.page)))
    return " ".join(parts)


def _buttons(why: Why, tr: Translator) -> list[Json]:
    query = why.query
    board = replace(query, mode=Mode.BOARD, page=1, person=None, since=None, by=Group.REP)
    made = []
    if why.page > 1:
        back = replace(query, page=why.page - 1).words()
        made.append(button(ActionId.PREVIOUS, tr.gettext("‹ Newer"), back))
    if why.has_more:
        older = replace(query, page=why.page + 1).words()
        made.append(button(ActionId.NEXT, tr.gettext("Older ›"), older))
    made.append(button(ActionId.BOARD, tr.gettext("Show the board"), board.words()))
    return [item for item in made if len(item["value"]) <= VALUE_LIMIT]
