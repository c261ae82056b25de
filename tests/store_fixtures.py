"""Databases for tests: a PostgreSQL server of their own where its programs are, SQLite files."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest

from store.open import Store, open_store

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
_numbers = count(1)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def tick(self, **by: int) -> datetime:
        self.now += timedelta(**(by or {"seconds": 1}))
        return self.now


def no_postgres(reason: str) -> None:
    """Skip with the reason; in CI nothing is skipped."""
    if os.environ.get("CI", "").lower() in {"1", "true"}:
        pytest.fail(f"PostgreSQL is needed in CI: {reason}")
    pytest.skip(f"needs PostgreSQL: {reason}")


def programs() -> Path | None:
    """Where initdb and pg_ctl are: on PATH, or in Debian's place, the newest first."""
    on_path = shutil.which("pg_ctl")
    if on_path and shutil.which("initdb"):
        return Path(on_path).parent
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), key=lambda p: p.parts[-3])
    return found[-1].parent if found else None


def _as_postgres() -> dict[str, Any]:
    """initdb refuses root: become `postgres` in the child, when root runs the tests."""
    if os.geteuid() != 0:
        return {}
    return {"user": "postgres", "group": "postgres", "extra_groups": []}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def own_server(folder: Path) -> Iterator[str]:
    """A server on loopback that lives as long as the block; yields its URL without a database."""
    bin_dir = programs()
    if bin_dir is None:
        no_postgres("no pg_ctl on PATH or in /usr/lib/postgresql")
    assert bin_dir is not None
    become = _as_postgres()
    if become:
        shutil.chown(folder, "postgres")

    def call(*words: str) -> None:
        output = folder / "calls.log"
        with output.open("ab") as log:
            subprocess.run(words, check=True, stdout=log, stderr=log, cwd=folder, **become)

    data, port = folder / "data", _free_port()
    call(f"{bin_dir}/initdb", "-D", str(data), "-A", "trust", "-U", "tester", "-N", "-E", "UTF8")
    options = (
        f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off "
        "-c synchronous_commit=off -c max_connections=200"
    )
    control = (f"{bin_dir}/pg_ctl", "-D", str(data), "-w")
    call(*control, "-o", options, "start")
    try:
        yield f"postgresql://tester@127.0.0.1:{port}"
    finally:
        call(*control, "-m", "immediate", "stop")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A server for this test run, or the one KOPLOPER_TEST_POSTGRES_URL names."""
    given = os.environ.get("KOPLOPER_TEST_POSTGRES_URL")
    if given:
        yield given.rsplit("/", 1)[0] if given.count("/") > 2 else given
        return
    with (
        tempfile.TemporaryDirectory(prefix="kp-pg-", ignore_cleanup_errors=True) as folder,
        own_server(Path(folder)) as url,
    ):
        yield url


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """An empty database of one test."""
    name = f"koploper_{os.getpid()}_{next(_numbers)}"
    with psycopg.connect(f"{postgres_server}/postgres", autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')
    yield f"{postgres_server}/{name}"
    with psycopg.connect(f"{postgres_server}/postgres", autocommit=True) as admin:
        admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/data/koploper.db"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of an empty database, once on each engine."""
    wanted = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    url: str = request.getfixturevalue(wanted)
    return url


@pytest.fixture
def open_database(tmp_path: Path, clock: Clock) -> Iterator[Callable[[str], Store]]:
    """Opens stores and closes them after the test."""
    opened: list[Store] = []

    def open_one(url: str) -> Store:
        opened.append(open_store(url, data_dir=tmp_path / "data", clock=clock))
        return opened[-1]

    yield open_one
    for store in opened:
        store.close()


@pytest.fixture
def any_store(database_url: str, open_database: Callable[[str], Store]) -> Store:
    """An empty store, once on each engine."""
    return open_database(database_url)
