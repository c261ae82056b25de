"""Decides how the benchmarks record one deal: a won deal with amount, units and age, posted as
every source posts it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from bench.deals import LAST_DAY
from bench.ledger import clock
from bot.domain.deals import Deal, Status, lines_of
from store.records import WHOLE, Fact, LabelKind


class Writer:
    """Records deals one at a time, each durable when `record` returns."""

    def __init__(self, store: Any, people: Sequence[int]) -> None:
        """`people` are the ids of the reps who win them, in turn."""
        self._store = store
        self._workspace = store.workspaces.sole().id
        self._source = store.labels.id(self._workspace, LabelKind.SOURCE, "typed")
        by_person = {
            seat.person_id: seat.id for seat in store.people.seats(self._workspace).values()
        }
        self._seats = [by_person[person] for person in people]
        self._count = 0

    def record(self, number: int) -> None:
        """Record a deal that was won today; `number` picks the rep."""
        self._count += 1
        deal = Deal(
            external_id=f"T-{self._count}",
            credits=((self._seats[number % len(self._seats)], WHOLE),),
            status=Status.WON,
            amount=10_000 + number,
            units=300,
            sale_type="new",
            closed_on=LAST_DAY,
            created_on=LAST_DAY - timedelta(days=30),
        )
        fact = Fact(source_id=self._source, external_id=deal.external_id, lines=lines_of(deal))
        self._store.ledger.post(self._workspace, [fact], at=clock(), actor="bench")
