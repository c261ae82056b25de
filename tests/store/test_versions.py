"""How fresh a board is while somebody else is committing, as SQLite locks it without WAL."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from store.open import Store

NAME = "T1", "Acme"


@contextmanager
def somebody_committing(url: str, seconds: float) -> Iterator[None]:
    """Another connection that holds the file so long, as a commit does."""
    held = threading.Event()

    def hold() -> None:
        path = Path(url.removeprefix("sqlite:///"))
        with closing(sqlite3.connect(path, isolation_level=None, timeout=10)) as other:
            other.execute("BEGIN EXCLUSIVE")
            held.set()
            time.sleep(seconds)
            other.execute("ROLLBACK")

    thread = threading.Thread(target=hold)
    thread.start()
    assert held.wait(10)
    try:
        yield
    finally:
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


def test_what_another_process_wrote_is_seen_at_the_next_question(
    store: Store, sqlite_url: str, open_database: Callable[[str], Store]
):
    home = store.workspaces.sole().id
    before = store.workspaces.version(home)
    open_database(sqlite_url).workspaces.bind(home, *NAME)
    assert store.workspaces.version(home) > before
