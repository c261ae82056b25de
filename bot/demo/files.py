"""Decides how the sample company looks as files in the importer's own columns. Knows no store."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from bot.demo.records import CURRENCY, Activity, Company, Credit, Deal, Person

PEOPLE_COLUMNS = (
    "name", "email", "team", "manager", "region", "starts_on", "ends_on", "fte", "team_since",
)  # fmt: skip
DEAL_COLUMNS = (
    "external_id", "rep", "amount", "currency", "units", "kind", "product", "stage", "closed_on",
    "created_on", "customer", "region", "link",
)  # fmt: skip
ACTIVITY_COLUMNS = ("external_id", "rep", "measure", "value", "occurred_on")


def write_files(company: Company, folder: Path) -> tuple[Path, Path, Path]:
    """Write people.csv, deals.csv and activities.csv of today into `folder`; return their paths.

    UTF-8, comma-separated, with a header; replaces files of the same names.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return (
        write_people(folder / "people.csv", company.people),
        write_deals(folder / "deals.csv", company.deals),
        write_activities(folder / "activities.csv", company.activities),
    )


def write_people(path: Path, people: Iterable[Person]) -> Path:
    """Everybody, managers before those who report to them; `fte` as a fraction of full time."""
    return _write(path, PEOPLE_COLUMNS, map(_person_row, people))


def write_deals(path: Path, deals: Iterable[Deal]) -> Path:
    """One row a deal; a shared deal names its reps with their percentages."""
    return _write(path, DEAL_COLUMNS, map(_deal_row, deals))


def write_activities(path: Path, activities: Iterable[Activity]) -> Path:
    """One row for so many of a measure by a rep on a day."""
    return _write(path, ACTIVITY_COLUMNS, map(_activity_row, activities))


def reps_cell(credits_: Sequence[Credit]) -> str:
    """`Name`, or `Name 60%; Name 40%` for a deal that is shared."""
    if len(credits_) == 1:
        return credits_[0].rep
    return "; ".join(f"{credit.rep} {credit.percent}%" for credit in credits_)


def _write(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(rows)
    return path


def _person_row(person: Person) -> Sequence[str]:
    return (
        person.name,
        person.email,
        person.team or "",
        person.manager or "",
        person.region or "",
        person.starts_on.isoformat(),
        _day(person.ends_on),
        str(Decimal(person.fte) / 100),
        _day(person.moved.on if person.moved else None),
    )


def _deal_row(deal: Deal) -> Sequence[str]:
    return (
        deal.external_id,
        reps_cell(deal.credits),
        f"{Decimal(deal.cents) / 100:.2f}",
        CURRENCY,
        str(deal.units),
        deal.kind,
        deal.product,
        deal.stage,
        _day(deal.closed_on),
        deal.created_on.isoformat(),
        deal.customer,
        deal.region or "",
        deal.link,
    )


def _activity_row(activity: Activity) -> Sequence[str]:
    return (
        activity.external_id,
        activity.rep,
        activity.measure,
        str(activity.value),
        activity.occurred_on.isoformat(),
    )


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()
