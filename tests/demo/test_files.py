"""The sample company's files have the importer's columns and hold every row once."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from bot.demo.company import build_company
from bot.demo.files import (
    ACTIVITY_COLUMNS,
    DEAL_COLUMNS,
    PEOPLE_COLUMNS,
    reps_cell,
    write_files,
)
from bot.demo.records import Company, Credit

TODAY = date(2026, 11, 23)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def company() -> Company:
    return build_company(today=TODAY)


def test_the_files_have_the_importers_columns(company: Company, tmp_path: Path) -> None:
    paths = write_files(company, tmp_path / "sample")
    assert [path.name for path in paths] == ["people.csv", "deals.csv", "activities.csv"]
    columns = (PEOPLE_COLUMNS, DEAL_COLUMNS, ACTIVITY_COLUMNS)
    for path, expected in zip(paths, columns, strict=True):
        assert tuple(rows(path)[0]) == expected


def test_every_amount_and_name_survives_the_way_to_the_file(
    company: Company, tmp_path: Path
) -> None:
    people, deals, activities = map(rows, write_files(company, tmp_path))
    cents = sum(deal.cents for deal in company.deals)
    assert sum(Decimal(row["amount"]) for row in deals) * 100 == cents
    assert [row["name"] for row in people] == [person.name for person in company.people]
    assert len({row["external_id"] for row in deals}) == len(company.deals)
    assert len({row["external_id"] for row in activities}) == len(company.activities)


def test_writing_twice_gives_the_same_bytes(company: Company, tmp_path: Path) -> None:
    first = [path.read_bytes() for path in write_files(company, tmp_path / "a")]
    assert first == [path.read_bytes() for path in write_files(company, tmp_path / "b")]


def test_managers_come_before_those_who_report_to_them(company: Company) -> None:
    seen: set[str] = set()
    for person in company.people:
        assert person.manager is None or person.manager in seen
        seen.add(person.name)


@pytest.mark.parametrize(
    ("parts", "cell"),
    [
        ((Credit("Åsa Lindqvist"),), "Åsa Lindqvist"),
        ((Credit("A", 60), Credit("B", 40)), "A 60%; B 40%"),
    ],
)
def test_a_shared_deal_names_its_reps_with_percentages(
    parts: tuple[Credit, ...], cell: str
) -> None:
    assert reps_cell(parts) == cell
