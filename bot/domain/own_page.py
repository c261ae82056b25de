"""What stands on somebody's own page, as a value. Holds results only; knows no texts."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.boards import Board
from bot.domain.levels import Progress


@dataclass(frozen=True, kw_only=True, eq=False, slots=True)
class OwnPage:
    """One person's page: their place this month and this week on the main metric, how far they
    are; without a place and a level for who is no person in the sales data."""

    name: str
    month: Board
    week: Board
    level: Progress | None
    is_admin: bool
