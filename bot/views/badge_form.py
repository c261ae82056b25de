"""Decides how the form of an own badge looks, and how what it would have given reads. Pure; knows
no rights."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from bot.domain.built_in import BADGE_POINTS
from bot.domain.metrics import Metric
from bot.errors import UserError
from bot.i18n import Translator, msgid, msgids
from bot.ids import FormId
from bot.views import modals
from bot.views.errors import sentence
from bot.views.modals import modal
from bot.views.parts import Json, actions, button, confirm, context, option, section

IS_ON = "is_on"
PREVIEW = "preview"

NEEDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "threshold": ("metric", "period", "threshold"),
        "best": ("metric", "period"),
        "own_best": ("metric", "period"),
        "count": ("metric", "counts"),
        "streak": ("metric", "length"),
        "biggest": ("period",),
    }
)
"""The fields that each comparison asks for, besides those that all badges have."""

_COMPARISONS: Mapping[str, str] = MappingProxyType(
    {
        "threshold": msgid("Reaches a number in a period"),
        "best": msgid("The best of everybody in a period"),
        "own_best": msgid("Their own best period so far"),
        "count": msgid("Reaches a number since the beginning"),
        "streak": msgid("Something on working days in a row"),
        "biggest": msgid("The largest deal of a period"),
    }
)
_PERIODS: Mapping[str, str] = MappingProxyType(
    {
        "day": msgid("Day"),
        "week": msgid("Week"),
        "month": msgid("Month"),
        "quarter": msgid("Quarter"),
        "year": msgid("Year"),
    }
)
_ADDS_UP = frozenset({"count", "streak"})  # comparisons that need a metric that adds up
_WOULD = msgids(
    "In the past six months {count} person would have earned it",
    "In the past six months {count} people would have earned it",
)
_TIMES = msgids("once in all", "{count} times in all")


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """A badge as it is filled in so far; `key` is empty for a new one."""

    key: str = ""
    data: Mapping[str, object] = field(default_factory=dict)
    is_on: bool = True

    @property
    def comparison(self) -> str:
        """What kind of rule is chosen."""
        return str(self.data.get("comparison") or "threshold")

    def text(self, name: str) -> str:
        """A field as it is typed; a list as its items with commas."""
        value = self.data.get(name, "")
        return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def badge_form(
    draft: Draft, metrics: Mapping[str, Metric], tr: Translator, *, preview: str = ""
) -> Json:
    """The form of an own badge, with the fields that its comparison asks for, and with what it
    would have given so far."""
    blocks = [
        modals.field("name", tr.gettext("Name"), modals.text_box(draft.text("name"), most=40)),
        modals.field(
            "tells", tr.gettext("What it is for, in one line"),
            modals.text_box(draft.text("tells"), most=100),
        ),
        _emoji(draft, tr),
        _asking("comparison", tr.gettext("Earned by"), _menu(_COMPARISONS, draft.comparison, tr)),
        *(_FIELDS[name](draft, metrics, tr) for name in NEEDS[draft.comparison]),
        worth_field(draft.text("points") or "10", tr),
    ]  # fmt: skip
    if draft.key:
        blocks.append(is_on_field(draft.is_on, tr))
    blocks += _trying(draft, preview, tr)
    title = tr.gettext("Badge") if draft.key else tr.gettext("New badge")
    return modal(
        FormId.BADGE, title, blocks, tr, submit=tr.gettext("Save"), private_metadata=draft.key
    )


def preview_words(people: int, times: int, problem: UserError | None, tr: Translator) -> str:
    """What a rule would have given: "In the past six months 4 people would have earned it"."""
    if problem is not None:
        return tr.gettext("Nothing to try out yet: {problem}", problem=sentence(problem, tr))
    if not people:
        return tr.gettext("In the past six months nobody would have earned it.")
    told = tr.ngettext(*_WOULD, people)
    return f"{told}, {tr.ngettext(*_TIMES, times)}."


def is_on_field(is_on: bool, tr: Translator) -> Json:
    """Whether it can be earned."""
    boxes = modals.checkboxes(
        [option(tr.gettext("It can be earned"), IS_ON)], [IS_ON] if is_on else []
    )
    return modals.field(IS_ON, tr.gettext("On"), boxes, optional=True)


def worth_field(points: str, tr: Translator) -> Json:
    """What it is worth."""
    box = modals.number_box(points, least="0", most="10000")
    return modals.field("points", tr.gettext("Points"), box)


def _trying(draft: Draft, preview: str, tr: Translator) -> Iterator[Json]:
    made = [button(FormId.BADGE_PREVIEW, tr.gettext("Who would have earned it?"), "preview")]
    if draft.key:
        ask = confirm(
            tr.gettext("Delete this badge?"),
            tr.gettext("Who has it keeps it, without its points. Nobody can earn it any more."),
            tr.gettext("Delete"),
            tr.gettext("Cancel"),
        )
        made.append(button(FormId.BADGE_DELETE, tr.gettext("Delete"), draft.key, ask=ask))
    yield actions("badge-actions", made)
    if preview:
        yield {**section(preview), "block_id": PREVIEW}
    else:
        yield context(tr.gettext("Try it out before you save: it changes nothing."))


def _emoji(draft: Draft, tr: Translator) -> Json:
    box = modals.text_box(draft.text("emoji"), placeholder=":star:")
    return modals.field("emoji", tr.gettext("Emoji"), box, optional=True)


def _asking(name: str, label: str, element: Json, *, hint: str = "") -> Json:
    """A field whose change is told at once, so that the form and the preview follow."""
    return {**modals.field(name, label, element, hint=hint), "dispatch_action": True}


def _menu(choices: Mapping[str, str], chosen: str, tr: Translator) -> Json:
    options = [option(tr.gettext(label), value) for value, label in choices.items()]
    return modals.menu(options, chosen)


def _metric(draft: Draft, metrics: Mapping[str, Metric], tr: Translator) -> Json:
    fitting = [
        metric
        for metric in metrics.values()
        if BADGE_POINTS.key not in metric.measures
        and not (draft.comparison in _ADDS_UP and (metric.bottom or metric.ascending))
    ]
    options = [option(tr.gettext(metric.name), metric.key) for metric in fitting]
    chosen = draft.text("metric")
    known = chosen if chosen in {metric.key for metric in fitting} else "deals"
    return _asking("metric", tr.gettext("Of what"), modals.menu(options, known))


def _period(draft: Draft, metrics: Mapping[str, Metric], tr: Translator) -> Json:
    del metrics
    chosen = _menu(_PERIODS, draft.text("period") or "month", tr)
    return _asking("period", tr.gettext("Period"), chosen)


def _threshold(draft: Draft, metrics: Mapping[str, Metric], tr: Translator) -> Json:
    del metrics
    box = modals.number_box(draft.text("threshold"), decimals=True, least="0")
    hint = tr.gettext("In whole units: deals, euros, percent.")
    return modals.field("threshold", tr.gettext("At least"), box, hint=hint)


def _counts(draft: Draft, metrics: Mapping[str, Metric], tr: Translator) -> Json:
    del metrics
    box = modals.text_box(draft.text("counts"), placeholder="10, 50, 100")
    return modals.field("counts", tr.gettext("Numbers to reach"), box)


def _length(draft: Draft, metrics: Mapping[str, Metric], tr: Translator) -> Json:
    del metrics
    box = modals.number_box(draft.text("length"), least="2", most="60")
    return modals.field("length", tr.gettext("Working days in a row"), box)


_FIELDS = {
    "metric": _metric,
    "period": _period,
    "threshold": _threshold,
    "counts": _counts,
    "length": _length,
}
