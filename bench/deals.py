"""Decides which deals the benchmarks use: 1,000 reps over three years, the same in every run.
Knows no store."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

RECIPE = 1
"""Raised with every change of what is invented here: ledgers are kept between runs."""
LAST_DAY = date(2026, 9, 17)
DAYS = 3 * 365
FIRST_DAY = LAST_DAY - timedelta(days=DAYS - 1)
SALE_TYPES = ("new", "upsell", "renewal")
TEAMS = 40
REGIONS = 5
CSV_COLUMNS = (
    "external_id", "rep", "amount", "currency", "kind", "product", "stage", "closed_on", "customer",
)  # fmt: skip
MORE_COLUMNS = ("units", "created_on")


@dataclass(frozen=True, slots=True)
class BenchDeal:
    """A won deal: who by number, when, how much in cents, how many units, days in the pipeline."""

    number: int
    rep: int
    day: date
    cents: int
    units: int
    kind: str
    cycle_days: int


def deals(count: int, reps: int) -> Iterator[BenchDeal]:
    """`count` won deals of reps 0 to `reps` - 1, oldest first, evenly over the three years."""
    chance = Random(20260917)
    draw = chance.random
    for number in range(count):
        yield BenchDeal(
            number=number,
            # Squaring skews: the first tenth of the reps closes nearly a third of the deals.
            rep=int(draw() ** 2 * reps),
            day=FIRST_DAY + timedelta(days=number * DAYS // count),
            cents=5_000 + int(draw() ** 3 * 4_000_000),
            units=1 + int(draw() * 20),
            kind=SALE_TYPES[int(draw() * 3)],
            cycle_days=1 + int(draw() * 90),
        )


def rep_name(rep: int) -> str:
    """The name of a rep by number, such as `Rep 0042`."""
    return f"Rep {rep:04}"


def created_on(deal: BenchDeal) -> date:
    """The day the deal was created."""
    return deal.day - timedelta(days=deal.cycle_days)


def write_deals_csv(path: Path, count: int, reps: int, *, more: bool = False) -> Path:
    """A file of `count` deals as a CRM exports them: every row another id, in no useful order.

    With `more` it has units and dates of creation too, so that a deal makes three entries.
    """
    found = [_csv_row(deal, more=more) for deal in deals(count, reps)]
    Random(1).shuffle(found)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(CSV_COLUMNS + (MORE_COLUMNS if more else ()))
        writer.writerows(found)
    return path


def _csv_row(deal: BenchDeal, *, more: bool) -> tuple[str, ...]:
    row = (
        f"006{deal.number:09}",
        rep_name(deal.rep),
        f"{deal.cents // 100}.{deal.cents % 100:02}",
        "EUR",
        deal.kind,
        f"Product {deal.number % 12}",
        "Won",
        deal.day.isoformat(),
        f"Customer {deal.number % 5000}",
    )
    return (*row, str(deal.units), created_on(deal).isoformat()) if more else row
