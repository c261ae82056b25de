"""Surveys: waves, invitations, sealed answers, and what is left of them when a wave has closed."""

from __future__ import annotations

from alembic import op

from store.migrations.making import check, index, owned, ref, table

revision = "0003"
down_revision = "0002"

TABLES = (
    *("survey", "wave", "invitation", "sealed", "ballot", "comment", "reply", "receipt"),
    *("named_ballot", "released"),
)


def _asking() -> None:
    table(
        "survey",
        "id int, workspace_id int, name text, owner text, definition text, state text, "
        "next_wave_at big?",
        owned("survey"),
        check("survey", "state", "state IN ('draft', 'active', 'paused', 'ended')"),
    )
    index("survey", "workspace_id")
    table(
        "wave",
        "id int, workspace_id int, survey_id int, number int, definition text, state text, "
        "opens_at big, closes_at big, least int, least_comments int, public_key blob, "
        "invited int, answered int?, outcome text?, story text?",
        owned("wave"),
        ref("wave", "survey_id", "survey"),
        check("wave", "state", "state IN ('open', 'mixed', 'closed')"),
        check("wave", "least", "least >= 5 AND least_comments >= 10"),
    )
    index("wave", "workspace_id", "survey_id")
    index("wave", "state", "closes_at")
    table(
        "invitation",
        "wave_id int, slack_user_id text, segments text, locale text, send_at big, "
        "reminders int, has_answered bool, is_thanked bool, outbox_id text?",
        ref("invitation", "wave_id", "wave"),
        key="wave_id slack_user_id",
        clustered=True,
    )
    index("invitation", "wave_id", "send_at")


def _part(name: str, columns: str, key: str) -> None:
    """A table of one wave, in the order of its key and of nothing else."""
    table(name, f"wave_id int, {columns}", ref(name, "wave_id", "wave"), key=key, clustered=True)


def upgrade() -> None:
    _asking()
    _part("sealed", "slack_user_id text, box blob", "wave_id slack_user_id")
    _part("ballot", "id text, answers text", "wave_id id")
    _part("named_ballot", "slack_user_id text, answers text", "wave_id slack_user_id")
    _part("comment", "id text, question int, part text?, text text, address blob", "wave_id id")
    _part(
        "reply",
        "comment_id text, number int, about int?, responder text?, text text, state text, "
        "deliver_at big",
        "wave_id comment_id number",
    )
    index("reply", "state", "deliver_at")
    _part("receipt", "word text", "wave_id word")
    _part("released", "question int, group_key text, counts text", "wave_id question group_key")


def downgrade() -> None:
    """Surveys and their results go; nothing else refers to them."""
    for name in reversed(TABLES):
        op.drop_table(name)
