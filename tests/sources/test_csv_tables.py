"""CSV of any dialect is read as it was written, and a broken row costs that row alone."""

import csv
import io
import random
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import UserError
from bot.sources.table import RecordError
from bot.sources.tables import open_table

HEADER = ["id", "rep", "amount"]


def numbered(table):
    for record in table.records:
        yield table.line(record), list(record)


def read(path, **options):
    """All records of a file with their lines, and the lines that could not be read."""
    good, bad = [], []
    with open_table(path, **options) as table:
        while True:
            try:
                good.extend(numbered(table))
            except table.faults as error:
                line, reason = table.fault(error)
                assert isinstance(reason, RecordError)
                bad.append((line, reason))
            else:
                return table, good, bad


def written(tmp_path, content):
    path = tmp_path / "deals.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(tmp_path, delimiter):
    rows = [HEADER, ["1", "José", "1.234,56"], ["2", "Ann, of sales; and | more", "2,50"]]
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter).writerows(rows)
    table, good, bad = read(written(tmp_path, buffer.getvalue()))
    assert table.header == tuple(HEADER)
    assert [record for _, record in good] == rows[1:]
    assert bad == []


def test_amounts_with_decimal_commas_do_not_pass_for_columns(tmp_path):
    text = "id;rep;amount\n" + "".join(f"{n};Ann;{n},50\n" for n in range(50))
    table, good, _ = read(written(tmp_path, text))
    assert table.header == ("id", "rep", "amount")
    assert good[3] == (5, ["3", "Ann", "3,50"])


def test_excels_separator_line_decides_and_is_not_the_header(tmp_path):
    table, good, _ = read(written(tmp_path, "sep=;\nid;rep,with,commas\n1;a,b,c\n"))
    assert table.header == ("id", "rep,with,commas")
    assert good == [(3, ["1", "a,b,c"])]


ENCODED = [
    ("utf-8", "José Müller, Łukasz, Иван, 山田"),
    ("utf-8-sig", "Zoë"),
    ("utf-16", "Zoë, 山田"),
    ("cp1252", "José Müller – €"),
    ("latin-1", "Zoë de Vries"),
]


@pytest.mark.parametrize(("encoding", "name"), ENCODED)
def test_the_usual_encodings_are_found(tmp_path, encoding, name):
    content = f"id;rep\n1;{name}\n".encode(encoding)
    assert read(written(tmp_path, content))[1] == [(2, ["1", name])]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_found(tmp_path, encoding):
    assert read(written(tmp_path, "id,rep\n1,Zoë\n".encode(encoding)))[1] == [(2, ["1", "Zoë"])]


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("cp1250", "Zażółć Gęślą"), ("cp932", "山田太郎と鈴木一郎"), ("cp1251", "Иван")],
)
def test_an_encoding_can_be_named(tmp_path, encoding, name):
    content = f"id;rep\n1;{name}\n".encode(encoding)
    assert read(written(tmp_path, content), encoding=encoding)[1] == [(2, ["1", name])]


def test_a_letter_far_down_the_file_still_decides_the_encoding(tmp_path):
    content = "id,rep\n" + "1,Ann\n" * 300_000 + "2,José\n"
    _, good, _ = read(written(tmp_path, content.encode("cp1252")))
    assert good[-1][1] == ["2", "José"]


def test_a_wrong_encoding_is_refused_with_its_line(tmp_path):
    content = "id,rep\n1,José\n2,Zoë\n".encode() + b"3,Jos\xe9\n"
    with pytest.raises(UserError, match="Line 4 is not utf-8 text"):
        open_table(written(tmp_path, content))


def test_a_named_encoding_that_does_not_fit_or_exist_is_refused(tmp_path):
    path = written(tmp_path, "id,rep\n1,Jos\xe9\n".encode("cp1252"))
    with pytest.raises(UserError, match="Line 2 is not utf-8 text"):
        open_table(path, encoding="utf-8")
    with pytest.raises(UserError, match="no encoding called klingon"):
        open_table(path, encoding="klingon")


def test_a_record_over_several_lines_is_numbered_by_its_first(tmp_path):
    text = 'id,rep\r\n1,"Ann\r\nof\nsales"\r\n2,Bob\r\n'
    _, good, _ = read(written(tmp_path, text))
    assert good == [(2, ["1", "Ann\r\nof\nsales"]), (5, ["2", "Bob"])]


BROKEN = [
    ('2,"Bob', 3),  # opens, and takes the lines below until the next quote
    ('2,"Bob" Jr.', 3),
    ('2,"Bob "the hammer" X"', 3),
]


@pytest.mark.parametrize(("line", "number"), BROKEN)
def test_a_broken_quote_costs_its_own_line_only(tmp_path, line, number):
    text = f'id,rep\n1,Ann\n{line}\n3,Carl\n4,"Di, Ms"\n5,Eve\n'
    _, good, bad = read(written(tmp_path, text))
    assert [found for found, _ in bad] == [number]
    assert bad[0][1].cells == (line,)
    assert good == [
        (2, ["1", "Ann"]),
        (4, ["3", "Carl"]),
        (5, ["4", "Di, Ms"]),
        (6, ["5", "Eve"]),
    ]


def test_a_quote_that_is_never_closed_does_not_take_the_rest_of_the_file(tmp_path):
    text = 'id,rep\n1,"Ann\n' + "".join(f"{n},Bob\n" for n in range(30_000))
    _, good, bad = read(written(tmp_path, text))
    assert [line for line, _ in bad] == [2]
    assert len(good) == 30_000
    assert good[-1] == (30_002, ["29999", "Bob"])


def test_rows_with_nul_characters_are_refused_alone(tmp_path):
    _, good, bad = read(written(tmp_path, b"id,rep\n1,Ann\n2,B\0b\n3,Carl\n"))
    assert [line for line, _ in bad] == [3]
    assert [record[0] for _, record in good] == ["1", "3"]


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf", b",,\n,,\n"])
def test_a_file_without_a_header_is_refused(tmp_path, content):
    with pytest.raises(UserError, match="no header"):
        open_table(written(tmp_path, content))


def test_a_broken_header_is_refused(tmp_path):
    with pytest.raises(UserError, match="quote in the header"):
        open_table(written(tmp_path, 'id,"rep" x\n1,Ann\n'))


@pytest.mark.parametrize("path", ["nowhere.csv", "."])
def test_a_file_that_cannot_be_opened_is_refused(tmp_path, path):
    with pytest.raises(UserError, match="cannot be opened"):
        open_table(tmp_path / path)


def test_the_position_goes_to_the_size(tmp_path):
    path = written(tmp_path, "id,rep\n" + "1,Ann\n" * 200_000)
    with open_table(path) as table:
        next(table.records)
        assert 0 < table.position() < table.size
        assert sum(1 for _ in table.records) == 199_999
        assert table.position() == table.size == path.stat().st_size
        with table.again() as second:
            assert sum(1 for _ in second.records) == 200_000


def test_memory_does_not_grow_with_the_length_of_a_file(tmp_path):
    def peak(count):
        path = written(tmp_path, "id,rep\n" + "".join(f"{n},Ann {n}\n" for n in range(count)))
        tracemalloc.start()
        with open_table(path) as table:
            assert sum(1 for _ in table.records) == count
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    assert peak(300_000) < 1.2 * peak(150_000)


cells = st.text(
    # Python 3.11 writes a lone carriage return unquoted, so that no reader can tell what it was.
    st.characters(codec="utf-8", exclude_characters="\0\r", exclude_categories=("Cs",)),
    max_size=12,
)
tables = st.lists(st.tuples(st.uuids().map(str), cells, cells), min_size=1, max_size=30)


@settings(max_examples=120, deadline=None)
@given(
    rows=tables,
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
    ending=st.sampled_from(["\n", "\r\n"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    quoting=st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
)
def test_what_any_dialect_writes_is_read_back(
    tmp_path_factory, rows, delimiter, ending, encoding, quoting
):
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator=ending, quoting=quoting)
    writer.writerow(HEADER)
    writer.writerows(rows)
    path = tmp_path_factory.mktemp("any") / f"{random.random()}.csv"
    path.write_bytes(buffer.getvalue().encode(encoding))
    _, good, bad = read(path, delimiter=delimiter)
    assert bad == []
    assert [tuple(record) for _, record in good] == rows
