"""Decides what a list of leave adds: whose days away, each known once. Knows no files, no why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import NamedTuple

from bot.domain.leave import checked
from bot.errors import UserError
from bot.services.imports import ImportSummary
from bot.services.imports_reps import RepBook
from store.open import Store

MAX_ROWS = 100_000
"""More rows than this are no list of the leave of one company."""

RefuseLeave = Callable[["LeaveRow", UserError], None]


class LeaveRow(NamedTuple):
    """One line of a list: what it calls somebody, the surest first, and the days, both included."""

    line: int
    who: Sequence[str]
    first: date
    last: date | None


def import_leave(
    store: Store,
    workspace_id: int,
    rows: Sequence[LeaveRow],
    *,
    at: datetime,
    actor: str,
    refuse: RefuseLeave,
    keep: Callable[[], bool],
) -> ImportSummary:
    """Write down every row that makes sense and hand the others to `refuse`, in one transaction.

    `keep` is asked at the end whether to keep it or to take all of it back. The same list again
    adds nothing. `at` and `actor` are for the audit trail.
    """
    summary = ImportSummary()
    try:
        with store.transaction():
            summary = _added(store, workspace_id, rows, actor, refuse)
            if not keep():
                raise _Undone  # noqa: TRY301  # it has to leave the transaction
            if summary.new:
                told = {"leave": summary.new}
                store.audit.add(workspace_id, at=at, actor=actor, action="import", details=told)
    except _Undone:
        return summary
    return replace(summary, kept=True)


class _Undone(Exception):  # no error: the way out of a transaction
    """Takes back what is not to be kept."""


def _added(
    store: Store, workspace_id: int, rows: Sequence[LeaveRow], actor: str, refuse: RefuseLeave
) -> ImportSummary:
    people = RepBook(store, workspace_id, known_only=True)
    people.load()
    new = refused = 0
    for row in rows:
        try:
            known = (one for one in row.who if people.is_known(one))
            person_id = people.find(next(known, row.who[0]))
            days = checked(row.first, row.last)
        except UserError as error:
            refused += 1
            refuse(row, error)
        else:
            end = days.last + timedelta(days=1)
            new += store.leaves.add(workspace_id, person_id, days.first, end, by=actor)
    return ImportSummary(
        read=len(rows), new=new, unchanged=len(rows) - new - refused, refused=refused
    )
