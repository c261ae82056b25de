"""Answers: sealed until a wave closes, then ballots, comments and receipts that nothing leads back
from. Knows no keys and opens nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from store.columns import to_micros
from store.database import Database, Driver
from store.group_commit import GroupCommit
from store.records_surveys import Ballot, Closing, Comment, Released
from store.tables_surveys import Table

_STILL_OPEN = "SELECT 1 FROM wave WHERE id = :wave AND state = 'open' AND closes_at > :at"
_MARK = """
UPDATE invitation SET has_answered = :answered
WHERE wave_id = :wave AND slack_user_id = :person RETURNING 1
"""
_SEAL = """
INSERT INTO sealed (wave_id, slack_user_id, box) VALUES (:wave, :person, :box)
ON CONFLICT (wave_id, slack_user_id) DO UPDATE SET box = excluded.box
"""
_TAKE_BACK = "DELETE FROM sealed WHERE wave_id = :wave AND slack_user_id = :person"
_HOLD = "UPDATE wave SET state = state WHERE id = :wave AND state = 'open' RETURNING 1"
_CLOSE = """
UPDATE wave SET state = 'mixed', answered = :answered, outcome = :outcome WHERE id = :wave
"""


class Ballots:
    """Rows of `sealed`, `ballot`, `comment`, `receipt` and `released`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._group = GroupCommit(database)

    def seal(self, wave_id: int, slack_user_id: str, box: bytes, at: datetime) -> bool:
        """Keep somebody's sealed answers in place of those before; durable when it returns.

        False, and nothing is kept, when they were not invited or the wave is not open any more.
        """
        person = {"wave": wave_id, "person": slack_user_id}
        return self._vote(person, at, answered=True, then=(_SEAL, person | {"box": box}))

    def take_back(self, wave_id: int, slack_user_id: str, at: datetime) -> bool:
        """Forget somebody's answers; False when the wave is not open any more."""
        person = {"wave": wave_id, "person": slack_user_id}
        return self._vote(person, at, answered=False, then=(_TAKE_BACK, person))

    def _vote(
        self,
        person: Mapping[str, Any],
        at: datetime,
        *,
        answered: bool,
        then: tuple[str, Mapping[str, Any]],
    ) -> bool:
        def work(driver: Driver) -> bool:
            # On PostgreSQL the lock keeps a wave from being closed between the look and the write.
            lock = " FOR SHARE" if driver.dialect == "postgresql" else ""
            wave = {"wave": person["wave"], "at": to_micros(at)}
            if driver.run(_STILL_OPEN + lock, wave).fetchone() is None:
                return False
            mark = answered if driver.dialect == "postgresql" else int(answered)
            if driver.run(_MARK, {**person, "answered": mark}).fetchone() is None:
                return False
            driver.run(*then)
            return True

        return bool(self._group.run(work))

    def hold(self, wave_id: int) -> bool:
        """Inside a transaction: let no answer in until it ends. False when it is not open."""
        with self._database.write() as connection:
            held = Driver(connection).run(_HOLD, {"wave": wave_id}).fetchone()
        return held is not None

    def sealed(self, wave_id: int) -> list[tuple[str, bytes]]:
        """Every sealed box of a wave with whose it is."""
        wanted = _of("sealed", wave_id)
        with self._database.read() as connection:
            return [(row.slack_user_id, bytes(row.box)) for row in connection.execute(wanted)]

    def close(self, wave_id: int, closing: Closing) -> None:
        """Write what is left of a held wave and delete its sealed rows, in that transaction."""
        with self._database.write() as connection:
            driver = Driver(connection)
            outcome = json.dumps(closing.outcome, sort_keys=True)
            row = {"wave": wave_id, "answered": closing.answered, "outcome": outcome}
            driver.run(_CLOSE, row)
            for name, rows in _rows(wave_id, closing).items():
                if rows:
                    connection.execute(Table.metadata.tables[name].insert(), rows)
            driver.run("DELETE FROM sealed WHERE wave_id = :wave", {"wave": wave_id})

    def of(self, wave_id: int) -> list[Ballot]:
        """The ballots of a closed wave, in the order of their random ids."""
        with self._database.read() as connection:
            rows = connection.execute(_of("ballot", wave_id)).all()
        return [Ballot(id=row.id, answers=json.loads(row.answers)) for row in rows]

    def named(self, wave_id: int) -> dict[str, dict[str, Any]]:
        """Answers to a knowledge check with names, by Slack user id."""
        with self._database.read() as connection:
            rows = connection.execute(_of("named_ballot", wave_id)).all()
        return {row.slack_user_id: json.loads(row.answers) for row in rows}

    def comments(self, wave_id: int) -> list[Comment]:
        """The comments of a closed wave, in the order of their random ids."""
        with self._database.read() as connection:
            rows = connection.execute(_of("comment", wave_id)).all()
        return [
            Comment(
                id=row.id,
                question=row.question,
                part=row.part,
                text=row.text,
                address=bytes(row.address),
            )
            for row in rows
        ]

    def comment(self, wave_id: int, comment_id: str) -> Comment | None:
        """One comment; None when it is not there (any more)."""
        return next((one for one in self.comments(wave_id) if one.id == comment_id), None)

    def forget_addresses(self, wave_id: int, comment_id: str | None = None) -> None:
        """Delete where replies to one comment, or to all of a wave, could go."""
        table = Table.metadata.tables["comment"]
        own = [table.c.wave_id == wave_id]
        if comment_id is not None:
            own.append(table.c.id == comment_id)
        with self._database.write() as connection:
            connection.execute(table.update().where(*own).values(address=b""))

    def receipts(self, wave_id: int) -> list[str]:
        """The words of those whose answers were counted, sorted."""
        with self._database.read() as connection:
            return sorted(row.word for row in connection.execute(_of("receipt", wave_id)))

    def counted_in(self, workspace_id: int, word: str) -> int | None:
        """The wave in whose list of receipts a word is; None when it is in none."""
        receipt, wave = Table.metadata.tables["receipt"], Table.metadata.tables["wave"]
        wanted = (
            select(receipt.c.wave_id)
            .join_from(receipt, wave, receipt.c.wave_id == wave.c.id)
            .where(wave.c.workspace_id == workspace_id, receipt.c.word == word)
        )
        with self._database.read() as connection:
            return connection.execute(wanted).scalar()

    def released(self, wave_id: int) -> list[Released]:
        """What may be shown of a wave's groups."""
        with self._database.read() as connection:
            rows = connection.execute(_of("released", wave_id)).all()
        return [
            Released(question=row.question, group=row.group_key, counts=json.loads(row.counts))
            for row in rows
        ]

    def erase(self, slack_user_id: str) -> None:
        """Delete what still is somebody's: sealed answers, and those to checks with names."""
        with self._database.write() as connection:
            for name in ("sealed", "named_ballot"):
                table = Table.metadata.tables[name]
                connection.execute(table.delete().where(table.c.slack_user_id == slack_user_id))

    def forget(self, wave_id: int, tables: Iterable[str]) -> None:
        """Delete what a wave left in some of these tables: retention."""
        with self._database.write() as connection:
            for name in tables:
                table = Table.metadata.tables[name]
                connection.execute(table.delete().where(table.c.wave_id == wave_id))


def _of(name: str, wave_id: int) -> Any:
    table = Table.metadata.tables[name]
    return table.select().where(table.c.wave_id == wave_id).order_by(*table.primary_key)


def _rows(wave_id: int, closing: Closing) -> Mapping[str, list[dict[str, Any]]]:
    wave = {"wave_id": wave_id}
    return {
        "ballot": [
            wave | {"id": one.id, "answers": json.dumps(one.answers, sort_keys=True)}
            for one in closing.ballots
        ],
        "named_ballot": [
            wave | {"slack_user_id": user, "answers": json.dumps(answers, sort_keys=True)}
            for user, answers in closing.named.items()
        ],
        "comment": [
            wave
            | {
                "id": one.id,
                "question": one.question,
                "part": one.part,
                "text": one.text,
                "address": one.address,
            }
            for one in closing.comments
        ],
        "receipt": [wave | {"word": word} for word in closing.receipts],
        "released": [
            wave
            | {
                "question": one.question,
                "group_key": one.group,
                "counts": json.dumps(one.counts, sort_keys=True),
            }
            for one in closing.released
        ],
    }
