"""The parts modals are made of, as plain dicts within Slack's limits. Knows no product words.

Every input's block id names the field; its element's action id is always `value`, so that
bot/forms.py reads any of them.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.i18n import Translator
from bot.views.parts import HEADER_LIMIT, OPTION_LIMIT, Json, plain

TITLE_LIMIT = 24
VALUE = "value"
"""The action id of every element that is read."""


def modal(
    callback_id: str,
    title: str,
    blocks: Sequence[Json],
    tr: Translator,
    *,
    submit: str = "",
    private_metadata: str = "",
) -> Json:
    """A modal view; without `submit` it can only be closed."""
    made: Json = {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain(title, TITLE_LIMIT),
        "close": plain(tr.gettext("Cancel") if submit else tr.gettext("Close"), TITLE_LIMIT),
        "blocks": list(blocks),
    }
    if submit:
        made["submit"] = plain(submit, TITLE_LIMIT)
    if private_metadata:
        made["private_metadata"] = private_metadata
    return made


def field(
    block_id: str, label: str, element: Json, *, hint: str = "", optional: bool = False
) -> Json:
    """An input block; `block_id` is the field's name in the submission."""
    made: Json = {
        "type": "input",
        "block_id": block_id,
        "label": plain(label, 2_000),
        "element": {**element, "action_id": VALUE},
        "optional": optional,
    }
    if hint:
        made["hint"] = plain(hint, 2_000)
    return made


def text_box(
    initial: str = "", *, placeholder: str = "", most: int = 150, multiline: bool = False
) -> Json:
    """A box to type in, of at most `most` characters."""
    made: Json = {"type": "plain_text_input", "max_length": most, "multiline": multiline}
    return _with(made, initial_value=initial, placeholder=_hint(placeholder))


def number_box(
    initial: str = "", *, decimals: bool = False, least: str = "", most: str = ""
) -> Json:
    """A box for a number; the bounds are texts, as Slack wants them."""
    made: Json = {"type": "number_input", "is_decimal_allowed": decimals}
    return _with(made, initial_value=initial, min_value=least, max_value=most)


def menu(options: Sequence[Json], chosen: str | None = None, *, placeholder: str = "") -> Json:
    """A menu of up to 100 options (parts.option) with one chosen."""
    made: Json = {"type": "static_select", "options": list(options[:OPTION_LIMIT])}
    picked = next((one for one in options if one["value"] == chosen), None)
    return _with(made, initial_option=picked, placeholder=_hint(placeholder))


def menu_of_many(options: Sequence[Json], chosen: Sequence[str] = ()) -> Json:
    """A menu of up to 100 options of which several can be chosen."""
    made: Json = {"type": "multi_static_select", "options": list(options[:OPTION_LIMIT])}
    return _with(made, initial_options=[one for one in options if one["value"] in chosen])


def radio(options: Sequence[Json], chosen: str | None = None) -> Json:
    """Two to ten options, one of which is chosen."""
    made: Json = {"type": "radio_buttons", "options": list(options)}
    return _with(made, initial_option=next((o for o in options if o["value"] == chosen), None))


def checkboxes(options: Sequence[Json], chosen: Sequence[str] = ()) -> Json:
    """One to ten boxes to tick."""
    made: Json = {"type": "checkboxes", "options": list(options)}
    return _with(made, initial_options=[one for one in options if one["value"] in chosen])


def channel_menu(chosen: str = "") -> Json:
    """A menu of public and private channels; Slack shows the private ones of the reader."""
    made: Json = {
        "type": "conversations_select",
        "filter": {
            "include": ["public", "private"],
            "exclude_bot_users": True,
            "exclude_external_shared_channels": True,
        },
    }
    return _with(made, initial_conversation=chosen)


def people_menu(chosen: Sequence[str] = (), *, most: int = 10) -> Json:
    """A menu of Slack users, several of which can be chosen."""
    made: Json = {"type": "multi_users_select", "max_selected_items": most}
    return _with(made, initial_users=list(chosen))


def person_menu(chosen: str = "") -> Json:
    """A menu of Slack users, one of which is chosen."""
    return _with({"type": "users_select"}, initial_user=chosen)


def day_picker(chosen: str = "") -> Json:
    """A calendar; `chosen` as 2026-03-29."""
    return _with({"type": "datepicker"}, initial_date=chosen)


def clock_picker(chosen: str = "") -> Json:
    """A clock; `chosen` as 09:00."""
    return _with({"type": "timepicker"}, initial_time=chosen)


def _hint(text: str) -> Json | None:
    return plain(text, HEADER_LIMIT) if text else None


def _with(made: Json, **more: object) -> Json:
    """The element with what is not empty: Slack refuses empty initial values."""
    return made | {name: value for name, value in more.items() if value}
