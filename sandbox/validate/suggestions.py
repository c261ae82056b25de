"""Decides what Slack accepts as the answer to block_suggestion."""

from __future__ import annotations

from typing import Any

from sandbox.errors import SlackError
from sandbox.records import Json
from sandbox.validate.elements import OPTION_GROUPS, OPTIONS
from sandbox.validate.report import Report
from sandbox.validate.shapes import exactly_one, shape

_ANSWER = shape(
    {},
    {"options": OPTIONS, "option_groups": OPTION_GROUPS},
    exactly_one("options", "option_groups"),
)


def check_suggestions(answer: Any) -> Json:
    """The answer itself when Slack would show it. No options at all are allowed. Raises
    `invalid_options`."""
    if not isinstance(answer, dict):
        raise SlackError("invalid_options")
    if [] in (answer.get("options"), answer.get("option_groups")):
        return {"options": []}
    report = Report()
    _ANSWER(answer, "", report)
    report.refuse("invalid_options")
    return answer
