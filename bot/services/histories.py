"""Decides whose history stays in memory: those asked for last, kept up with every entry taken in.

Forgets rather than guesses: after anything unexpected everybody is read again. Knows no badge.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable

from bot.domain.badges.tracks import History
from bot.services.awarding_terms import Terms
from store.open import Store
from store.records import Entry

MOST_CELLS = 5_000_000
"""Sums of days held at most, at 24 bytes each: a thousand reps who sold daily for four years."""


class Histories:
    """Everybody's results by day, as far as the ledger was followed."""

    def __init__(self, store: Store, workspace_id: int, *, most_cells: int = MOST_CELLS) -> None:
        self._store = store
        self._workspace_id = workspace_id
        self._most = most_cells
        self._held: OrderedDict[int, History] = OrderedDict()
        self._cells = 0
        self._position = -1
        self._rules = ""

    def clear(self) -> None:
        """Forget everybody."""
        self._held.clear()
        self._cells = 0
        self._position = -1

    def start(self, position: int, terms: Terms) -> None:
        """Say how far the ledger was followed; who was read by other rules, or followed by
        somebody else since, is forgotten."""
        if position != self._position or terms.rules != self._rules:
            self.clear()
            self._position, self._rules = position, terms.rules

    def follow(self, entries: Iterable[Entry], upto: int) -> None:
        """Take the next entries in, for those who are held."""
        for entry in entries:
            history = self._held.get(entry.person_id)
            if history is not None and entry.id > history.newest:
                history.add(
                    entry.occurred_on.toordinal(),
                    (entry.measure, entry.sale_type),
                    entry.amount,
                    entry.share,
                )
        self._position = upto

    def of(self, person_id: int, terms: Terms) -> History:
        """Somebody's history, read when it is not held. Only where nobody else can post."""
        found = self._held.get(person_id)
        if found is not None:
            self._held.move_to_end(person_id)
            return found
        found = self._read(person_id, terms)
        self._held[person_id] = found
        self._cells += found.cells
        while self._cells > self._most and len(self._held) > 1:
            _, gone = self._held.popitem(last=False)
            self._cells = max(0, self._cells - gone.cells)
        return found

    def _read(self, person_id: int, terms: Terms) -> History:
        seats = terms.seats.get(person_id, ())
        days = self._store.results.days(self._workspace_id, seats, terms.measures)
        history = History(terms.metrics.values(), terms.spans, days.newest)
        for day, measure, sale_type, amount, share in days.results:
            history.add(day, (measure, sale_type), amount, share)
        return history
