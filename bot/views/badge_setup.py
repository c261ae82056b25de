"""Decides how the set-up of badges looks: the list, where they are told, and the form of a built-in
one. Pure; knows no rights."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.announcing import MOST_CORRECTION_DAYS, BadgeSettings
from bot.domain.badges.rules import Badge
from bot.i18n import Translator, msgids
from bot.ids import FormId
from bot.views import modals
from bot.views.badge_form import is_on_field, worth_field
from bot.views.badges import badge_name
from bot.views.modals import modal
from bot.views.parts import Json, actions, button, escape, section

CHANNEL, TIME, CORRECTION_DAYS = "channel", "time", "correction_days"

_POINTS = msgids("{count} point", "{count} points")
_WINDOW = msgids(
    "A correction can take one back for {count} day.",
    "A correction can take one back for {count} days.",
)


def list_modal(
    badges: Sequence[tuple[Badge, int]], settings: BadgeSettings, tr: Translator, *, note: str = ""
) -> Json:
    """Where badges are told, and every badge with a button; `note` says what was just done."""
    blocks: list[Json] = [section(f":white_check_mark: {note}")] if note else []
    change = button(FormId.BADGES_WHERE, tr.gettext("Change"), "change")
    new = button(FormId.BADGE_NEW, tr.gettext("New badge"), "new")
    blocks += [section(where_words(settings, tr)), actions("badge-set-up", [change, new])]
    blocks += [_entry(badge, worth, tr) for badge, worth in badges]
    return modal(FormId.BADGES, tr.gettext("Badges"), blocks, tr)


def where_words(settings: BadgeSettings, tr: Translator) -> str:
    """Where and when badges are told; escaped mrkdwn."""
    told = tr.gettext("New badges are told in no channel yet: choose one.")
    if settings.channel:
        told = tr.gettext(
            "New badges are told in {channel} on working days at {time}, together in one message.",
            channel=f"<#{settings.channel}>",
            time=f"{settings.at:%H:%M}",
        )
    return f"{told} {tr.ngettext(*_WINDOW, settings.correction_days)}"


def where_form(settings: BadgeSettings, tr: Translator) -> Json:
    """The form for where and when badges are told."""
    label = tr.gettext("Channel")
    hint = tr.gettext("Empty: badges are told nowhere, and people see them on their own page.")
    days = modals.number_box(
        str(settings.correction_days), least="0", most=str(MOST_CORRECTION_DAYS)
    )
    blocks = [
        modals.field(
            CHANNEL, label, modals.channel_menu(settings.channel or ""), hint=hint, optional=True
        ),
        modals.field(TIME, tr.gettext("At"), modals.clock_picker(f"{settings.at:%H:%M}")),
        modals.field(
            CORRECTION_DAYS,
            tr.gettext("Days in which a correction takes a badge back"),
            days,
            hint=tr.gettext("After that a badge stays, whatever happens to the deal."),
        ),
    ]
    title, save = tr.gettext("Tell badges"), tr.gettext("Save")
    return modal(FormId.BADGES_WHERE_FORM, title, blocks, tr, submit=save)


def built_in_form(badge: Badge, worth: int, tr: Translator) -> Json:
    """What can be changed about a built-in badge: whether it is on, and its points."""
    told = f"{badge_name(badge, tr)}\n{escape(tr.gettext(badge.tells))}"
    blocks = [section(told), is_on_field(badge.is_on, tr), worth_field(str(worth), tr)]
    return modal(
        FormId.BADGE_SWITCH, tr.gettext("Badge"), blocks, tr, submit=tr.gettext("Save"),
        private_metadata=badge.key,
    )  # fmt: skip


def _entry(badge: Badge, worth: int, tr: Translator) -> Json:
    points = tr.ngettext(*_POINTS, worth)
    state = "" if badge.is_on else f" · _{tr.gettext('off')}_"
    told = f"{badge_name(badge, tr)} · {points}{state}\n{escape(tr.gettext(badge.tells))}"
    name = tr.gettext(badge.name)
    spoken = tr.gettext("Change {name}", name=name)
    edit = button(FormId.BADGE_EDIT, tr.gettext("Change"), badge.key, spoken=spoken)
    return {**section(told), "accessory": edit}
