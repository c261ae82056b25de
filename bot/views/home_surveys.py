"""The surveys that wait for somebody, on their own page. Says nothing about an answer."""

from __future__ import annotations

from collections.abc import Sequence

from bot.i18n import Translator, msgid
from bot.ids import PulseId
from bot.views.invitations import Asking
from bot.views.parts import Json, button, escape, section

MOST = 5  # surveys on the page
_IN = msgid(":ballot_box_with_ballot: *{name}*: your answer is in. Open until {day}.")
_ASKED = msgid(":ballot_box_with_ballot: *{name}* asks for your answer. Open until {day}.")


def with_surveys(view: Json, waiting: Sequence[tuple[Asking, bool]], tr: Translator) -> Json:
    """The page with what is asked of its reader right below its head."""
    asked = [_entry(asking, has_answered, tr) for asking, has_answered in waiting[:MOST]]
    blocks = view["blocks"]
    return {**view, "blocks": [*blocks[:1], *asked, *blocks[1:]]}


def _entry(asking: Asking, has_answered: bool, tr: Translator) -> Json:
    name, day = escape(asking.name), tr.instant(asking.wave.closes_at, asking.zone)
    told = (
        tr.gettext(_IN, name=name, day=day)
        if has_answered
        else tr.gettext(_ASKED, name=name, day=day)
    )
    label = tr.gettext("Change my answer") if has_answered else tr.gettext("Answer")
    tap = button(PulseId.ANSWER, label, str(asking.wave.id))
    return {**section(told), "block_id": f"pulse-{asking.wave.id}", "accessory": tap}
