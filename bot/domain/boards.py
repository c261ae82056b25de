"""What a board is, as a value: the ranking everybody shares and one viewer's place in it.

Holds results only; how they are worked out is the services' and how they look the views' business.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any, TypeVar

from bot.domain.metrics import Metric, Value
from bot.domain.periods import Calendar, Period
from bot.domain.query import Query
from bot.domain.standings import Page, Standing, page

Row = Standing[int]
T = TypeVar("T")


@dataclass(frozen=True, kw_only=True, eq=False)
class Ranking:
    """What is the same for every viewer. Compared by identity, so views can cache by it."""

    query: Query
    metric: Metric
    period: Period
    compared: Period  # the previous period at the same point
    calendar: Calendar
    currency: str
    standings: Sequence[Row]
    total: Value | None
    total_before: Value | None
    today: date
    below_volume: Mapping[int, int]  # not ranked for too little volume: key -> volume so far
    metrics: Mapping[str, Metric]
    memo: dict[Hashable, Any] = field(default_factory=dict, repr=False)  # what readers made of it
    _pages: dict[tuple[int, int], Page[int]] = field(default_factory=dict, repr=False)

    @cached_property
    def positions(self) -> Mapping[int, int]:
        """Where each key stands in `standings`."""
        return {row.key: position for position, row in enumerate(self.standings)}

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` gives, worked out once and kept as long as this ranking; never None."""
        found: T | None = self.memo.get(key)
        if found is None:
            found = self.memo.setdefault(key, make())
        return found

    def page(self, size: int, number: int) -> Page[int]:
        """A page of rows, worked out once."""
        found = self._pages.get((size, number))
        if found is None:
            found = page(self.standings, size=size, number=number)
            self._pages[size, number] = found
        return found


@dataclass(frozen=True, kw_only=True, eq=False, slots=True)
class Board:
    """A ranking as one viewer sees it."""

    ranking: Ranking
    query: Query
    page: Page[int]
    own_key: int | None
    mine: Row | None
    around: tuple[Row, ...]  # my row and its neighbours, when I am not on the page
    not_listed: int  # ranked, and not shown here
    as_of: datetime  # what the ledger knew at this moment
    is_self: bool  # whether `mine` is the viewer's own row and not that of somebody asked for

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows of the page."""
        return self.page.rows
