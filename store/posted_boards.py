"""Posted boards under watch: what each said, what was told since, and a correction on its way.

Knows nothing of what moves a place: bot/domain/corrections.py does.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, delete, insert, or_, select, update

from store.columns import from_micros, to_day, to_micros
from store.database import Database
from store.records_posted import HeardBy, Pending, PostedBoard, Told
from store.tables_posting import Table

ROW = Table.metadata.tables["posted_board"]


class PostedBoards:
    """Rows of `posted_board`; one per message."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, workspace_id: int, board: PostedBoard) -> None:
        """Watch a board from its posting on; part of the caller's transaction.

        An older post of the same schedule with the same words is watched no longer: this one shows
        what became of it.
        """
        now = to_micros(self._database.clock())
        same = {"schedule_id": board.schedule_id, "words": board.words}
        row = {
            **same,
            "outbox_id": board.outbox_id,
            "workspace_id": workspace_id,
            "until": to_day(board.until),
            "top": _plain_top(board.top),
            "rest": json.dumps({str(key): list(sums) for key, sums in board.rest.items()}),
            "version": board.version,
            "told_at": to_micros(board.told_at),
            "watch_until": to_micros(board.watch_until),
            "round": board.round,
            "fence": board.fence,
        }
        older = update(ROW).where(
            ROW.c.workspace_id == workspace_id,
            ROW.c.watch_until > now,
            *(ROW.c[name] == value for name, value in same.items()),
        )
        with self._database.write() as connection:
            connection.execute(older.values(watch_until=now))
            connection.execute(insert(ROW).values(row))

    def watched(self, workspace_id: int, now: datetime) -> list[PostedBoard]:
        """Boards whose window is open, and those with a correction on its way; oldest first."""
        is_open = or_(ROW.c.watch_until > to_micros(now), ROW.c.pending.is_not(None))
        wanted = select(ROW).where(ROW.c.workspace_id == workspace_id, is_open)
        with self._database.read() as connection:
            rows = connection.execute(wanted.order_by(ROW.c.told_at, ROW.c.outbox_id)).all()
        return [_record(row) for row in rows]

    def get(self, workspace_id: int, outbox_id: str) -> PostedBoard | None:
        """One posted board, watched or not; None when there is none."""
        wanted = select(ROW).where(ROW.c.workspace_id == workspace_id)
        with self._database.read() as connection:
            row = connection.execute(wanted.where(ROW.c.outbox_id == outbox_id)).one_or_none()
        return None if row is None else _record(row)

    def updated(self, board: PostedBoard, pending: Pending | None, version: int) -> bool:
        """A correction is on its way, changed, or called off (None), by what is known at
        `version`; False when somebody else was quicker."""
        told = None if pending is None else json.dumps(_plain(pending))
        return self._change(board, {"pending": told, "version": version})

    def moved(
        self, board: PostedBoard, top: Sequence[Told], version: int, told_at: datetime
    ) -> bool:
        """The line was told: the board stands as it says from now on; False as in updated()."""
        values = {
            "top": _plain_top(top),
            "version": version,
            "told_at": to_micros(told_at),
            "round": board.round + 1,
            "pending": None,
        }
        return self._change(board, values)

    def forget(self, workspace_id: int, before: datetime) -> int:
        """Take away what has not been watched since `before`; how many."""
        over = delete(ROW).where(
            ROW.c.workspace_id == workspace_id,
            ROW.c.watch_until < to_micros(before),
            ROW.c.pending.is_(None),
        )
        with self._database.write() as connection:
            return connection.execute(over).rowcount

    def _change(self, board: PostedBoard, values: Mapping[str, Any]) -> bool:
        """Only when nobody changed it since it was read."""
        mine = update(ROW).where(ROW.c.outbox_id == board.outbox_id, ROW.c.fence == board.fence)
        with self._database.write() as connection:
            done = connection.execute(mine.values(**values, fence=board.fence + 1))
            return done.rowcount == 1


def _plain_top(top: Sequence[Told]) -> str:
    return json.dumps([list(one) for one in top], ensure_ascii=False)


def _plain(pending: Pending) -> dict[str, Any]:
    return {
        "since": to_micros(pending.since),
        "due": to_micros(pending.due),
        "moves": [list(move) for move in pending.moves],
        "heard": [list(one) for one in pending.heard],
    }


def _pending(text: str | None) -> Pending | None:
    if text is None:
        return None
    read = json.loads(text)
    return Pending(
        since=from_micros(read["since"]),
        due=from_micros(read["due"]),
        moves=tuple((key, was, now) for key, was, now in read["moves"]),
        heard=tuple(HeardBy(*one) for one in read["heard"]),
    )


def _record(row: Row[Any]) -> PostedBoard:
    rest = json.loads(row.rest)
    return PostedBoard(
        outbox_id=row.outbox_id,
        schedule_id=row.schedule_id,
        words=row.words,
        until=date.fromordinal(row.until),
        top=tuple(Told(*one) for one in json.loads(row.top)),
        rest={int(key): (top, bottom) for key, (top, bottom) in rest.items()},
        version=row.version,
        told_at=from_micros(row.told_at),
        watch_until=from_micros(row.watch_until),
        round=row.round,
        fence=row.fence,
        pending=_pending(row.pending),
    )
