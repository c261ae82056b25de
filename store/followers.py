"""How far everybody who follows the ledger has read, and what was posted since.

Knows no follower and nothing of what they decide. Entry ids are in the order of commits: SQLite has
one writer, and on PostgreSQL a posting takes the ledger's lock before it reads the newest id, and
gives it back once its entries can be seen. Ids that are missing were never used.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from store.database import Database, Driver
from store.reading import ENTRY_COLUMNS, entry_of
from store.records import Entry
from store.series import series_of

WINDOW = 50_000  # ids looked at in one batch, however few of them are of the measures wanted
FactKey = tuple[int, str]  # source id, external id

_NEWEST = "SELECT coalesce(max(id), 0) FROM entry"
_POSITION = "SELECT entry_id FROM follower WHERE workspace_id = :workspace AND name = :name"
# CROSS keeps SQLite to this order: the primary key of entries first, then one row of each
_SINCE = """
FROM entry e CROSS JOIN posting p CROSS JOIN seat s CROSS JOIN fact f
WHERE e.id > :after AND e.id <= :upto AND e.workspace_id = :workspace AND e.series_id IN ({series})
    AND p.id = e.posting_id AND s.id = e.seat_id AND f.workspace_id = e.workspace_id
    AND f.source_id = e.source_id AND f.external_id = e.external_id
ORDER BY e.id LIMIT :limit"""
_OPEN = """
FROM fact f CROSS JOIN entry e CROSS JOIN posting p CROSS JOIN seat s
WHERE f.workspace_id = :workspace AND f.source_id = :source AND f.external_id = :external
    AND e.id >= f.first_entry_id AND e.id < f.first_entry_id + f.entry_count
    AND p.id = e.posting_id AND s.id = e.seat_id
ORDER BY e.id"""


class Batch(NamedTuple):
    """The next entries, oldest first; when they are taken in, move to `upto`."""

    entries: list[Entry]
    upto: int


class Followers:
    """Rows of `follower`, and the ledger from a position on."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def position(self, workspace_id: int, name: str) -> int:
        """The last entry id taken in; a follower who is new starts at the newest.

        Inside Store.transaction() the position is held until it ends, so that of several processes
        one at a time takes a step.
        """
        found = self._position(workspace_id, name)
        if found is not None:
            return found
        with self._database.write() as connection:
            Driver(connection).run(
                "INSERT INTO follower (workspace_id, name, entry_id) "  # noqa: S608
                f"VALUES (:workspace, :name, ({_NEWEST})) ON CONFLICT DO NOTHING",
                {"workspace": workspace_id, "name": name},
            )
            created = self._position(workspace_id, name)
        assert created is not None  # noqa: S101  (it was put there, by us or by somebody quicker)
        return created

    def newest(self, workspace_id: int) -> int:
        """The newest entry id there is; two of these and position() say that nothing happened.

        Other workspaces' entries count: ids are the database's, and moving past them is free.
        """
        del workspace_id
        with self._database.read() as connection:
            return int(Driver(connection).run(_NEWEST).fetchone()[0])

    def is_behind(self, workspace_id: int, name: str) -> bool:
        """Whether there may be something to take in; two index look-ups."""
        return self.position(workspace_id, name) < self.newest(workspace_id)

    def move(self, workspace_id: int, name: str, entry_id: int) -> None:
        """Everything up to this entry is taken in; part of the transaction that took it in."""
        with self._database.write() as connection:
            Driver(connection).run(
                "INSERT INTO follower (workspace_id, name, entry_id) "
                "VALUES (:workspace, :name, :entry) "
                "ON CONFLICT (workspace_id, name) DO UPDATE SET entry_id = excluded.entry_id",
                {"workspace": workspace_id, "name": name, "entry": entry_id},
            )

    def batch(
        self,
        workspace_id: int,
        after: int,
        *,
        measures: Collection[str] | None = None,
        limit: int = 1000,
    ) -> Batch:
        """The next entries of these measures (all when None), and how far that reaches.

        Bounded in entries and in ids looked at: an import of millions is many small batches.
        """
        with self._database.read() as connection:
            driver = Driver(connection)
            upto = min(after + WINDOW, int(driver.run(_NEWEST).fetchone()[0]))
            entries = _since(driver, workspace_id, (after, upto), measures, limit)
        return Batch(entries, entries[-1].id if len(entries) == limit else max(after, upto))

    def entries(
        self,
        workspace_id: int,
        after: int,
        limit: int = 1000,
        measures: Collection[str] | None = None,
    ) -> list[Entry]:
        """Entries with a higher id than `after`, oldest first; `measures` None is all of them."""
        with self._database.read() as connection:
            driver = Driver(connection)
            newest = int(driver.run(_NEWEST).fetchone()[0])
            return _since(driver, workspace_id, (after, newest), measures, limit)

    def open_entries(
        self, workspace_id: int, keys: Collection[FactKey]
    ) -> dict[FactKey, list[Entry]]:
        """What each fact counts for now: none when it is reopened, deleted or unknown."""
        found: dict[FactKey, list[Entry]] = {}
        with self._database.read() as connection:
            driver = Driver(connection)
            series = series_of(driver, workspace_id)
            for source, external in keys:
                params = {"workspace": workspace_id, "source": source, "external": external}
                rows = driver.run(ENTRY_COLUMNS + _OPEN, params).fetchall()
                found[source, external] = [entry_of(row, series) for row in rows]
        return found

    def _position(self, workspace_id: int, name: str) -> int | None:
        held = self._database.is_writing and self._database.dialect == "postgresql"
        with self._database.read() as connection:
            row = (
                Driver(connection)
                .run(
                    f"{_POSITION} FOR UPDATE" if held else _POSITION,
                    {"workspace": workspace_id, "name": name},
                )
                .fetchone()
            )
        return None if row is None else int(row[0])


def _since(
    driver: Driver,
    workspace_id: int,
    span: tuple[int, int],
    measures: Collection[str] | None,
    limit: int,
) -> list[Entry]:
    after, upto = span
    series = series_of(driver, workspace_id, measures)
    if not series or upto <= after:
        return []
    numbers = ", ".join(str(number) for number in series)
    params = {"workspace": workspace_id, "after": after, "upto": upto, "limit": limit}
    rows = driver.run(ENTRY_COLUMNS + _SINCE.format(series=numbers), params).fetchall()
    return [entry_of(row, series) for row in rows]
