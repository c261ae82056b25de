"""What stands on somebody's own page, as a value. Holds results only; knows no texts."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.boards import Board
from bot.domain.cabinet import Cabinet


@dataclass(frozen=True, kw_only=True, eq=False, slots=True)
class OwnPage:
    """One person's page: their place this month and this week on the main metric, their badges
    and their level; without those for who is no person in the sales data."""

    name: str
    month: Board
    week: Board
    badges: Cabinet | None
    is_admin: bool
