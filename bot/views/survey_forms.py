"""The form in which HR decides who is asked and when. Knows no rules: the domain checks them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from bot.domain.surveys.plans import MOST_REMINDERS, Audience, Every, Plan
from bot.i18n import Translator
from bot.ids import PulseId
from bot.views.modals import (
    checkboxes,
    clock_picker,
    field,
    menu,
    menu_of_many,
    modal,
    number_box,
    text_box,
)
from bot.views.parts import Json, clean, option
from bot.views.survey_list import RHYTHMS, clock_of


class S(StrEnum):
    """Fields of a survey's settings."""

    NAME = "name"
    CHANNELS = "channels"
    GROUPS = "usergroups"
    TEAMS = "teams"
    REGIONS = "regions"
    PERCENT = "percent"
    CAP = "cap"
    EVERY = "every"
    TIME = "time"
    DAYS = "days"
    REMINDERS = "reminders"
    LEAST = "least"
    LEAST_COMMENTS = "least-comments"
    SPLIT = "split"
    NAMED = "named"
    ANNOUNCE = "announce"


def settings_form(
    about: str,
    name: str,
    plan: Plan,
    tr: Translator,
    *,
    groups: Sequence[tuple[str, str]],
    teams: Mapping[int, str],
    regions: Mapping[int, str],
) -> Json:
    """Who is asked, when, and from how many answers results are shown."""
    blocks = [
        field(S.NAME, tr.gettext("Name"), text_box(name, most=75)),
        *_who(plan, tr, groups=groups, teams=teams, regions=regions),
        *_when(plan, tr),
        *_shown(plan, tr),
    ]
    return modal(
        PulseId.SETTINGS,
        tr.gettext("Who and when"),
        blocks,
        tr,
        submit=tr.gettext("Save"),
        private_metadata=about,
    )


def _who(
    plan: Plan,
    tr: Translator,
    *,
    groups: Sequence[tuple[str, str]],
    teams: Mapping[int, str],
    regions: Mapping[int, str],
) -> list[Json]:
    audience = plan.audience
    choices = (
        (S.GROUPS, tr.gettext("User groups"), dict(groups), audience.usergroups),
        (S.TEAMS, tr.gettext("Teams"), _texts(teams), tuple(map(str, audience.teams))),
        (S.REGIONS, tr.gettext("Regions"), _texts(regions), tuple(map(str, audience.regions))),
    )
    made = [_channels(audience, tr)]
    for block, label, named, chosen in choices:
        if named:
            options = [option(clean(text), key) for key, text in named.items()]
            made.append(field(block, label, menu_of_many(options, chosen), optional=True))
    return [*made, *_lot(audience, tr)]


def _channels(audience: Audience, tr: Translator) -> Json:
    channels: Json = {
        "type": "multi_conversations_select",
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
    }
    if audience.channels:
        channels["initial_conversations"] = list(audience.channels)
    hint = tr.gettext("With no channel, group, team or region everybody is asked.")
    label = tr.gettext("People in these channels")
    return field(S.CHANNELS, label, channels, hint=hint, optional=True)


def _lot(audience: Audience, tr: Translator) -> list[Json]:
    return [
        field(
            S.PERCENT,
            tr.gettext("Per cent of them, drawn by lot"),
            number_box(str(audience.percent), least="1", most="100"),
        ),
        field(
            S.CAP,
            tr.gettext("Ask one person at most so often in 30 days"),
            number_box(str(audience.cap), least="0", most="30"),
            hint=tr.gettext("0 is no limit. All surveys count."),
        ),
    ]


def _when(plan: Plan, tr: Translator) -> list[Json]:
    rhythms = [option(tr.gettext(name), every.value) for every, name in RHYTHMS.items()]
    reminders = [option(tr.number(n), str(n)) for n in range(MOST_REMINDERS + 1)]
    at = "" if plan.minute is None else clock_of(plan.minute)
    return [
        field(S.EVERY, tr.gettext("How often"), menu(rhythms, Every(plan.every).value)),
        field(
            S.TIME,
            tr.gettext("Time of day"),
            clock_picker(at),
            hint=tr.gettext("By everybody's own clock. Empty: at once."),
            optional=True,
        ),
        field(
            S.DAYS, tr.gettext("Days open"), number_box(str(plan.open_days), least="1", most="90")
        ),
        field(S.REMINDERS, tr.gettext("Reminders"), menu(reminders, str(plan.reminders))),
        field(
            S.ANNOUNCE,
            tr.gettext("Channel that hears what becomes of it"),
            {
                "type": "conversations_select",
                "filter": {"include": ["public", "private"]},
                **({"initial_conversation": plan.announce_in} if plan.announce_in else {}),
            },
            optional=True,
        ),
    ]


def _shown(plan: Plan, tr: Translator) -> list[Json]:
    split = [option(tr.gettext("by team"), "team"), option(tr.gettext("by region"), "region")]
    chosen = [
        name for name, is_used in (("team", plan.by_team), ("region", plan.by_region)) if is_used
    ]
    named = option(tr.gettext("With names: HR sees who answered what"), "yes")
    return [
        field(
            S.LEAST,
            tr.gettext("Scores are shown from so many answers on"),
            number_box(str(plan.least), least="5"),
            hint=tr.gettext("5 or more. Once a wave has been launched it can only be raised."),
        ),
        field(
            S.LEAST_COMMENTS,
            tr.gettext("Comments are shown from so many answers on"),
            number_box(str(plan.least_comments), least="10"),
        ),
        field(S.SPLIT, tr.gettext("Results by group"), checkboxes(split, chosen), optional=True),
        field(
            S.NAMED,
            tr.gettext("Knowledge checks only"),
            checkboxes([named], ("yes",) if plan.is_named else ()),
            optional=True,
        ),
    ]


def _texts(names: Mapping[int, str]) -> dict[str, str]:
    return {str(number): name for number, name in names.items()}
