"""Decides what a list of people changes: who is new, who moved, whose manager is whom.

An empty cell leaves what is known. Somebody who moves is in the new team from a date on, so that
what they sold before stays with the old one. Knows no files.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, NamedTuple

from bot.errors import UserError
from bot.services.imports import ImportSummary
from bot.services.imports_directory import Directory, PersonRow, Plan
from store.open import Store
from store.records import LabelKind, Membership, Person

MAX_PEOPLE = 100_000
"""More rows than this are no list of the people of one company."""

RefusePerson = Callable[[PersonRow, UserError], None]


def import_people(
    store: Store,
    workspace_id: int,
    rows: Sequence[PersonRow],
    *,
    moved_on: date,
    at: datetime,
    actor: str,
    refuse: RefusePerson,
    keep: Callable[[], bool],
) -> ImportSummary:
    """Bring a workspace's people in line with a list, all in one transaction.

    `moved_on` is the first day in the new team for rows that name none. `keep` is asked at the end
    whether to keep it or to take all of it back. `at` and `actor` are for the audit trail.
    """
    try:
        with store.transaction():
            summary = _PeopleImport(store, workspace_id, moved_on).run(rows, refuse)
            if not keep():
                raise _Undone(summary)  # noqa: TRY301  # it has to leave the transaction
            if summary.new or summary.changed:
                told = {"people": summary.new, "changed": summary.changed}
                store.audit.add(workspace_id, at=at, actor=actor, action="import", details=told)
    except _Undone as undone:
        return undone.summary
    return replace(summary, kept=True)


class _Undone(Exception):  # no error: the way out of a transaction
    """Takes back what is not to be kept."""

    def __init__(self, summary: ImportSummary) -> None:
        super().__init__()
        self.summary = summary


class _Change(NamedTuple):
    """What one row did."""

    is_new: bool
    is_changed: bool


class _PeopleImport:
    def __init__(self, store: Store, workspace_id: int, moved_on: date) -> None:
        self._store = store
        self._workspace_id = workspace_id
        self._moved_on = moved_on
        self._spells: dict[int, Membership] = {}
        for spell in store.people.memberships(workspace_id):
            self._spells[spell.person_id] = spell  # oldest first: the latest stays

    def run(self, rows: Sequence[PersonRow], refuse: RefusePerson) -> ImportSummary:
        """Apply the rows that make sense and hand the others to `refuse`; the counts of both."""
        directory = Directory(self._store.people.all(self._workspace_id))
        plans, refused = directory.plans(rows, refuse, self._check_move)
        changes = [self._save(plan) for plan in plans]
        managed = [self._save_manager(plan) for plan in plans]
        new = sum(change.is_new for change in changes)
        changed = sum(
            (change.is_changed or has_manager) and not change.is_new
            for change, has_manager in zip(changes, managed, strict=True)
        )
        return ImportSummary(
            read=len(rows),
            new=new,
            changed=changed,
            unchanged=len(plans) - new - changed,
            refused=refused,
        )

    def _check_move(self, row: PersonRow, person: Person | None) -> None:
        """Refuse to rewrite history: nobody moves before their latest move."""
        latest = self._spells.get(person.id) if person else None
        if latest is None or latest.starts_on is None or not self._moves(row, latest):
            return
        if (row.team_since or self._moved_on) < latest.starts_on:
            raise UserError(
                "{name} already moved on {date}; a move before that cannot be added",
                name=row.name,
                date=latest.starts_on.isoformat(),
            )

    def _moves(self, row: PersonRow, latest: Membership) -> bool:
        return self._place(row, latest) != (latest.team_id, latest.region_id)

    def _place(self, row: PersonRow, latest: Membership | None) -> tuple[int | None, int | None]:
        team_id = latest.team_id if latest else None
        region_id = latest.region_id if latest else None
        if row.team:
            team_id = self._store.labels.id(self._workspace_id, LabelKind.TEAM, row.team)
        if row.region:
            region_id = self._store.labels.id(self._workspace_id, LabelKind.REGION, row.region)
        return team_id, region_id

    def _save(self, plan: Plan) -> _Change:
        row, people = plan.row, self._store.people
        told: dict[str, Any] = {
            "name": row.name,
            "email": row.email,
            "starts_on": row.starts_on,
            "ends_on": row.ends_on,
            "fte": row.fte,
        }
        is_new = plan.person is None
        told = {
            name: value
            for name, value in told.items()
            if value is not None and (is_new or value != getattr(plan.person, name))
        }
        if plan.person is None:
            plan.person = people.add(self._workspace_id, **told)
        elif told:
            plan.person = people.update(self._workspace_id, plan.person.id, **told)
        has_moved = self._move(row, plan.person.id)
        return _Change(is_new=is_new, is_changed=bool(told) or has_moved)

    def _move(self, row: PersonRow, person_id: int) -> bool:
        latest = self._spells.get(person_id)
        place = self._place(row, latest)
        if latest is None:
            if place == (None, None):
                return False
            starts_on = row.team_since  # without one they were always there, as far as we know
        elif self._moves(row, latest):
            starts_on = row.team_since or self._moved_on
        else:
            return False
        self._store.people.join_team(self._workspace_id, person_id, *place, starts_on)
        return True

    def _save_manager(self, plan: Plan) -> bool:
        manager = plan.manager.person if isinstance(plan.manager, Plan) else plan.manager
        if plan.person is None or manager is None or plan.person.manager_id == manager.id:
            return False
        self._store.people.update(self._workspace_id, plan.person.id, manager_id=manager.id)
        return True
