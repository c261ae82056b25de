"""Make the ledger equal to what is staged: find known facts, reverse what changed, append, add up.

The one path for a single deal and for a million. Knows temporary tables (store/staging.py) and the
ledger's; nothing of where rows come from. Everything happens in the caller's transaction.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from store import comparing as sql
from store.chunks import Size
from store.columns import to_micros
from store.database import Driver
from store.overlap import Place
from store.postgres import lock_ledger
from store.rollup import RollUp
from store.staging import clear
from store.yielding import Yielding

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
        self._sources: set[int] = set()
        self._totals = RollUp(driver, workspace_id)
        clear(driver, "later", "revised")

    def apply_stage(self, source_id: int, staged: Size, at: Place | None = None) -> int:
        """Append the staged facts that are new, set the others aside; returns how many are new."""
        self._sources.add(source_id)
        stage = at.stage if at else "stage"
        where = {"source": source_id, "base": self._next - 1}
        first, self._next = self._next, self._next + staged.lines
        order = "n" if staged.is_ascending else "external_id"  # neighbours share a page
        new = self._run(sql.NEW_FACTS.format(stage=stage, order=order), **where)
        if new < staged.facts:
            self._run(sql.SET_ASIDE.format(stage=stage), **where)
        if new:
            condition = sql.NOT_ASIDE if new < staged.facts else ""
            self._run(sql.APPEND_NEW.format(stage=stage, condition=condition), **where)
            self._touched = True
        if at and new == staged.facts:
            self._sum_up(before=first)
            self._totals.add(at.change)
            self._summed = self._next
        else:
            self._sum_up(ROLL_UP)
        return new

    def set_missing_aside(self, source_id: int) -> int:
        """Stage every open fact of the source that was not staged, as worth nothing now."""
        missing = self._run(sql.MISSING, source=source_id, base=self._next - 1)
        self._next += missing
        return missing

    def settle(self, source_id: int) -> tuple[int, int]:
        """Compare what was set aside with the ledger and post the difference.

        Returns how many facts known before this posting are (changed, unchanged); `revised` tells
        each one's outcome until the next source settles.
        """
        clear(self._driver, "revised")
        self._run(sql.DROP_SUPERSEDED)
        self._run(sql.COMPARE, source=source_id, next=self._next)
        moved = "SELECT coalesce(sum(new_count), 0) FROM revised WHERE is_moved = 1"
        reserved = self._number(moved)
        self._run(sql.FORGIVE_ORDER)
        if self._number("SELECT count(*) FROM revised WHERE is_moved + is_renamed > 0"):
            reversals = self._run(sql.REVERSE, next=self._next)
            self._run(sql.APPEND_REVISED, source=source_id, reversed=reversals)
            self._run(sql.REVISE_FACTS, source=source_id, reversed=reversals)
            self._next += reversals + reserved
            self._touched = True
        clear(self._driver, "later")
        known = "SELECT count(*) FROM revised WHERE is_new = 0 AND is_moved + is_renamed"
        return self._number(f"{known} > 0"), self._number(f"{known} = 0")

    def finish(self) -> None:
        """Write down who posted when, and let boards know; nothing when nothing changed."""
        if not self._touched:
            return
        self._give_way()
        self._sum_up()
        self._totals.finish()
        self._run(
            "INSERT INTO posting (id, workspace_id, recorded_at, actor, first_entry_id, entries) "
            "VALUES (:posting, :workspace, :at, :actor, :first, :entries)",
            at=self._at,
            actor=self._actor,
            first=self._first,
            entries=self._next - self._first,
        )
        self._run("UPDATE workspace SET version = version + 1 WHERE id = :workspace")

    def _give_way(self) -> None:
        """Take back what a rep typed of a deal that this posting tells."""
        typed = Yielding(self._driver, self._workspace_id)
        replaced = typed.found(self.id, self._first, self._next, self._sources)
        if replaced:
            typed.set_aside(replaced)
            self.settle(typed.source_id)
            typed.mark(replaced)

    def _sum_up(self, at_least: int = 1, before: int | None = None) -> None:
        """Add what was posted since the last time to the totals, when it is worth the effort.

        Scattered days touch nearly every page of the totals, however few they are.
        """
        end = self._next if before is None else before
        if end - self._summed >= at_least:
            self._totals.add_entries(self._summed, end - 1)
            self._summed = end

    def _run(self, statement: str, **params: Any) -> int:
        params |= {"workspace": self._workspace_id, "posting": self.id}
        rows: int = self._driver.run(statement, params).rowcount
        return rows

    def _number(self, statement: str) -> int:
        return int(self._driver.run(statement).fetchone()[0])
