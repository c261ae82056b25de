"""Decides what Slack accepts as an element: buttons, menus, inputs and their options. Limits from
docs.slack.dev/reference/block-kit; knows no block."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from sandbox.validate.report import Report
from sandbox.validate.shapes import (
    Check,
    anything,
    exactly_one,
    flag,
    many,
    one_of,
    shape,
    string,
    text,
    whole,
)

_PLACEHOLDER = text(150, plain=True)
_CONFIRM = shape(
    {"title": text(100, plain=True), "text": text(300), "confirm": text(30, plain=True)}
    | {"deny": text(30, plain=True)},
    {"style": one_of("primary", "danger")},
)
_ACTION = {"action_id": string(255)}
_COMMON = _ACTION | {"confirm": _CONFIRM, "focus_on_load": flag}
_DISPATCH = shape(
    {},
    {"trigger_actions_on": many(one_of("on_enter_pressed", "on_character_entered"), 1, 2)},
)
_TYPED = _ACTION | {
    "focus_on_load": flag,
    "placeholder": _PLACEHOLDER,
    "dispatch_action_config": _DISPATCH,
}
_DATE = string(10, pattern=r"\d{4}-\d{2}-\d{2}")
_TIME = string(5, pattern=r"([01]\d|2[0-3]):[0-5]\d")
_ID = string(32)
_FILTER = shape(
    {},
    {
        "include": many(one_of("im", "mpim", "private", "public"), 1, 4),
        "exclude_external_shared_channels": flag,
        "exclude_bot_users": flag,
    },
)

_OPTION_FIELDS = {"text": text(75, plain=True), "value": string(150)}
_OPTION = shape(_OPTION_FIELDS, {"description": text(75, plain=True)})
_RICH_OPTION = shape({"text": text(75), "value": string(150)}, {"description": text(75)})
_LINK_OPTION = shape(_OPTION_FIELDS, {"description": text(75, plain=True), "url": string(3000)})
OPTIONS = many(_OPTION, 1, 100)
OPTION_GROUPS = many(shape({"label": text(75, plain=True), "options": OPTIONS}), 1, 100)


def _known_start(value: Any, at: str, report: Report) -> None:
    groups = value.get("option_groups") or []
    options = [*(value.get("options") or []), *(o for g in groups for o in g["options"])]
    starts = [value.get("initial_option"), *(value.get("initial_options") or [])]
    known = {option["value"] for option in options}
    for start in starts:
        if start is not None and start["value"] not in known:
            report.add(at, f"initial option {start['value']!r} is not one of the options")


def _min_max(low: str, high: str) -> Check:
    def check(value: Any, at: str, report: Report) -> None:
        bounds = [value.get(key) for key in (low, high)]
        if None not in bounds and Decimal(str(bounds[0])) > Decimal(str(bounds[1])):
            report.add(at, f"{low} must not be more than {high}")

    return check


def _number(value: Any, at: str, report: Report) -> None:
    try:
        is_good = isinstance(value, str) and Decimal(value).is_finite()
    except InvalidOperation:
        is_good = False
    if not is_good:
        report.add(at, "must provide a number as a string")


def _one_image(value: Any, at: str, report: Report) -> None:
    exactly_one("image_url", "slack_file")(value, at, report)


IMAGE_FIELDS = {
    "image_url": string(3000),
    "slack_file": exactly_one("id", "url"),
}
_CHOICES = {"options": OPTIONS, "option_groups": OPTION_GROUPS}
_MENU = _COMMON | {"placeholder": _PLACEHOLDER}
_MULTI = _MENU | {"max_selected_items": whole(1, 1000)}
_QUERY = {"min_query_length": whole(0, 100)}
_PLACES = {
    "default_to_current_conversation": flag,
    "response_url_enabled": flag,
    "filter": _FILTER,
}
_LABEL = {"accessibility_label": string(75)}
_RICH_CHOICES = {"options": many(_RICH_OPTION, 1, 10)}
_FEEDBACK = shape({"text": text(75, plain=True), "value": string(2000)}, _LABEL)


def _menu(initial: dict[str, Check], more: dict[str, Check] | None = None) -> Check:
    return shape({}, _MENU | initial | (more or {}))


def _multi(initial: dict[str, Check], more: dict[str, Check] | None = None) -> Check:
    return shape({}, _MULTI | initial | (more or {}))


ELEMENTS: dict[str, Check] = {
    "button": shape(
        {"text": text(75, plain=True)},
        _ACTION
        | _LABEL
        | {
            "value": string(2000, 0),
            "url": string(3000),
            "style": one_of("primary", "danger"),
            "confirm": _CONFIRM,
        },
    ),
    "workflow_button": shape(
        {"text": text(75, plain=True), "workflow": anything},
        _ACTION | _LABEL | {"style": one_of("primary", "danger")},
    ),
    "icon_button": shape(
        {"icon": one_of("trash"), "text": text(75, plain=True)},
        _ACTION
        | _LABEL
        | {
            "value": string(2000, 0),
            "confirm": _CONFIRM,
            "visible_to_user_ids": many(_ID, 0, 1000),
        },
    ),
    "feedback_buttons": shape(
        {"positive_button": _FEEDBACK, "negative_button": _FEEDBACK}, _ACTION
    ),
    "image": shape({"alt_text": string(2000)}, IMAGE_FIELDS, _one_image),
    "overflow": shape({"options": many(_LINK_OPTION, 1, 5)}, _ACTION | {"confirm": _CONFIRM}),
    "checkboxes": shape(
        _RICH_CHOICES, _COMMON | {"initial_options": many(_RICH_OPTION, 1, 10)}, _known_start
    ),
    "radio_buttons": shape(_RICH_CHOICES, _COMMON | {"initial_option": _RICH_OPTION}, _known_start),
    "datepicker": _menu({"initial_date": _DATE}),
    "timepicker": _menu({"initial_time": _TIME, "timezone": string(100)}),
    "datetimepicker": shape({}, _COMMON | {"initial_date_time": whole(10**9, 10**10 - 1)}),
    "plain_text_input": shape(
        {},
        _TYPED
        | {
            "initial_value": string(3000, 0),
            "multiline": flag,
            "min_length": whole(0, 3000),
            "max_length": whole(1, 3000),
        },
        _min_max("min_length", "max_length"),
    ),
    "email_text_input": shape({}, _TYPED | {"initial_value": string(3000)}),
    "url_text_input": shape({}, _TYPED | {"initial_value": string(3000)}),
    "number_input": shape(
        {"is_decimal_allowed": flag},
        _TYPED | {"initial_value": _number, "min_value": _number, "max_value": _number},
        _min_max("min_value", "max_value"),
    ),
    "rich_text_input": shape({}, _TYPED | {"initial_value": anything}),
    "file_input": shape(
        {}, _ACTION | {"filetypes": many(string(20), 1, 100), "max_files": whole(1, 10)}
    ),
    "static_select": shape(
        {},
        _MENU | _CHOICES | {"initial_option": _OPTION},
        exactly_one("options", "option_groups"),
        _known_start,
    ),
    "multi_static_select": shape(
        {},
        _MULTI | _CHOICES | {"initial_options": many(_OPTION, 1, 100)},
        exactly_one("options", "option_groups"),
        _known_start,
    ),
    "external_select": _menu({"initial_option": _OPTION}, _QUERY),
    "multi_external_select": _multi({"initial_options": many(_OPTION, 1, 100)}, _QUERY),
    "users_select": _menu({"initial_user": _ID}),
    "multi_users_select": _multi({"initial_users": many(_ID, 1, 100)}),
    "channels_select": _menu({"initial_channel": _ID}, {"response_url_enabled": flag}),
    "multi_channels_select": _multi({"initial_channels": many(_ID, 1, 100)}),
    "conversations_select": _menu({"initial_conversation": _ID}, _PLACES),
    "multi_conversations_select": _multi({"initial_conversations": many(_ID, 1, 100)}, _PLACES),
}

_SELECTS = {f"{what}_select" for what in ("static", "external", "users", "channels")}
SELECTS = frozenset(_SELECTS | {"conversations_select"})
MULTI_SELECTS = frozenset(f"multi_{name}" for name in SELECTS)
ONLY_IN_INPUT = frozenset(
    {
        "plain_text_input", "email_text_input", "url_text_input", "number_input",
        "rich_text_input", "file_input",
    }
)  # fmt: skip
_PICKERS = frozenset({"checkboxes", "radio_buttons", "datepicker", "timepicker"})
_BUTTONS = frozenset({"button", "overflow", "workflow_button"})
IN_ACTIONS = _PICKERS | _BUTTONS | SELECTS | {"datetimepicker"}
IN_SECTION = _PICKERS | _BUTTONS | SELECTS | MULTI_SELECTS | {"image"}
IN_INPUT = _PICKERS | SELECTS | MULTI_SELECTS | ONLY_IN_INPUT | {"datetimepicker"}
IN_CONTEXT_ACTIONS = frozenset({"feedback_buttons", "icon_button"})
