"""What becomes of a live board at a moment: nothing, an edit, a new message, or its end.

Pure: knows no Slack, no texts and no database.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.periods import Kind, Period
from store.records_posted import LiveBoard, LiveState

PACE = timedelta(seconds=30)
"""A live message is edited at most so often; what changes in between comes with the next edit."""

_ROLLING = frozenset({Kind.LAST_DAYS, Kind.LAST_WEEKS, Kind.LAST_MONTHS, Kind.SINCE, Kind.RANGE})
ROLLING = "rolling"


class LiveAct(StrEnum):
    """What is done."""

    REST = "rest"  # it says what is true
    WAIT = "wait"  # it will be edited once its pace allows
    START = "start"  # a first message, or the first one after an end
    EDIT = "edit"
    ROLL = "roll"  # the old message gets its final state, the new period a message of its own
    REMAKE = "remake"  # somebody deleted the message
    END = "end"  # the message says that it is not updated any more


class Health(StrEnum):
    """What became of the message in Slack."""

    FINE = "fine"
    PARKED = "parked"  # it never got there, and waits for somebody to retry it
    GONE = "gone"  # deleted


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """What a live board should say now: for which period and where, and what it is known by."""

    slot: str
    channel: str
    shown: str


def slot_of(period: Period) -> str:
    """The period a message stands for. One that rolls on every day keeps its one message."""
    return ROLLING if period.kind in _ROLLING else period.words()


def act(
    held: LiveBoard | None, wanted: Wanted | None, now: datetime, health: Health = Health.FINE
) -> LiveAct:
    """What to do about the message that is `held`, when `wanted` should stand there (None: it is
    paused, removed, or cannot be shown). `health` is that of the held message."""
    is_live = held is not None and held.state is LiveState.LIVE
    if wanted is None:
        return LiveAct.END if is_live else LiveAct.REST
    if held is None or not is_live:
        return LiveAct.START
    if health is Health.GONE:
        return LiveAct.REMAKE
    if held.slot != wanted.slot or held.definition.get("channel") != wanted.channel:
        return LiveAct.ROLL
    if health is Health.PARKED or held.shown == wanted.shown:
        return LiveAct.REST
    return LiveAct.EDIT if now >= held.edited_at + PACE else LiveAct.WAIT
