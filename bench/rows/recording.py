"""One deal, recorded and durable with its totals, against one bare INSERT and COMMIT."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

from bench.anchors.plain_sqlite import OneInsert
from bench.lab import Lab
from bench.measure import interleaved
from bench.results import Result
from bench.rows.reading import open_readers, spread
from bench.writing import Writer

ANCHOR = "one raw sqlite3 INSERT and COMMIT, synchronous=FULL"
_LIMIT = 3.0


def run(lab: Lab) -> Iterator[Result]:
    """Three entries, their totals and the deal itself, in the journal mode that Koploper uses."""
    readers = open_readers(lab, lab.working_copy(lab.scale.entries))
    writer = Writer(readers.store, readers.people)
    mode = readers.store.journal_mode
    plain = lab.stack.enter_context(closing(OneInsert(lab.folder / "plain.db", mode)))
    mine, other = interleaved(
        writer.record, plain.insert, rounds=lab.scale.rounds, calls=lab.scale.quick_calls // 4 + 1
    )
    yield Result(
        bench="record",
        anchor=ANCHOR,
        limit=_LIMIT,
        ours=mine.p50,
        theirs=other.p50,
        note=f"in a ledger of {lab.scale.entries:,} entries, journal mode {mode};"
        f" {spread(mine, other)}",
    )
