"""SQLite as a server's database: safe journal, private files, one server, backups that open."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.exc import DatabaseError

from store.errors import Locked, NewerDatabase, StoreError
from store.filelock import FileLock
from store.open import Store
from store.sqlite import has_wal_fix, journal_mode
from tests.store.facts import MEASURES, office, slots_of
from tests.store_fixtures import START


@pytest.fixture
def store(sqlite_url: str, open_database) -> Store:
    return open_database(sqlite_url)


@pytest.fixture
def path(sqlite_url: str) -> Path:
    return Path(sqlite_url.removeprefix("sqlite:///"))


@pytest.mark.parametrize(
    ("version", "fixed"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 46, 1), False),
        ((3, 50, 4), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 52, 0), False),
        ((3, 52, 1), True),
        ((3, 53, 0), True),
    ],
)
def test_wal_is_only_for_a_sqlite_without_the_wal_reset_bug(version: tuple, fixed: bool):
    assert has_wal_fix(version) is fixed
    assert journal_mode(version) == ("wal" if fixed else "truncate")


def test_the_writer_waits_checks_erases_and_syncs(store: Store, path: Path):
    def setting(engine, name: str):
        with engine.connect() as connection:
            return connection.exec_driver_sql(f"PRAGMA {name}").scalar()

    writer, reader = store._database.write_engine, store._database.read_engine
    assert setting(writer, "foreign_keys") == 1
    assert setting(writer, "secure_delete") == 1
    assert setting(writer, "synchronous") == 2
    assert setting(writer, "busy_timeout") == 30_000
    assert setting(writer, "journal_mode") == store.journal_mode == journal_mode()
    assert setting(reader, "query_only") == 1
    assert writer.pool.size() == 1
    with (
        pytest.raises(DatabaseError, match="readonly"),
        store._database.read() as connection,
    ):
        connection.exec_driver_sql("UPDATE workspace SET name = 'x'")
    with closing(sqlite3.connect(path)) as plain:
        kinds = plain.execute("SELECT name, strict FROM pragma_table_list WHERE schema = 'main'")
        loose = {name for name, strict in kinds if not strict}
    assert {name for name in loose if not name.startswith("sqlite_")} == {"alembic_version"}


def test_nobody_else_may_read_the_files(store: Store, path: Path, tmp_path: Path):
    with store.transaction():
        office(store)
        files = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    store.backup(tmp_path / "copies" / "copy.db")
    store.acquire_server_lock().release()
    files |= {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    files["copy"] = stat.S_IMODE((tmp_path / "copies" / "copy.db").stat().st_mode)
    assert len(files) >= 4
    assert set(files.values()) == {0o600}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_file_that_was_open_to_all_is_closed(path: Path, sqlite_url: str, open_database):
    path.parent.mkdir(parents=True)
    path.touch(mode=0o644)
    path.chmod(0o644)
    open_database(sqlite_url)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_memory_is_refused_because_readers_would_see_another(url: str, open_database):
    with pytest.raises(StoreError, match="needs a file"):
        open_database(url)


def test_one_server_owns_the_file_and_says_who(store: Store, sqlite_url: str, open_database):
    lock = store.acquire_server_lock()
    other = open_database(sqlite_url)  # reading and posting next to a server is fine
    with pytest.raises(Locked, match=str(os.getpid())):
        other.acquire_server_lock()
    lock.release()
    other.acquire_server_lock().release()


def test_the_lock_of_a_killed_server_is_free(store: Store, path: Path):
    script = (
        "import sys, time; from pathlib import Path; from store.filelock import FileLock\n"
        "lock = FileLock(Path(sys.argv[1])); print('held', flush=True); time.sleep(60)"
    )
    lock = path.with_name(path.name + ".lock")
    with subprocess.Popen(
        [sys.executable, "-c", script, str(lock)], stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout.readline() == "held\n"
        with pytest.raises(Locked, match=str(server.pid)):
            store.acquire_server_lock()
        server.kill()
    store.acquire_server_lock().release()


def test_a_newer_database_is_refused_and_left_alone(store: Store, path: Path, open_database):
    store.close()
    with closing(sqlite3.connect(path)) as plain, plain:
        plain.execute("UPDATE alembic_version SET version_num = '9999'")
    before = path.read_bytes()
    with pytest.raises(NewerDatabase, match="9999"):
        open_database(f"sqlite:///{path}")
    assert path.read_bytes() == before


def test_a_backup_taken_under_load_opens_and_adds_up(store: Store, tmp_path: Path, open_database):
    acme = office(store)
    posted: list[int] = []
    stop = threading.Event()

    def keep_posting():
        while not stop.is_set():
            number = len(posted)
            acme.post(START, acme.fact(f"D-{number}", acme.line(number)))
            posted.append(number)

    writer = threading.Thread(target=keep_posting)
    writer.start()
    try:
        copies = []
        while not posted:
            pass
        for number in range(3):
            seen = len(posted)
            copies.append((seen, store.backup(tmp_path / f"copy-{number}.db")))
    finally:
        stop.set()
        writer.join()
    for seen, copy in copies:
        restored = open_database(f"sqlite:///{copy}")
        (total,) = restored.totals.sums(acme.id, MEASURES, slots_of(acme.line().occurred_on)[-1:])
        assert total.share // 10_000 >= seen
        assert restored.totals.differences(acme.id) == []
    assert not list(tmp_path.glob("*.part"))


def test_a_backup_that_fails_leaves_the_one_before(store: Store, path: Path, tmp_path: Path):
    copy = store.backup(tmp_path / "copy.db")
    before = copy.read_bytes()
    store.close()
    path.write_bytes(b"this is no database, but it is long enough to be looked at " * 50)
    with pytest.raises((StoreError, sqlite3.DatabaseError)):
        store.backup(copy)
    assert copy.read_bytes() == before
    assert not list(tmp_path.glob("*.part"))


def test_a_board_is_not_held_up_by_a_commit_in_progress(store: Store, path: Path):
    home = store.workspaces.sole().id
    version = store.workspaces.version(home)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        other.execute("UPDATE workspace SET version = version + 1")
        assert store.workspaces.version(home) == version
        other.execute("COMMIT")
    assert store.workspaces.version(home) == version + 1


def test_waiting_for_a_lock_ends_when_it_is_given_back(tmp_path: Path):
    lock = FileLock(tmp_path / "x.lock")
    taken = threading.Event()

    def wait():
        FileLock(tmp_path / "x.lock", wait=True).release()
        taken.set()

    waiter = threading.Thread(target=wait)
    waiter.start()
    assert not taken.is_set()
    lock.release()
    waiter.join()
    assert taken.is_set()
