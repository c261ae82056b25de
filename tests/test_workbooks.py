"""Texts stay texts in spreadsheets, whatever they begin with."""

import csv
import io
import zipfile

import pytest
from openpyxl import load_workbook

from bot.domain.sheets import Sheet
from bot.workbooks import csv_archive, csv_text, xlsx

HOSTILE = [
    "=1+1",
    "+31 6 1234",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    "\xa0=1",
]
KIND = ["n.v.t.", "a=b", "", "Ünïcode 🎉", 'a "quoted", one', "two\nlines"]


@pytest.mark.parametrize("text", [*HOSTILE, *KIND])
def test_a_workbook_holds_a_text_as_it_was_and_as_a_text(text):
    content = xlsx([Sheet(title="T", rows=[["Head"], [text]])])
    cell = load_workbook(io.BytesIO(content))["T"]["A2"]
    assert cell.data_type != "f"
    assert (cell.value or "") == text.replace("\r", "\n")


@pytest.mark.parametrize("text", HOSTILE)
def test_csv_puts_an_apostrophe_before_what_could_be_a_formula(text):
    (row,) = csv.reader(io.StringIO(csv_text(Sheet(title="T", rows=[[text]])), newline=""))
    assert row == [f"'{text}"]


@pytest.mark.parametrize("text", KIND)
def test_csv_leaves_other_texts_alone(text):
    (row,) = csv.reader(io.StringIO(csv_text(Sheet(title="T", rows=[[text, -5]])), newline=""))
    assert row == [text, "-5"]


def test_numbers_stay_numbers_and_what_no_cell_can_hold_is_left_out():
    content = xlsx(
        [Sheet(title="a/b:c*?[x]" + "y" * 40, rows=[["H"], [-5], [0.25], ["a\x00\x0bb"]])]
    )
    (page,) = load_workbook(io.BytesIO(content)).worksheets
    assert [cell.value for cell in page["A"]] == ["H", -5, 0.25, "ab"]
    assert len(page.title) <= 31


def test_an_archive_has_a_file_for_each_table_and_the_same_bytes_each_time():
    sheets = [Sheet(title="One", rows=[["é"]]), Sheet(title="Two words", rows=[["b"]])]
    made = csv_archive(sheets)
    assert made == csv_archive(sheets)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert archive.namelist() == ["one.csv", "two words.csv"]
        assert archive.read("one.csv").decode("utf-8-sig") == "é\r\n"
