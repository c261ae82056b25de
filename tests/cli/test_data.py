"""Backups, putting them back, the manifest, and errors that stop at one line."""

import re
import sqlite3
from contextlib import closing

import pytest
import yaml

from bot.cli_frame import WRONG
from bot.manifest import manifest
from bot.opening import open_workspace
from tests.cli.conftest import PEOPLE


def board(koploper) -> str:
    return koploper("board", "--all", "--format", "csv", "--today", "2026-11-23").out


def test_a_backup_put_back_gives_the_same_board(koploper, company):
    before = board(koploper)
    written = koploper("backup", "safe/copy.db")
    copy = company / "safe" / "copy.db"
    assert (written.code, written.out) == (0, f"{copy}\n")
    assert copy.stat().st_mode & 0o777 == 0o600
    (company / "data" / "koploper.db").unlink()
    assert board(koploper) != before
    restored = koploper("restore", copy)
    assert restored.code == 0
    assert "is the database now" in restored.err
    assert board(koploper) == before


def test_what_was_there_is_kept_when_a_copy_is_put_back(koploper, company):
    koploper("backup", "copy.db")
    assert koploper("role", "grant", "U9", "hr").code == 0
    said = koploper("restore", "copy.db").err
    assert "U9" not in koploper("role", "list").out
    kept = said.splitlines()[-1].rsplit(" ", 1)[-1].rstrip(".")
    assert koploper("restore", kept).code == 0
    assert "U9" in koploper("role", "list").out


def test_without_a_name_a_backup_goes_into_the_data_directory(koploper, company):
    written = koploper("backup").out.strip()
    assert written.startswith(str(company / "data" / "backups" / "koploper-"))


def spoilt(home, kind):
    path = home / "copy.db"
    if kind == "text":
        path.write_text("not a database at all")
    elif kind == "empty":
        path.touch()
    elif kind == "stranger":
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
    elif kind == "newer":
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("CREATE TABLE alembic_version AS SELECT '9999' AS version_num")
            connection.commit()
    return path


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("missing", "There is no file"),
        ("text", "is not a copy"),
        ("empty", "is not a copy"),
        ("stranger", "is not a copy"),
        ("newer", "A newer Koploper made"),
    ],
)
def test_what_is_no_sound_copy_is_refused_and_nothing_is_touched(koploper, company, kind, says):
    before = board(koploper)
    result = koploper("restore", spoilt(company, kind))
    assert result.code == WRONG
    assert says in result.err
    assert board(koploper) == before


def test_a_running_server_keeps_its_database(koploper, company):
    koploper("backup", "copy.db")
    with open_workspace() as opened:
        lock = opened.store.acquire_server_lock()
        result = koploper("restore", "copy.db")
        lock.release()
    assert result.code == WRONG
    assert "Another process is using the database" in result.err


def test_a_database_of_a_newer_version_is_refused_in_one_line(koploper, company):
    with closing(sqlite3.connect(company / "data" / "koploper.db")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    result = koploper("board")
    assert (result.code, result.out) == (WRONG, "")
    assert result.err.startswith("koploper: A newer Koploper wrote this database")


@pytest.mark.parametrize("locale", ["en", "nl"])
def test_settings_that_do_not_work_are_named_in_one_line(koploper, home, monkeypatch, locale):
    monkeypatch.setenv("KOPLOPER_LOCALE", locale)
    monkeypatch.setenv("KOPLOPER_TOP", "many")
    result = koploper("board")
    assert (result.code, result.out) == (WRONG, "")
    assert "KOPLOPER_TOP" in result.err
    assert "Traceback" not in result.err


def test_a_database_that_cannot_be_opened_is_no_traceback(koploper, home, monkeypatch):
    (home / "data").mkdir()
    (home / "data" / "koploper.db").write_text("this is not a database, but long enough to be one")
    result = koploper("board")
    assert result.code == WRONG
    assert "Traceback" not in result.err
    assert len(result.err.splitlines()) == 1


def test_a_database_that_fails_half_way_is_no_traceback(koploper, company):
    with closing(sqlite3.connect(company / "data" / "koploper.db")) as connection:
        connection.execute("DROP TABLE total")
    result = koploper("board")
    assert (result.code, result.out) == (WRONG, "")
    assert result.err.startswith("koploper: The database does not answer any more")
    assert len(result.err.splitlines()) == 1


def test_the_manifest_is_printed_for_socket_mode_or_for_http(koploper, home):
    assert yaml.safe_load(koploper("manifest").out) == manifest()
    over_http = yaml.safe_load(koploper("manifest", "--url", "https://bots.example.com/").out)
    assert over_http == manifest("https://bots.example.com/slack/events")
    refused = koploper("manifest", "--url", "http://bots.example.com")
    assert (refused.code, refused.out) == (WRONG, "")


def test_a_command_there_is_not_is_told(koploper, home):
    result = koploper("bored")
    assert result.code == WRONG
    assert "bored" in result.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("backup", "here"),
        ("backup", "people.csv/copy.db"),
        ("demo", "--no-browser", "--port", "0", "--data-dir", "people.csv"),
        ("demo", "--no-browser", "--port", "0", "--data-dir", "people.csv/data"),
    ],
)
def test_a_place_that_cannot_be_written_is_named_in_one_line(koploper, company, arguments):
    (company / "here").mkdir()
    result = koploper(*arguments)
    assert result.code == WRONG
    assert result.out == ("Inventing a company…\n" if arguments[0] == "demo" else "")
    assert re.fullmatch(r"koploper: \S*(here|people\.csv)\S*: [A-Z][a-z ]+\n", result.err), (
        result.err
    )
    assert (company / "people.csv").read_text() == PEOPLE


@pytest.mark.parametrize("kind", ["people", "deals", "activities"])
@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("here", None, "Is a directory"),
        ("nowhere.csv", None, "No such file"),
        ("empty.csv", b"", "The file is empty"),
        ("bytes.csv", bytes(range(256)), "koploper: "),
        ("broken.xlsx", b"PK nonsense", "koploper: "),
    ],
)
def test_a_file_that_is_none_is_told_in_one_line(koploper, home, kind, name, content, says):
    (home / "here").mkdir()
    if content is not None:
        (home / name).write_bytes(content)
    result = koploper("import", kind, name)
    assert (result.code, result.out) == (WRONG, "")
    assert says in result.err
    assert len(result.err.splitlines()) == 1


@pytest.mark.parametrize("place", ["people.csv", "people.csv/data"])
def test_a_data_directory_that_cannot_be_is_told_in_one_line(koploper, company, monkeypatch, place):
    monkeypatch.setenv("KOPLOPER_DATA_DIR", str(company / place))
    for command in (("board",), ("import", "deals", "deals.csv"), ("backup",), ("claim",)):
        result = koploper(*command)
        assert (result.code, result.out) == (WRONG, "")
        assert result.err.startswith("koploper: The database cannot be opened")
        assert len(result.err.splitlines()) == 1
    assert "Set KOPLOPER_DATA_DIR" in koploper("doctor").out
