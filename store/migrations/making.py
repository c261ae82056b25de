"""What every migration builds with: tables from short descriptions, every constraint named as the
models name it. Knows no table."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

TYPES = {
    "int": sa.Integer,
    "big": sa.BigInteger,
    "text": sa.String,
    "bool": sa.Boolean,
    "blob": sa.LargeBinary,
}


def table(
    name: str, columns: str, *rules: sa.schema.SchemaItem, key: str = "id", clustered: bool = False
) -> None:
    """Create a table from "name type, name type?" (? may be empty), every constraint named."""
    items: list[sa.schema.SchemaItem] = []
    for column in columns.split(", "):
        column_name, kind = column.split(" ")
        null = kind.endswith("?")
        items.append(sa.Column(column_name, TYPES[kind.rstrip("?")](), nullable=null))
    items.append(sa.PrimaryKeyConstraint(*key.split(" "), name=f"pk_{name}"))
    options: dict[str, Any] = {"sqlite_strict": True}
    if clustered:
        options["sqlite_with_rowid"] = False
    op.create_table(name, *items, *rules, **options)


def unique(name: str, *columns: str) -> sa.UniqueConstraint:
    """A unique constraint, named as the models name it."""
    return sa.UniqueConstraint(*columns, name=f"uq_{name}_{'_'.join(columns)}")


def ref(name: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    """A foreign key to the `id` of another table."""
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_{name}_{column}")


def owned(name: str) -> sa.ForeignKeyConstraint:
    """A foreign key to the workspace."""
    return ref(name, "workspace_id", "workspace")


def check(name: str, what: str, rule: str) -> sa.CheckConstraint:
    """A check constraint; `what` is the last part of its name."""
    return sa.CheckConstraint(rule, name=op.f(f"ck_{name}_{what}"))


def index(name: str, *columns: str) -> None:
    """An index over these columns."""
    op.create_index(f"ix_{name}_{'_'.join(columns)}", name, list(columns))
