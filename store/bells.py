"""Bells of channels and what each made of every deal. Knows rows, not what rings and when.

`touched` looks into the ledger for the deals a bell may care for, so that an import of a million
old ones costs one pass over their entries and leaves nothing in memory.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, and_, delete, insert, or_, select

from store.columns import from_micros, to_micros
from store.database import Database, Driver
from store.records_bells import BellRecord, DealKey, RingRecord, Touched
from store.series import series_of
from store.tables_life import Table

BELL = Table.metadata.tables["bell"]
RING = Table.metadata.tables["ring"]
TOGETHER = 200  # keys in one statement
SAMPLE = 5_000  # entries of a posting that say whether it is an import of history

_TOUCHED = """
SELECT source_id, external_id, posting_id, was_open FROM (
    SELECT source_id, external_id, min(posting_id) AS posting_id,
        max(CASE WHEN reverses <= :after THEN 1 ELSE 0 END) AS was_open,
        max(CASE WHEN reverses IS NULL AND occurred_on >= :since THEN 1 ELSE 0 END) AS is_fresh
    FROM entry
    WHERE id > :after AND id <= :upto AND workspace_id = :workspace AND series_id IN ({series})
    GROUP BY source_id, external_id
) t
WHERE is_fresh = 1 OR EXISTS (
    SELECT 1 FROM ring r WHERE r.workspace_id = :workspace AND r.source_id = t.source_id
    AND r.external_id = t.external_id)
ORDER BY source_id, external_id"""
_AGES = """
SELECT coalesce(sum(CASE WHEN occurred_on >= :since THEN 1 ELSE 0 END), 0), count(*) FROM (
    SELECT e.occurred_on FROM posting p JOIN entry e
        ON e.id >= p.first_entry_id AND e.id < p.first_entry_id + p.entries
    WHERE p.id = :posting AND e.series_id IN ({series}) AND e.reverses IS NULL
    LIMIT {sample}) sampled"""

_PUT = """
INSERT INTO ring (workspace_id, source_id, external_id, channel, state, due_at, revision, facts,
    outbox_id)
VALUES (:workspace, :source, :external, :channel, :state, :due, :revision, :facts, :outbox)
ON CONFLICT (workspace_id, source_id, external_id, channel) DO UPDATE SET
    state = excluded.state, due_at = excluded.due_at, revision = excluded.revision,
    facts = excluded.facts, outbox_id = excluded.outbox_id"""


class Bells:
    """Rows of `bell` in and out."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self, workspace_id: int) -> list[BellRecord]:
        """Every bell, by channel id."""
        wanted = select(BELL).where(BELL.c.workspace_id == workspace_id).order_by(BELL.c.channel)
        with self._database.read() as connection:
            return [_bell(row) for row in connection.execute(wanted)]

    def get(self, workspace_id: int, channel: str) -> BellRecord | None:
        """The bell of a channel."""
        with self._database.read() as connection:
            row = connection.execute(select(BELL).where(*_of(BELL, workspace_id, channel))).first()
        return None if row is None else _bell(row)

    def put(self, workspace_id: int, bell: BellRecord) -> None:
        """Keep a bell, in the place of the one its channel had."""
        own = {"workspace_id": workspace_id, "channel": bell.channel}
        values = {"definition": _json(bell.definition), "enabled": bell.enabled}
        with self._database.write() as connection:
            connection.execute(delete(BELL).where(*_of(BELL, workspace_id, bell.channel)))
            connection.execute(insert(BELL).values({**own, **values}))

    def remove(self, workspace_id: int, channel: str) -> bool:
        """Take a bell away; False when there was none. What it rang for stays known."""
        gone = delete(BELL).where(*_of(BELL, workspace_id, channel))
        with self._database.write() as connection:
            return connection.execute(gone).rowcount == 1


class Rings:
    """Rows of `ring` in and out, and the deals they may be about."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def touched(
        self, workspace_id: int, after: int, upto: int, *, measure: str, since: date
    ) -> list[Touched]:
        """Deals with entries of `measure` in (after, upto] that are for a day from `since` on, or
        that some bell knows already."""
        with self._database.read() as connection:
            driver = Driver(connection)
            series = _numbers(driver, workspace_id, measure)
            params = {"workspace": workspace_id, "after": after, "upto": upto}
            sql = _TOUCHED.format(series=series)
            rows = driver.run(sql, {**params, "since": since.toordinal()}).fetchall()
        return [
            Touched(deal=DealKey(source, external), posting_id=posting, was_open=bool(was_open))
            for source, external, posting, was_open in rows
        ]

    def ages(
        self, workspace_id: int, posting_id: int, *, measure: str, since: date
    ) -> tuple[int, int]:
        """How many entries of a posting are for a day from `since` on, and how many for one before;
        of a large posting its first thousands tell."""
        with self._database.read() as connection:
            driver = Driver(connection)
            sql = _AGES.format(series=_numbers(driver, workspace_id, measure), sample=SAMPLE)
            params = {"posting": posting_id, "since": since.toordinal()}
            fresh, every = driver.run(sql, params).fetchone()
        return int(fresh), int(every) - int(fresh)

    def of_deals(self, workspace_id: int, deals: Collection[DealKey]) -> list[RingRecord]:
        """The rings of these deals in every bell."""
        keys, found = sorted(deals), []
        for start in range(0, len(keys), TOGETHER):
            either = [
                and_(RING.c.source_id == source, RING.c.external_id == external)
                for source, external in keys[start : start + TOGETHER]
            ]
            found += self._select(workspace_id, or_(*either))
        return found

    def of_message(self, workspace_id: int, outbox_id: str) -> list[RingRecord]:
        """The deals that one message rang for."""
        return self._select(workspace_id, RING.c.outbox_id == outbox_id)

    def waiting(self, workspace_id: int, channel: str) -> list[RingRecord]:
        """The deals that wait to be rung in a channel, the first due first."""
        return self._select(workspace_id, RING.c.channel == channel, RING.c.state == "waiting")

    def due_channels(self, workspace_id: int, at: datetime) -> list[str]:
        """Channels in which a ring is due at this moment."""
        due = select(RING.c.channel).distinct()
        due = due.where(
            RING.c.workspace_id == workspace_id,
            RING.c.state == "waiting",
            RING.c.due_at <= to_micros(at),
        )
        with self._database.read() as connection:
            return sorted(connection.execute(due).scalars())

    def put(self, workspace_id: int, rings: Iterable[RingRecord]) -> None:
        """Keep these rings, in the place of what was kept of the same deal in the same bell."""
        with self._database.write() as connection:
            driver = Driver(connection)
            for ring in rings:
                driver.run(
                    _PUT,
                    {
                        "workspace": workspace_id,
                        "source": ring.deal.source_id,
                        "external": ring.deal.external_id,
                        "channel": ring.channel,
                        "state": ring.state,
                        "due": to_micros(ring.due_at),
                        "revision": ring.revision,
                        "facts": _json(ring.facts),
                        "outbox": ring.outbox_id,
                    },
                )

    def _select(self, workspace_id: int, *conditions: Any) -> list[RingRecord]:
        wanted = select(RING).where(RING.c.workspace_id == workspace_id, *conditions)
        order = (RING.c.due_at, RING.c.source_id, RING.c.external_id, RING.c.channel)
        with self._database.read() as connection:
            return [_ring(row) for row in connection.execute(wanted.order_by(*order))]


def _of(table: Any, workspace_id: int, channel: str) -> tuple[Any, ...]:
    return table.c.workspace_id == workspace_id, table.c.channel == channel


def _numbers(driver: Driver, workspace_id: int, measure: str) -> str:
    return ", ".join(str(number) for number in series_of(driver, workspace_id, [measure])) or "NULL"


def _json(value: Any) -> str:
    return json.dumps(dict(value), ensure_ascii=False, sort_keys=True)


def _bell(row: Row[Any]) -> BellRecord:
    return BellRecord(
        channel=row.channel, definition=json.loads(row.definition), enabled=bool(row.enabled)
    )


def _ring(row: Row[Any]) -> RingRecord:
    return RingRecord(
        deal=DealKey(row.source_id, row.external_id),
        channel=row.channel,
        state=row.state,
        due_at=from_micros(row.due_at),
        facts=json.loads(row.facts),
        revision=row.revision,
        outbox_id=row.outbox_id,
    )
