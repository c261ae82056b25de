"""The same command line over PostgreSQL: import, board, doctor, and what only SQLite has."""

import json

import pytest

from tests.cli.conftest import DEALS, PEOPLE

pytestmark = pytest.mark.postgres


@pytest.fixture
def on_postgres(home, postgres_url, monkeypatch):
    """The sample files, and a PostgreSQL database in the settings."""
    monkeypatch.setenv("KOPLOPER_DATABASE_URL", postgres_url)
    (home / "people.csv").write_text(PEOPLE)
    (home / "deals.csv").write_text(DEALS)
    return home


def test_files_imported_into_postgresql_make_the_same_board(koploper, on_postgres):
    assert koploper("import", "people", "people.csv").code == 0
    first, again = (koploper("import", "deals", "deals.csv") for _ in range(2))
    assert (first.code, again.code) == (0, 0)
    shown = koploper("board", "--all", "--format", "json", "--today", "2026-11-23")
    found = json.loads(shown.out)
    assert [row["value"] for row in found["rows"]] == [
        "1000.50", "1000.50", "359.99", "40.00", "1.00",
    ]  # fmt: skip
    assert found["total"] == "2401.99"


def test_the_doctor_knows_postgresql(koploper, on_postgres):
    assert (
        "The PostgreSQL database will be set up or migrated at the next start."
        in koploper("doctor").out
    )
    koploper("claim")
    assert "✓ The database is PostgreSQL." in koploper("doctor").out


@pytest.mark.parametrize(
    ("arguments", "says"), [(("backup",), "pg_dump"), (("restore", "deals.csv"), "pg_restore")]
)
def test_backups_are_left_to_postgresqls_own_tools(koploper, on_postgres, arguments, says):
    result = koploper(*arguments)
    assert (result.code, result.out) == (2, "")
    assert says in result.err
