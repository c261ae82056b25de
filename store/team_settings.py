"""What a team sets for itself: its own metrics, and the rates between currencies."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from json import dumps, loads

from sqlalchemy import delete, insert, select, update

from store.database import Database
from store.errors import Duplicate, NotFound, StoreError
from store.records import TeamMetric
from store.tables import Table
from store.workspaces import raise_names_version

METRIC = Table.metadata.tables["metric"]
RATE = Table.metadata.tables["rate"]


class Metrics:
    """Rows of `metric`: what a definition means is for bot/domain to say."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, workspace_id: int, key: str, definition: Mapping[str, object]) -> TeamMetric:
        """A new metric; Duplicate when the key is taken."""
        with self._database.write() as connection:
            if key in {metric.key for metric in self.all(workspace_id)}:
                raise Duplicate(f"metric {key}")
            row = {"workspace_id": workspace_id, "key": key, "definition": dumps(dict(definition))}
            connection.execute(insert(METRIC).values(row))
            raise_names_version(connection, workspace_id)
        return TeamMetric(key=key, definition=dict(definition))

    def all(self, workspace_id: int) -> list[TeamMetric]:
        """Every metric the team added, by key."""
        wanted = select(METRIC).where(METRIC.c.workspace_id == workspace_id)
        with self._database.read() as connection:
            rows = connection.execute(wanted.order_by(METRIC.c.key)).all()
        return [TeamMetric(key=row.key, definition=loads(row.definition)) for row in rows]

    def remove(self, workspace_id: int, key: str) -> None:
        """Forget a metric (entries of its measures stay); NotFound when there is none."""
        mine = (METRIC.c.workspace_id == workspace_id, METRIC.c.key == key)
        with self._database.write() as connection:
            gone = connection.execute(delete(METRIC).where(*mine).returning(METRIC.c.key))
            if gone.first() is None:
                raise NotFound(f"metric {key}")
            raise_names_version(connection, workspace_id)


class Rates:
    """Rows of `rate`: workspace currency per one unit of another, from a day on."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def set(self, workspace_id: int, currency: str, on: date, rate: Decimal) -> None:
        """What one unit of `currency` is worth from a day on; the same day again replaces it.

        What was posted with another rate stays as it was posted. StoreError unless it is positive.
        """
        if not rate.is_finite() or rate <= 0:
            raise StoreError(f"a rate is a positive number, not {rate}")
        mine = {"workspace_id": workspace_id, "currency": currency, "valid_on": on.toordinal()}
        with self._database.write() as connection:
            same = select(RATE.c.rate).filter_by(**mine)
            if connection.execute(same).first() is None:
                connection.execute(insert(RATE).values(**mine, rate=str(rate)))
            else:
                connection.execute(update(RATE).filter_by(**mine).values(rate=str(rate)))

    def get(self, workspace_id: int, currency: str, on: date) -> Decimal | None:
        """The rate that holds on a day: the newest one set for it or before; None without any."""
        wanted = (
            select(RATE.c.rate)
            .where(
                RATE.c.workspace_id == workspace_id,
                RATE.c.currency == currency,
                RATE.c.valid_on <= on.toordinal(),
            )
            .order_by(RATE.c.valid_on.desc())
        )
        with self._database.read() as connection:
            found = connection.execute(wanted.limit(1)).scalar()
        return None if found is None else Decimal(found)
