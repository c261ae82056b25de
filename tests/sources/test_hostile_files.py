"""Odd, broken and hostile files: a clear error or refused rows, and never half an import."""

import io
import zipfile
from datetime import date, datetime
from decimal import Decimal

import pytest
from openpyxl import Workbook

from bot.errors import UsageError, UserError

HEADER = "id,rep,amount,date,customer\n"


def workbook(office, *rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    path = office.folder / "file.xlsx"
    book.save(path)
    return path


def test_a_workbook_imports_like_the_csv_of_it(office):
    head = ["id", "rep", "amount", "closed on", "created", "units", "stage", "customer"]
    path = workbook(
        office,
        head,
        [1, "Ann", 1234.56, date(2024, 1, 10), datetime(2024, 1, 1, 12, 0), 3, "Won", "Acme"],
        [2, "Ben", "1.234,56", "10-01-2024", None, None, "Won", "=cmd"],
        [3, "Ben", 0.1 + 0.2, "31-12-2024", None, None, "Won", None],
    )
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(b"<f>cmd</f><v />", b"<v>5</v>")
    with zipfile.ZipFile(path, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    summary = office.deals(path)
    assert (summary.new, summary.refused) == (3, 0)
    assert office.money() == {"Ann": Decimal("1234.56"), "Ben": Decimal("1234.86")}
    assert office.sums("cycle") == {"Ann": (900, 10_000)}
    text = ";".join(head) + "\n1;Ann;1234,56;2024-01-10;2024-01-01;3;Won;Acme\n"
    assert office.deals(text).unchanged == 1


def test_a_formula_is_refused_with_its_cell(office):
    path = workbook(office, HEADER.strip().split(","), [1, "Ann", "=2*3", "2024-01-10", "=A1"])
    assert office.deals(path).refused == 1
    text = office.refused("file.xlsx")
    assert "cell C2 is a formula: copy the column and paste it as values" in text
    assert "'=2*3" in text
    fine = workbook(office, [*HEADER.strip().split(","), "total"],
                    [1, "Ann", 5, "2024-01-10", "Acme", "=C2*2"])  # fmt: skip
    assert office.deals(fine).new == 1


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04broken",
        b"%PDF-1.7",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100,
        b"id,rep,amount,date\n1,Jos\xc3\xa9,5.00,2024-01-10\n2,Jos\xe9 \xc3\xa9,5.00,2024-01-10\n"
        * 3,
        b"id,rep,amount\n1,Ann,5.00\n",
    ],
)
def test_a_file_that_cannot_be_used_changes_nothing(office, content):
    with pytest.raises(UserError):
        office.deals(content)
    assert (office.names(), office.entries()) == ([], [])
    assert not (office.folder / "file.csv.refused.csv").exists()


def test_a_workbook_that_breaks_off_halfway_is_taken_back_whole(office):
    path = workbook(office, HEADER.strip().split(","),
                    *[[n, f"Rep {n % 20}", 5, "2024-01-10", ""] for n in range(3000)])  # fmt: skip
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, part[: len(part) * 3 // 4] if "sheet1" in name else part)
    with pytest.raises(UserError, match="damaged"):
        office.deals(office.file(out.getvalue(), "half.xlsx"))
    assert (office.names(), office.entries()) == ([], [])


HOSTILE = [
    "<!channel>", "=cmd|' /C calc'!A0", "<@U123> <http://evil|here>", "\u202egnp.exe\u2066",
    "Robert') DROP TABLE person--", "{amount}", "%s%n", "\x1b[31mred\x07", "🏆" * 40, "ـ" * 100,
    "a\u0300\u0301\u0302" * 20, "%(name)s", "null", "None", "' --", "\\N",
]  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_words_are_only_words(office, name):
    quoted = name.replace('"', '""')
    text = HEADER + f'1,"{quoted}",5.00,2024-01-10,"{quoted}"\n2,"{quoted}",-,2024-01-10,\n'
    summary = office.deals(text)
    assert (summary.new, summary.refused, len(summary.unknown_reps)) == (1, 1, 1)
    (stored,) = office.names()
    assert not any(char in stored for char in "\u202e\u2066\x1b\x07\n")
    assert office.deals(text).unchanged == 1
    assert not any(cell.startswith(("=", "@")) for cell in office.refused().split(","))


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (("x" * 5000, "5.00", "Acme"), "is too long for a name"),
        (("Ann", "9" * 40 + ".00", "Acme"), "too many digits"),
        (("Ann", "1e5", "Acme"), "is not an amount"),
        (("Ann", "NaN", "Acme"), "is not an amount"),
        (("\u202e\u2066", "5.00", "Acme"), "there is no name"),
    ],
)
def test_what_is_too_much_is_refused(office, cells, reason):
    rep, amount, customer = cells
    assert office.deals(HEADER + f"1,{rep},{amount},2024-01-10,{customer}\n").refused == 1
    assert reason in office.refused()


def test_a_long_customer_is_cut_and_nul_rows_are_refused(office):
    summary = office.deals(
        HEADER + f"1,Ann,5.00,2024-01-10,{'y' * 900}\n2,A\0nn,5.00,2024-01-10,z\n"
    )
    assert (summary.new, summary.refused) == (1, 1)
    (entry,) = office.entries()
    assert entry.details.customer == "y" * 200


AMOUNTS = [
    (["1.234", "5.678"], "Amounts such as 1.234 in column amount can be read in two ways"),
    (["1,234", "1.234"], "Amounts such as 1.234"),
    (["1,234.56", "1.234,56", "1.234"], "Amounts such as 1.234"),
]


@pytest.mark.parametrize(("amounts", "words"), AMOUNTS)
def test_amounts_that_read_two_ways_are_refused_with_what_settles_it(office, amounts, words):
    rows = "".join(f"{n};Ann;{amount};2024-01-10\n" for n, amount in enumerate(amounts))
    with pytest.raises(UsageError, match=words):
        office.deals("id;rep;amount;date\n" + rows)
    with pytest.raises(UsageError, match="--decimal dot is not understood"):
        office.deals("id;rep;amount;date\n" + rows, decimal="dot")


@pytest.mark.parametrize(("mark", "total"), [("comma", "1234"), ("point", "1.23")])
def test_the_operator_can_say_which_mark_is_the_decimal_one(office, mark, total):
    office.deals("id;rep;amount;date\n1;Ann;1.234;2024-01-10\n", decimal=mark)
    assert office.money() == {"Ann": Decimal(total)}


def test_one_clear_amount_anywhere_in_the_file_settles_the_others(office):
    rows = "".join(f"{n};Ann;1.234;2024-01-10\n" for n in range(3000))
    office.deals("id;rep;amount;date\n" + rows + "x;Ben;0,50;2024-01-10\n")
    assert office.money() == {"Ann": Decimal(1234 * 3000), "Ben": Decimal("0.5")}


def test_one_clear_date_anywhere_in_the_file_settles_the_others(office):
    rows = "".join(f"{n},Ann,1.00,03/04/2024\n" for n in range(3000))
    with pytest.raises(UsageError, match="Dates such as 03/04/2024 in column date"):
        office.deals("id,rep,amount,date\n" + rows)
    office.deals("id,rep,amount,date\n" + rows + "x,Ben,1.00,13/04/2024\n")
    assert office.money(start=date(2024, 4, 3), end=date(2024, 4, 4)) == {"Ann": Decimal(3000)}
