"""A survey as its list and page show it. Decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from store.records_surveys import Survey, Wave


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """A survey with its newest wave, and how many of those asked in it have answered so far."""

    survey: Survey
    wave: Wave | None = None
    answered: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Names:
    """What teams and regions are called, by id."""

    teams: Mapping[int, str]
    regions: Mapping[int, str]
