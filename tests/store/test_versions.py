"""How fresh a board is while somebody else is committing, as SQLite locks it without WAL."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from store.open import Store

NAME = "T1", "Acme"


@contextmanager
def somebody_committing(url: str, seconds: float) -> Iterator[threading.Event]:
    """Another connection that holds the file as a commit does; the event says it has let go."""
    held, gone, enough = threading.Event(), threading.Event(), threading.Event()

    def hold() -> None:
        path = Path(url.removeprefix("sqlite:///"))
        with closing(sqlite3.connect(path, isolation_level=None, timeout=10)) as other:
            other.execute("BEGIN EXCLUSIVE")
            held.set()
            enough.wait(seconds)
            gone.set()
            other.execute("ROLLBACK")

    thread = threading.Thread(target=hold)
    thread.start()
    assert held.wait(10)
    try:
        yield gone
    finally:
        enough.set()
        thread.join()


@pytest.fixture
def store(sqlite_url: str, open_database: Callable[[str], Store]) -> Store:
    return open_database(sqlite_url)


def test_what_was_just_written_is_seen_while_somebody_else_commits(store: Store, sqlite_url: str):
    home = store.workspaces.sole().id
    before = store.workspaces.version(home)
    store.workspaces.bind(home, *NAME)
    with somebody_committing(sqlite_url, 0.2):
        assert store.workspaces.version(home) > before


def test_who_has_written_nothing_does_not_wait_for_a_commit(store: Store, sqlite_url: str):
    home = store.workspaces.sole().id
    known = store.workspaces.version(home)
    with somebody_committing(sqlite_url, 10) as gone:
        assert store.workspaces.version(home) == known
        assert not gone.is_set()


def test_what_another_process_wrote_is_seen_at_the_next_question(
    store: Store, sqlite_url: str, open_database: Callable[[str], Store]
):
    home = store.workspaces.sole().id
    before = store.workspaces.version(home)
    open_database(sqlite_url).workspaces.bind(home, *NAME)
    assert store.workspaces.version(home) > before
