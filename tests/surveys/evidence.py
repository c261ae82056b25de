"""What somebody who has the whole database tries in order to tell who wrote a comment that HR
answered: every row of every table, its neighbours in time, and its transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from store.open import Store
from store.records_surveys import Reply

NEAR = 60_000_000  # microseconds
Rows = Mapping[str, Sequence[Mapping[str, object]]]


def everything(store: Store) -> Rows:
    """Every row of every table; on PostgreSQL with the transaction that wrote it."""
    found = {}
    with store._database.read() as connection:
        if store.dialect == "postgresql":
            names = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            columns = "xmin::text AS written_by, *"
        else:
            names = "SELECT name FROM sqlite_master WHERE type = 'table'"
            columns = "*"
        for (name,) in connection.exec_driver_sql(names).fetchall():
            rows = connection.exec_driver_sql(f'SELECT {columns} FROM "{name}"')
            found[name] = [dict(row._mapping) for row in rows]
    return found


def changed(before: Rows, after: Rows) -> Rows:
    """The rows that two copies of the database differ by."""
    old = {name: {repr(row) for row in rows} for name, rows in before.items()}
    return {
        name: [row for row in rows if repr(row) not in old.get(name, set())]
        for name, rows in after.items()
    }


def suspects(reply: Reply, rows: Rows, people: Iterable[str]) -> dict[str, set[str]]:
    """For each attack the people it points to: none of them, when it finds nothing."""
    own = next(
        row
        for row in rows["reply"]
        if (row["comment_id"], row["number"]) == (reply.comment_id, reply.number)
    )
    told = {"text": [], "comment": [], "time": [], "transaction": []}
    for name, listed in rows.items():
        for row in listed:
            if name == "reply":
                continue
            said = repr(row)
            if reply.text in said:
                told["text"].append(said)
            if name != "comment" and reply.comment_id in said:
                told["comment"].append(said)
            if any(
                isinstance(v, int) and abs(v - int(own["deliver_at"])) < NEAR for v in row.values()
            ):
                told["time"].append(said)
            if own.get("written_by") and own["written_by"] == row["written_by"]:
                told["transaction"].append(said)
    return {
        attack: {user for user in people if any(user in said for said in lines)}
        for attack, lines in told.items()
    }
