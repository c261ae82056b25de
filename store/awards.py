"""The badges people have: written when the ledger says so, read for everything that shows them.

Knows no rule: who earned what is decided above. A badge that was taken back stays as `taken`, so
that what announced it can be mended.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from store.columns import from_micros, to_micros
from store.database import Database, Driver
from store.records_badges import Award, AwardKey, AwardState

_COLUMNS = "person_id, badge, slot, earned_on, value, state, awarded_at, final_at, outbox_id"
_SELECT = f"SELECT {_COLUMNS} FROM award WHERE workspace_id = :workspace"  # noqa: S608
_HELD = " AND state <> 'taken'"
_BY_DAY = " ORDER BY earned_on DESC, badge, slot, person_id"
_ONE = "workspace_id = :workspace AND person_id = :person AND badge = :badge AND slot = :slot"
_GAIN = f"""
INSERT INTO award (workspace_id, {_COLUMNS}) VALUES (:workspace, :person, :badge, :slot, :earned_on,
    :value, 'provisional', :awarded_at, :final_at, NULL)
ON CONFLICT (workspace_id, person_id, badge, slot) DO UPDATE SET earned_on = excluded.earned_on,
    value = excluded.value, state = excluded.state, awarded_at = excluded.awarded_at,
    final_at = excluded.final_at
WHERE award.state <> 'final'"""  # noqa: S608
_LOSE = f"UPDATE award SET state = 'taken' WHERE {_ONE} AND state = 'provisional'"  # noqa: S608
_SETTLE = (
    "UPDATE award SET state = 'final' "
    "WHERE workspace_id = :workspace AND state = 'provisional' AND final_at <= :now"
)
_ANNOUNCE = f"UPDATE award SET outbox_id = :outbox WHERE {_ONE}"  # noqa: S608

_IN_SLOT = (
    "SELECT person_id FROM award "
    "WHERE workspace_id = :workspace AND badge = :badge AND slot = :slot"
)
_GET = f"""
WITH wanted (person, kind, place) AS (VALUES {{places}})
SELECT {_COLUMNS} FROM wanted CROSS JOIN award
WHERE workspace_id = :workspace AND person_id = person AND badge = kind AND slot = place"""  # noqa: S608
_TOGETHER = 26  # keys looked up in one statement
_LETTERS = "abcdefghijklmnopqrstuvwxyz"  # names of parameters hold no digits


class Awards:
    """Rows of `award`. Unless it says otherwise, a reading leaves out what was taken back."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_person(self, workspace_id: int, person_id: int) -> list[Award]:
        """One person's badges, the newest first."""
        where = f"{_HELD} AND person_id = :person{_BY_DAY}"
        return self._select(workspace_id, where, person=person_id)

    def of_badge(self, workspace_id: int, badge: str) -> list[Award]:
        """Everybody who has a badge, the newest first."""
        where = f"{_HELD} AND badge = :badge{_BY_DAY}"
        return self._select(workspace_id, where, badge=badge)

    def between(self, workspace_id: int, start: date, end: date) -> list[Award]:
        """What was earned on the local dates [start, end), the newest first."""
        where = f"{_HELD} AND earned_on >= :start AND earned_on < :ends{_BY_DAY}"
        days = {"start": start.toordinal(), "ends": end.toordinal()}
        return self._select(workspace_id, where, **days)

    def unannounced(self, workspace_id: int, since: date | None = None) -> list[Award]:
        """What no message has told yet, the newest first; `since` is the first day it may be
        earned on: history that was imported is not told."""
        where = f"{_HELD} AND outbox_id IS NULL AND earned_on >= :start{_BY_DAY}"
        return self._select(workspace_id, where, start=since.toordinal() if since else 0)

    def announced_in(self, workspace_id: int, outbox_id: str) -> list[Award]:
        """What a message told, in the order of day, badge and person; also what was taken back."""
        return self._select(
            workspace_id,
            f" AND outbox_id = :outbox{_BY_DAY}",
            outbox=outbox_id,
        )

    def told_since(self, workspace_id: int, start: date) -> list[str]:
        """The messages that told awards earned on `start` or later, also what was taken back."""
        wanted = (
            "SELECT DISTINCT outbox_id FROM award WHERE workspace_id = :workspace"
            " AND earned_on >= :start AND outbox_id IS NOT NULL ORDER BY outbox_id"
        )
        with self._database.read() as connection:
            params = {"workspace": workspace_id, "start": start.toordinal()}
            return [str(row[0]) for row in Driver(connection).run(wanted, params).fetchall()]

    def mark_announced(
        self, workspace_id: int, awards: Iterable[Award | AwardKey], outbox_id: str
    ) -> None:
        """Write down which message tells these."""
        with self._database.write() as connection:
            driver = Driver(connection)
            for one in awards:
                driver.run(_ANNOUNCE, _key(workspace_id, one) | {"outbox": outbox_id})

    def all(self, workspace_id: int, *, taken: bool = False) -> list[Award]:
        """Every award, the newest first."""
        return self._select(workspace_id, ("" if taken else _HELD) + _BY_DAY)

    def since(self, workspace_id: int, person_id: int, day: int) -> list[Award]:
        """One person's awards earned on the ordinal `day` or later, also what was taken back."""
        # the plus keeps SQLite off the index of days, which holds everybody's
        where = " AND person_id = :person AND +earned_on >= :start"
        return self._select(workspace_id, where, person=person_id, start=day)

    def in_slots(
        self, workspace_id: int, slots: Collection[tuple[str, str]], person_id: int | None = None
    ) -> list[Award]:
        """Who has these (badge, slot), one person's or everybody's, also what was taken back."""
        # SQLite would look through the whole workspace for these, if it were not told whose
        whose = ":person" if person_id is not None else _IN_SLOT
        where = f" AND badge = :badge AND slot = :slot AND person_id IN ({whose})"
        found: list[Award] = []
        for badge, slot in slots:
            names = {"badge": badge, "slot": slot, "person": person_id}
            found += self._select(workspace_id, where, **names)
        return found

    def get(self, workspace_id: int, keys: Collection[AwardKey]) -> list[Award]:
        """These awards, as far as they are there; also what was taken back."""
        found: list[Award] = []
        asked = list(keys)
        for first in range(0, len(asked), _TOGETHER):
            names: dict[str, Any] = {"workspace": workspace_id}
            places = []
            for number, key in enumerate(asked[first : first + _TOGETHER]):
                person, badge, slot = (f"{name}_{_LETTERS[number]}" for name in ("p", "b", "s"))
                names |= dict(zip((person, badge, slot), key, strict=True))
                places.append(f"(CAST(:{person} AS int), :{badge}, :{slot})")
            with self._database.read() as connection:
                rows = Driver(connection).run(_GET.format(places=", ".join(places)), names)
                found += [_award(row) for row in rows.fetchall()]
        return found

    def apply(
        self, workspace_id: int, gained: Sequence[Award], lost: Sequence[Award], at: datetime
    ) -> None:
        """Give and take back, part of the caller's transaction.

        Given is what is new, taken before, or has another day or value; the message that told it
        stays. What is final at `at` stays as it is.
        """
        with self._database.write() as connection:
            driver = Driver(connection)
            for one in lost:
                driver.run(_LOSE, _key(workspace_id, one))
            for one in gained:
                values = {
                    "earned_on": one.earned_on.toordinal(),
                    "value": one.value,
                    "awarded_at": to_micros(one.awarded_at),
                    "final_at": to_micros(one.final_at),
                }
                driver.run(_GAIN, _key(workspace_id, one) | values)
            self.settle(workspace_id, at)

    def settle(self, workspace_id: int, at: datetime) -> None:
        """Make final what no correction can take back any more."""
        with self._database.write() as connection:
            Driver(connection).run(_SETTLE, {"workspace": workspace_id, "now": to_micros(at)})

    def _select(self, workspace_id: int, where: str, **params: Any) -> list[Award]:
        with self._database.read() as connection:
            rows = Driver(connection).run(_SELECT + where, params | {"workspace": workspace_id})
            return [_award(row) for row in rows.fetchall()]


def _key(workspace_id: int, one: Award | AwardKey) -> dict[str, Any]:
    return {
        "workspace": workspace_id,
        "person": one.person_id,
        "badge": one.badge,
        "slot": one.slot,
    }


def _award(row: tuple[Any, ...]) -> Award:
    person, badge, slot, earned_on, value, state, awarded_at, final_at, outbox_id = row
    return Award(
        person_id=person,
        badge=badge,
        slot=slot,
        earned_on=date.fromordinal(earned_on),
        value=value,
        state=AwardState(state),
        awarded_at=from_micros(awarded_at),
        final_at=from_micros(final_at),
        outbox_id=outbox_id,
    )
