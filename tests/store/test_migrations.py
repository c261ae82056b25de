"""Migrations: equal to the models, alone, after a backup, all or nothing, keeping every row."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, make_url, text

from store import (  # noqa: F401  (tables register themselves)
    migrate,
    postgres,
    sqlite,
    tables_life,
    tables_posting,
    tables_surveys,
)
from store.errors import Locked, StoreError
from store.filelock import FileLock
from store.tables import Table
from tests.store.facts import office, slots_of
from tests.store_fixtures import START


@pytest.fixture
def engine(database_url: str, tmp_path: Path):
    """A migration engine on an empty database."""
    if database_url.startswith("sqlite"):
        path = sqlite.prepare_file(make_url(database_url), tmp_path)
        made = sqlite.migration_engine(path, sqlite.journal_mode())
    else:
        made = postgres.migration_engine(postgres.normalised(database_url))
    yield made
    made.dispose()


def rows(engine: Engine) -> dict[str, list[tuple]]:
    with engine.connect() as connection:
        return {
            name: sorted(map(tuple, connection.execute(table.select())), key=repr)
            for name, table in Table.metadata.tables.items()
        }


def test_the_code_names_every_step_and_the_last_is_the_head():
    script = ScriptDirectory(str(Path(migrate.__file__).parent / "migrations"))
    steps = [step.revision for step in script.walk_revisions()]
    assert tuple(reversed(steps)) == migrate.REVISIONS
    assert script.get_heads() == [migrate.HEAD]


def test_migrations_and_models_are_the_same_schema(engine: Engine):
    migrate.migrate(engine, backup=lambda: None)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Table.metadata) == []
        for table in Table.metadata.tables.values():
            found = inspect(connection).get_check_constraints(table.name)
            named = {c.name for c in table.constraints if type(c).__name__ == "CheckConstraint"}
            assert {one["name"] for one in found} == named


def test_a_filled_database_goes_down_and_up_again_and_an_upgrade_keeps_every_row(
    database_url: str, engine: Engine, open_database
):
    store = open_database(database_url)
    acme = office(store)
    acme.post(START, acme.fact("D-1", acme.line(100)), acme.fact("D-2", acme.line(5, seat=1)))
    before = rows(engine)
    assert len(before["entry"]) == 2
    migrate.migrate(engine, backup=lambda: None)  # nothing to do: every row stays
    assert rows(engine) == before
    store.close()
    migrate.migrate(engine, backup=lambda: None, target="base")
    with engine.connect() as connection:
        assert inspect(connection).get_table_names() == ["alembic_version"]
    migrate.migrate(engine, backup=lambda: None)
    again = open_database(database_url)
    assert again.totals.differences(again.workspaces.sole().id) == []


def test_a_failing_migration_leaves_nothing_behind(engine: Engine, monkeypatch):
    def break_off(*_: object) -> None:
        raise StoreError("something is wrong with the last step")

    monkeypatch.setattr(migrate, "_check_foreign_keys", break_off)
    with pytest.raises(StoreError, match="last step"):
        migrate.migrate(engine, backup=lambda: None)
    with engine.connect() as connection:
        assert inspect(connection).get_table_names() == []


def test_orphans_stop_a_migration_of_sqlite_which_has_foreign_keys_off(
    sqlite_url: str, open_database
):
    open_database(sqlite_url)
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    engine = sqlite.migration_engine(path, sqlite.journal_mode())
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO role VALUES (77, 'U1', 'hr')"))
    with pytest.raises(StoreError, match="without their parent"):
        migrate.migrate(engine, backup=lambda: None)


def test_data_is_backed_up_before_it_is_migrated_and_an_empty_database_is_not(
    sqlite_url: str, open_database, monkeypatch
):
    store = open_database(sqlite_url)
    acme = office(store)
    acme.post(START, acme.fact("D-1", acme.line(100)))
    store.close()
    folder = Path(sqlite_url.removeprefix("sqlite:///")).parent
    assert not list(folder.glob("*.before-*"))

    # a step that does not exist yet: the file says it is older than the code
    calls = iter([True, True])
    monkeypatch.setattr(migrate, "needs_migration", lambda engine: next(calls))
    again = open_database(sqlite_url)
    (copy,) = folder.glob("*.before-*")
    monkeypatch.undo()
    restored = open_database(f"sqlite:///{copy}")
    slots = slots_of(acme.line().occurred_on)[:1]
    assert restored.totals.sums(acme.id, ["revenue"], slots) == again.totals.sums(
        acme.id, ["revenue"], slots
    )


def test_a_running_server_is_not_migrated_under(sqlite_url: str, tmp_path: Path, open_database):
    folder = Path(sqlite_url.removeprefix("sqlite:///")).parent
    folder.mkdir(parents=True)
    server = FileLock(folder / "koploper.db.lock")
    with pytest.raises(Locked, match="held by process"):
        open_database(sqlite_url)
    server.release()
    open_database(sqlite_url)
