"""`koploper import …` as an operator types it: the guess, the summary, the exit code."""

import pytest
import typer

from bot import import_cli
from bot.cli_frame import guarded
from bot.i18n import translator
from bot.services.imports import ImportOptions, ImportSummary
from bot.sources.telling import plain, summary_lines

DEALS = "Ordernr;Ordernummer;Verkoper;Bedrag;Sluitdatum\n1;D1;Ann;12,50;2024-01-31\n"


@pytest.fixture
def koploper(tmp_path, monkeypatch, capsys):
    """Runs a command line in a workspace of its own; gives code, stdout and stderr."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KOPLOPER_DATA_DIR", str(tmp_path / "data"))

    def run(*words: str) -> tuple[int, str, str]:
        cli = typer.Typer(pretty_exceptions_enable=False)
        import_cli.mount(cli)
        code = 0
        try:
            code = guarded(lambda: cli([str(word) for word in words], prog_name="koploper"))
        except SystemExit as end:
            code = int(end.code or 0)
        return (code, *capsys.readouterr())

    return run


@pytest.fixture
def deals(tmp_path):
    path = tmp_path / "deals.csv"
    path.write_text(DEALS)
    return path


def test_the_guess_goes_to_stderr_and_the_summary_to_stdout(koploper, deals):
    code, out, err = koploper("import", "deals", deals)
    assert code == 0
    assert "Reading CSV, utf-8, semicolon." in err
    assert "external_id = Ordernummer, rep = Verkoper, amount = Bedrag" in err
    assert "Not used: Ordernr." in err
    assert "Read 1: 1 new, 0 changed, 0 unchanged, 0 refused." in out
    assert "Reps nobody had heard of, who become people: Ann." in out
    assert "Amounts without a currency count as EUR." in out


def test_refused_rows_make_the_exit_code_one_and_name_their_file(koploper, deals):
    deals.write_text(DEALS + "2;D2;Ann;x;2024-01-31\n")
    code, out, _ = koploper("import", "deals", deals)
    assert code == 1
    assert "1 new, 0 changed, 0 unchanged, 1 refused." in out
    assert "in deals.csv.refused.csv." in out
    text = (deals.parent / "deals.csv.refused.csv").read_text(encoding="utf-8-sig")
    assert text.splitlines()[1] == "3,“x” is not an amount.,2,D2,Ann,x,2024-01-31"


def test_unusable_input_makes_the_exit_code_two(koploper, deals):
    for words in (
        ["deals", deals.parent / "nowhere.csv"],
        ["deals", deals, "--map", "amount=Nothing"],
        ["deals", deals, "--delimiter", ";;"],
        ["people", deals, "--effective", "someday", "--map", "name=Verkoper"],
    ):
        code, out, err = koploper("import", *words)
        assert (code, out) == (2, "")
        assert err.splitlines()[-1].startswith("koploper: ")


def test_every_option_of_deals_reaches_the_import(koploper, deals):
    deals.write_text("nr;wie;bedrag;wanneer;fase\n1;Ann;1.234;03/04/2024;Binnen\n")
    code, out, _ = koploper(
        "import", "deals", deals, "--dry-run", "--strict", "--known-only", "--source", "crm",
        "--map", "rep=wie", "--map", "external_id=nr", "--map", "closed_on=wanneer",
        "--won", "binnen", "--lost", "buiten", "--currency", "usd", "--date-format", "dd/mm/yyyy",
        "--decimal", "comma", "--encoding", "utf-8", "--delimiter", "semicolon",
        "--max-unpacked", "9",
    )  # fmt: skip
    assert code == 1
    assert "0 new, 0 changed, 0 unchanged, 1 refused." in out
    assert "Nothing was changed: this was a dry run." in out
    refused = (deals.parent / "deals.csv.refused.csv").read_text(encoding="utf-8-sig")
    assert "nobody called Ann is known" in refused


def test_people_and_activities_are_imported_too(koploper, tmp_path):
    people, calls = tmp_path / "people.csv", tmp_path / "calls.csv"
    people.write_text("name,team\nAnn,Red\n")
    calls.write_text("id,rep,date\n1,Ann,2024-01-31\n")
    assert koploper("import", "people", people)[0] == 0
    assert koploper("import", "people", people, "--effective", "2024-01-01")[0] == 0
    code, out, _ = koploper("import", "activities", calls, "--measure", "calls", "--known-only")
    assert (code, "1 new" in out) == (0, True)


def test_dutch_is_spoken_where_it_is_set(koploper, deals, monkeypatch):
    monkeypatch.setenv("KOPLOPER_LOCALE", "nl")
    deals.write_text(DEALS.replace("12,50", "x"))
    code, _, _ = koploper("import", "deals", deals)
    text = (deals.parent / "deals.csv.refused.csv").read_text(encoding="utf-8-sig")
    assert code == 1
    assert translator("nl").gettext("“{text}” is not an amount.", text="x") in text


def test_long_lists_are_cut_and_counted():
    summary = ImportSummary(
        read=3000, new=1, repeated=2, removed=3, kept=True,
        unknown_reps=tuple(f"Rep {n}" for n in range(1200)), unknown_kinds=("Odd\x1b[31m",),
    )  # fmt: skip
    lines = list(summary_lines(summary, ImportOptions(), "x.csv", translator("en")))
    assert lines[0].startswith("Read 3,000: 1 new")
    assert "Taken back, as the file lacks them: 3." in lines
    assert "Rows replaced by a later one with the same id: 2." in lines
    assert lines[3].endswith("Rep 19 and 1,180 more.")
    assert lines[-1] == "Kinds that are no sale type: Odd?[31m."


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (ImportOptions(dry_run=True), "this was a dry run"),
        (ImportOptions(strict=True), "with --strict, one refused row stops all"),
        (ImportOptions(replace=True), "with --replace, the deals of refused rows"),
    ],
)
def test_it_says_why_nothing_was_kept(options, words):
    lines = list(summary_lines(ImportSummary(refused=1), options, "x.csv", translator("en")))
    assert "x.csv" in lines[-2]
    assert words in lines[-1]


def test_text_from_outside_cannot_steer_a_terminal():
    assert plain("a\x1b[2J\nb\u202e") == "a?[2J?b?"


def test_leave_is_imported_from_the_command_line(koploper, tmp_path):
    people, leave = tmp_path / "people.csv", tmp_path / "leave.csv"
    people.write_text("name\nAnn\n")
    leave.write_text("Naam;Eerste dag;Laatste dag\nAnn;24-12-2026;31-12-2026\nZoe;24-12-2026;\n")
    koploper("import", "people", people)
    code, out, _ = koploper("import", "leave", leave)
    assert code == 1
    assert "Read 2: 1 new, 0 changed, 0 unchanged, 1 refused." in out
