"""The form with which a result is shown to a channel: where, with or without groups, and exactly
what will be posted. Comments are never in it."""

from __future__ import annotations

from bot.domain.surveys.results import WaveResult
from bot.i18n import Translator
from bot.ids import PulseId
from bot.views.modals import VALUE, channel_menu, checkboxes, field, modal
from bot.views.parts import Json, actions, context, option, section
from bot.views.survey_results import summary

CHANNEL, GROUPS = "channel", "groups"
WITH = "with"


def share_form(
    about: str, shown: WaveResult, tr: Translator, *, channel: str = "", has_groups: bool = False
) -> Json:
    """`shown` is what would be posted, in the language `tr` of the reader; `about` what the form
    is about. `has_groups` says whether there are any to leave out."""
    blocks = [field(CHANNEL, tr.gettext("Channel"), channel_menu(channel))]
    if has_groups:
        with_groups = option(tr.gettext("Also the groups that were released"), WITH)
        chosen = (WITH,) if shown.parts else ()
        boxes = checkboxes([with_groups], chosen) | {"action_id": VALUE}
        blocks.append(actions(GROUPS, [boxes]))
    told = tr.gettext("This is posted, with a picture. Comments never are.")
    blocks += [{"type": "divider"}, context(told), *summary(shown, tr).blocks]
    return modal(
        PulseId.SHARE_FORM,
        tr.gettext("Share the result"),
        blocks,
        tr,
        submit=tr.gettext("Share"),
        private_metadata=about,
    )


def shared_modal(channel: str, note: str, tr: Translator) -> Json:
    """It is on its way."""
    told = tr.gettext(
        ":white_check_mark: The result goes to {channel} within half a minute.",
        channel=f"<#{channel}>",
    )
    blocks = [section(told)] + ([section(note)] if note else [])
    return modal(PulseId.DONE, tr.gettext("Shared"), blocks, tr)
