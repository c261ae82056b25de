"""Days on which people were away: never why. Days are [start, end), the end is not included."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, Connection, delete, insert, select

from store.database import Database
from store.errors import StoreError
from store.tables import Table
from store.tables_life import LeaveRow
from store.workspaces import raise_names_version

ROW = Table.metadata.tables[str(LeaveRow.__tablename__)]
Days = tuple[date, date]


class Leaves:
    """Rows of `leave`; those of one person never overlap. A change raises the names' version, by
    which whoever works with leave sees that there is something new."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, workspace_id: int) -> dict[int, list[Days]]:
        """Everybody's days away by person id, each as [start, end), in order."""
        wanted = select(ROW).where(ROW.c.workspace_id == workspace_id)
        found: dict[int, list[Days]] = {}
        with self._database.read() as connection:
            for row in connection.execute(wanted.order_by(ROW.c.person_id, ROW.c.starts_on)):
                found.setdefault(row.person_id, []).append(_days(row.starts_on, row.ends_on))
        return found

    def of_person(self, workspace_id: int, person_id: int) -> list[Days]:
        """One person's days away, in order."""
        with self._database.read() as connection:
            rows = connection.execute(
                select(ROW.c.starts_on, ROW.c.ends_on)
                .where(*_own(workspace_id, person_id))
                .order_by(ROW.c.starts_on)
            )
            return [_days(*row) for row in rows]

    def add(self, workspace_id: int, person_id: int, start: date, end: date, *, by: str) -> bool:
        """Write down that somebody is away on [start, end); False when that was known.

        What overlaps becomes one, written down by `by`. StoreError when there is no day in it.
        """
        first, last = start.toordinal(), end.toordinal()
        if last <= first:
            raise StoreError("leave has at least one day")
        touching = (*_own(workspace_id, person_id), ROW.c.starts_on < last, ROW.c.ends_on > first)
        with self._database.write() as connection:
            known = connection.execute(select(ROW.c.starts_on, ROW.c.ends_on).where(*touching))
            spans = [tuple(row) for row in known]
            if any(begin <= first and last <= close for begin, close in spans):
                return False
            connection.execute(delete(ROW).where(*touching))
            first = min([first, *(begin for begin, _close in spans)])
            last = max([last, *(close for _begin, close in spans)])
            _put(connection, (workspace_id, person_id), (first, last), by)
            raise_names_version(connection, workspace_id)  # whose days count is a rule of badges
            return True

    def remove(self, workspace_id: int, person_id: int, start: date, end: date) -> bool:
        """Take the days [start, end) out; what is left of a longer leave stays. False: none was."""
        first, last = start.toordinal(), end.toordinal()
        touching = (*_own(workspace_id, person_id), ROW.c.starts_on < last, ROW.c.ends_on > first)
        with self._database.write() as connection:
            rows = connection.execute(delete(ROW).where(*touching).returning(ROW)).all()
            for row in rows:
                for begin, close in ((row.starts_on, first), (last, row.ends_on)):
                    if begin < close:
                        _put(connection, (workspace_id, person_id), (begin, close), row.recorded_by)
            if rows:
                raise_names_version(connection, workspace_id)
            if rows:
                raise_names_version(connection, workspace_id)
            return bool(rows)


def _put(connection: Connection, whose: tuple[int, int], days: tuple[int, int], by: str) -> None:
    names = ("workspace_id", "person_id", "starts_on", "ends_on", "recorded_by")
    connection.execute(insert(ROW).values(dict(zip(names, (*whose, *days, by), strict=True))))


def _own(workspace_id: int, person_id: int) -> tuple[ColumnElement[bool], ...]:
    return ROW.c.workspace_id == workspace_id, ROW.c.person_id == person_id


def _days(first: int, last: int) -> Days:
    return date.fromordinal(first), date.fromordinal(last)
