"""One database with its engines: read and write transactions, joined when they nest in a thread.

Knows no table. A thread that has a write transaction open reads and writes inside it, so that
an import that adds people, labels and facts commits all of it or nothing.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Engine

NAMED = re.compile(r"(?<!:):([a-z_]+)")


@lru_cache(maxsize=512)
def for_driver(sql: str, dialect: str) -> str:
    """`:name` parameters as the driver wants them: sqlite3 takes them so, psycopg %(name)s."""
    if dialect == "sqlite":
        return sql
    return NAMED.sub(r"%(\1)s", sql.replace("%", "%%"))


class Driver:
    """Statements straight to the database driver, inside somebody's transaction.

    SQLAlchemy's execution costs tens of microseconds a statement, and posting one deal runs
    about fifteen of them.
    """

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.dialect = connection.dialect.name
        self._driver: Any = connection.connection.driver_connection

    def run(self, sql: str, params: Mapping[str, Any] | None = None) -> Any:
        """Execute one statement written with `:name` parameters; returns the driver's cursor."""
        return self._driver.execute(for_driver(sql, self.dialect), params or {})

    @property
    def raw(self) -> Any:
        """The driver's own connection, for what only one dialect can do."""
        return self._driver


@dataclass
class Unit:
    """A write transaction: its connection, who may use that now, and what to do after its end."""

    connection: Connection
    guard: threading.RLock = field(default_factory=threading.RLock)
    afterwards: list[Callable[[Any], None]] = field(default_factory=list)
    is_posting: bool = False
    overlap: Any = None  # an import's second thread (store/overlap.py), once one was needed


class Database:
    """Engines and the transactions on them."""

    def __init__(
        self,
        *,
        write_engine: Engine,
        read_engine: Engine,
        clock: Callable[[], datetime],
        turns: AbstractContextManager[None] | None = None,
    ) -> None:
        """`turns` says who may write next, where only one can."""
        self.write_engine = write_engine
        self.read_engine = read_engine
        self.dialect = write_engine.dialect.name
        self.clock = clock
        self.commits = 0  # of this process: what it has said before one is out of date after it
        self._turns = turns or nullcontext()
        self._open = threading.local()

    @contextmanager
    def write(self, *, keeps_guard: bool = True) -> Iterator[Connection]:
        """A write transaction: committed at the end, rolled back by an error.

        Inside another one of the same thread it is part of that one, and keeps the connection
        from an import's other thread until it ends; unless not `keeps_guard`: then whoever uses
        the connection takes the guard.
        """
        current: Unit | None = getattr(self._open, "unit", None)
        if current is not None:
            with current.guard if keeps_guard else nullcontext():
                yield current.connection
            return
        with self._turns, self.write_engine.connect() as connection:
            self._open.unit = unit = Unit(connection)
            try:
                with connection.begin():
                    yield connection
                self.commits += 1  # one writer at a time on SQLite, where it is looked at
            finally:
                self._open.unit = None
                for action in unit.afterwards:
                    action(connection.connection.driver_connection)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A read transaction; inside this thread's write transaction it sees what that wrote."""
        current: Unit | None = getattr(self._open, "unit", None)
        if current is not None:
            with current.guard:
                yield current.connection
            return
        with self.read_engine.begin() as connection:
            yield connection

    @property
    def is_writing(self) -> bool:
        """Whether this thread has a write transaction open: what it reads may still be undone."""
        return getattr(self._open, "unit", None) is not None

    def unit(self) -> Unit:
        """This thread's write transaction, which must be open."""
        unit: Unit = self._open.unit
        return unit

    def close(self) -> None:
        """Give every connection back."""
        self.write_engine.dispose()
        self.read_engine.dispose()
