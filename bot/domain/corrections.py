"""What is corrected under a posted board: which places moved, who hears first, when it is told.

Pure: knows no texts, no Slack and no database. Places only: a value that changes without moving a
place of the posted top is not worth a line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple, Protocol

from bot.domain.boards import Row
from bot.domain.shame import may_be_named
from store.records_posted import Pending, Told

PODIUM = 3
"""Who is overtaken in one of these places hears it first, too, though their own numbers stand."""

PATIENCE = 3
"""Changes in a row move the line at most this many delays from the first one."""

BREATH = timedelta(minutes=1)
"""The least time between the last change and the line, unless the delay itself is shorter."""


class Move(NamedTuple):
    """One row whose place is not the one posted. None: not on the posted top, or not ranked."""

    key: int
    was: int | None
    now: int | None

    @property
    def is_up(self) -> bool:
        """Whether the row is better placed now."""
        return self.now is not None and (self.was is None or self.now < self.was)


class Concern(NamedTuple):
    """Somebody who hears of a move before the channel does; `is_own`: their numbers changed."""

    key: int
    was: int | None
    now: int | None
    is_own: bool


def moves(top: Sequence[Told], standings: Sequence[Row]) -> tuple[Move, ...]:
    """The rows of the posted top in another place now, and those that came into it, best first.

    Somebody who now shares the last place posted came into it only when a row posted there has
    left it: the posted top may have been cut inside a tie.
    """
    now = {row.key: row.place for row in standings}
    posted = {told.key: told.place for told in top}
    depth = max(posted.values(), default=0)
    is_open = any(place == depth and now.get(key) != depth for key, place in posted.items())
    found = [Move(key, was, now.get(key)) for key, was in posted.items() if now.get(key) != was]
    for key, place in now.items():
        if key not in posted and (place < depth or (place == depth and is_open)):
            found.append(Move(key, None, place))
    return tuple(sorted(found, key=_best_first))


def _best_first(move: Move) -> tuple[bool, int, int]:
    return move.now is None, move.now or 0, move.key


def told(moved: Iterable[Move], standings: Sequence[Row], *, ascending: bool) -> tuple[Move, ...]:
    """The moves that may be told in a channel: who is better placed now, and not in the last
    place or with nothing. Nobody's fall is ever told."""
    rows = {row.key: row for row in standings}
    return tuple(
        move
        for move in moved
        if move.is_up and may_be_named(rows[move.key], standings, ascending=ascending)
    )


def concerned(moved: Iterable[Move], changed: Collection[int]) -> tuple[Concern, ...]:
    """Who hears first: everybody who moved because their own numbers changed (their keys are in
    `changed`), and who was overtaken on the podium."""
    return tuple(
        Concern(*move, move.key in changed)
        for move in moved
        if move.key in changed or (not move.is_up and (move.was or PODIUM + 1) <= PODIUM)
    )


class Act(StrEnum):
    """What is done about a posted board at one moment."""

    REST = "rest"  # it says what is true
    OPEN = "open"  # something moved: those concerned hear of it
    CHANGE = "change"  # it moved again before it was told
    WAIT = "wait"
    CALL_OFF = "call off"  # it moved back before it was told
    TELL = "tell"  # the line goes into the thread


class Step(NamedTuple):
    """What is done, and what is on its way afterwards."""

    act: Act
    pending: Pending | None


def step(pending: Pending | None, moved: tuple[Move, ...], now: datetime, delay: timedelta) -> Step:
    """What to do about a posted board of which `moved` is true at `now` (aware UTC).

    The line comes `delay` after the last change, but not later than PATIENCE delays after the
    first unless it still moves within the last minute.
    """
    if not moved:
        return Step(Act.CALL_OFF if pending else Act.REST, None)
    if pending is None:
        return Step(Act.OPEN, Pending(since=now, due=now + delay, moves=moved))
    if pending.moves != moved:
        latest = max(pending.since + PATIENCE * delay, now + min(delay, BREATH))
        return Step(Act.CHANGE, replace(pending, due=min(now + delay, latest), moves=moved))
    if now < pending.due:
        return Step(Act.WAIT, pending)
    return Step(Act.TELL, None)


class Cause(StrEnum):
    """What happened to a deal (or another fact) after the board was posted."""

    REASSIGNED = "reassigned"  # from one person to another
    LATE = "late"  # recorded after the post, for a day before it
    TAKEN_BACK = "taken back"
    CHANGED = "changed"


class Recorded(Protocol):
    """What is needed of a ledger entry."""

    @property
    def id(self) -> int: ...
    @property
    def source_id(self) -> int: ...
    @property
    def external_id(self) -> str: ...
    @property
    def person_id(self) -> int: ...
    @property
    def amount(self) -> int: ...
    @property
    def share(self) -> int: ...
    @property
    def reverses(self) -> int | None: ...


def causes(entries: Iterable[Recorded]) -> dict[Cause, int]:
    """How many facts were reassigned, recorded late, taken back or changed otherwise, by what was
    recorded after the post. A fact whose entries cancel out did nothing."""
    grouped: dict[tuple[int, str], list[Recorded]] = {}
    for entry in entries:
        grouped.setdefault((entry.source_id, entry.external_id), []).append(entry)
    found = Counter(map(_cause, grouped.values()))
    return {cause: found[cause] for cause in Cause if found[cause]}


def _cause(entries: Sequence[Recorded]) -> Cause | None:
    """What happened to one fact. What came and went after the post is nothing, so a reversal only
    tells something when it takes back what was there before."""
    sums: dict[int, tuple[int, int]] = {}
    for entry in entries:
        amount, share = sums.get(entry.person_id, (0, 0))
        sums[entry.person_id] = amount + entry.amount, share + entry.share
    moved = [one for one in sums.values() if one != (0, 0)]
    if not moved:
        return None
    new = {entry.id for entry in entries if entry.reverses is None}
    reversed_ = {entry.reverses for entry in entries if entry.reverses is not None}
    if reversed_ <= new:
        return Cause.LATE
    if new <= reversed_:
        return Cause.TAKEN_BACK
    gains, losses = any(max(one) > 0 for one in moved), any(min(one) < 0 for one in moved)
    return Cause.REASSIGNED if gains and losses and len(moved) > 1 else Cause.CHANGED
