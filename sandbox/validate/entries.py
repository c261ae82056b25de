"""Decides what a Slack client itself finds wrong with a filled-in modal, before the app hears of
it: required fields, lengths, numbers, addresses."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation

from sandbox.records import Json, View
from sandbox.typing_state import FIELDS, state_values

REQUIRED = "Please complete this required field."


def entry_errors(view: View) -> dict[str, str]:
    """What is wrong, per block id."""
    values = state_values(view)
    wrong = {}
    for block in view.content.get("blocks", []):
        if block["type"] != "input":
            continue
        element = block["element"]
        held = values[block["block_id"]][element["action_id"]]
        entered = held[FIELDS[element["type"]][0]]
        complaint = _complaint(block, element, entered)
        if complaint:
            wrong[block["block_id"]] = complaint
    return wrong


def _complaint(block: Json, element: Json, entered: object) -> str | None:
    if entered in (None, "", []):
        return None if block.get("optional") else REQUIRED
    check = _CHECKS.get(element["type"])
    return check(element, str(entered)) if check else None


def _length(element: Json, entered: str) -> str | None:
    low, high = element.get("min_length", 0), element.get("max_length", 3000)
    if len(entered) < low:
        return f"Must be at least {low} characters."
    return f"Must be at most {high} characters." if len(entered) > high else None


def _number(element: Json, entered: str) -> str | None:
    try:
        number = Decimal(entered)
    except InvalidOperation:
        return "Please enter a number."
    if not number.is_finite():
        return "Please enter a number."
    if not element["is_decimal_allowed"] and number != number.to_integral_value():
        return "Please enter a whole number."
    low, high = element.get("min_value"), element.get("max_value")
    if low is not None and number < Decimal(low):
        return f"Must be {low} or more."
    return f"Must be {high} or less." if high is not None and number > Decimal(high) else None


def _email(_: Json, entered: str) -> str | None:
    good = re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", entered)
    return None if good else "Please enter a valid email address."


def _url(_: Json, entered: str) -> str | None:
    return None if re.fullmatch(r"https?://\S+", entered) else "Please enter a valid URL."


_CHECKS: dict[str, Callable[[Json, str], str | None]] = {
    "plain_text_input": _length,
    "number_input": _number,
    "email_text_input": _email,
    "url_text_input": _url,
}
