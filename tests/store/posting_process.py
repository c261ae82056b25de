"""A process that posts deals until it is killed or done, saying which ones were acknowledged.

Run with: URL, data directory, workspace, source, seat, name, how many (0: until killed).
"""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path

from store.open import open_store
from store.records import Fact, Line

DAY = date(2026, 5, 4)


def main(url: str, data_dir: str, *numbers: str) -> None:
    workspace, source, seat, name, times = (*map(int, numbers[:3]), numbers[3], int(numbers[4]))
    now = datetime(2026, 5, 4, tzinfo=UTC)
    store = open_store(url, data_dir=Path(data_dir), clock=lambda: now)
    for number in count() if times == 0 else range(times):
        lines = tuple(
            Line(measure=measure, seat_id=seat, occurred_on=DAY, amount=1)
            for measure in ("revenue", "units")
        )
        fact = Fact(source_id=source, external_id=f"{name}-{number}", lines=lines)
        store.ledger.post(workspace, [fact], at=now, actor=name)
        sys.stdout.write(f"{fact.external_id}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
