"""The quick way through a million rows says exactly what the long way says of each."""

import csv
import io
from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.services.imports_deals import DealBook
from bot.services.imports_reps import RepBook
from bot.sources.columns import DEALS
from bot.sources.deal_cells import DealCells
from bot.sources.deal_memory import MAX_REMEMBERED, keep
from bot.sources.deal_rows import DealRows
from bot.sources.evidence import settle_dates, settle_mark
from bot.sources.headers import find_columns
from bot.sources.passing import Pass
from bot.sources.tables import open_table
from bot.sources.vocabulary import stage_words

COLUMNS = [column.name for column in DEALS]
CELLS = {
    "external_id": ["1", "2", " 3 ", "", "x" * 201, "D-4"],
    "rep": ["Ann", "ann", "Ben", "Mover", "", "Ann & Ben", "Ann 60%, Ben 40%", "Ann 60%", "=cmd"],
    "amount": ["1.00", "7", "0.5", "-0.50", "0.00", "1.00\n2.00", "12.34",
               "-3.00", "1,234.56", "", "€ 5.00", "1_0.00", "٣.00", "5", "x",
               "+1.00", "0.005", " 7.00", "123456789012345678.00", "9999999999999.99"],
    "currency": ["", "EUR", "eur", "USD", "nope"],
    "units": ["", "3", "1.5", "0", "-2", "0.005", "x"],
    "kind": ["new", "renewal", "other", ""],
    "product": ["Bike", "bike", ""],
    "stage": ["Won", "Won ", "lost", "Proposal", "void", ""],
    "closed_on": ["2024-01-10", "2024-01-31", "", "someday", "2024-06-01T23:30:00Z"],
    "created_on": ["", "2024-01-01", "2024-01-10", "2025-01-01", "someday"],
    "customer": ["Acme", " Acme ", "", "<!channel>", "y" * 300],
    "region": ["", "", "North", "north"],
    "link": ["", "https://x.example/1"],
}  # fmt: skip
deals = st.fixed_dictionaries({name: st.sampled_from(CELLS[name]) for name in COLUMNS})


@pytest.fixture(scope="module")
def office_with_mover(shared_office):
    mover = shared_office.store.people.add(shared_office.id, name="Mover")
    for team, day in (("Red", None), ("Blue", date(2024, 1, 20))):
        team_id = shared_office.store.labels.id(shared_office.id, "team", team)
        shared_office.store.people.join_team(shared_office.id, mover.id, team_id, None, day)
    return shared_office


def read(office, path, *, quickly):
    """All rows of a file, refused lines and counts; and how many records went the long way."""
    refused, asked = [], []

    def refuse(line, error, _record):
        refused.append((line, str(error)))

    with open_table(path) as table:
        layout = find_columns(table.header, DEALS)
        reps = RepBook(office.store, office.id)
        reps.load()
        cells = DealCells(
            layout=layout,
            dates=settle_dates(table, layout, ("closed_on",), office.importer().zone, None),
            decimal_mark=settle_mark(table, layout, ("amount", "units"), None),
            is_person=lambda text: asked.append(text) or reps.is_known(text),
            stages=stage_words(),
            currency="EUR",
        )
        book = DealBook(office.store, office.id, reps, home="EUR", currency="EUR")
        one_pass = Pass(table, refuse, lambda _done, _size: None)
        made = DealRows(cells, book, one_pass)
        rows = list(made if quickly else one_pass.rows(made._understand))
    return (rows, refused, (one_pass.read, one_pass.refused)), len(asked)


@settings(max_examples=80, deadline=None)
@given(records=st.lists(deals, min_size=2, max_size=25), copies=st.integers(1, 3))
def test_the_quick_way_says_what_the_long_way_says(office_with_mover, records, copies):
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, COLUMNS)
    writer.writeheader()
    writer.writerows(records * copies)  # what comes back takes the quick way
    buffer.write("short,row\n" + ",,,\n" + "," * 12 + "\n" + "," * 13 + "x\n")
    path = office_with_mover.file(buffer.getvalue())
    quick, _ = read(office_with_mover, path, quickly=True)
    assert quick == read(office_with_mover, path, quickly=False)[0]
    assert quick[2][0] == len(records) * copies + 2  # the two blank rows are none


def test_a_file_without_the_optional_columns_goes_the_quick_way_too(office_with_mover):
    path = office_with_mover.file("id,rep,amount,date\n" + "1,Ann,5.00,2024-01-10\n" * 3)
    quick, long_ways = read(office_with_mover, path, quickly=True)
    assert (len(quick[0]), quick[1:]) == (3, ([], (3, 0)))
    assert long_ways == 1
    assert quick == read(office_with_mover, path, quickly=False)[0]


def test_deals_of_three_lines_go_the_quick_way(office_with_mover):
    header = "id,rep,amount,currency,units,kind,product,stage,closed_on,created_on,region,link\n"
    rows = [
        f"{n},{rep},{n}.5,EUR,{units},new,Bike,{stage},2024-01-{day},2024-01-{since},{region},l{n}"
        for n, rep, units, stage, day, since, region in product(
            range(5), ["Ann", "Mover"], ["3", ""], ["Won", "Lost", "Open"], ["10", "31"],
            ["05", "20"], ["North", ""],
        )
    ]  # fmt: skip
    path = office_with_mover.file(header + "\n".join(rows * 2))
    quick, long_ways = read(office_with_mover, path, quickly=True)
    assert quick == read(office_with_mover, path, quickly=False)[0]
    assert {row[5] for row in quick[0]} == {"revenue", "units", "cycle", "lost", "pipeline"}
    assert len({row[6] for row in quick[0]}) == 6  # Ann and both of the mover's, by region
    assert long_ways <= 12  # of 480 records: until every cell has been seen once


def test_refused_rows_of_a_piece_tell_their_own_lines(office_with_mover):
    lines = [f'{n},Ann,{"x" if n % 7 == 0 else "5.00"},2024-01-10,"A\nB"' for n in range(60)]
    lines[30] = ""
    path = office_with_mover.file("id,rep,amount,date,customer\n" + "\r\n".join(lines))
    quick, long_ways = read(office_with_mover, path, quickly=True)
    assert quick == read(office_with_mover, path, quickly=False)[0]
    assert [line for line, _ in quick[1]][:3] == [2, 16, 30]
    assert long_ways == 10  # the refused ones, and one to learn from


def test_a_decimal_comma_goes_the_quick_way_too(office_with_mover):
    text = "id;rep;amount;date\n" + "".join(f"{n};Ann;{n},50;2024-01-10\n" for n in range(40))
    path = office_with_mover.file(text)
    (rows, _, _), long_ways = read(office_with_mover, path, quickly=True)
    assert [row[10] for row in rows] == [n * 100 + 50 for n in range(40)]
    assert long_ways == 1


def test_broken_quotes_between_quick_rows_cost_one_line_each(office_with_mover):
    good = [f"{n},Ann,5.00,2024-01-10" for n in range(100)]
    lines = [*good[:50], '50,"Ann,5.00,2024-01-10', *good[51:], 'x,"An"n,5.00,2024-01-10']
    path = office_with_mover.file("\n".join(["id,rep,amount,date", *lines]))
    (rows, refused, counts), long_ways = read(office_with_mover, path, quickly=True)
    assert [row[0] for row in rows] == [str(n) for n in range(100) if n != 50]
    assert [line for line, _ in refused] == [52, 102]
    assert counts == (101, 2)
    assert long_ways == 1


def test_what_is_remembered_has_an_end():
    memory = {}
    for number in range(MAX_REMEMBERED + 10):
        keep(memory, number, number)
    assert len(memory) == MAX_REMEMBERED
