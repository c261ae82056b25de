"""Decides how the set-up of points and levels looks, and how levels read. Pure; knows no rights."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from bot.domain.levels import DEFAULT_LEVELS, LEVELS_FIELD, Level, Progress
from bot.domain.metrics import Metric, Unit
from bot.domain.money import decimals
from bot.domain.points import PointRules, can_be_weighted, weight_field
from bot.i18n import Translator
from bot.ids import FormId
from bot.views.modals import field, modal, number_box, text_box
from bot.views.parts import Json, context, escape, section

_STEPS = 10  # marks of the bar between two levels
_LEAST_KNOWN = frozenset({"lost_deals", "lost_revenue", "pipeline"})
_LEVEL_LETTERS = 1_500


def offered(rules: PointRules, metrics: Mapping[str, Metric]) -> list[Metric]:
    """The metrics that the form asks a weight for: all that add up, but what is lost or still
    open only where somebody gave it a weight."""
    return [
        metric
        for metric in metrics.values()
        if can_be_weighted(metric)
        and (metric.key not in _LEAST_KNOWN or metric.key in rules.weights)
    ]


def points_form(
    rules: PointRules, metrics: Mapping[str, Metric], currency: str, tr: Translator
) -> Json:
    """The modal in which weights and levels are set."""
    intro = tr.gettext(
        "Points are added up from what people sell and do, and from their badges. They are a board"
        " of their own, `/leaderboard points`, and change no other board."
    )
    blocks = [section(intro), context(tr.gettext("Empty or 0: it does not count for points."))]
    for metric in offered(rules, metrics):
        weight = rules.weights.get(metric.key)
        box = number_box("" if weight is None else f"{weight:f}", decimals=True, least="0")
        label = weight_label(metric, currency, tr)
        blocks.append(field(weight_field(metric.key), label, box, optional=True))
    blocks.append(
        field(
            LEVELS_FIELD,
            tr.gettext("Levels"),
            text_box(levels_text(rules.levels, tr), most=_LEVEL_LETTERS, multiline=True),
            hint=tr.gettext("One a line: a name, then the points it starts at, for all time."),
        )
    )
    title, save = tr.gettext("Points and levels"), tr.gettext("Save")
    return modal(FormId.POINTS, title, blocks, tr, submit=save)


def weight_label(metric: Metric, currency: str, tr: Translator) -> str:
    """What one weight is for, with the unit that it is per."""
    name = tr.gettext(metric.name)
    if metric.unit is Unit.MONEY:
        one = tr.money(10 ** decimals(currency), currency, whole=True)
        return tr.gettext("{name}: points per {amount}", name=name, amount=one)
    if metric.unit is Unit.MINUTES:
        return tr.gettext("{name}: points per minute", name=name)
    return tr.gettext("{name}: points for each", name=name)


def points_saved(tr: Translator) -> Json:
    """The end of setting points up."""
    told = tr.gettext(
        "Saved. Every board of points counts this way from now on, for earlier days as well."
    )
    return modal(FormId.POINTS, tr.gettext("Points and levels"), [section(told)], tr)


def levels_text(levels: Sequence[Level], tr: Translator) -> str:
    """Levels as they are typed, one a line."""
    return "\n".join(f"{tr.gettext(level.name)} {level.start}" for level in levels)


def built_in_names(levels: Sequence[Level], tr: Translator) -> tuple[Level, ...]:
    """The same levels; those that bear a built-in name in this language keep it in all."""
    names = {tr.gettext(level.name).casefold(): level.name for level in DEFAULT_LEVELS}
    return tuple(
        replace(level, name=names.get(level.name.casefold(), level.name)) for level in levels
    )


def level_text(level: Progress, tr: Translator) -> str:
    """A level with its points, and the way to the next one in words and as a bar; mrkdwn."""
    done = int(level.done * _STEPS)
    points = tr.ngettext("{count} point", "{count} points", int(level.points))
    named = f"*{escape(tr.gettext(level.level.name))}* · {points}"
    title = tr.gettext("Level {number}", number=level.number)
    if level.next is None:
        return f"{title}: {named}\n{tr.gettext('This is the highest level there is.')}"
    more = tr.gettext(
        "{bar}  {missing} more to {name}.",
        bar="▰" * done + "▱" * (_STEPS - done),
        missing=tr.number(-int(-level.missing // 1)),
        name=f"*{escape(tr.gettext(level.next.name))}*",
    )
    return f"{title}: {named}\n{more}"


def rules_lines(rules: PointRules, tr: Translator) -> Iterator[tuple[str, str, str]]:
    """The rules as rows for a terminal: what kind, what, how much."""
    for key, weight in rules.weights.items():
        yield tr.gettext("weight"), key, f"{weight:f}"
    for key, points in rules.badges.items():
        yield tr.gettext("badge"), key, str(points)
    for level in rules.levels:
        yield tr.gettext("level"), tr.gettext(level.name), str(level.start)
