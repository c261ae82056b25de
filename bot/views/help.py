"""Decides how help reads. The commands come from their one table, the words from the vocabulary;
knows no handler."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from bot.domain.metrics import Metric
from bot.i18n import Translator, msgid
from bot.ids import suggestion_id
from bot.views.parts import Message, actions, button, context, escape, header, section

_EXPLAINED = (
    msgid("deals won this quarter"),
    msgid("win rate of last month, by team"),
    msgid("renewals in a quarter, only the top five"),
    msgid("my own place, and who is around me"),
    msgid("the deals behind my number"),
    msgid("the board as it stood on Friday"),
    msgid("what moved since Friday, and why"),
    msgid("my badges and my level; with a name those of a colleague"),
)
# Commands are input, so not in the catalogue; in the order of what explains them.
EXAMPLES: Mapping[str, Sequence[str]] = MappingProxyType(
    {
        "en": (
            "deals this quarter",
            "win rate last month by team",
            "renewals 2026-Q1 top 5",
            "me",
            "why last month",
            "as of friday",
            "since friday's board",
            "badges",
        ),
        "nl": (
            "deals dit kwartaal",
            "winratio vorige maand per team",
            "verlengingen 2026-K1 top 5",
            "mijn plek",
            "waarom vorige maand",
            "stand op vrijdag",
            "sinds het bord van vrijdag",
            "badges",
        ),
    }
)
TRY: Mapping[str, Sequence[str]] = MappingProxyType(
    {
        "en": ("", "me", "by team", "badges"),
        "nl": ("", "mijn plek", "per team", "badges"),
    }
)


@dataclass(frozen=True, kw_only=True, slots=True)
class HelpRow:
    """One command as help shows it: how to type it and, as a msgid, what it does."""

    usage: str
    summary: str


def board_help(command: str, metrics: Sequence[Metric], tr: Translator) -> Message:
    """What can be asked of the board, with examples that can be tapped."""
    intro = tr.gettext(
        "Ask in any order, in English or Dutch: what, when, by whom, for whom. Without words you"
        " get this month's main board. Only you see the answer."
    )
    explained = zip(EXAMPLES[tr.language], _EXPLAINED, strict=True)
    examples = [f"`{command} {words}` – {tr.gettext(what)}" for words, what in explained]
    listed = ", ".join(escape(tr.gettext(metric.name)) for metric in metrics)
    ranked = tr.gettext("You can rank by: {metrics}.", metrics=listed)
    periods = tr.gettext(
        "When: `today`, `this week`, `last month`, `2026-Q3`, `2026-W36`, `fy2026`,"
        " `last 30 days`, `since 1 sep`, `2026-07-01..2026-09-30` (both ends included)."
    )
    filters = tr.gettext(
        "Who: `by rep`, `by team`, `by region`, `company`; `new`, `renewals`, `upsell`,"
        ' `team alpha`, `emea`, `product "GTX Pro"`.'
    )
    title = tr.gettext("The leaderboard")
    lines = "\n".join(examples)
    taps = [
        button(suggestion_id(n), f"{command} {words}".strip(), words or "board")
        for n, words in enumerate(TRY[tr.language])
    ]
    return Message(
        text=f"{title}. {intro}\n{lines}\n{ranked}\n{periods}\n{filters}",
        blocks=[
            header(title),
            section(f"{intro}\n\n{lines}"),
            context(ranked, periods, filters),
            actions("help-examples", taps),
        ],
    )


def commands_help(rows: Sequence[HelpRow], tr: Translator) -> Message:
    """Every command with what it does."""
    title = tr.gettext("What I can do")
    lines = "\n".join(f"`{row.usage}` – {tr.gettext(row.summary)}" for row in rows)
    return Message(text=f"{title}\n{lines}", blocks=[header(title), section(lines)])
