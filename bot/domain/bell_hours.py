"""When a bell is quiet, and when what happens then may ring. Knows no clock: moments are arguments.

Quiet hours are read off the clock on the wall of a zone, so they hold on days of 23 and 25 hours.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.errors import UsageError

DAY = 24 * 60


@dataclass(frozen=True, kw_only=True, slots=True)
class QuietHours:
    """From `start` up to and without `end`, both minutes of the local day; over midnight when
    `end` is the earlier one. UsageError when they are equal or outside the day."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not (0 <= self.start < DAY and 0 <= self.end < DAY) or self.start == self.end:
            raise UsageError("Quiet hours start and end at two different times of the day.")

    @property
    def is_night(self) -> bool:
        """Whether they go over midnight."""
        return self.end < self.start

    def covers(self, moment: datetime, zone: str) -> bool:
        """Whether the clock of the zone shows a quiet time at this moment."""
        local = moment.astimezone(ZoneInfo(zone))
        minute = local.hour * 60 + local.minute
        if self.is_night:
            return minute >= self.start or minute < self.end
        return self.start <= minute < self.end

    def over(self, moment: datetime, zone: str) -> datetime:
        """The first moment from this one on that is not quiet, in UTC.

        An end that the clock skips in spring is the moment it jumps to; one that it shows twice in
        autumn is the first from `moment` on.
        """
        if not self.covers(moment, zone):
            return moment
        place = ZoneInfo(zone)
        today = moment.astimezone(place).date()
        ends = [
            datetime.combine(
                today + timedelta(days=later), time(*divmod(self.end, 60)), tzinfo=place
            ).replace(fold=fold)
            for later in (0, 1, 2)
            for fold in (0, 1)
        ]
        loud = (end.astimezone(UTC) for end in ends)
        return min(end for end in loud if end > moment and not self.covers(end, zone))
