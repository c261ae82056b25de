"""Who is asked in a wave, when, and whether they answered: never what. Deleted 30 days after it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, insert, select, update

from store.columns import from_micros, to_micros
from store.database import Database
from store.records_surveys import Invitation
from store.tables_surveys import Table

ROW = Table.metadata.tables["invitation"]
WAVE = Table.metadata.tables["wave"]


class Invitations:
    """Rows of `invitation`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, invitations: Iterable[Invitation]) -> None:
        """Ask these people, each once."""
        rows = [
            {
                "wave_id": one.wave_id,
                "slack_user_id": one.slack_user_id,
                "segments": json.dumps(one.segments, ensure_ascii=False),
                "locale": one.locale,
                "send_at": to_micros(one.send_at),
                "reminders": 0,
                "has_answered": False,
                "is_thanked": False,
            }
            for one in invitations
        ]
        if rows:
            with self._database.write() as connection:
                connection.execute(insert(ROW), rows)

    def get(self, wave_id: int, slack_user_id: str) -> Invitation | None:
        """One person's invitation."""
        own = (ROW.c.wave_id == wave_id, ROW.c.slack_user_id == slack_user_id)
        found = self._read(*own)
        return found[0] if found else None

    def of(self, wave_id: int) -> list[Invitation]:
        """Everybody who is asked in a wave."""
        return self._read(ROW.c.wave_id == wave_id)

    def of_person(self, slack_user_id: str) -> list[Invitation]:
        """Everything somebody is or was asked, as far as it is kept."""
        return self._read(ROW.c.slack_user_id == slack_user_id)

    def due(self, wave_id: int, at: datetime, limit: int) -> list[Invitation]:
        """Whom nothing was sent to yet and whose moment has come, in that order."""
        waiting = (ROW.c.wave_id == wave_id, ROW.c.outbox_id.is_(None))
        return self._read(*waiting, ROW.c.send_at <= to_micros(at), limit=limit)

    def to_remind(self, wave_id: int, reminders: int, limit: int) -> list[Invitation]:
        """Who was asked, has not answered, and was reminded fewer than so many times."""
        silent = (ROW.c.wave_id == wave_id, ROW.c.has_answered.is_(False))
        asked = (ROW.c.outbox_id.is_not(None), ROW.c.reminders < reminders)
        return self._read(*silent, *asked, limit=limit)

    def mark_asked(self, wave_id: int, slack_user_id: str, outbox_id: str) -> None:
        """Their invitation is decided; call it in the transaction that decides it."""
        self._change(wave_id, [slack_user_id], outbox_id=outbox_id)

    def mark_reminded(self, wave_id: int, slack_user_ids: Collection[str], times: int) -> None:
        """So many reminders were decided for them."""
        self._change(wave_id, slack_user_ids, reminders=times)

    def to_thank(self, wave_id: int, limit: int) -> list[Invitation]:
        """Whose message does not say yet that they answered, or took the answer back."""
        changed = (ROW.c.wave_id == wave_id, ROW.c.has_answered != ROW.c.is_thanked)
        return self._read(*changed, ROW.c.outbox_id.is_not(None), limit=limit)

    def mark_thanked(self, wave_id: int, slack_user_id: str, is_thanked: bool) -> None:
        """What their message says from now on."""
        self._change(wave_id, [slack_user_id], is_thanked=is_thanked)

    def open_for(self, workspace_id: int, slack_user_id: str) -> list[tuple[int, bool]]:
        """The open waves somebody is asked in, and whether they answered: newest first."""
        own = (WAVE.c.workspace_id == workspace_id, WAVE.c.state == "open")
        wanted = (
            select(ROW.c.wave_id, ROW.c.has_answered)
            .join(WAVE, WAVE.c.id == ROW.c.wave_id)
            .where(*own, ROW.c.slack_user_id == slack_user_id, ROW.c.outbox_id.is_not(None))
        )
        with self._database.read() as connection:
            rows = connection.execute(wanted.order_by(WAVE.c.id.desc())).all()
        return [(row.wave_id, bool(row.has_answered)) for row in rows]

    def counts(self, wave_id: int) -> tuple[int, int]:
        """How many were asked, and how many of them have answered so far."""
        answered = func.count().filter(ROW.c.has_answered.is_(True))
        wanted = select(func.count(), answered).where(ROW.c.wave_id == wave_id)
        with self._database.read() as connection:
            asked, said = connection.execute(wanted).one()
        return asked, said

    def asked_since(self, workspace_id: int, since: datetime) -> dict[str, int]:
        """How often everybody was asked in waves that opened since then: a cap on tiring people."""
        recent = (WAVE.c.workspace_id == workspace_id, WAVE.c.opens_at >= to_micros(since))
        wanted = select(ROW.c.slack_user_id, func.count()).join(WAVE, WAVE.c.id == ROW.c.wave_id)
        with self._database.read() as connection:
            rows = connection.execute(wanted.where(*recent).group_by(ROW.c.slack_user_id)).all()
        return {row[0]: row[1] for row in rows}

    def _change(self, wave_id: int, slack_user_ids: Collection[str], **values: Any) -> None:
        own = (ROW.c.wave_id == wave_id, ROW.c.slack_user_id.in_(slack_user_ids))
        with self._database.write() as connection:
            connection.execute(update(ROW).where(*own).values(**values))

    def _read(self, *conditions: Any, limit: int | None = None) -> list[Invitation]:
        wanted = select(ROW).where(*conditions).order_by(ROW.c.send_at, ROW.c.slack_user_id)
        with self._database.read() as connection:
            return list(map(_invitation, connection.execute(wanted.limit(limit))))


def _invitation(row: Row[Any]) -> Invitation:
    return Invitation(
        wave_id=row.wave_id,
        slack_user_id=row.slack_user_id,
        segments=tuple(json.loads(row.segments)),
        locale=row.locale,
        send_at=from_micros(row.send_at),
        reminders=row.reminders,
        has_answered=bool(row.has_answered),
        is_thanked=bool(row.is_thanked),
        outbox_id=row.outbox_id,
    )
