"""Seats: a person in a team and a region, interned to one small number.

`seat_on` is pure, so an importer can load memberships once and ask for a million deals.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

from store.database import Database, Driver
from store.records import Membership, Seat
from store.tables import Table
from store.workspaces import raise_names_version

ROW = Table.metadata.tables["seat"]
# straight to the driver: a file of deals brings hundreds of seats
_FIND = """
SELECT id FROM seat
WHERE workspace_id = :workspace AND person_id = :person AND place = :place"""
_ADD = """
INSERT INTO seat (workspace_id, person_id, team_id, region_id, place)
VALUES (:workspace, :person, :team, :region, :place) ON CONFLICT DO NOTHING"""


def seat_on(
    memberships: Iterable[Membership], on: date, region_id: int | None = None
) -> tuple[int | None, int | None]:
    """One person's (team id, region id) on a local date; `region_id` overrides the region.

    Outside every membership there is no team, and only the overriding region if there is one.
    """
    for one in memberships:
        began = one.starts_on is None or one.starts_on <= on
        if began and (one.ends_on is None or on < one.ends_on):
            return one.team_id, one.region_id if region_id is None else region_id
    return None, region_id


class Seats:
    """Rows of `seat` in and out."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self, workspace_id: int) -> dict[int, Seat]:
        wanted = select(ROW.c.id, ROW.c.person_id, ROW.c.team_id, ROW.c.region_id)
        with self._database.read() as connection:
            rows = connection.execute(wanted.where(ROW.c.workspace_id == workspace_id)).all()
        return {
            row.id: Seat(
                id=row.id, person_id=row.person_id, team_id=row.team_id, region_id=row.region_id
            )
            for row in rows
        }

    def id(
        self, workspace_id: int, person_id: int, team_id: int | None, region_id: int | None
    ) -> int:
        """The number of this seat, created when it is new."""
        seat = {
            "workspace": workspace_id,
            "person": person_id,
            "place": f"{team_id or ''}/{region_id or ''}",
        }
        with self._database.read() as connection:
            found = Driver(connection).run(_FIND, seat).fetchall()
        if not found:
            with self._database.write() as connection:
                driver = Driver(connection)
                added = driver.run(_ADD, seat | {"team": team_id, "region": region_id})
                if added.rowcount:
                    raise_names_version(connection, workspace_id)
                found = driver.run(_FIND, seat).fetchall()
        number: int = found[0][0]
        return number
