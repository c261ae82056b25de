"""Turns an activity (a call, a meeting, a customer's score) into rows for the ledger."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from bot.domain.money import apportion
from bot.errors import UserError
from bot.services.imports_deals import hundredths
from bot.services.imports_reps import RepBook
from store.bulk import StagedRow

NEEDS_VALUE = frozenset({"csat", "talk"})
"""Measures of which one activity is not simply one: points and minutes have to be told."""


class ImportedActivity(NamedTuple):
    """One activity in the words of its source, its cells understood."""

    external_id: str
    credits: Sequence[tuple[str, int]]  # rep and basis points
    measure: str
    value: Decimal | None  # whole units; None counts as one
    occurred_on: date
    region: str


class ActivityBook:
    """Looks up what an activity needs of the workspace."""

    def __init__(self, reps: RepBook, measures: Collection[str]) -> None:
        """`measures` are the keys that activities may be posted under."""
        self._reps = reps
        self._measures = measures

    def rows(self, activity: ImportedActivity) -> list[StagedRow]:
        """The rows to stage; UserError when the activity cannot count as it is told."""
        if activity.measure not in self._measures:
            raise UserError(
                "“{measure}” is not a measure; there are {measures}",
                measure=activity.measure,
                measures=", ".join(sorted(self._measures)),
            )
        if activity.value is None and activity.measure in NEEDS_VALUE:
            raise UserError("there is no value for {measure}", measure=activity.measure)
        amount = hundredths(Decimal(1) if activity.value is None else activity.value)
        region, day = self._reps.region(activity.region), activity.occurred_on
        shares = [share for _, share in activity.credits]
        people = [self._reps.find(rep) for rep, _ in activity.credits]
        return [
            (activity.external_id, None, None, None, None, activity.measure,
             self._reps.seat(person, day, region), day.toordinal(), None, None, part, share)
            for person, part, share in zip(people, apportion(amount, shares), shares, strict=True)
        ]  # fmt: skip
