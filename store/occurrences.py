"""Slots of schedules, each claimed by one process at a time: leases with a fence, as messages are.

Every later write of the claimer names the fence it was given and counts for nothing without it.
Knows no schedule beyond its id.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, text

from store.columns import MICROSECOND, from_micros, to_micros
from store.database import Database, Driver
from store.leases import lease_now
from store.records_schedules import Occurrence, OccurrenceState
from store.tables_posting import Table

ROW = Table.metadata.tables["occurrence"]
_ADD = (
    "INSERT INTO occurrence (schedule_id, slot, workspace_id, due_at, state, owner, lease_until,"
    " fence, attempts, reason) VALUES (:schedule, :slot, :workspace, :due, :state, :owner, :until,"
    " :fence, :attempts, :reason) ON CONFLICT (schedule_id, slot) DO NOTHING RETURNING slot"
)
_WAITING = (
    "SELECT schedule_id, slot FROM occurrence WHERE state IN ('pending', 'claimed')"
    " AND lease_until <= :now AND workspace_id = :workspace ORDER BY due_at LIMIT :limit"
)
_TAKE = (
    "UPDATE occurrence SET state = 'claimed', owner = :owner, lease_until = :until,"
    " fence = fence + 1, attempts = attempts + 1 WHERE schedule_id = :schedule AND slot = :slot"
    " RETURNING schedule_id, slot, due_at, state, lease_until, fence, attempts, reason"
)
_MINE = " WHERE schedule_id = :schedule AND slot = :slot AND fence = :fence AND state = 'claimed'"
_END = "UPDATE occurrence SET state = :state, owner = NULL, reason = :reason"
_LATER = (
    "UPDATE occurrence SET state = 'pending', owner = NULL, lease_until = :until, reason = :reason"
)


class Occurrences:
    """Rows of `occurrence`; `owner` only says in the row which process has it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        lock = "" if database.dialect == "sqlite" else " FOR UPDATE SKIP LOCKED"
        self._lock_waiting = _WAITING + lock

    def open(
        self,
        workspace_id: int,
        slots: Iterable[tuple[int, str, datetime]],
        *,
        owner: str,
        lease: timedelta,
    ) -> list[Occurrence]:
        """New slots (schedule id, slot, due moment), claimed at once in the caller's transaction.
        A slot that there was before is left out: it had its turn."""
        with self._database.write() as connection:
            until = lease_now(self._database, connection) + lease // MICROSECOND
            driver = Driver(connection)
            row = _new(workspace_id, "claimed") | {"owner": owner, "until": until}
            row |= {"fence": 1, "attempts": 1}
            return [
                _opened(schedule_id, slot, due, until)
                for schedule_id, slot, due in slots
                if _is_added(driver, row, schedule_id, slot, due)
            ]

    def skip(
        self, workspace_id: int, slots: Iterable[tuple[int, str, datetime]], reason: str
    ) -> None:
        """Write down slots that nothing was posted for, and why; one that there was stays."""
        with self._database.write() as connection:
            driver = Driver(connection)
            row = _new(workspace_id, "skipped") | {"reason": reason}
            for schedule_id, slot, due in slots:
                _is_added(driver, row, schedule_id, slot, due)

    def ask(self, workspace_id: int, schedule_id: int, slot: str, due: datetime) -> None:
        """A slot of its own that is waiting to be claimed from now on."""
        with self._database.write() as connection:
            _is_added(Driver(connection), _new(workspace_id, "pending"), schedule_id, slot, due)

    def is_waiting(self, workspace_id: int) -> bool:
        """Whether one is to be tried again, or its claimer let the lease end: without a lock."""
        with self._database.read() as connection:
            now = lease_now(self._database, connection)
            asked = {"now": now, "workspace": workspace_id, "limit": 1}
            return Driver(connection).run(_WAITING, asked).fetchone() is not None

    def take(
        self, workspace_id: int, *, owner: str, lease: timedelta, limit: int
    ) -> list[Occurrence]:
        """Claim up to `limit` that are waiting, the earliest due first, with the next fence."""
        with self._database.write() as connection:
            now = lease_now(self._database, connection)
            driver = Driver(connection)
            asked = {"now": now, "workspace": workspace_id, "limit": limit}
            rows = driver.run(self._lock_waiting, asked).fetchall()
            mine = {"owner": owner, "until": now + lease // MICROSECOND}
            return [
                _taken(driver.run(_TAKE, mine | {"schedule": schedule, "slot": slot}).fetchone())
                for schedule, slot in rows
            ]

    def end(self, claimed: Occurrence, state: OccurrenceState, reason: str | None = None) -> bool:
        """Done, skipped or failed; False when it is not ours any more, and nothing is changed."""
        row = _key(claimed) | {"state": state.value, "reason": reason}
        with self._database.write() as connection:
            return connection.execute(text(_END + _MINE), row).rowcount == 1

    def put_off(self, claimed: Occurrence, wait: timedelta, reason: str) -> bool:
        """To be tried again after `wait`; False when it is not ours any more."""
        with self._database.write() as connection:
            until = lease_now(self._database, connection) + wait // MICROSECOND
            row = _key(claimed) | {"until": until, "reason": reason}
            return connection.execute(text(_LATER + _MINE), row).rowcount == 1

    def known(self, schedule_id: int, slots: Collection[str]) -> frozenset[str]:
        """Which of these slots there are already."""
        wanted = select(ROW.c.slot).where(ROW.c.schedule_id == schedule_id, ROW.c.slot.in_(slots))
        with self._database.read() as connection:
            return frozenset(connection.execute(wanted).scalars())

    def since(
        self, workspace_id: int, due: datetime, states: Sequence[OccurrenceState]
    ) -> list[Occurrence]:
        """Those in one of the states and due after `due`, the newest first."""
        wanted = (
            select(ROW)
            .where(
                ROW.c.workspace_id == workspace_id,
                ROW.c.state.in_([state.value for state in states]),
                ROW.c.due_at > to_micros(due),
            )
            .order_by(ROW.c.due_at.desc(), ROW.c.schedule_id)
        )
        with self._database.read() as connection:
            rows = connection.execute(wanted).all()
        return [_record(row) for row in rows]


def _new(workspace_id: int, state: str) -> dict[str, Any]:
    return {
        "workspace": workspace_id,
        "state": state,
        "owner": None,
        "until": 0,
        "fence": 0,
        "attempts": 0,
        "reason": None,
    }


def _is_added(
    driver: Driver, row: dict[str, Any], schedule_id: int, slot: str, due: datetime
) -> bool:
    values = row | {"schedule": schedule_id, "slot": slot, "due": to_micros(due)}
    return driver.run(_ADD, values).fetchone() is not None


def _opened(schedule_id: int, slot: str, due: datetime, until: int) -> Occurrence:
    return Occurrence(
        schedule_id=schedule_id,
        slot=slot,
        due_at=due,
        state=OccurrenceState.CLAIMED,
        lease_until=from_micros(until),
        fence=1,
        attempts=1,
    )


def _taken(row: Sequence[Any]) -> Occurrence:
    schedule_id, slot, due, state, until, fence, attempts, reason = row
    return Occurrence(
        schedule_id=schedule_id,
        slot=slot,
        due_at=from_micros(due),
        state=OccurrenceState(state),
        lease_until=from_micros(until),
        fence=fence,
        attempts=attempts,
        reason=reason,
    )


def _record(row: Any) -> Occurrence:
    names = ("schedule_id", "slot", "due_at", "state", "lease_until", "fence", "attempts", "reason")
    return _taken([getattr(row, name) for name in names])


def _key(claimed: Occurrence) -> dict[str, Any]:
    return {"schedule": claimed.schedule_id, "slot": claimed.slot, "fence": claimed.fence}
