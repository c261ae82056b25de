"""`koploper board` and `koploper why`: the words, the formats, the errors."""

import csv
import io
import json

import pytest

from bot.cli_frame import explain
from bot.errors import Suggestion, UserError

TODAY = ("--today", "2026-11-23")


def board(koploper, *words, **more):
    result = koploper("board", *words, *TODAY, "--format", "json", **more)
    assert (result.code, result.err) == (0, ""), result.err
    return json.loads(result.out)


def test_json_says_everything_about_the_board(koploper, company):
    found = board(koploper, "--all")
    as_of = found.pop("as_of")
    assert as_of.endswith("+00:00")
    assert found == {
        "metric": "revenue",
        "unit": "money",
        "currency": "EUR",
        "by": "rep",
        "period": {
            "start": "2026-11-01",
            "end": "2026-12-01",
            "zone": "Europe/Amsterdam",
            "label": "November 2026",
        },
        "filters": {},
        "rows": [
            row(1, "Anna de Vries", "1000.50"),
            row(1, "Ben Carter", "1000.50"),
            row(3, "Chidi Okafor", "359.99", gap="640.51"),
            row(4, "Dora Maar", "40.00", gap="319.99", previous=1, movement=-3),
            row(5, "=HYPERLINK(1)", "1.00", gap="39.00"),
        ],
        "not_listed": 0,
        "total": "2401.99",
    }


def row(rank, name, value, *, gap=None, previous=None, movement=None):
    return {
        "rank": rank,
        "name": name,
        "value": value,
        "previous_rank": previous,
        "movement": movement,
        "gap_to_next": gap,
    }


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["deals"], [("Chidi Okafor", "1.6"), ("Anna de Vries", "1"), ("Ben Carter", "1")]),
        (["by", "team"], [("Alpha", "2001.00"), ("Beta", "400.99")]),
        (["per", "regio"], [("EMEA", "2001.00"), ("Americas", "400.99")]),
        (["company"], [("Koploper", "2401.99")]),
        (["last", "month"], [("Dora Maar", "2500.00")]),
        (["2026-10-05..2026-10-05"], [("Dora Maar", "2500.00")]),
        (["renewals"], [("Ben Carter", "1000.50")]),
        (["product", "GTX Basic"], [("Ben Carter", "1000.50")]),
        (["product GTX Basic"], [("Ben Carter", "1000.50")]),
        (["team", "alpha", "new"], [("Anna de Vries", "1000.50")]),
        (["omzet", "deze", "maand", "top", "1"], [("Anna de Vries", "1000.50")]),
        (["lost deals"], [("Anna de Vries", "1")]),
    ],
)
def test_words_choose_metric_period_grouping_and_filters(koploper, company, words, expected):
    result = koploper("board", *words, *TODAY, "--format", "json")
    rows = json.loads(result.out)["rows"]
    names = {row["name"]: row["value"] for row in rows}
    for name, value in expected:
        if name == "Koploper":
            assert [row["value"] for row in rows] == [value]
        else:
            assert names[name] == value


def test_a_percentage_is_times_one_hundred(koploper, company):
    found = board(koploper, "win", "rate", "company")
    assert (found["unit"], found["currency"]) == ("percent", None)
    assert found["total"] == "83.3333"


def test_top_leaves_the_rest_unlisted_and_all_lists_it(koploper, company):
    found = board(koploper, "top", "1")
    assert [row["rank"] for row in found["rows"]] == [1, 1]
    assert found["not_listed"] == 3
    assert board(koploper, "top", "1", "--all")["not_listed"] == 0


def test_filters_in_force_are_named_by_kind(koploper, company):
    found = board(koploper, "team", "alpha", "new", "product", "GTX Pro")
    assert found["filters"] == {"type": ["new"], "team": ["Alpha"], "product": ["GTX Pro"]}


def test_csv_has_the_same_rows_and_no_formulas(koploper, company):
    result = koploper("board", "--all", "--format", "csv", *TODAY)
    rows = list(csv.DictReader(io.StringIO(result.out)))
    assert [row["value"] for row in rows] == ["1000.50", "1000.50", "359.99", "40.00", "1.00"]
    assert rows[4]["name"] == "'=HYPERLINK(1)"
    assert rows[3]["movement"] == "-3"


def test_text_lines_up_and_prints_the_rules(koploper, company):
    lines = koploper("board", "--all", *TODAY).out.splitlines()
    assert lines[0] == "Revenue · November 2026"
    assert lines[2] == "1  Anna de Vries  €1,000.50  new"
    assert lines[5] == "4  Dora Maar         €40.00   ▼3"
    assert "1–30 Nov 2026 (Europe/Amsterdam)." in lines[-1]


def test_the_language_is_the_settings(koploper, company, monkeypatch):
    monkeypatch.setenv("KOPLOPER_LOCALE", "nl")
    lines = koploper("board", *TODAY).out.splitlines()
    assert lines[0] == "Omzet · november 2026"
    assert "€\N{NO-BREAK SPACE}1.000,50" in lines[2]


def test_an_unknown_word_suggests_what_would_work_and_exits_with_2(koploper, company):
    result = koploper("board", "revenu", "last", "month", *TODAY)
    assert (result.code, result.out) == (2, "")
    assert "revenu" in result.err
    assert "Did you mean:" in result.err
    suggestion = result.err.splitlines()[-1].strip()
    assert koploper("board", *suggestion.split(), *TODAY).code == 0


def test_a_whole_question_in_quotes_is_read_as_words(koploper, company):
    assert board(koploper, "deals last month by team")["rows"][0]["name"] == "Beta"
    assert board(koploper, "win rate", "by team")["metric"] == "win_rate"


def test_a_date_that_is_none_is_told(koploper, home):
    result = koploper("board", "--today", "monday")
    assert result.code == 2
    assert result.err == "koploper: monday is not a date; write 2026-11-23.\n"


def test_why_lists_the_entries_behind_a_number(koploper, company):
    result = koploper("why", "Chidi", *TODAY)
    assert result.code == 0
    lines = result.out.splitlines()
    assert lines[0] == "Why: Revenue · Chidi Okafor · November 2026"
    entries = [line for line in lines if line.startswith("- ")]
    assert len(entries) == 2
    assert entries[0].startswith("- 21 Nov 2026, Fox, €59.99")
    assert entries[1].startswith("- 20 Nov 2026, Cargo, €300.00")


def test_why_of_nobody_is_told(koploper, company):
    result = koploper("why", "revenue")
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("koploper: ")


def test_only_a_board_is_written_for_programs(koploper, company):
    result = koploper("board", "why", "Anna", "--format", "json")
    assert (result.code, result.out) == (2, "")
    assert "json" in result.err


def test_an_empty_workspace_says_so_and_is_no_error(koploper, home):
    result = koploper("board")
    assert result.code == 0
    assert "Nothing is recorded for this yet." in result.out
    assert board(koploper)["rows"] == []


def test_help_is_an_answer_too(koploper, home):
    assert "koploper board deals this quarter" in koploper("board", "help").out


def test_what_moved_since_a_board_reads_as_text(koploper, company):
    result = koploper("board", "since friday's board", *TODAY)
    assert result.code == 0
    assert "What moved" in result.out.splitlines()[0]


def test_a_way_out_without_words_is_still_a_line_one_can_read(home, capsys):
    explain(UserError("Nothing.", suggestions=[Suggestion(label="this month", words="")]))
    assert capsys.readouterr().err == "koploper: Nothing.\nDid you mean:\n  this month\n"
