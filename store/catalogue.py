"""What the database itself says its tables look like, and how full they are: for anybody who wants
to check a promise. Reads no content.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, func, inspect, select, table
from sqlalchemy import column as column_of

from store.database import Database

WAVE = "wave"
_KEY = "wave_id"


@dataclass(frozen=True, kw_only=True, slots=True)
class LiveTable:
    """A table as it is in the database now: its columns in order, each with its type, and how many
    rows there are by the state of the wave they belong to."""

    name: str
    columns: tuple[tuple[str, str], ...]
    rows: Mapping[str, int]


class Catalogue:
    """The tables of surveys by the database's own account: a table that belongs to a wave is found
    by its column, whoever made it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_waves(self, workspace_id: int) -> list[LiveTable]:
        """The waves themselves, then every table that belongs to them, by name."""
        with self._database.read() as connection:
            looked = inspect(connection)
            columns = {
                name: tuple((one["name"], str(one["type"])) for one in looked.get_columns(name))
                for name in looked.get_table_names()
            }
            names = [name for name, of in columns.items() if any(one == _KEY for one, _ in of)]
            return [
                LiveTable(
                    name=name,
                    columns=columns[name],
                    rows=_rows(connection, workspace_id, name),
                )
                for name in (WAVE, *sorted(names))
            ]


def _rows(connection: Connection, workspace_id: int, name: str) -> dict[str, int]:
    waves = table(WAVE, column_of("id"), column_of("workspace_id"), column_of("state"))
    wanted = select(waves.c.state, func.count()).where(waves.c.workspace_id == workspace_id)
    if name != WAVE:
        own = table(name, column_of(_KEY))
        wanted = wanted.join_from(own, waves, own.c.wave_id == waves.c.id)
    return {
        str(state): int(count)
        for state, count in connection.execute(wanted.group_by(waves.c.state))
    }
