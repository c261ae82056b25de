"""The first line of a post: who leads, since when, how close it is, and who passed whom.

Tells of listed rows only, so nothing below the top is ever part of a story. Builds no sentences.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.boards import Row
from bot.domain.metrics import Value

CLOSE = 20
"""A lead is close when it is at most a twentieth of the leader's value: 5 %."""


class Lead(StrEnum):
    """How the first place stands."""

    NOBODY = "nobody"  # nothing is recorded
    ALONE = "alone"  # one leader, and nobody else is listed
    SHARED = "shared"  # two or more with the same value
    TAKEN = "taken"  # the leader was not first before
    CLOSE = "close"  # ahead by a twentieth or less
    HELD = "held"


@dataclass(frozen=True, kw_only=True, slots=True)
class Story:
    """What a post tells first.

    `second` is the listed row behind a sole leader and `gap` what lies between them. `passed` is
    the leader of before, when the lead was taken from one who is still listed. `climber` passed
    `overtaken` further down the list.
    """

    lead: Lead
    leaders: tuple[Row, ...] = ()
    second: Row | None = None
    gap: Value | None = None
    passed: Row | None = None
    climber: Row | None = None
    overtaken: Row | None = None

    @property
    def keys(self) -> frozenset[int]:
        """Everybody whom the story names."""
        more = (self.second, self.passed, self.climber, self.overtaken)
        return frozenset(row.key for row in (*self.leaders, *more) if row is not None)


def tell(listed: Sequence[Row], before: Mapping[int, int]) -> Story:
    """The story of the listed rows; `before` is each key's place at the moment compared with, empty
    when there is none (a new period): then nobody passed anybody."""
    leaders = tuple(row for row in listed if row.place == 1)
    if not leaders:
        return Story(lead=Lead.NOBODY)
    climber, overtaken = _passing(listed, before)
    if len(leaders) > 1:
        return Story(lead=Lead.SHARED, leaders=leaders, climber=climber, overtaken=overtaken)
    leader = leaders[0]
    second = listed[1] if len(listed) > 1 else None
    gap = second.gap_to_next if second else None
    is_new = bool(before) and before.get(leader.key) != 1
    passed = _former(listed, before) if is_new else None
    if passed is not None and passed is overtaken:
        climber = overtaken = None  # to lose the lead is told once
    return Story(
        lead=_lead(leader, gap, is_new=is_new),
        leaders=leaders,
        second=second,
        gap=gap,
        passed=passed,
        climber=climber,
        overtaken=overtaken,
    )


def _lead(leader: Row, gap: Value | None, *, is_new: bool) -> Lead:
    if is_new:
        return Lead.TAKEN
    if gap is None:
        return Lead.ALONE
    size = leader.value if leader.value > 0 else -leader.value
    return Lead.CLOSE if gap * CLOSE <= size else Lead.HELD


def _former(listed: Sequence[Row], before: Mapping[int, int]) -> Row | None:
    """The sole leader of before, if they are still listed: who fell off is not pointed at."""
    former = [key for key, place in before.items() if place == 1]
    if len(former) != 1:
        return None
    return next((row for row in listed if row.key == former[0]), None)


def _passing(
    listed: Sequence[Row], before: Mapping[int, int]
) -> tuple[Row, Row] | tuple[None, None]:
    """The best placed row behind the leaders that passed a listed one, and the best of those."""
    known = [row for row in listed if row.key in before]
    for position, row in enumerate(known):
        if row.place == 1:
            continue
        for other in known[position + 1 :]:
            if other.place > row.place and before[other.key] < before[row.key]:
                return row, other
    return None, None
