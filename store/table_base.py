"""What all tables share: strict columns, and constraints whose names can be foretold."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import MetaData
from sqlmodel import SQLModel

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
STRICT: dict[str, Any] = {"sqlite_strict": True}
CLUSTERED: dict[str, Any] = {"sqlite_strict": True, "sqlite_with_rowid": False}


class Table(SQLModel):
    """Base of the table classes: its own metadata, so that constraint names are predictable."""

    metadata: ClassVar[MetaData] = MetaData(naming_convention=NAMES)
    # nobody makes a row by its class: checks would be built for nothing, at every start
    model_config = {"defer_build": True}
