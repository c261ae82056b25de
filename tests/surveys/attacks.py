"""Attacks that link people to answers, for the wave's tables and for a naive schema alike.

Each gives back answers in the order in which an attacker believes people voted.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import psycopg

NAIVE = (
    "CREATE TABLE naive_participation (person TEXT)",
    "CREATE TABLE naive_ballot (id TEXT PRIMARY KEY, answers TEXT)",
)


def files_beside(database: Path) -> bytes:
    """The database with every journal, log and copy beside it, as one string of bytes."""
    return b"".join(path.read_bytes() for path in sorted(database.parent.glob(f"{database.name}*")))


def in_sql_order(connect: Callable[[], object], table: str) -> list[str]:
    """The rows as a plain SELECT hands them out: by rowid, or by the key of the table."""
    with closing(connect()) as connection:
        return [row[0] for row in connection.execute(f"SELECT answers FROM {table}").fetchall()]


def in_file_order(database: Path, answers: Sequence[str]) -> list[str]:
    """The answers by where their bytes are in the file: a page is filled from its end."""
    raw = database.read_bytes()
    places = {answer: raw.find(answer.encode()) for answer in answers}
    return sorted(places, key=lambda answer: places[answer])


def by_transaction(url: str, table: str, column: str) -> list[str]:
    """The rows as PostgreSQL wrote them: by transaction, then by place."""
    with psycopg.connect(url, autocommit=True) as connection:
        order = f"SELECT {column} FROM {table} ORDER BY xmin::text::bigint, ctid"
        return [row[0] for row in connection.execute(order).fetchall()]


def linked(believed: Sequence[str], truth: Sequence[str]) -> int:
    """How many people an attacker names rightly, reading from the front or from the back."""
    forwards = sum(a == b for a, b in zip(believed, truth, strict=False))
    backwards = sum(a == b for a, b in zip(reversed(believed), truth, strict=False))
    return max(forwards, backwards)


def naive_sqlite(folder: Path, ballots: Sequence[tuple[str, str]]) -> Path:
    """What a survey that hides nothing leaves: a participation and a ballot for each vote."""
    path = folder / "naive.db"
    with closing(sqlite3.connect(path)) as connection:
        for statement in NAIVE:
            connection.execute(statement)
        for number, (person, answers) in enumerate(ballots):
            with connection:
                connection.execute("INSERT INTO naive_participation VALUES (?)", (person,))
                row = (f"{hash((person, number)) & 0xFFFFFFFF:08x}", answers)
                connection.execute("INSERT INTO naive_ballot VALUES (?, ?)", row)
    return path


def naive_postgres(url: str, ballots: Sequence[tuple[str, str]]) -> None:
    """The same on PostgreSQL, in one transaction for each vote."""
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in NAIVE:
            connection.execute(statement)
        for number, (person, answers) in enumerate(ballots):
            with connection.transaction():
                connection.execute("INSERT INTO naive_participation VALUES (%s)", (person,))
                row = (f"{number * 7919 % 1009:08x}", answers)
                connection.execute("INSERT INTO naive_ballot VALUES (%s, %s)", row)


def answers_text(answers: dict[int, object]) -> str:
    """Answers as the ballot table holds them."""
    return json.dumps({str(number): value for number, value in answers.items()}, sort_keys=True)
