"""Schedules: rows in, records out, and the due ones among many by an index.

Knows not what a rule means: whoever saves one says which slot comes next.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from store.columns import from_micros, to_micros
from store.database import Database, Driver
from store.records_schedules import NextSlot, Schedule, ScheduleDraft, ScheduleKind
from store.tables_posting import Table

ROW = Table.metadata.tables["schedule"]
WAITING = NextSlot()

_DUE = (
    " FROM schedule WHERE enabled = {true} AND next_due <= :at AND workspace_id = :workspace"
    " ORDER BY next_due LIMIT :limit"
)
_NAMES = tuple(column.name for column in ROW.columns)
_ADVANCE = "UPDATE schedule SET next_due = :due, next_slot = :slot WHERE id = :id"


class Schedules:
    """Rows of `schedule`; a removed one is never seen again, and neither is its id."""

    def __init__(self, database: Database) -> None:
        self._database = database
        is_sqlite = database.dialect == "sqlite"
        true = "1" if is_sqlite else "true"
        self._any = "SELECT 1" + _DUE.format(true=true)
        self._due = f"SELECT {', '.join(_NAMES)}" + _DUE.format(true=true)
        self._due += "" if is_sqlite else " FOR UPDATE SKIP LOCKED"

    def add(
        self,
        workspace_id: int,
        draft: ScheduleDraft,
        *,
        at: datetime,
        by: str,
        following: NextSlot,
    ) -> Schedule:
        """A new one that waits for `following`."""
        values = _chosen(draft) | _waits(following)
        values |= {
            "workspace_id": workspace_id,
            "created_by": by,
            "created_at": to_micros(at),
            "enabled": True,
            "version": 1,
        }
        with self._database.write() as connection:
            row = connection.execute(insert(ROW).values(values).returning(*ROW.c)).one()
        return _record(row)

    def get(self, workspace_id: int, schedule_id: int) -> Schedule | None:
        """The schedule; None when there is none, or no longer."""
        wanted = _mine(workspace_id).where(ROW.c.id == schedule_id)
        with self._database.read() as connection:
            row = connection.execute(wanted).one_or_none()
        return None if row is None else _record(row)

    def all(self, workspace_id: int, kind: ScheduleKind | None = None) -> list[Schedule]:
        """Every schedule, or those of a kind, the oldest first."""
        wanted = _mine(workspace_id).order_by(ROW.c.id)
        if kind is not None:
            wanted = wanted.where(ROW.c.kind == kind.value)
        with self._database.read() as connection:
            return [_record(row) for row in connection.execute(wanted)]

    def change(
        self,
        workspace_id: int,
        schedule_id: int,
        version: int,
        draft: ScheduleDraft,
        *,
        following: NextSlot,
    ) -> Schedule | None:
        """Edit it; None when it is not at `version` any more: somebody else edited it.

        What was posted last does not count as the same any more.
        """
        values = _chosen(draft) | _waits(following) | {"fingerprint": None}
        return self._edit(workspace_id, schedule_id, version, values)

    def switch(
        self, workspace_id: int, schedule_id: int, version: int, *, on: bool, following: NextSlot
    ) -> Schedule | None:
        """Pause or resume it; None when it is not at `version` any more."""
        values = {"enabled": on} | _waits(following)
        return self._edit(workspace_id, schedule_id, version, values)

    def remove(self, workspace_id: int, schedule_id: int, *, at: datetime) -> bool:
        """Never post it again; False when there is none."""
        values = {"removed_at": to_micros(at), "enabled": False} | _waits(WAITING)
        with self._database.write() as connection:
            gone = update(ROW).values(values).where(ROW.c.id == schedule_id, *_own(workspace_id))
            return connection.execute(gone).rowcount == 1

    def is_due(self, workspace_id: int, at: datetime) -> bool:
        """Whether one is due at `at`: a look without a lock."""
        asked = {"at": to_micros(at), "workspace": workspace_id, "limit": 1}
        with self._database.read() as connection:
            return Driver(connection).run(self._any, asked).fetchone() is not None

    def due(self, workspace_id: int, at: datetime, limit: int) -> list[Schedule]:
        """Up to `limit` that are due at `at`, the longest waiting first, each locked for the
        caller's transaction; those that another process has are left out."""
        asked = {"at": to_micros(at), "workspace": workspace_id, "limit": limit}
        with self._database.write() as connection:
            rows = Driver(connection).run(self._due, asked).fetchall()
        return [_record(_Row(row)) for row in rows]

    def advance(self, following: Iterable[tuple[int, NextSlot]]) -> None:
        """What each schedule, by id, waits for now."""
        with self._database.write() as connection:
            driver = Driver(connection)
            for schedule_id, one in following:
                due = None if one.due is None else to_micros(one.due)
                driver.run(_ADVANCE, {"due": due, "slot": one.slot, "id": schedule_id})

    def remember(self, schedule_id: int, fingerprint: str | None) -> None:
        """What the standings of its newest post are known by."""
        with self._database.write() as connection:
            changed = update(ROW).values(fingerprint=fingerprint).where(ROW.c.id == schedule_id)
            connection.execute(changed)

    def _edit(
        self, workspace_id: int, schedule_id: int, version: int, values: dict[str, Any]
    ) -> Schedule | None:
        where = (ROW.c.id == schedule_id, ROW.c.version == version, *_own(workspace_id))
        changed = update(ROW).values(**values, version=version + 1).where(*where)
        with self._database.write() as connection:
            row = connection.execute(changed.returning(*ROW.c)).one_or_none()
        return None if row is None else _record(row)


class _Row:
    """A driver's tuple with the names of the columns, as far as `_record` needs them."""

    def __init__(self, values: Any) -> None:
        self.__dict__.update(zip(_NAMES, values, strict=True))


def _own(workspace_id: int) -> tuple[Any, Any]:
    return ROW.c.workspace_id == workspace_id, ROW.c.removed_at.is_(None)


def _mine(workspace_id: int) -> Any:
    return select(ROW).where(*_own(workspace_id))


def _chosen(draft: ScheduleDraft) -> dict[str, Any]:
    return {
        "kind": draft.kind.value,
        "words": draft.words,
        "channel": draft.channel,
        "rule": json.dumps(dict(draft.rule), sort_keys=True),
        "local_minute": draft.local_minute,
        "zone": draft.zone,
        "country": draft.country,
        "only_changed": draft.only_changed,
        "locale": draft.locale,
    }


def _waits(following: NextSlot) -> dict[str, Any]:
    due = None if following.due is None else to_micros(following.due)
    return {"next_due": due, "next_slot": following.slot}


def _record(row: Any) -> Schedule:
    return Schedule(
        id=row.id,
        kind=ScheduleKind(row.kind),
        words=row.words,
        channel=row.channel,
        rule=json.loads(row.rule),
        local_minute=row.local_minute,
        zone=row.zone,
        country=row.country,
        only_changed=bool(row.only_changed),
        locale=row.locale,
        enabled=bool(row.enabled),
        version=row.version,
        created_by=row.created_by,
        created_at=from_micros(row.created_at),
        next_due=None if row.next_due is None else from_micros(row.next_due),
        next_slot=row.next_slot,
        fingerprint=row.fingerprint,
    )
