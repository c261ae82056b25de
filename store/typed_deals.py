"""Deals that reps typed: rows in, records out, and who else tells the same deal.

Knows nothing of what a definition means. What becomes of a deal is decided once: a change names
the state that it starts from, and does nothing when somebody was there before.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, insert, select, update

from store.columns import from_micros, to_micros
from store.database import Database, Driver
from store.postgres import lock_ledger
from store.records import LabelKind
from store.records_typed_deals import OPEN, TYPED, DealState, Told, TypedDeal
from store.tables import Table
from store.tables_life import TypedDealRow
from store.yielding import is_decided

ROW = Table.metadata.tables[str(TypedDealRow.__tablename__)]
LABEL = Table.metadata.tables["label"]


class TypedDeals:
    """Rows of `typed_deal`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def alone(self) -> None:
        """Let no posting happen beside the rest of the caller's transaction, which must be open.

        Whether another source tells a deal is asked after this, or it may be told meanwhile.
        """
        connection = self._database.unit().connection
        if self._database.dialect == "postgresql":
            lock_ledger(connection)

    def put(self, workspace_id: int, deal: TypedDeal, *, is_told: bool) -> bool:
        """Keep a deal, also in the place of one that counts for nothing any more.

        False when there is an open one. `is_told`: nobody has to hear of it.
        """
        values = {
            "person_id": deal.person_id,
            "slack_user_id": deal.slack_user_id,
            "definition": _json(deal.definition),
            "state": deal.state,
            "created_at": to_micros(deal.created_at),
            "decided_at": None if deal.decided_at is None else to_micros(deal.decided_at),
            "decided_by": deal.decided_by,
            "is_told": is_told,
        }
        mine = _own(workspace_id, deal.external_id)
        with self._database.write() as connection:
            state = connection.execute(select(ROW.c.state).where(*mine)).scalar()
            if state in OPEN:
                return False
            if state is None:
                own = {"workspace_id": workspace_id, "external_id": deal.external_id}
                connection.execute(insert(ROW).values({**own, **values}))
            else:
                connection.execute(update(ROW).where(*mine).values(values))
            return True

    def get(self, workspace_id: int, external_id: str) -> TypedDeal | None:
        """The latest deal with this id."""
        return next(iter(self._select(*_own(workspace_id, external_id), limit=1)), None)

    def of_person(self, workspace_id: int, person_id: int, limit: int = 10) -> list[TypedDeal]:
        """What somebody typed, the newest first."""
        mine = (ROW.c.workspace_id == workspace_id, ROW.c.person_id == person_id)
        return self._select(*mine, limit=limit)

    def decide(
        self, workspace_id: int, deal: TypedDeal, state: DealState, *, at: datetime, by: str,
        definition: Mapping[str, Any] | None = None,
    ) -> bool:  # fmt: skip
        """Bring a deal from the state it was read in to another; False when it left that already.

        `by` is the Slack user id of who decided. A `definition` takes the place of the old one.
        """
        values: dict[str, Any] = {
            "state": state,
            "decided_at": to_micros(at),
            "decided_by": by,
            "is_told": False,
        }
        if definition is not None:
            values["definition"] = _json(definition)
        same = (ROW.c.state == deal.state, ROW.c.created_at == to_micros(deal.created_at))
        wanted = update(ROW).where(*_own(workspace_id, deal.external_id), *same)
        with self._database.write() as connection:
            return connection.execute(wanted.values(values)).rowcount == 1

    def untold(self, workspace_id: int, limit: int = 50) -> list[TypedDeal]:
        """Deals whose state somebody has to hear of, in no order that means anything."""
        return self._select(ROW.c.workspace_id == workspace_id, ~ROW.c.is_told, limit=limit)

    def mark_told(
        self, workspace_id: int, deal: TypedDeal, definition: Mapping[str, Any] | None = None
    ) -> bool:
        """Everybody heard of the state it was read in; False when it changed meanwhile."""
        values: dict[str, Any] = {"is_told": True}
        if definition is not None:
            values["definition"] = _json(definition)
        same = (ROW.c.state == deal.state, ROW.c.created_at == to_micros(deal.created_at))
        wanted = update(ROW).where(*_own(workspace_id, deal.external_id), *same, ~ROW.c.is_told)
        with self._database.write() as connection:
            return connection.execute(wanted.values(values)).rowcount == 1

    def told_elsewhere(self, workspace_id: int, external_id: str) -> Told | None:
        """What another source says of the deal, when that is won or lost; None when none does."""
        mine = (LABEL.c.workspace_id == workspace_id, LABEL.c.kind == LabelKind.SOURCE)
        where = {"workspace": workspace_id}
        with self._database.read() as connection:
            sources = connection.execute(select(LABEL.c.id, LABEL.c.name, LABEL.c.key).where(*mine))
            driver = Driver(connection)
            for source in sources.all():
                if source.key != TYPED and is_decided(driver, where, source.id, external_id):
                    deal = {**where, "source": source.id, "external_id": external_id}
                    rows = driver.run(_REVENUE, deal).fetchall()
                    return Told(source=source.name, revenue={who: int(much) for who, much in rows})
        return None

    def _select(self, *conditions: ColumnElement[bool], limit: int) -> list[TypedDeal]:
        newest = select(ROW).where(*conditions).order_by(ROW.c.created_at.desc(), ROW.c.external_id)
        with self._database.read() as connection:
            return [_record(row) for row in connection.execute(newest.limit(limit))]


_REVENUE = """
SELECT seat.person_id, sum(e.amount) FROM fact f JOIN entry e
    ON e.id >= f.first_entry_id AND e.id < f.first_entry_id + f.entry_count
JOIN series s ON s.id = e.series_id JOIN seat ON seat.id = e.seat_id
WHERE f.workspace_id = :workspace AND f.source_id = :source AND f.external_id = :external_id
    AND s.measure = 'revenue' GROUP BY seat.person_id"""


def _own(workspace_id: int, external_id: str) -> tuple[ColumnElement[bool], ...]:
    return ROW.c.workspace_id == workspace_id, ROW.c.external_id == external_id


def _json(definition: Mapping[str, Any]) -> str:
    return json.dumps(dict(definition), ensure_ascii=False, sort_keys=True)


def _record(row: Row[Any]) -> TypedDeal:
    return TypedDeal(
        external_id=row.external_id,
        person_id=row.person_id,
        slack_user_id=row.slack_user_id,
        definition=json.loads(row.definition),
        state=DealState(row.state),
        created_at=from_micros(row.created_at),
        decided_at=None if row.decided_at is None else from_micros(row.decided_at),
        decided_by=row.decided_by,
    )
