"""A deal that a rep typed gives way to the same deal of another source, inside one posting.

The same deal: the same external id, and revenue or a loss in its open entries; an open deal decides
nothing. Whoever posts finds out here, so that no source has to know that there are typed deals.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from store.database import Driver
from store.records_typed_deals import TYPED

FEW = 1_000  # entries: fewer are looked up one by one, else every open typed deal is

_ANY = """
SELECT 1 FROM typed_deal WHERE workspace_id = :workspace AND state IN ('waiting', 'counted')
LIMIT 1"""
_SOURCE = f"""
SELECT id FROM label WHERE workspace_id = :workspace AND kind = 'source' AND key = '{TYPED}'"""  # noqa: S608
# CROSS keeps SQLite from starting at the larger side
_BY_ENTRIES = """
SELECT DISTINCT t.external_id, t.state, e.source_id FROM entry e CROSS JOIN typed_deal t
WHERE e.id >= :first AND e.id < :next AND e.workspace_id = :workspace AND e.reverses IS NULL
    AND t.workspace_id = :workspace AND t.external_id = e.external_id
    AND t.state IN ('waiting', 'counted')"""
_BY_TYPED = """
SELECT t.external_id, t.state, f.source_id FROM typed_deal t CROSS JOIN fact f
WHERE t.workspace_id = :workspace AND t.state IN ('waiting', 'counted')
    AND f.workspace_id = :workspace AND f.source_id IN ({sources})
    AND f.external_id = t.external_id AND f.posting_id = :posting"""
_IS_DECIDED = """
SELECT 1 FROM fact f JOIN entry e
    ON e.id >= f.first_entry_id AND e.id < f.first_entry_id + f.entry_count
JOIN series s ON s.id = e.series_id
WHERE f.workspace_id = :workspace AND f.source_id = :source AND f.external_id = :external_id
    AND s.measure IN ('revenue', 'lost') LIMIT 1"""
_SET_ASIDE = """
INSERT INTO later (n, external_id, customer, link, stage, original, line, lines)
SELECT :number, external_id, customer, link, stage, original, 0, 1 FROM fact
WHERE workspace_id = :workspace AND source_id = :source AND external_id = :external_id"""
_MARK = """
UPDATE typed_deal SET state = 'replaced', is_told = {no}
WHERE workspace_id = :workspace AND external_id = :external_id"""
# the bell may just be keeping a ring for the typed deal: its position is held while it does
_WAIT_FOR_BELL = """
SELECT 1 FROM follower WHERE workspace_id = :workspace AND name = 'bell' FOR UPDATE"""
# what rang for the typed deal rang for this one: edited if it differs, never rung again
_CARRY_RINGS = """
UPDATE ring SET source_id = :source, revision = 0
WHERE workspace_id = :workspace AND source_id = :typed AND external_id = :external_id
    AND NOT EXISTS (SELECT 1 FROM ring other WHERE other.workspace_id = :workspace
        AND other.source_id = :source AND other.external_id = :external_id
        AND other.channel = ring.channel)"""


class Replaced(NamedTuple):
    """An open typed deal, and the source that tells it now."""

    external_id: str
    was_counted: bool
    source_id: int


class Yielding:
    """The typed deals of one workspace, as one posting finds them."""

    def __init__(self, driver: Driver, workspace_id: int) -> None:
        self._driver = driver
        self._workspace = {"workspace": workspace_id}
        self.source_id = 0  # of typed deals

    def found(
        self, posting_id: int, first: int, following: int, sources: Collection[int]
    ) -> list[Replaced]:
        """The open typed deals that entries [first, following) of the posting tell themselves."""
        run, where = self._driver.run, self._workspace
        if run(_ANY, where).fetchone() is None:
            return []
        known = run(_SOURCE, where).fetchone()
        self.source_id = known[0] if known else 0
        others = sorted(set(sources) - {self.source_id})
        if not others:
            return []
        if following - first <= FEW:
            rows = run(_BY_ENTRIES, {**where, "first": first, "next": following})
        else:
            numbers = ", ".join(map(str, others))
            rows = run(_BY_TYPED.format(sources=numbers), {**where, "posting": posting_id})
        found = {
            external_id: Replaced(external_id, state == "counted", source_id)
            for external_id, state, source_id in rows.fetchall()
            if source_id in others and is_decided(self._driver, where, source_id, external_id)
        }
        return [found[key] for key in sorted(found)]

    def set_aside(self, replaced: Sequence[Replaced]) -> None:
        """Put those that count into `later`, as worth nothing now."""
        for number, one in enumerate(replaced, 1):
            if one.was_counted:
                mine = {"source": self.source_id, "external_id": one.external_id, "number": number}
                self._driver.run(_SET_ASIDE, {**self._workspace, **mine})

    def mark(self, replaced: Sequence[Replaced]) -> None:
        """Say of each that it is replaced, and whose its rings are now."""
        is_postgres = self._driver.dialect == "postgresql"
        no = "false" if is_postgres else "0"
        if is_postgres:
            self._driver.run(_WAIT_FOR_BELL, self._workspace)
        for one in replaced:
            mine = {**self._workspace, "external_id": one.external_id}
            self._driver.run(_MARK.format(no=no), mine)
            rings = {"source": one.source_id, "typed": self.source_id}
            self._driver.run(_CARRY_RINGS, {**mine, **rings})


def is_decided(driver: Driver, where: dict[str, int], source_id: int, external_id: str) -> bool:
    """Whether a source says of a deal that it is won or lost; `where` holds the workspace."""
    deal = {**where, "source": source_id, "external_id": external_id}
    return driver.run(_IS_DECIDED, deal).fetchone() is not None
