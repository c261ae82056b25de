"""Real sales data imports with one call, and its sums equal those done independently."""

import csv
import itertools
import os
from collections import defaultdict
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
SAMPLES = Path(os.environ.get("KOPLOPER_SAMPLE_DATA", CHECKOUT.parent / "shared" / "data"))
northwind = pytest.mark.skipif(
    not (SAMPLES / "northwind").is_dir(),
    reason="no sample data: set KOPLOPER_SAMPLE_DATA to a folder with northwind/deals.csv",
)
adventureworks = pytest.mark.skipif(
    not (SAMPLES / "adventureworks").is_dir(),
    reason="no sample data: set KOPLOPER_SAMPLE_DATA to a folder with adventureworks/",
)
QUARTERS = [date(1997, month, 1) for month in (1, 4, 7, 10)] + [date(1998, 1, 1)]
YEAR = {"start": QUARTERS[0], "end": QUARTERS[-1]}


@pytest.fixture
def beside(office):
    """Copies a sample, as refused rows are written beside the input."""

    def copy(name: str) -> Path:
        return office.file((SAMPLES / name).read_bytes(), Path(name).name)

    return copy


def independent(column: str) -> dict[str, Decimal]:
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    with (SAMPLES / "northwind" / "deals.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            if row["order_date"].startswith("1997"):
                quarter = f"Q{(int(row['order_date'][5:7]) + 2) // 3}"
                sums[{**row, "quarter": quarter}[column]] += Decimal(row["amount"])
    return dict(sums)


@northwind
def test_northwind_imports_with_one_call_and_its_1997_adds_up(office, beside):
    summary = office.deals(beside("northwind/deals.csv"))
    assert (summary.read, summary.new, summary.refused) == (830, 830, 0)
    assert office.money(**YEAR) == independent("salesperson")
    assert office.money(by="region", **YEAR) == independent("country")
    quarters = itertools.pairwise(QUARTERS)
    sums = [sum(office.money(start=start, end=end).values()) for start, end in quarters]
    assert dict(zip(["Q1", "Q2", "Q3", "Q4"], sums, strict=True)) == independent("quarter")
    units = sum(amount for amount, _ in office.sums("units").values())
    assert units == 51_317 * 100


@northwind
def test_northwind_again_and_in_another_order_changes_nothing(office, beside):
    path = beside("northwind/deals.csv")
    office.deals(path)
    header, *lines = path.read_text().splitlines()
    path.write_text("\n".join([header, *reversed(lines)]))
    summary = office.deals(path, replace=True)
    assert (summary.unchanged, summary.changed, summary.new, summary.removed) == (830, 0, 0, 0)


@northwind
def test_northwinds_people_have_offices_managers_and_dates(office, beside):
    summary = office.people(beside("northwind/people.csv"))
    assert (summary.read, summary.new, summary.refused) == (9, 9, 0)
    office.deals(beside("northwind/deals.csv"), known_only=True)
    people = {person.name: person for person in office.store.people.all(office.id)}
    fuller = people["Andrew Fuller"]
    assert fuller.manager_id is None
    assert people["Nancy Davolio"].manager_id == fuller.id
    assert people["Nancy Davolio"].starts_on == date(1992, 5, 1)
    assert sum(office.money(by="team", **YEAR).values()) == sum(office.money(**YEAR).values())
    assert set(office.money(by="team")) >= {"Seattle", "London"}


@adventureworks
def test_adventureworks_quotas_import_with_accents_and_no_header(office):
    """Tab-separated, without a header: one line of column names makes it a file of deals."""
    folder = SAMPLES / "adventureworks"
    logins = {}
    for line in (folder / "Employee_sales_only.csv").read_text(encoding="utf-8").splitlines():
        number, login, *_ = line.split("\t")
        logins[number] = login.rpartition("\\")[2]
    expected: defaultdict[str, Decimal] = defaultdict(Decimal)
    rows = ["rep\tamount\tclosed on\trowguid"]
    for line in (folder / "SalesPersonQuotaHistory.csv").read_text().splitlines():
        number, day, quota, guid, _ = line.split("\t")
        expected[logins[number]] += Decimal(quota)
        rows.append(f"{logins[number]}\t{quota}\t{day}\t{guid}")
    path = office.file("\n".join(rows), "quotas.tsv")
    summary = office.deals(path, maps=["external_id=rowguid"])
    assert (summary.read, summary.new) == (163, 163)
    assert office.money() == expected
    assert "josé1" in office.money()


@adventureworks
def test_adventureworks_amounts_of_four_decimals_round_half_up(office):
    lines = (SAMPLES / "adventureworks" / "SalesPerson.csv").read_text().splitlines()
    rows, expected = ["id\trep\tamount\tclosed on"], {}
    for line in lines:
        number, _, _, _, _, this_year, *_ = line.split("\t")
        rows.append(f"{number}\tRep {number}\t{this_year}\t2014-06-30")
        expected[f"Rep {number}"] = Decimal(this_year).quantize(Decimal("0.01"), ROUND_HALF_UP)
    office.deals(office.file("\n".join(rows), "sales.tsv"))
    assert office.money() == expected


@adventureworks
def test_a_rep_who_changed_territory_is_in_each_for_its_time(office):
    lines = (SAMPLES / "adventureworks" / "SalesTerritoryHistory.csv").read_text().splitlines()
    moves = sorted(line.split("\t")[2:4] + line.split("\t")[:2] for line in lines)
    for start, _, number, territory in moves:
        office.people(f"name,region,team_since\nRep {number},Territory {territory},{start[:10]}\n")
    office.deals("id,rep,amount,date\n1,Rep 275,1.00,2012-11-29\n2,Rep 275,2.00,2012-11-30\n")
    assert office.money(by="region") == {"Territory 2": Decimal(1), "Territory 3": Decimal(2)}


OWN = """id;Verkoper;Bedrag;Sluitdatum;Soort;Fase
1;José Núñez;"1.234,56";31-01-2024;Nieuw;Gewonnen
2;Zoë;€ 12,50;01-02-2024;Verlenging;Gewonnen
3;Zoë;-2,00;28-02-2024;Uitbreiding;Gewonnen
4;José Núñez;99,-;01-03-2024;Nieuw;Verloren
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_dutch_file_imports_with_one_call(office, encoding):
    summary = office.deals(OWN.encode(encoding))
    assert (summary.new, summary.refused, summary.unknown_kinds) == (4, 0, ())
    assert office.money() == {"José Núñez": Decimal("1234.56"), "Zoë": Decimal("10.50")}
    assert office.money("lost") == {"José Núñez": Decimal(99)}
    (entry,) = (e for e in office.entries() if e.external_id == "2")
    assert (entry.sale_type, entry.occurred_on) == ("renewal", date(2024, 2, 1))
