"""People, where they belonged on which date, and the seats that say so in one number: somebody who
moves gets another seat, and what was sold stays behind. Knows no Slack and no entries.
"""

from __future__ import annotations

from datetime import date
from typing import Any, TypedDict, Unpack

from sqlalchemy import Connection, Row, insert, select, update
from sqlalchemy.exc import IntegrityError

from store.columns import from_day, name_key, to_day
from store.database import Database, Driver
from store.errors import Duplicate, NotFound, StoreError
from store.records import Membership, Person, Seat
from store.seats import Seats, seat_on
from store.tables import Table
from store.workspaces import raise_names_version

ROW = Table.metadata.tables["person"]
MEMBERSHIP = Table.metadata.tables["membership"]
DAYS = ("starts_on", "ends_on")
_NOTHING_KNOWN: dict[str, Any] = {
    **dict.fromkeys(("email", "slack_user_id", "starts_on", "ends_on", "manager_id")),
    "fte": 100,
}
_ADD = """
INSERT INTO person (workspace_id, name, key, email, slack_user_id, starts_on, ends_on, fte,
    manager_id)
VALUES (:workspace, :name, :key, :email, :slack_user_id, :starts_on, :ends_on, :fte, :manager_id)
ON CONFLICT DO NOTHING RETURNING id"""


class PersonChanges(TypedDict, total=False):
    """What can be set on a person; what is not named stays as it is."""

    name: str
    email: str | None
    slack_user_id: str | None
    starts_on: date | None
    ends_on: date | None
    fte: int
    manager_id: int | None


class PersonDetails(TypedDict, total=False):
    """What may be known of a new person besides the name."""

    email: str | None
    slack_user_id: str | None
    starts_on: date | None
    ends_on: date | None
    fte: int
    manager_id: int | None


class People:
    """Rows of `person`, `membership` and `seat` in and out."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._seats = Seats(database)

    def add(self, workspace_id: int, *, name: str, **details: Unpack[PersonDetails]) -> Person:
        """A new person; Duplicate when the e-mail address or Slack user is somebody else's."""
        values = _NOTHING_KNOWN | _columns({"name": name, **details})
        with self._database.write() as connection:
            if values["manager_id"] is not None:
                self.get(workspace_id, values["manager_id"])
            # a file brings hundreds: straight to the driver, and no savepoint to go back to
            added = Driver(connection).run(_ADD, values | {"workspace": workspace_id}).fetchall()
            if not added:
                raise Duplicate(f"{name} has the e-mail or Slack user of somebody else")
            raise_names_version(connection, workspace_id)
        known: dict[str, Any] = {**details, "name": values["name"], "email": values["email"]}
        return Person(id=added[0][0], **known)

    def update(self, workspace_id: int, person_id: int, **changes: Unpack[PersonChanges]) -> Person:
        """Change what is named; NotFound, or Duplicate as in add()."""
        try:
            with self._database.write() as connection, connection.begin_nested():
                who = update(ROW).where(ROW.c.workspace_id == workspace_id, ROW.c.id == person_id)
                if changes:
                    connection.execute(who.values(**_columns(dict(changes))))
                    raise_names_version(connection, workspace_id)
                person = self.get(workspace_id, person_id)
                self._check_manager(workspace_id, person)
                return person
        except IntegrityError as error:
            raise Duplicate("that e-mail or Slack user is somebody else's") from error

    def link(self, workspace_id: int, person_id: int, slack_user_id: str | None) -> Person:
        """Say which Slack user a person is; None unlinks. Duplicate when it is another person."""
        return self.update(workspace_id, person_id, slack_user_id=slack_user_id)

    def get(self, workspace_id: int, person_id: int) -> Person:
        found = self._select(workspace_id, ROW.c.id == person_id)
        if not found:
            raise NotFound(f"person {person_id}")
        return found[0]

    def all(self, workspace_id: int) -> list[Person]:
        """Everybody, by name."""
        return self._select(workspace_id)

    def by_email(self, workspace_id: int, email: str) -> Person | None:
        found = self._select(workspace_id, ROW.c.email == _email(email))
        return found[0] if found else None

    def by_name(self, workspace_id: int, name: str) -> list[Person]:
        """Everybody with this name; case, accents and spacing do not count."""
        return self._select(workspace_id, ROW.c.key == name_key(name))

    def by_slack_user(self, workspace_id: int, slack_user_id: str) -> Person | None:
        found = self._select(workspace_id, ROW.c.slack_user_id == slack_user_id)
        return found[0] if found else None

    def find(self, workspace_id: int, name_or_email: str) -> Person | None:
        """By e-mail address first, then by a name that only one person has."""
        if "@" in name_or_email:
            return self.by_email(workspace_id, name_or_email)
        namesakes = self.by_name(workspace_id, name_or_email)
        return namesakes[0] if len(namesakes) == 1 else None

    def manager_of(self, workspace_id: int, person_id: int) -> Person | None:
        manager_id = self.get(workspace_id, person_id).manager_id
        return None if manager_id is None else self.get(workspace_id, manager_id)

    def reports_of(self, workspace_id: int, manager_id: int, on: date) -> list[Person]:
        """Whose manager this is, and who are at work on that day."""
        reports = self._select(workspace_id, ROW.c.manager_id == manager_id)
        return [
            person
            for person in reports
            if (person.starts_on is None or person.starts_on <= on)
            and (person.ends_on is None or on <= person.ends_on)
        ]

    def memberships(self, workspace_id: int, person_id: int | None = None) -> list[Membership]:
        """One person's (or everybody's) teams and regions over time, oldest first."""
        mine = [MEMBERSHIP.c.workspace_id == workspace_id]
        if person_id is not None:
            mine.append(MEMBERSHIP.c.person_id == person_id)
        with self._database.read() as connection:
            rows = connection.execute(select(MEMBERSHIP).where(*mine)).all()
        return sorted(map(_membership, rows), key=lambda one: one.starts_on or date.min)

    def join_team(
        self,
        workspace_id: int,
        person_id: int,
        team_id: int | None,
        region_id: int | None,
        starts_on: date | None,
    ) -> Membership:
        """Put a person in a team and region from a day on (None: always); the one before ends then.

        The same place again changes nothing. StoreError for a day before the latest move: history
        that entries already stand on is not rewritten.
        """
        with self._database.write() as connection:
            self.get(workspace_id, person_id)
            known = self.memberships(workspace_id, person_id)
            latest = known[-1] if known else None
            if latest and (latest.team_id, latest.region_id) == (team_id, region_id):
                return latest
            if latest:
                self._end(connection, latest, starts_on)
            values = {
                "workspace_id": workspace_id,
                "person_id": person_id,
                "team_id": team_id,
                "region_id": region_id,
                "starts_on": to_day(starts_on),
            }
            new = insert(MEMBERSHIP).values(values).returning(MEMBERSHIP)
            joined = _membership(connection.execute(new).one())
            raise_names_version(connection, workspace_id)
            return joined

    def seats(self, workspace_id: int) -> dict[int, Seat]:
        """Every seat by its number."""
        return self._seats.all(workspace_id)

    def seat(
        self, workspace_id: int, person_id: int, team_id: int | None, region_id: int | None
    ) -> int:
        """The number of a person in a team and region, created when it is new."""
        return self._seats.id(workspace_id, person_id, team_id, region_id)

    def seat_for(
        self, workspace_id: int, person_id: int, on: date, region_id: int | None = None
    ) -> int:
        """The seat somebody had on a date; `region_id` overrides the membership's region."""
        place = seat_on(self.memberships(workspace_id, person_id), on, region_id)
        return self.seat(workspace_id, person_id, *place)

    def _end(self, connection: Connection, latest: Membership, on: date | None) -> None:
        mine = (MEMBERSHIP.c.person_id == latest.person_id, MEMBERSHIP.c.ends_on.is_(None))
        if on == latest.starts_on:  # a correction of the same day: it never counted
            same_start = MEMBERSHIP.c.starts_on.is_not_distinct_from(to_day(on))
            connection.execute(MEMBERSHIP.delete().where(*mine, same_start))
            return
        if on is None or on < (latest.starts_on or date.min):
            raise StoreError(f"person {latest.person_id} already moved on {latest.starts_on}")
        connection.execute(update(MEMBERSHIP).where(*mine).values(ends_on=to_day(on)))

    def _check_manager(self, workspace_id: int, person: Person) -> None:
        """A manager is somebody else of the same workspace; the foreign key knows neither."""
        if person.manager_id is None:
            return
        if person.manager_id == person.id:
            raise StoreError(f"{person.name} cannot manage themselves")
        self.get(workspace_id, person.manager_id)

    def _select(self, workspace_id: int, *conditions: Any) -> list[Person]:
        wanted = select(ROW).where(ROW.c.workspace_id == workspace_id, *conditions)
        with self._database.read() as connection:
            rows = connection.execute(wanted.order_by(ROW.c.key, ROW.c.id)).all()
        return [_person(row) for row in rows]


def _email(email: str | None) -> str | None:
    return (email or "").strip().casefold() or None


def _columns(values: dict[str, Any]) -> dict[str, Any]:
    """As stored: days as ordinals, the e-mail folded, and the key that names are compared by."""
    stored: dict[str, Any]
    stored = {name: to_day(value) if name in DAYS else value for name, value in values.items()}
    if "name" in stored:
        stored["name"] = " ".join(stored["name"].split())
        stored["key"] = name_key(stored["name"])
        if not stored["key"]:
            raise StoreError("a person needs a name")
    if "email" in stored:
        stored["email"] = _email(stored["email"])
    return stored


def _person(row: Row[Any]) -> Person:
    values: dict[str, Any] = {name: getattr(row, name) for name in Person.__slots__}
    return Person(**(values | {name: from_day(values[name]) for name in DAYS}))


def _membership(row: Row[Any]) -> Membership:
    values: dict[str, Any] = {name: getattr(row, name) for name in Membership.__slots__}
    return Membership(**(values | {name: from_day(values[name]) for name in DAYS}))
