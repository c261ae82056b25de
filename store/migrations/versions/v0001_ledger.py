"""The ledger, its totals, people and what a team sets."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from store.migrations.making import check, index, owned, ref, table, unique

revision = "0001"
down_revision = None

NEVER = "the ledger is append-only: reverse the entry instead"
TABLES = (
    *("workspace", "label", "person", "membership", "seat", "fact", "series", "posting", "entry"),
    *("total", "role", "claim", "metric", "rate", "audit", "slack_user"),
)


def _people() -> None:
    table(
        "workspace",
        "id int, slack_team_id text?, name text, currency text?, version big, names_version big",
        unique("workspace", "slack_team_id"),
    )
    table(
        "label",
        "id int, workspace_id int, kind text, key text, name text",
        owned("label"),
        unique("label", "workspace_id", "kind", "key"),
    )
    table(
        "person",
        "id int, workspace_id int, name text, key text, email text?, slack_user_id text?, "
        "starts_on int?, ends_on int?, fte int, manager_id int?",
        owned("person"),
        ref("person", "manager_id", "person"),
        unique("person", "workspace_id", "email"),
        unique("person", "workspace_id", "slack_user_id"),
        check("person", "fte", "fte > 0"),
    )
    index("person", "workspace_id", "key")
    index("person", "manager_id")


def _places() -> None:
    def refs(name: str) -> list[sa.schema.SchemaItem]:
        places = [ref(name, "team_id", "label"), ref(name, "region_id", "label")]
        return [owned(name), ref(name, "person_id", "person"), *places]

    table(
        "membership",
        "id int, workspace_id int, person_id int, team_id int?, region_id int?, "
        "starts_on int?, ends_on int?",
        *refs("membership"),
        check("membership", "order", "ends_on > starts_on"),
    )
    index("membership", "workspace_id", "person_id")
    table(
        "seat",
        "id int, workspace_id int, person_id int, team_id int?, region_id int?, place text",
        *refs("seat"),
        unique("seat", "workspace_id", "person_id", "place"),
        check("seat", "fits_cell", "id < 16777216"),
    )


def _ledger() -> None:
    table(
        "fact",
        "workspace_id int, source_id int, external_id text, posting_id big, first_entry_id big, "
        "entry_count int, revision int, customer text?, link text?, stage text?, original text?",
        key="workspace_id source_id external_id",
        clustered=True,
    )
    table(
        "series",
        "id int, workspace_id int, measure text, sale_type text",
        owned("series"),
        unique("series", "workspace_id", "measure", "sale_type"),
        check("series", "fits_cell", "id < 8192"),
    )
    table(
        "posting",
        "id big, workspace_id int, recorded_at big, actor text, first_entry_id big, entries big",
        owned("posting"),
    )
    index("posting", "workspace_id", "recorded_at")
    table(
        "entry",
        "id big, workspace_id int, posting_id big, series_id int, seat_id int, occurred_on int, "
        "amount big, share big, product_id int?, source_id int, external_id text, revision int, "
        "reverses big?",
    )
    index("entry", "seat_id", "occurred_on")
    table("total", "cell big, workspace_id int, amount big, share big", key="cell")


def _access() -> None:
    table(
        "role",
        "workspace_id int, slack_user_id text, role text",
        owned("role"),
        check("role", "role", "role IN ('owner', 'admin', 'hr', 'manager')"),
        key="workspace_id slack_user_id role",
        clustered=True,
    )
    table(
        "claim",
        "workspace_id int, code_hash text, expires_at big, used_at big?",
        owned("claim"),
        key="workspace_id code_hash",
        clustered=True,
    )
    table(
        "audit",
        "id int, workspace_id int, recorded_at big, actor text, action text, details text",
        owned("audit"),
    )
    index("audit", "workspace_id", "id")


def _settings() -> None:
    table(
        "metric",
        "workspace_id int, key text, definition text",
        owned("metric"),
        key="workspace_id key",
        clustered=True,
    )
    table(
        "rate",
        "workspace_id int, currency text, valid_on int, rate text",
        owned("rate"),
        key="workspace_id currency valid_on",
        clustered=True,
    )
    table(
        "slack_user",
        "workspace_id int, slack_user_id text, name text, email text?, locale text?, zone text?, "
        "deleted bool, is_bot bool, fetched_at big",
        owned("slack_user"),
        key="workspace_id slack_user_id",
        clustered=True,
    )


def _append_only() -> None:
    tables = ("entry", "posting")
    if op.get_bind().dialect.name == "sqlite":
        for one in tables:
            for verb in ("update", "delete"):
                op.execute(
                    f"CREATE TRIGGER {one}_no_{verb} BEFORE {verb} ON {one} "
                    f"BEGIN SELECT RAISE(ABORT, '{NEVER}'); END"
                )
        return
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{NEVER}'; END $$"
    )
    for one in tables:
        op.execute(
            f"CREATE TRIGGER {one}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {one} "
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
    for name in reversed(TABLES):
        op.drop_table(name)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")
