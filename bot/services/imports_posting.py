"""Puts the rows of an import into the ledger in one transaction, or takes all of it back.

Knows neither files nor cells: rows come in as they are made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from bot.errors import UserError
from bot.services.imports import ImportOptions
from store.bulk import StagedRow
from store.columns import name_key
from store.open import Store
from store.records_typed_deals import TYPED


class Outcome(NamedTuple):
    """What posting did to the ledger; `kept` is false when it was all taken back."""

    new: int
    changed: int
    unchanged: int
    repeated: int  # records of a deal that a later record of the same file replaced
    removed: int
    kept: bool


@dataclass(frozen=True, kw_only=True)
class PostingRun:
    """One import into one workspace: what may be kept of it, and who did it when."""

    store: Store
    workspace_id: int
    options: ImportOptions
    at: datetime  # aware UTC: the moment that the entries are recorded at
    actor: str
    currency: str | None = None  # of the workspace, fixed when this is its first posting

    def post(
        self, rows: Callable[[], Iterable[StagedRow]], seen: Callable[[], tuple[int, int]]
    ) -> Outcome:
        """Stage what `rows()` yields, then keep it or not; `seen()` tells records read and refused.

        Whatever `rows` creates on its way (people, regions, products) is part of it. With `replace`
        or `strict` a refused record stops all: its deal would be taken back, or was promised not
        to be left out.
        """
        options = self.options
        if name_key(options.source) == TYPED:
            raise UserError(
                "The source “{source}” is that of deals logged in Slack; choose another name.",
                source=options.source,
            )
        with self.store.ledger.bulk(
            self.workspace_id, source=options.source, at=self.at, actor=self.actor
        ) as bulk:
            bulk.stage(rows())
            read, refused = seen()
            is_whole = not refused
            removed = 0
            if options.replace and is_whole:
                if not read:
                    raise UserError("The file has no rows: --replace would take everything back.")
                removed = bulk.reverse_missing()
            counts = bulk.counts()
            kept = not options.dry_run and (is_whole or not (options.strict or options.replace))
            if kept:
                self._settle(counts.new, counts.changed)
                bulk.commit()
        known = counts.changed + counts.unchanged - removed
        return Outcome(
            new=counts.new,
            changed=counts.changed - removed,
            unchanged=counts.unchanged,
            repeated=read - refused - counts.new - known,
            removed=removed,
            kept=kept,
        )

    def _settle(self, new: int, changed: int) -> None:
        """Fix the currency and leave a line in the audit trail, unless nothing changed."""
        if not (new or changed):
            return
        if self.currency is not None:
            self.store.workspaces.set_currency(self.workspace_id, self.currency)
        self.store.audit.add(
            self.workspace_id,
            at=self.at,
            actor=self.actor,
            action="import",
            details={"source": self.options.source, "new": new, "changed": changed},
        )
