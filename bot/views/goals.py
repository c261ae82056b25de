"""Decides how goals of the team read. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.domain.goals import Goal, Span
from bot.i18n import Translator, msgid
from bot.views.parts import Message, context, escape, header, section
from bot.views.replies import said
from bot.views.values import has_no_cents, shown

SPANS: Mapping[Span, str] = {
    Span.MONTH: msgid("a month"),
    Span.QUARTER: msgid("a quarter"),
    Span.YEAR: msgid("a year"),
}


def goal_told(goal: Goal, currency: str, tr: Translator) -> str:
    """A goal in words, cleaned but not escaped: "Revenue: €500,000 a month"."""
    unit = goal.metric.unit
    whole = has_no_cents(goal.value, unit, currency)
    return tr.gettext(
        "{metric}: {amount} {span}",
        metric=tr.gettext(goal.metric.name),
        amount=shown(goal.value, unit, currency, tr, whole=whole),
        span=tr.gettext(SPANS[goal.span]),
    )


def goal_list(goals: Sequence[Goal], currency: str, tr: Translator) -> Message:
    """Every goal, and how one is set."""
    title = tr.gettext("Goals of the team")
    lines = [f"• {escape(goal_told(goal, currency, tr))}" for goal in goals]
    body = "\n".join(lines) or tr.gettext("There is no goal yet.")
    how = tr.gettext(
        "Set one with `/koploper goal revenue month 500000`, take it back with"
        " `/koploper goal remove revenue month`. Posts show how far the team is."
    )
    return Message(
        text=f"{title}\n{body}\n{how}", blocks=[header(title), section(body), context(how)]
    )


def goal_set(goal: Goal, currency: str, tr: Translator) -> Message:
    """What the team goes for now."""
    told = escape(goal_told(goal, currency, tr))
    return said(tr.gettext("The goal is set. {goal}.", goal=f"*{told}*"))


def goal_removed(tr: Translator) -> Message:
    """It is gone."""
    return said(tr.gettext("The goal is taken back."))
