"""Decides which live boards there are, what each shows, and when it is time to look at them.

Knows no Slack and no texts; what becomes of a message is decided in bot/domain/live.py.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.boards import Board
from bot.domain.grammar import parse
from bot.domain.grouping import Group
from bot.domain.live import PACE, slot_of
from bot.domain.query import Mode
from bot.domain.shame import Listing, faults, listing
from bot.errors import UserError
from bot.services.access import OPERATOR
from bot.services.boards import Boards
from bot.services.desk import Desk
from store.records_outbox import State
from store.records_posted import LiveBoard, LiveState
from store.records_schedules import Schedule, ScheduleKind

LOOK_AGAIN = timedelta(seconds=10)
"""Schedules, deletions and other processes are noticed so soon; numbers at once."""

MOST_ROWS = 15  # a pinned message is read at a glance


@dataclass(frozen=True, kw_only=True, slots=True)
class Turn:
    """A live board as it is kept, as it should be (None: paused or removed), or both."""

    schedule: Schedule | None
    held: LiveBoard | None


@dataclass(frozen=True, kw_only=True, eq=False, slots=True)
class LiveView:
    """What a live board shows: the board and what of it everybody may see."""

    board: Board
    listing: Listing
    slot: str


class Live:
    """Live boards: at most one in a channel, that of the oldest schedule."""

    def __init__(self, desk: Desk, boards: Boards) -> None:
        """Nothing was looked at yet."""
        self._desk = desk
        self._boards = boards
        self._seen: int | None = None
        self._wake: datetime | None = None
        self._paced_until: datetime | None = None

    def is_due(self, now: datetime) -> bool:
        """Whether a look may find something: microseconds while nothing happens."""
        if self._wake is None or now >= self._wake:
            return True
        if self._paced_until is None or now < self._paced_until:
            return False
        return self._seen != self._desk.store.workspaces.version(self._desk.workspace_id)

    def turns(self) -> list[Turn]:
        """Every live board that there is or was, by its schedule."""
        store, workspace_id = self._desk.store, self._desk.workspace_id
        self._seen = store.workspaces.version(workspace_id)
        held = store.live_boards.all(workspace_id)
        schedules = {one.id: one for one in self.schedules()}
        numbers = sorted(held.keys() | schedules.keys())
        return [Turn(schedule=schedules.get(one), held=held.get(one)) for one in numbers]

    def schedules(self) -> list[Schedule]:
        """The schedules in force: the oldest of each channel."""
        found = self._desk.store.schedules.all(self._desk.workspace_id, ScheduleKind.LIVE)
        first: dict[str, Schedule] = {}
        for schedule in found:
            if schedule.enabled:
                first.setdefault(schedule.channel, schedule)
        return list(first.values())

    def looked(self, now: datetime, held: Iterable[LiveBoard], dues: Iterable[datetime]) -> None:
        """Everything was decided. `held` are the boards as they are now, `dues` the moments at
        which one of them may be edited."""
        live = [one for one in held if one.state is LiveState.LIVE]
        self._paced_until = min((one.edited_at + PACE for one in live), default=None)
        self._wake = min([now + LOOK_AGAIN, *(due for due in dues if due > now)])

    def lost(self) -> None:
        """Another process was quicker: look again."""
        self._wake = None

    def view(self, words: str) -> LiveView | None:
        """What the words of /leaderboard show today; None when they mean nothing any more, or when
        it is not fit for everybody's eyes."""
        snapshot, today = self._desk.snapshots.current(), self._desk.today()
        try:
            query = parse(words, snapshot.vocabulary, today)
            asked = replace(query, mode=Mode.BOARD, page=1, person=None, since=None)
            board = self._boards.board(asked, OPERATOR, today, most=MOST_ROWS, snapshot=snapshot)
        except UserError:
            return None
        shown = _listing(board)
        return (
            None
            if shown is None
            else LiveView(board=board, listing=shown, slot=slot_of(asked.period))
        )

    def unpinned(self) -> dict[str, str]:
        """The channels whose live board Slack would not pin, and its word for why."""
        store, workspace_id = self._desk.store, self._desk.workspace_id
        refused = {}
        for held in store.live_boards.all(workspace_id).values():
            pin = store.outbox.find(workspace_id, f"pin:{held.outbox_id}")
            is_live = held.state is LiveState.LIVE
            if is_live and pin is not None and pin.state is State.DROPPED and pin.reason:
                refused[held.definition["channel"]] = pin.reason
        return refused


def _listing(board: Board) -> Listing | None:
    ranking = board.ranking
    ascending, of_people = ranking.metric.ascending, ranking.query.by is Group.REP
    rows = listing(
        board.rows, ranking.standings, ranking.total, ascending=ascending, of_people=of_people
    )
    if ranking.query.by is Group.COMPANY:
        return rows
    found = faults(rows, (), ranking.standings, ascending=ascending, of_people=of_people)
    return None if found else rows
