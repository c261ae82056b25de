"""The ledger: facts in, entries and sums out. A changed fact is reversed and posted anew.

Knows no texts and no periods: days, measures, and ids of seats, products and sources.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime

from store.bulk import Bulk, StagedRow, Stager
from store.database import Database, Driver, Unit
from store.errors import StoreError
from store.labels import Labels
from store.overlap import Overlap
from store.posting import Posting
from store.reading import LedgerReading
from store.records import Fact, LabelKind, Outcome, Posted
from store.sqlite import CACHE_KIB
from store.staging import clear, fill_stage

OUTCOMES = {False: Outcome.UNCHANGED, True: Outcome.CHANGED}


BULK_CACHE_KIB = -114_688


class _DryRun(Exception):
    """Carries the rollback of an import that was not committed; never seen outside."""


class Ledger(LedgerReading):
    """Posting to the ledger; what is read from it is in LedgerReading."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self._labels = Labels(database)

    def post(self, workspace_id: int, facts: Iterable[Fact], *, at: datetime, actor: str) -> Posted:
        """Make the ledger say of each fact exactly its lines; the same again changes nothing.

        `at` is the moment of recording (aware), `actor` who did it. Of a fact given twice the later
        counts. StoreError for a seat, measure or day that is none; then nothing is posted.
        """
        by_source: dict[int, dict[str, Fact]] = {}
        for fact in facts:
            by_source.setdefault(fact.source_id, {})[fact.external_id] = fact
        outcomes: dict[str, Outcome] = {}
        with self._database.write() as connection, self._alone():
            driver = Driver(connection)
            posting = Posting(driver, workspace_id, at=at, actor=actor)
            stager = Stager(driver, workspace_id, self._database.unit().guard)
            for source_id, mine in by_source.items():
                outcomes |= dict.fromkeys(mine, Outcome.NEW)
                part = stager.columns([row for fact in mine.values() for row in _rows(fact)])
                clear(driver, "stage")
                fill_stage(driver.raw, driver.dialect, part.columns)
                if posting.apply_stage(source_id, part.size) < len(mine):
                    posting.settle(source_id)
                    known = driver.run("SELECT external_id, is_moved + is_renamed FROM revised")
                    outcomes |= {key: OUTCOMES[much > 0] for key, much in known.fetchall()}
            posting.finish()
        return _posted(outcomes)

    @contextmanager
    def bulk(self, workspace_id: int, *, source: str, at: datetime, actor: str) -> Iterator[Bulk]:
        """An import of many facts of one source, in one transaction.

        Rolled back unless Bulk.commit() was called in the block; people, labels and seats added in
        the block, by the same thread, share its fate. Inside Store.transaction() it is a part that
        can be rolled back alone.
        """
        is_part = self._database.is_writing
        try:
            with (
                self._database.write(keeps_guard=False) as connection,
                self._alone() as unit,
                connection.begin_nested() if is_part else nullcontext(),
            ):
                bulk = self._bulk(unit, workspace_id, source, at, actor)
                try:
                    yield bulk
                finally:
                    bulk.stop()
                if not bulk.committed:
                    raise _DryRun  # noqa: TRY301  (caught around the transaction)
        except _DryRun:
            pass

    def _bulk(self, unit: Unit, workspace_id: int, source: str, at: datetime, actor: str) -> Bulk:
        driver = Driver(unit.connection)
        clear(driver, "stage")
        return Bulk(
            driver=driver,
            source_id=self._labels.id(workspace_id, LabelKind.SOURCE, source),
            posting=Posting(driver, workspace_id, at=at, actor=actor),
            stager=Stager(driver, workspace_id, unit.guard),
            unit=unit,
            overlap=_overlap(driver, unit) if driver.dialect == "sqlite" else None,
        )

    @contextmanager
    def _alone(self) -> Iterator[Unit]:
        """One posting at a time in a transaction: the temporary tables are its own."""
        unit = self._database.unit()
        if unit.is_posting:
            raise StoreError("another posting of this transaction is not finished")
        unit.is_posting = True
        try:
            yield unit
        finally:
            unit.is_posting = False


def _overlap(driver: Driver, unit: Unit) -> Overlap:
    """Two stages and a larger cache, both given back after the transaction."""
    if unit.overlap is None:
        unit.overlap = overlap = Overlap(driver)
        unit.afterwards.append(overlap.close)
        driver.run(f"PRAGMA cache_size={BULK_CACHE_KIB}")
        unit.afterwards.append(lambda raw: raw.execute(f"PRAGMA cache_size={CACHE_KIB}"))
    found: Overlap = unit.overlap
    return found


def _rows(fact: Fact) -> Iterator[StagedRow]:
    details = fact.details
    head = (fact.external_id, details.customer, details.link, details.stage, details.original)
    if not fact.lines:
        yield (*head, None, None, None, None, None, None, None)
    for line in fact.lines:
        if not (isinstance(line.amount, int) and isinstance(line.share, int)):
            raise StoreError(f"{fact.external_id}: amount and share are whole minor units")
        yield (
            *head,
            line.measure,
            line.seat_id,
            line.occurred_on.toordinal(),
            line.sale_type,
            line.product_id,
            line.amount,
            line.share,
        )


def _posted(outcomes: dict[str, Outcome]) -> Posted:
    found = list(outcomes.values())
    return Posted(
        new=found.count(Outcome.NEW),
        changed=found.count(Outcome.CHANGED),
        unchanged=found.count(Outcome.UNCHANGED),
        outcomes=outcomes,
    )
