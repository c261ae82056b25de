"""Live boards: the one message of each, and what it says now. Knows nothing of how it looks."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row, select, update

from store.columns import from_micros, to_micros
from store.database import Database, Driver
from store.records_posted import LiveBoard, LiveState
from store.tables_posting import Table

ROW = Table.metadata.tables["live_board"]
_NAMES = [column.name for column in ROW.c]
_NEW = (
    f"INSERT INTO live_board ({', '.join(_NAMES)}) "  # noqa: S608
    f"VALUES ({', '.join(f':{name}' for name in _NAMES)}) ON CONFLICT DO NOTHING"
)


class LiveBoards:
    """Rows of `live_board`, kept also when their schedule is gone: keys are never used twice."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self, workspace_id: int) -> dict[int, LiveBoard]:
        """Every live board there was, by its schedule."""
        wanted = select(ROW).where(ROW.c.workspace_id == workspace_id)
        with self._database.read() as connection:
            rows = connection.execute(wanted.order_by(ROW.c.schedule_id)).all()
        return {row.schedule_id: _record(row) for row in rows}

    def put(self, workspace_id: int, board: LiveBoard, before: LiveBoard | None) -> bool:
        """Write what a live board is now; part of the caller's transaction.

        False when it is not any more what `before` says: somebody else was quicker.
        """
        values = {**_plain(board), "fence": 0 if before is None else before.fence + 1}
        own = {"workspace_id": workspace_id, "schedule_id": board.schedule_id}
        with self._database.write() as connection:
            if before is None:
                return int(Driver(connection).run(_NEW, {**own, **values}).rowcount) == 1
            known = update(ROW).where(
                *(ROW.c[name] == value for name, value in own.items()),
                ROW.c.fence == before.fence,
            )
            return connection.execute(known.values(values)).rowcount == 1


def _plain(board: LiveBoard) -> Mapping[str, Any]:
    return {
        "state": board.state.value,
        "slot": board.slot,
        "generation": board.generation,
        "outbox_id": board.outbox_id,
        "edit_id": board.edit_id,
        "edits": board.edits,
        "shown": board.shown,
        "edited_at": to_micros(board.edited_at),
        "definition": json.dumps(dict(board.definition), ensure_ascii=False, sort_keys=True),
    }


def _record(row: Row[Any]) -> LiveBoard:
    return LiveBoard(
        schedule_id=row.schedule_id,
        state=LiveState(row.state),
        slot=row.slot,
        generation=row.generation,
        outbox_id=row.outbox_id,
        edit_id=row.edit_id,
        edits=row.edits,
        shown=row.shown,
        edited_at=from_micros(row.edited_at),
        definition=json.loads(row.definition),
        fence=row.fence,
    )
