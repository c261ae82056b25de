"""DuckDB over the ledger's own rows, in memory: one statement answers one board."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from bench.anchors.missing import AnchorMissingError

_BOARD = """
WITH now AS (
    SELECT rep, sum(amount) AS total FROM entry
    WHERE measure = 'revenue' AND day >= $start AND day < $end GROUP BY rep
), before AS (
    SELECT rep, sum(amount) AS total FROM entry
    WHERE measure = 'revenue' AND day >= $previous_start AND day < $previous_end GROUP BY rep
), placed AS (
    SELECT rep, total, rank() OVER (ORDER BY total DESC) AS place FROM now WHERE total <> 0
), placed_before AS (
    SELECT rep, rank() OVER (ORDER BY total DESC) AS place FROM before WHERE total <> 0
)
SELECT placed.rep, placed.total, placed.place, placed_before.place
FROM placed LEFT JOIN placed_before USING (rep)
WHERE placed.place <= 10 OR placed.rep = $me
ORDER BY placed.place, placed.rep
"""


class DuckRanges:
    """The entries as a DuckDB table; measures are an enumeration, days are dates."""

    def __init__(self, entries: Path) -> None:
        """Load the CSV file `entries` with the columns rep, day, measure and amount."""
        try:
            import duckdb  # noqa: PLC0415 - only in the bench extra
        except ImportError as error:
            raise AnchorMissingError("duckdb is not installed") from error
        self._connection = duckdb.connect()
        self._connection.execute(
            "CREATE TABLE entry AS SELECT rep, day, measure::ENUM('revenue', 'units', 'cycle')"
            " AS measure, amount FROM read_csv(?, header=true, columns={'rep': 'INTEGER',"
            " 'day': 'DATE', 'measure': 'VARCHAR', 'amount': 'BIGINT'}) ORDER BY day",
            [str(entries)],
        )

    def read(
        self, start: date, end: date, previous: tuple[date, date], me: int
    ) -> list[tuple[Any, ...]]:
        """(rep, total, place, place before) of the top 10 and of `me`; ranges are half-open."""
        parameters = {
            "start": start,
            "end": end,
            "previous_start": previous[0],
            "previous_end": previous[1],
            "me": me,
        }
        return self._connection.execute(_BOARD, parameters).fetchall()

    def close(self) -> None:
        """Let go of the memory."""
        self._connection.close()
