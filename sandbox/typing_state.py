"""Decides what an element holds: what a person chose or typed, in the shape of Slack's
`state.values` and of an entry of `actions`. Knows neither the workspace nor delivery."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sandbox.records import Json, View

# element type -> (key in state, key of its initial value, is it a list)
FIELDS: dict[str, tuple[str, str, bool]] = {
    "plain_text_input": ("value", "initial_value", False),
    "email_text_input": ("value", "initial_value", False),
    "url_text_input": ("value", "initial_value", False),
    "number_input": ("value", "initial_value", False),
    "rich_text_input": ("rich_text_value", "initial_value", False),
    "datepicker": ("selected_date", "initial_date", False),
    "timepicker": ("selected_time", "initial_time", False),
    "datetimepicker": ("selected_date_time", "initial_date_time", False),
    "static_select": ("selected_option", "initial_option", False),
    "external_select": ("selected_option", "initial_option", False),
    "radio_buttons": ("selected_option", "initial_option", False),
    "overflow": ("selected_option", "", False),
    "users_select": ("selected_user", "initial_user", False),
    "channels_select": ("selected_channel", "initial_channel", False),
    "conversations_select": ("selected_conversation", "initial_conversation", False),
    "checkboxes": ("selected_options", "initial_options", True),
    "multi_static_select": ("selected_options", "initial_options", True),
    "multi_external_select": ("selected_options", "initial_options", True),
    "multi_users_select": ("selected_users", "initial_users", True),
    "multi_channels_select": ("selected_channels", "initial_channels", True),
    "multi_conversations_select": ("selected_conversations", "initial_conversations", True),
    "file_input": ("files", "", True),
}
_STATELESS = ("overflow",)


class NoSuchChoiceError(ValueError):
    """The person cannot choose that: the message says what there is to choose."""


def elements_of(blocks: list[Json]) -> Iterator[Json]:
    """Every interactive element of some blocks, each with the `block_id` it lives in."""
    for block in blocks:
        inside = [*block.get("elements", []), block.get("accessory"), block.get("element")]
        for element in [*inside, *_nested(block)]:
            if isinstance(element, dict) and "action_id" in element:
                yield element | {"block_id": block["block_id"]}


def _nested(block: Json) -> list[Any]:
    # Cards, carousels and alerts keep their buttons under other names than actions blocks do.
    cards = [block, *block.get("elements", [])] if block.get("type") == "carousel" else [block]
    return [button for card in cards for button in (card.get("actions") or [])]


def held_by(element: Json, raw: Any) -> Json:
    """The state of `element` when a person enters `raw`: a text, a date, an option's value or a
    list of them, or already a dict in Slack's shape. Raises NoSuchChoiceError."""
    kind = element["type"]
    if kind not in FIELDS:
        if raw not in (None, "", element.get("value")):
            raise NoSuchChoiceError(
                f"{element['action_id']!r} is a {kind} with value {element.get('value')!r}, "
                f"not {raw!r}"
            )
        return {"type": kind}
    key, _, is_list = FIELDS[kind]
    if isinstance(raw, dict) and (key in raw or raw.get("type") == kind):
        return {"type": kind, key: raw.get(key)}
    if key.startswith("selected_option"):
        return {"type": kind, key: _chosen(element, raw, is_list)}
    if is_list:
        return {"type": kind, key: list(raw or [])}
    if kind == "datetimepicker" and raw is not None:
        return {"type": kind, key: int(raw)}
    return {"type": kind, key: raw if raw is None or isinstance(raw, dict) else str(raw)}


def _chosen(element: Json, raw: Any, is_list: bool) -> Any:
    if is_list:
        return [_option(element, one) for one in raw or []]
    return None if raw is None else _option(element, raw)


def _option(element: Json, raw: Any) -> Json:
    if isinstance(raw, dict):
        return raw
    options = options_of(element)
    for option in options:
        if option["value"] == str(raw) or option["text"]["text"] == str(raw):
            return option
    known = ", ".join(repr(option["value"]) for option in options) or "nothing"
    raise NoSuchChoiceError(f"{element['action_id']!r} has no option {raw!r}; it has {known}")


def holds(element: Json, value: Any) -> bool:
    """Whether `value` is the value of this button or of one of the options of this menu."""
    wanted = str(value)
    values = [element.get("value"), *(option["value"] for option in options_of(element))]
    return wanted in values


def options_of(element: Json) -> list[Json]:
    """The options of a select, those in groups included."""
    groups = element.get("option_groups") or []
    grouped = [option for group in groups for option in group["options"]]
    return [*(element.get("options") or []), *grouped]


def initial_state(element: Json) -> Json:
    """What an element holds before anybody touches it."""
    key, initial, is_list = FIELDS[element["type"]]
    return {"type": element["type"], key: element.get(initial, [] if is_list else None)}


def state_of(blocks: list[Json], typed: Any) -> Json:
    """`state.values` for some blocks: what was typed, else what the elements start with."""
    values: Json = {}
    for element in elements_of(blocks):
        if element["type"] not in FIELDS or element["type"] in _STATELESS:
            continue
        block_id, action_id = element["block_id"], element["action_id"]
        entered = typed.get(block_id, {}).get(action_id)
        values.setdefault(block_id, {})[action_id] = entered or initial_state(element)
    return values


def state_values(view: View) -> Json:
    """`state.values` of a view."""
    return state_of(view.content.get("blocks", []), view.typed)
