"""Decides how a limit is written down: small checks that are put together into tables. Knows no
block and no element."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from sandbox.validate.report import Report

Check = Callable[[Any, str, Report], None]


def string(maximum: int, minimum: int = 1, pattern: str = "") -> Check:
    """A string with that many characters, matching all of `pattern` if given."""
    expression = re.compile(pattern) if pattern else None

    def check(value: Any, at: str, report: Report) -> None:
        if not isinstance(value, str):
            report.add(at, "must provide a string")
        elif len(value) < minimum:
            report.add(at, f"must be more than {minimum - 1} characters")
        elif len(value) > maximum:
            report.add(at, f"must be less than {maximum + 1} characters")
        elif expression and not expression.fullmatch(value):
            report.add(at, "must be in the right format")

    return check


def text(maximum: int = 3000, minimum: int = 1, *, plain: bool = False) -> Check:
    """A text object; `plain` allows only plain_text."""
    kinds = ("plain_text",) if plain else ("plain_text", "mrkdwn")
    keys = {"type", "text", "emoji", "verbatim"}
    length = string(maximum, minimum)

    def check(value: Any, at: str, report: Report) -> None:
        if not isinstance(value, dict):
            report.add(at, "must provide an object")
            return
        if value.get("type") not in kinds:
            report.add(f"{at}/type", f"must be one of: {', '.join(kinds)}")
        for key in sorted(set(value) - keys):
            report.add(at, f"invalid additional property: {key}")
        if value.get("type") == "mrkdwn" and "emoji" in value:
            report.add(at, "invalid additional property: emoji")
        length(value.get("text"), f"{at}/text", report)

    return check


def whole(minimum: int, maximum: int) -> Check:
    """A whole number within bounds, both included."""

    def check(value: Any, at: str, report: Report) -> None:
        if not isinstance(value, int) or isinstance(value, bool):
            report.add(at, "must provide an integer")
        elif not minimum <= value <= maximum:
            report.add(at, f"must be between {minimum} and {maximum}")

    return check


def flag(value: Any, at: str, report: Report) -> None:
    """True or false."""
    if not isinstance(value, bool):
        report.add(at, "must provide a boolean")


def anything(value: Any, at: str, report: Report) -> None:
    """No rule is known."""


def one_of(*words: str) -> Check:
    """One of some words."""

    def check(value: Any, at: str, report: Report) -> None:
        if value not in words:
            report.add(at, f"must be one of: {', '.join(words)}")

    return check


def many(check_one: Check, minimum: int, maximum: int) -> Check:
    """A list of that many items, each checked."""

    def check(value: Any, at: str, report: Report) -> None:
        if not isinstance(value, list):
            report.add(at, "must provide an array")
            return
        if len(value) < minimum:
            report.add(at, f"no less than {minimum} items allowed")
        if len(value) > maximum:
            report.add(at, f"no more than {maximum} items allowed")
        for index, item in enumerate(value[:maximum]):
            check_one(item, f"{at}/{index}", report)

    return check


def shape(
    required: Mapping[str, Check],
    optional: Mapping[str, Check] | None = None,
    *rules: Check,
    is_open: bool = False,
) -> Check:
    """An object with these fields and, unless `is_open`, no others; then the `rules` that concern
    several fields, if the fields themselves are right."""
    known = {"type": anything, **required, **(optional or {})}

    def check(value: Any, at: str, report: Report) -> None:
        if not isinstance(value, dict):
            report.add(at, "must provide an object")
            return
        before = len(report.problems)
        for key in required:
            if value.get(key) is None:
                report.add(at, f"missing required field: {key}")
        if not is_open:
            for key in sorted(set(value) - set(known)):
                report.add(at, f"invalid additional property: {key}")
        _check_fields(value, known, at, report)
        # A rule about several fields may rely on each of them being right.
        for rule in rules if len(report.problems) == before else ():
            rule(value, at, report)

    return check


def _check_fields(value: Any, known: Mapping[str, Check], at: str, report: Report) -> None:
    for key, part in value.items():
        if key in known and part is not None:
            known[key](part, f"{at}/{key}", report)


def by_type(table: Mapping[str, Check], allowed: frozenset[str] | None = None) -> Check:
    """An object whose `type` picks its check from `table`; with `allowed` only those types."""

    def check(value: Any, at: str, report: Report) -> None:
        kind = value.get("type") if isinstance(value, dict) else None
        if not isinstance(kind, str) or kind not in table or (allowed and kind not in allowed):
            report.add(at, f"unsupported type: {kind}")
            return
        table[kind](value, at, report)

    return check


def exactly_one(*keys: str) -> Check:
    """Exactly one of these fields is given."""

    def check(value: Any, at: str, report: Report) -> None:
        if sum(value.get(key) is not None for key in keys) != 1:
            report.add(at, f"must provide exactly one of: {', '.join(keys)}")

    return check
