"""Make the ledger equal to what is staged: find known facts, reverse what changed, append, add up.

The one path for a single deal and for a million. Knows temporary tables (store/staging.py) and the
ledger's; nothing of where rows come from. Everything happens in the caller's transaction.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from store.columns import to_micros
from store.database import Driver
from store.postgres import lock_ledger
from store.staging import STAGED, Staged, clear, put_days
from store.totals import add_up

NEW_FACTS = """
INSERT INTO fact (workspace_id, source_id, external_id, posting_id, first_entry_id, entry_count,
    revision, customer, link, stage, original)
SELECT :workspace, :source, external_id, :posting, :base + n,
    CASE WHEN measure IS NULL THEN 0 ELSE lines END, 1, customer, link, stage, original
FROM {stage} WHERE line = 0 ORDER BY {order} ON CONFLICT DO NOTHING"""

# a fact that was there before this chunk is of another posting, or has its entries elsewhere than
# where this chunk puts them; it waits until all is staged, because a later row of a fact wins
SET_ASIDE = f"""
INSERT INTO later SELECT :base + s.n, {", ".join("s." + c for c in STAGED.split(", "))},
    s.line, s.lines
FROM {{stage}} s JOIN fact f ON f.workspace_id = :workspace AND f.source_id = :source
    AND f.external_id = s.external_id
WHERE f.posting_id <> :posting OR f.first_entry_id <> :base + s.n - s.line"""  # noqa: S608

APPEND_NEW = """
INSERT INTO entry (id, workspace_id, posting_id, series_id, seat_id, occurred_on, amount, share,
    product_id, source_id, external_id, revision)
SELECT :base + n, :workspace, :posting, s.id, seat_id, occurred_on, amount, share, product_id,
    :source, external_id, 1
FROM {stage} l CROSS JOIN series s
WHERE s.workspace_id = :workspace AND s.measure = l.measure
    AND s.sale_type = coalesce(l.sale_type, '') {condition}
ORDER BY n"""
NOT_ASIDE = "AND NOT EXISTS (SELECT 1 FROM later WHERE later.n = :base + l.n)"

DROP_SUPERSEDED = """
DELETE FROM later WHERE n - line < (
    SELECT max(same.n) FROM later same WHERE same.external_id = later.external_id AND same.line = 0)
"""

MISSING = """
INSERT INTO later (n, external_id, customer, link, stage, original, line, lines)
SELECT :base + row_number() OVER (ORDER BY external_id), external_id, customer, link, stage,
    original, 0, 1
FROM fact f WHERE f.workspace_id = :workspace AND f.source_id = :source AND f.entry_count > 0
    AND f.posting_id <> :posting
    AND NOT EXISTS (SELECT 1 FROM later l WHERE l.external_id = f.external_id)"""

# 2 when the entries differ, 1 when only what the fact is called does, 0 when nothing does
COMPARE = """
INSERT INTO revised
SELECT external_id, n, first_entry_id, entry_count,
    :next + sum(CASE WHEN differs = 2 THEN new_count ELSE 0 END) OVER (ORDER BY n) - new_count,
    new_count, revision + 1, differs, is_new
FROM (
    SELECT k.*, f.first_entry_id, f.entry_count, f.revision, CASE
        WHEN f.entry_count <> k.new_count OR EXISTS (
            SELECT 1 FROM later l
            JOIN entry e ON e.id = f.first_entry_id + l.line
            JOIN series s ON s.id = e.series_id
            WHERE l.n >= k.n AND l.n < k.n + k.new_count AND NOT (
                e.seat_id = l.seat_id AND e.occurred_on = l.occurred_on AND e.amount = l.amount
                AND e.share = l.share AND s.measure = l.measure
                AND s.sale_type = coalesce(l.sale_type, '')
                AND coalesce(e.product_id, 0) = coalesce(l.product_id, 0))
        ) THEN 2
        WHEN coalesce(f.customer, '') = coalesce(k.customer, '')
            AND coalesce(f.link, '') = coalesce(k.link, '')
            AND coalesce(f.stage, '') = coalesce(k.stage, '')
            AND coalesce(f.original, '') = coalesce(k.original, '') THEN 0
        ELSE 1 END AS differs,
        CASE WHEN f.posting_id = :posting THEN 1 ELSE 0 END AS is_new
    FROM (
        SELECT n, external_id, customer, link, stage, original,
            CASE WHEN measure IS NULL THEN 0 ELSE lines END AS new_count
        FROM later WHERE line = 0
    ) k
    JOIN fact f ON f.workspace_id = :workspace AND f.source_id = :source
        AND f.external_id = k.external_id
) compared"""

REVERSE = """
INSERT INTO entry (id, workspace_id, posting_id, series_id, seat_id, occurred_on, amount, share,
    product_id, source_id, external_id, revision, reverses)
SELECT :next - 1 + row_number() OVER (ORDER BY e.id), :workspace, :posting, e.series_id, e.seat_id,
    e.occurred_on, -e.amount, -e.share, e.product_id, e.source_id, e.external_id, r.revision, e.id
FROM revised r JOIN entry e ON e.id >= r.old_first AND e.id < r.old_first + r.old_count
WHERE r.differs = 2"""

APPEND_REVISED = """
INSERT INTO entry (id, workspace_id, posting_id, series_id, seat_id, occurred_on, amount, share,
    product_id, source_id, external_id, revision)
SELECT r.new_first + :reversed + l.line, :workspace, :posting, s.id, l.seat_id, l.occurred_on,
    l.amount, l.share, l.product_id, :source, l.external_id, r.revision
FROM revised r CROSS JOIN later l CROSS JOIN series s
WHERE r.differs = 2 AND l.n >= r.head AND l.n < r.head + r.new_count
    AND s.workspace_id = :workspace AND s.measure = l.measure
    AND s.sale_type = coalesce(l.sale_type, '')
ORDER BY l.n"""

REVISE_FACTS = """
UPDATE fact SET posting_id = :posting, customer = l.customer, link = l.link, stage = l.stage,
    original = l.original,
    first_entry_id = CASE WHEN r.differs = 2 THEN r.new_first + :reversed
        ELSE fact.first_entry_id END,
    entry_count = r.new_count,
    revision = CASE WHEN r.differs = 2 THEN r.revision ELSE fact.revision END
FROM revised r JOIN later l ON l.n = r.head
WHERE r.differs > 0 AND fact.workspace_id = :workspace AND fact.source_id = :source
    AND fact.external_id = r.external_id"""


ROLL_UP = 200_000  # entries added to the totals at a time: about 10 MB of temporary rows


class Posting:
    """One transaction on one workspace's ledger."""

    def __init__(self, driver: Driver, workspace_id: int, *, at: datetime, actor: str) -> None:
        if driver.dialect == "postgresql":
            lock_ledger(driver.connection)
        self._driver = driver
        self._workspace_id = workspace_id
        self._at = to_micros(at)
        self._actor = actor
        self.id = 1 + self._number("SELECT coalesce(max(id), 0) FROM posting")
        self._first = 1 + self._number("SELECT coalesce(max(id), 0) FROM entry")
        self._next = self._summed = self._first
        self._touched = False
        clear(driver, "later", "revised", "change", "month_change")

    def apply_stage(self, source_id: int, staged: Staged, stage: str = "stage") -> int:
        """Append the staged facts that are new, set the others aside; returns how many are new."""
        where = {"source": source_id, "base": self._next - 1}
        self._next += staged.lines
        order = "n" if staged.ascending else "external_id"  # neighbours share a page
        new = self._run(NEW_FACTS.format(stage=stage, order=order), **where)
        if new < staged.facts:
            self._run(SET_ASIDE.format(stage=stage), **where)
        if new:
            condition = NOT_ASIDE if new < staged.facts else ""
            self._run(APPEND_NEW.format(stage=stage, condition=condition), **where)
            self._touched = True
        self._sum_up(ROLL_UP)
        return new

    def set_missing_aside(self, source_id: int) -> int:
        """Stage every open fact of the source that was not staged, as worth nothing now."""
        missing = self._run(MISSING, source=source_id, base=self._next - 1)
        self._next += missing
        return missing

    def settle(self, source_id: int) -> tuple[int, int]:
        """Compare what was set aside with the ledger and post the difference.

        Returns how many facts known before this posting are (changed, unchanged); `revised` tells
        each one's outcome until the next source settles.
        """
        clear(self._driver, "revised")
        self._run(DROP_SUPERSEDED)
        self._run(COMPARE, source=source_id, next=self._next)
        if self._number("SELECT count(*) FROM revised WHERE differs > 0"):
            first = self._next
            reversals = self._run(REVERSE, next=first)
            new = self._run(APPEND_REVISED, source=source_id, reversed=reversals)
            self._run(REVISE_FACTS, source=source_id, reversed=reversals)
            self._next += reversals + new
            put_days(self._driver, self._days_since(first))
            self._touched = True
        clear(self._driver, "later")
        known = "SELECT count(*) FROM revised WHERE is_new = 0 AND differs"
        return self._number(f"{known} > 0"), self._number(f"{known} = 0")

    def finish(self) -> None:
        """Write down who posted when, and let boards know; nothing when nothing changed."""
        if not self._touched:
            return
        self._sum_up()
        self._run(
            "INSERT INTO posting (id, workspace_id, recorded_at, actor, first_entry_id, entries) "
            "VALUES (:posting, :workspace, :at, :actor, :first, :entries)",
            at=self._at,
            actor=self._actor,
            first=self._first,
            entries=self._next - self._first,
        )
        self._run("UPDATE workspace SET version = version + 1 WHERE id = :workspace")

    def _sum_up(self, at_least: int = 1) -> None:
        """Add what was posted since the last time to the totals, when it is worth the effort.

        Scattered days touch nearly every page of the totals, however few they are.
        """
        if self._next - self._summed >= at_least:
            add_up(self._driver, self._workspace_id, self._summed, self._next - 1)
            self._summed = self._next

    def _days_since(self, first: int) -> list[int]:
        """Business days of what was just posted that the calendar does not know: old entries'."""
        days = self._driver.run(
            "SELECT DISTINCT occurred_on FROM entry e WHERE id >= :first "
            "AND NOT EXISTS (SELECT 1 FROM calendar c WHERE c.day = e.occurred_on)",
            {"first": first},
        )
        return [day for (day,) in days.fetchall()]

    def _run(self, sql: str, **params: Any) -> int:
        params |= {"workspace": self._workspace_id, "posting": self.id}
        rows: int = self._driver.run(sql, params).rowcount
        return rows

    def _number(self, sql: str) -> int:
        return int(self._driver.run(sql).fetchone()[0])
