"""What a check of the set-up found, in message keys: `koploper doctor` puts them into words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class State(StrEnum):
    """How bad it is. Koploper runs with warnings; with a failure it would not."""

    OK = "ok"
    WARNING = "warning"
    FAILURE = "failure"


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One line: what is so, and what to do next when it is not well. English msgids."""

    state: State
    says: str
    do: str | None = None
    params: Mapping[str, object] = field(default_factory=dict)


def ok(says: str, **params: object) -> Finding:
    """All is well here."""
    return Finding(state=State.OK, says=says, params=params)


def warning(says: str, *, do: str, **params: object) -> Finding:
    """It runs, but somebody should look."""
    return Finding(state=State.WARNING, says=says, do=do, params=params)


def failure(says: str, *, do: str, **params: object) -> Finding:
    """It would not run."""
    return Finding(state=State.FAILURE, says=says, do=do, params=params)
