"""What every service works with, in one bundle. Decides nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.domain.periods import Calendar
from bot.services.snapshot import Snapshots
from store.open import Store


@dataclass(frozen=True, kw_only=True)
class Desk:
    """One workspace in its store, its calendar and the clock (aware UTC moments)."""

    store: Store
    workspace_id: int
    calendar: Calendar
    clock: Callable[[], datetime]
    snapshots: Snapshots

    def today(self) -> date:
        """The local date of the workspace."""
        return self.clock().astimezone(ZoneInfo(self.calendar.zone)).date()
