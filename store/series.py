"""Series: an interned (measure, sale type), the unit in which totals are kept.

Series are only ever added, so a process may remember the ones it has seen.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from store.database import Driver
from store.errors import StoreError

MEASURE = re.compile(r"[a-z][a-z0-9_]*")
Key = tuple[str, str | None]  # measure, sale type


def series_of(
    driver: Driver, workspace_id: int, measures: Collection[str] | None = None
) -> dict[int, Key]:
    """The series of these measures (all when None) by their number."""
    rows = driver.run(
        "SELECT id, measure, sale_type FROM series WHERE workspace_id = :workspace",
        {"workspace": workspace_id},
    ).fetchall()
    return {
        number: (measure, sale_type or None)
        for number, measure, sale_type in rows
        if measures is None or measure in measures
    }


def put_series(driver: Driver, workspace_id: int, keys: Iterable[Key]) -> dict[Key, int]:
    """The number of each (measure, sale type), made when new; StoreError for a wrong name."""
    wanted = set(keys)
    known = {key: number for number, key in series_of(driver, workspace_id).items()}
    missing = {(measure, sale_type or None) for measure, sale_type in wanted} - known.keys()
    for measure, sale_type in missing:
        if not isinstance(measure, str) or not MEASURE.fullmatch(measure):
            raise StoreError(f"{measure!r} is not the name of a measure")
        driver.run(
            "INSERT INTO series (workspace_id, measure, sale_type) "
            "VALUES (:workspace, :measure, :sale_type)",
            {"workspace": workspace_id, "measure": measure, "sale_type": sale_type or ""},
        )
    if missing:
        known = {key: number for number, key in series_of(driver, workspace_id).items()}
    return {key: known[key[0], key[1] or None] for key in wanted}
