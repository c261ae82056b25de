"""What becomes of one deal in one bell: it waits, rings once, is edited, or stays silent.

Pure: the deal as it is now, what was decided before, and the moment are arguments. The rule that
holds all others: a ring that rang never rings again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple

from bot.domain.bell import Bell
from bot.domain.bell_deals import Win, as_json, from_json

HISTORY = 10
"""So many deals that are no news in one posting, and more than are news, make it an import of
history: then none of it rings."""


class RingState(StrEnum):
    """How far a deal is in a bell."""

    WAITING = "waiting"
    RUNG = "rung"
    SILENT = "silent"


class Standing(NamedTuple):
    """What a deal did to somebody's place: in the month that starts on a day, before and now."""

    person_id: int
    month: date
    place: int
    before: int | None  # not ranked then


@dataclass(frozen=True, kw_only=True, slots=True)
class Chime:
    """What a message said of a deal when it rang, and how it may say so: kept for its edits."""

    number: int  # its place among the deals of the message
    win: Win
    shows_amount: bool
    shows_customer: bool
    locale: str
    after: str = ""  # "night" or "quiet" when the message waited for the end of quiet hours
    standings: tuple[Standing, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Ring:
    """One deal in one bell. `win` is the deal as it is now, None while it does not count.

    `since` is when it was recorded as won. `is_closed`: it stays silent whatever happens.
    """

    state: RingState
    win: Win | None
    due_at: datetime
    since: datetime
    is_closed: bool = False
    chime: Chime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class News:
    """When a change is looked at and when it was recorded, and what is known of the deal's past.

    `was_won`: it counted before this change. `is_history`: it came with an import of history.
    """

    moment: datetime
    recorded_at: datetime
    today: date
    was_won: bool = False
    is_history: bool = False


def is_history(fresh: int, stale: int) -> bool:
    """Whether a posting with so many deals that are news, and that are none, is history."""
    return stale >= HISTORY and stale > fresh


def decide(bell: Bell | None, ring: Ring | None, win: Win | None, news: News) -> Ring | None:
    """The ring after a deal changed to `win` (None: it does not count); None for no ring at all.

    `bell` is None when it was taken away. A paused bell keeps the messages it has true, but nothing
    new rings there.
    """
    if ring is None:
        return _first(bell, win, news)
    if ring.state is RingState.RUNG:
        return replace(ring, win=win)
    if bell is None or not bell.is_on or win is None or not bell.wants(win, news.today):
        return replace(ring, state=RingState.SILENT, win=win)
    if ring.state is RingState.WAITING or ring.is_closed:
        return replace(ring, win=win)
    return replace(_waiting(bell, win, news), chime=ring.chime)


def rung(ring: Ring, chime: Chime) -> Ring:
    """The ring once its message is decided."""
    return replace(ring, state=RingState.RUNG, chime=chime)


def silent(ring: Ring) -> Ring:
    """The ring when its message is not wanted, or was taken back before anybody could see it."""
    return replace(ring, state=RingState.SILENT, chime=None)


def _first(bell: Bell | None, win: Win | None, news: News) -> Ring | None:
    if bell is None or not bell.is_on or win is None:
        return None
    if not bell.is_fresh(win.occurred_on, news.today):
        return None
    if not bell.wants(win, news.today) or news.was_won or news.is_history:
        closed = news.was_won or news.is_history
        waiting = _waiting(bell, win, news)
        return replace(waiting, state=RingState.SILENT, is_closed=closed)
    return _waiting(bell, win, news)


def _waiting(bell: Bell, win: Win, news: News) -> Ring:
    return Ring(
        state=RingState.WAITING,
        win=win,
        due_at=bell.rings_at(news.recorded_at, news.moment),
        since=news.recorded_at,
    )


def facts_of(ring: Ring) -> dict[str, Any]:
    """What is kept of a ring besides its state and moment, as JSON."""
    return {
        "win": as_json(ring.win),
        "since": ring.since.isoformat(),
        "closed": ring.is_closed,
        "chime": _chime_json(ring.chime),
    }


def ring_from(state: str, due_at: datetime, facts: Mapping[str, Any]) -> Ring:
    """The ring that facts_of() was made of."""
    return Ring(
        state=RingState(state),
        win=from_json(facts["win"]),
        due_at=due_at,
        since=datetime.fromisoformat(facts["since"]),
        is_closed=facts["closed"],
        chime=_chime_from(facts["chime"]),
    )


def _chime_json(chime: Chime | None) -> dict[str, Any] | None:
    if chime is None:
        return None
    return {
        "number": chime.number,
        "win": as_json(chime.win),
        "amount": chime.shows_amount,
        "customer": chime.shows_customer,
        "locale": chime.locale,
        "after": chime.after,
        "standings": [
            [one.person_id, one.month.isoformat(), one.place, one.before] for one in chime.standings
        ],
    }


def _chime_from(data: Mapping[str, Any] | None) -> Chime | None:
    win = from_json(data["win"]) if data else None
    if data is None or win is None:
        return None
    return Chime(
        number=data["number"],
        win=win,
        shows_amount=data["amount"],
        shows_customer=data["customer"],
        locale=data["locale"],
        after=data["after"],
        standings=tuple(
            Standing(who, date.fromisoformat(month), place, before)
            for who, month, place, before in data["standings"]
        ),
    )
