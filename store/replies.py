"""What HR and the unnamed writer of a comment say to each other. Knows no keys, and never who wrote
a comment.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, text, update

from store.columns import from_micros, to_micros
from store.database import Database
from store.records_surveys import Reply, ReplyState
from store.tables_surveys import Table

ROW = Table.metadata.tables["reply"]
_ADD = text(
    "INSERT INTO reply (wave_id, comment_id, number, about, responder, text, state, deliver_at)"
    " VALUES (:wave_id, :comment_id, :number, :about, :responder, :text, :state, :deliver_at)"
    " ON CONFLICT DO NOTHING RETURNING number"
)


class Replies:
    """Rows of `reply`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, reply: Reply) -> bool:
        """Keep a message; False when another one has taken its number meanwhile."""
        row = {
            "wave_id": reply.wave_id,
            "comment_id": reply.comment_id,
            "number": reply.number,
            "about": reply.about,
            "responder": reply.responder,
            "text": reply.text,
            "state": reply.state,
            "deliver_at": to_micros(reply.deliver_at),
        }
        with self._database.write() as connection:
            return connection.execute(_ADD, row).first() is not None

    def of(self, wave_id: int) -> dict[str, list[Reply]]:
        """Every conversation about a wave by the id of its comment, the first message first."""
        found: dict[str, list[Reply]] = {}
        for one in self._read(ROW.c.wave_id == wave_id):
            found.setdefault(one.comment_id, []).append(one)
        return found

    def due(self, wave_id: int, at: datetime) -> list[Reply]:
        """What is to be delivered by now, and what somebody began to deliver and never ended."""
        open_ones = ROW.c.state != ReplyState.DONE
        return self._read(ROW.c.wave_id == wave_id, open_ones, ROW.c.deliver_at <= to_micros(at))

    def waves(self) -> list[int]:
        """The waves in which something is still to be delivered."""
        wanted = select(ROW.c.wave_id).where(ROW.c.state != ReplyState.DONE).distinct()
        with self._database.read() as connection:
            return sorted(row.wave_id for row in connection.execute(wanted))

    def claim(self, reply: Reply, until: datetime) -> bool:
        """Take a due message; until then it is nobody else's. False when somebody else has it."""
        same = ROW.c.deliver_at == to_micros(reply.deliver_at)
        return self._set(reply, same, state=ReplyState.SENDING, deliver_at=to_micros(until))

    def done(self, reply: Reply) -> bool:
        """It was delivered, or never can be: nobody can tell which."""
        return self._set(reply, ROW.c.state != ReplyState.DONE, state=ReplyState.DONE)

    def forget(self, wave_id: int) -> None:
        """Delete what was said about a wave: retention."""
        with self._database.write() as connection:
            connection.execute(ROW.delete().where(ROW.c.wave_id == wave_id))

    def _set(self, reply: Reply, condition: Any, **values: Any) -> bool:
        own = (
            ROW.c.wave_id == reply.wave_id,
            ROW.c.comment_id == reply.comment_id,
            ROW.c.number == reply.number,
        )
        with self._database.write() as connection:
            changed = connection.execute(update(ROW).where(*own, condition).values(**values))
        return changed.rowcount == 1

    def _read(self, *conditions: Any) -> list[Reply]:
        wanted = select(ROW).where(*conditions).order_by(ROW.c.comment_id, ROW.c.number)
        with self._database.read() as connection:
            return list(map(_reply, connection.execute(wanted)))


def _reply(row: Row[Any]) -> Reply:
    return Reply(
        wave_id=row.wave_id,
        comment_id=row.comment_id,
        number=row.number,
        about=row.about,
        responder=row.responder,
        text=row.text,
        state=ReplyState(row.state),
        deliver_at=from_micros(row.deliver_at),
    )
