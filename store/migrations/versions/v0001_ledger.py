"""The ledger, its totals, people and what a team sets."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

NEVER = "the ledger is append-only: reverse the entry instead"
TYPES = {"int": sa.Integer, "big": sa.BigInteger, "text": sa.String, "bool": sa.Boolean}
TABLES = (
    *("workspace", "label", "person", "membership", "seat", "fact", "series", "posting", "entry"),
    *("total", "role", "claim", "metric", "rate", "audit", "slack_user"),
)


def _table(
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


def _unique(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=f"uq_{table}_{'_'.join(columns)}")


def _ref(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_{table}_{column}")


def _owned(table: str) -> sa.ForeignKeyConstraint:
    return _ref(table, "workspace_id", "workspace")


def _check(table: str, name: str, rule: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}"))


def _index(table: str, *columns: str) -> None:
    op.create_index(f"ix_{table}_{'_'.join(columns)}", table, list(columns))


def _people() -> None:
    _table(
        "workspace",
        "id int, slack_team_id text?, name text, currency text?, version big, names_version big",
        _unique("workspace", "slack_team_id"),
    )
    _table(
        "label",
        "id int, workspace_id int, kind text, key text, name text",
        _owned("label"),
        _unique("label", "workspace_id", "kind", "key"),
    )
    _table(
        "person",
        "id int, workspace_id int, name text, key text, email text?, slack_user_id text?, "
        "starts_on int?, ends_on int?, fte int, manager_id int?",
        _owned("person"),
        _ref("person", "manager_id", "person"),
        _unique("person", "workspace_id", "email"),
        _unique("person", "workspace_id", "slack_user_id"),
        _check("person", "fte", "fte > 0"),
    )
    _index("person", "workspace_id", "key")
    _index("person", "manager_id")


def _places() -> None:
    def refs(table: str) -> list[sa.schema.SchemaItem]:
        places = [_ref(table, "team_id", "label"), _ref(table, "region_id", "label")]
        return [_owned(table), _ref(table, "person_id", "person"), *places]

    _table(
        "membership",
        "id int, workspace_id int, person_id int, team_id int?, region_id int?, "
        "starts_on int?, ends_on int?",
        *refs("membership"),
        _check("membership", "order", "ends_on > starts_on"),
    )
    _index("membership", "workspace_id", "person_id")
    _table(
        "seat",
        "id int, workspace_id int, person_id int, team_id int?, region_id int?, place text",
        *refs("seat"),
        _unique("seat", "workspace_id", "person_id", "place"),
        _check("seat", "fits_cell", "id < 16777216"),
    )


def _ledger() -> None:
    _table(
        "fact",
        "workspace_id int, source_id int, external_id text, posting_id big, first_entry_id big, "
        "entry_count int, revision int, customer text?, link text?, stage text?, original text?",
        key="workspace_id source_id external_id",
        clustered=True,
    )
    _table(
        "series",
        "id int, workspace_id int, measure text, sale_type text",
        _owned("series"),
        _unique("series", "workspace_id", "measure", "sale_type"),
        _check("series", "fits_cell", "id < 8192"),
    )
    _table(
        "posting",
        "id big, workspace_id int, recorded_at big, actor text, first_entry_id big, entries big",
        _owned("posting"),
    )
    _index("posting", "workspace_id", "recorded_at")
    _table(
        "entry",
        "id big, workspace_id int, posting_id big, series_id int, seat_id int, occurred_on int, "
        "amount big, share big, product_id int?, source_id int, external_id text, revision int, "
        "reverses big?",
    )
    _index("entry", "seat_id", "occurred_on")
    _table("total", "cell big, workspace_id int, amount big, share big", key="cell")


def _access() -> None:
    _table(
        "role",
        "workspace_id int, slack_user_id text, role text",
        _owned("role"),
        _check("role", "role", "role IN ('owner', 'admin', 'hr', 'manager')"),
        key="workspace_id slack_user_id role",
        clustered=True,
    )
    _table(
        "claim",
        "workspace_id int, code_hash text, expires_at big, used_at big?",
        _owned("claim"),
        key="workspace_id code_hash",
        clustered=True,
    )
    _table(
        "audit",
        "id int, workspace_id int, recorded_at big, actor text, action text, details text",
        _owned("audit"),
    )
    _index("audit", "workspace_id", "id")


def _settings() -> None:
    _table(
        "metric",
        "workspace_id int, key text, definition text",
        _owned("metric"),
        key="workspace_id key",
        clustered=True,
    )
    _table(
        "rate",
        "workspace_id int, currency text, valid_on int, rate text",
        _owned("rate"),
        key="workspace_id currency valid_on",
        clustered=True,
    )
    _table(
        "slack_user",
        "workspace_id int, slack_user_id text, name text, email text?, locale text?, zone text?, "
        "deleted bool, is_bot bool, fetched_at big",
        _owned("slack_user"),
        key="workspace_id slack_user_id",
        clustered=True,
    )


def _append_only() -> None:
    tables = ("entry", "posting")
    if op.get_bind().dialect.name == "sqlite":
        for table in tables:
            for verb in ("update", "delete"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{NEVER}'); END"
                )
        return
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{NEVER}'; END $$"
    )
    for table in tables:
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def upgrade() -> None:
    _people()
    _places()
    _ledger()
    _access()
    _settings()
    _append_only()


def downgrade() -> None:
    """Back to an empty database: there is nothing older."""
    for table in reversed(TABLES):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")
