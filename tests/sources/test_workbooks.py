"""Workbooks are read within limits, exactly, and nothing hostile in them does anything."""

import zipfile
from datetime import date, datetime
from decimal import Decimal

import pytest
from openpyxl import Workbook

from bot.errors import UserError
from bot.sources.table import BadCell, Limits, RecordError, is_blank, text_of
from bot.sources.tables import open_table


def book(tmp_path, *rows, name="deals.xlsx"):
    workbook = Workbook()
    for row in rows:
        workbook.active.append(row)
    path = tmp_path / name
    workbook.save(path)
    return path


def read(path, **options):
    with open_table(path, **options) as table:
        return table, [(list(record), table.line(record)) for record in table.records]


def rewritten(path, part, change):
    """The same workbook with one part changed."""
    out = path.with_name("changed.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            data = old.read(item)
            new.writestr(item.filename, change(data) if item.filename == part else data)
    return out


SHEET = "xl/worksheets/sheet1.xml"


def test_cells_are_text_exact_numbers_and_dates(tmp_path):
    path = book(
        tmp_path,
        ["id", "amount", "closed", "when", "note"],
        [1, 1234.56, date(2024, 5, 1), datetime(2024, 5, 1, 13, 30), "=not"],
        [2, 0.1 + 0.2, None, None, None],
    )
    path = rewritten(path, SHEET, lambda xml: xml.replace(b"<f>not</f><v />", b"<v>1</v>"))
    table, rows = read(path)
    assert table.header == ("id", "amount", "closed", "when", "note")
    first, second = rows[0][0], rows[1][0]
    assert first[0] == Decimal(1)
    assert first[1] == Decimal("1234.56")
    assert first[2] == datetime(2024, 5, 1)
    assert first[3] == datetime(2024, 5, 1, 13, 30)
    assert second[:3] == [Decimal(2), Decimal("0.3"), None]
    assert [line for _, line in rows] == [2, 3]


def test_a_formula_and_an_error_cell_are_refused_only_when_they_are_read(tmp_path):
    path = book(tmp_path, ["id", "amount", "x"], ["=1+1", "#REF!", "fine"])
    _, [(record, _)] = read(path)
    assert isinstance(record[0], BadCell)
    assert text_of(record[2]) == "fine"
    with pytest.raises(RecordError, match="cell A2 is a formula"):
        text_of(record[0])
    with pytest.raises(RecordError, match="cell B2 shows an error"):
        text_of(record[1])


def test_rows_are_as_wide_as_the_header_and_gaps_keep_their_numbers(tmp_path):
    workbook = Workbook()
    sheet = workbook.active
    sheet["A1"], sheet["B1"] = "id", "rep"
    sheet["A5"] = "7"
    sheet["D6"] = "beside the table"
    path = tmp_path / "gaps.xlsx"
    workbook.save(path)
    _, rows = read(path)
    assert (["7", None], 5) in rows
    assert all(is_blank(record) for record, line in rows if line < 5)
    assert len(rows[-1][0]) == 4


def test_the_first_visible_sheet_is_read_unless_another_is_named(tmp_path):
    workbook = Workbook()
    workbook.active.title = "Notes"
    workbook.active.sheet_state = "hidden"
    deals = workbook.create_sheet("Deals")
    deals.append(["id"])
    other = workbook.create_sheet("Old deals")
    other.append(["number"])
    path = tmp_path / "sheets.xlsx"
    workbook.save(path)
    assert read(path)[0].header == ("id",)
    assert read(path)[0].format == "XLSX, Deals"
    assert read(path, sheet="old deals")[0].header == ("number",)
    with pytest.raises(UserError, match=r"no sheet called 2025.*Deals, Old deals"):
        open_table(path, sheet="2025")


def test_a_workbook_under_another_name_is_still_a_workbook(tmp_path):
    assert read(book(tmp_path, ["id"], ["1"], name="export.csv.xlsx"))[0].header == ("id",)
    path = book(tmp_path, ["id"], ["1"])
    renamed = path.rename(tmp_path / "deals.csv")
    assert read(renamed)[0].format.startswith("XLSX")


@pytest.mark.parametrize(
    ("head", "words"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old or password-protected Excel"),
        (b"%PDF-1.7\n%...", "neither CSV nor"),
        (b"\x1f\x8b\x08rest", "neither CSV nor"),
        (b"PK\x03\x04 but not a zip", "cannot be read: it is damaged"),
    ],
)
def test_what_is_no_table_is_refused_with_what_to_do(tmp_path, head, words):
    path = tmp_path / "deals.xlsx"
    path.write_bytes(head)
    with pytest.raises(UserError, match=words):
        open_table(path)


def test_a_zip_that_is_no_workbook_is_refused(tmp_path):
    path = tmp_path / "deals.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<x/>")
    with pytest.raises(UserError, match=r"save it as .xlsx or .csv"):
        open_table(path)


def test_a_truncated_or_corrupted_workbook_is_refused(tmp_path):
    content = book(tmp_path, ["id"], *[[str(n)] for n in range(500)]).read_bytes()
    for broken in (content[: len(content) // 2], content[:-400], content.replace(b"xl/", b"yl/")):
        path = tmp_path / "broken.xlsx"
        path.write_bytes(broken)
        with pytest.raises(UserError):
            open_table(path)


def test_a_sheet_that_breaks_off_is_refused_where_it_does(tmp_path):
    path = book(tmp_path, ["id"], *[[str(n)] for n in range(500)])
    path = rewritten(path, SHEET, lambda xml: xml[: len(xml) // 2])
    with pytest.raises(UserError, match="damaged"):
        read(path)


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path):
    path = book(tmp_path, ["id"], ["1"])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/zeros", b"\0" * (60 * 2**20))
    assert path.stat().st_size < 200_000
    with pytest.raises(UserError, match="unpacks to 61 MB; the limit is 50 MB"):
        open_table(path)
    with pytest.raises(UserError, match="no ordinary workbook"):
        open_table(path, limits=Limits(unpacked=2**30))


def test_too_many_parts_are_refused(tmp_path):
    path = book(tmp_path, ["id"], ["1"])
    with zipfile.ZipFile(path, "a") as archive:
        for number in range(250):
            archive.writestr(f"xl/media/{number}", b"")
    with pytest.raises(UserError, match="no ordinary workbook"):
        open_table(path)


def test_ten_million_cells_are_refused(tmp_path):
    """A row of a few bytes that claims the last column is 16,384 cells wide."""
    path = book(tmp_path, ["id"], ["1"])
    rows = b"".join(b'<row r="%d"><c r="XFD%d"><v>1</v></c></row>' % (n, n) for n in range(3, 1000))
    path = rewritten(path, SHEET, lambda xml: xml.replace(b"</sheetData>", rows + b"</sheetData>"))
    with pytest.raises(UserError, match="more than 1000000 rows or 10000000 cells"):
        read(path)


def test_a_row_number_beyond_any_sheet_is_refused(tmp_path):
    path = book(tmp_path, ["id"], ["1"])
    row = b'<row r="999999999"><c r="A999999999"><v>1</v></c></row></sheetData>'
    path = rewritten(path, SHEET, lambda xml: xml.replace(b"</sheetData>", row))
    with pytest.raises(UserError, match="more than 20 rows"):
        read(path, limits=Limits(rows=20))


BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "[Content_Types].xml"])
def test_entities_are_refused(tmp_path, part):
    path = rewritten(
        book(tmp_path, ["id"], ["1"]), part, lambda xml: BOMB + xml.partition(b"?>")[2]
    )
    with pytest.raises(UserError, match="damaged"):
        read(path)


def test_an_empty_sheet_and_one_without_visible_sheets_are_refused(tmp_path):
    with pytest.raises(UserError, match="no header"):
        open_table(book(tmp_path))
    path = rewritten(
        book(tmp_path, ["id"]),
        "xl/workbook.xml",
        lambda xml: xml.replace(b'state="visible"', b'state="hidden"'),
    )
    with pytest.raises(UserError, match="no visible sheet"):
        open_table(path)


def test_a_workbook_can_be_read_again(tmp_path):
    path = book(tmp_path, ["id"], ["1"], ["2"])
    with open_table(path) as table:
        assert len(list(table.records)) == 2
        assert 0 < table.position() <= table.size
        with table.again() as second:
            assert len(list(second.records)) == 2
