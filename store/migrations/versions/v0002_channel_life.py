"""What the bot says by itself: schedules, messages, the bell, deals typed by reps, badges."""

from __future__ import annotations

from alembic import op

from store.migrations.making import check, index, owned, ref, table, unique

revision = "0002"
down_revision = "0001"

TABLES = (
    *("schedule", "occurrence", "outbox", "pace", "follower", "posted_board"),
    *("live_board", "bell", "ring"),
    *("typed_deal", "badge", "award", "leave", "preference"),
)


def _schedules() -> None:
    table(
        "schedule",
        "id int, workspace_id int, kind text, words text, channel text, rule text, "
        "local_minute int, zone text, country text?, only_changed bool, locale text, "
        "enabled bool, version int, created_by text, created_at big, next_due big?, "
        "next_slot text?, fingerprint text?, removed_at big?",
        owned("schedule"),
        check("schedule", "minute", "local_minute >= 0 AND local_minute < 1440"),
    )
    index("schedule", "enabled", "next_due")
    table(
        "occurrence",
        "schedule_id int, slot text, workspace_id int, due_at big, state text, owner text?, "
        "lease_until big, fence int, attempts int, reason text?",
        owned("occurrence"),
        check(
            "occurrence",
            "state",
            "state IN ('pending', 'claimed', 'done', 'skipped', 'failed')",
        ),
        key="schedule_id slot",
        clustered=True,
    )
    index("occurrence", "state", "due_at")


def _messages() -> None:
    table(
        "outbox",
        "id text, workspace_id int, dedupe_key text, kind text, verb text, channel text, "
        "payload text, edits text?, thread_of text?, state text, owner text?, lease_until big, "
        "fence int, attempts int, created_at big, first_try big?, next_at big, expires_at big?, "
        "slack_channel text?, slack_ts text?, reason text?",
        owned("outbox"),
        unique("outbox", "workspace_id", "dedupe_key"),
        check(
            "outbox",
            "state",
            "state IN ('pending', 'sending', 'sent', 'dead', 'expired', 'dropped')",
        ),
    )
    index("outbox", "workspace_id", "state", "next_at", "id")
    index("outbox", "edits")


def _reading() -> None:
    table(
        "pace",
        "workspace_id int, key text, free_at big",
        owned("pace"),
        key="workspace_id key",
        clustered=True,
    )
    table(
        "follower",
        "workspace_id int, name text, entry_id big",
        owned("follower"),
        key="workspace_id name",
        clustered=True,
    )
    table(
        "posted_board",
        "outbox_id text, workspace_id int, schedule_id int, words text, until int, top text, "
        "rest text, version big, told_at big, watch_until big, round int, fence int, pending text?",
        owned("posted_board"),
        ref("posted_board", "outbox_id", "outbox"),
        key="outbox_id",
        clustered=True,
    )
    index("posted_board", "workspace_id", "watch_until")
    table(
        "live_board",
        "schedule_id int, workspace_id int, state text, slot text, generation int, "
        "outbox_id text, edit_id text?, edits int, shown text, edited_at big, definition text, "
        "fence int",
        owned("live_board"),
        check("live_board", "state", "state IN ('live', 'ended')"),
        key="schedule_id",
        clustered=True,
    )


def _deals() -> None:
    table(
        "bell",
        "workspace_id int, channel text, definition text, enabled bool",
        owned("bell"),
        key="workspace_id channel",
        clustered=True,
    )
    table(
        "ring",
        "workspace_id int, source_id int, external_id text, channel text, state text, "
        "due_at big, revision int, facts text, outbox_id text?",
        owned("ring"),
        check("ring", "state", "state IN ('waiting', 'rung', 'silent')"),
        key="workspace_id source_id external_id channel",
        clustered=True,
    )
    index("ring", "workspace_id", "state", "due_at")
    index("ring", "outbox_id")
    table(
        "typed_deal",
        "workspace_id int, external_id text, person_id int, slack_user_id text, "
        "definition text, state text, created_at big, decided_at big?, decided_by text?, "
        "is_told bool",
        owned("typed_deal"),
        check(
            "typed_deal",
            "state",
            "state IN ('waiting', 'counted', 'refused', 'withdrawn', 'replaced')",
        ),
        key="workspace_id external_id",
        clustered=True,
    )
    index("typed_deal", "workspace_id", "state")
    index("typed_deal", "workspace_id", "is_told")
    index("typed_deal", "workspace_id", "person_id")


def _badges() -> None:
    table(
        "badge",
        "workspace_id int, key text, definition text, enabled bool",
        owned("badge"),
        key="workspace_id key",
        clustered=True,
    )
    table(
        "award",
        "workspace_id int, person_id int, badge text, slot text, earned_on int, value big, "
        "state text, awarded_at big, final_at big, outbox_id text?",
        owned("award"),
        check("award", "state", "state IN ('provisional', 'final', 'taken')"),
        key="workspace_id person_id badge slot",
        clustered=True,
    )
    index("award", "workspace_id", "badge", "slot")
    index("award", "workspace_id", "state", "final_at")
    index("award", "workspace_id", "earned_on")
    table(
        "leave",
        "workspace_id int, person_id int, starts_on int, ends_on int, recorded_by text",
        owned("leave"),
        ref("leave", "person_id", "person"),
        check("leave", "order", "ends_on > starts_on"),
        key="workspace_id person_id starts_on",
        clustered=True,
    )
    table(
        "preference",
        "workspace_id int, name text, value text",
        owned("preference"),
        key="workspace_id name",
        clustered=True,
    )


def upgrade() -> None:
    _schedules()
    _messages()
    _reading()
    _deals()
    _badges()


def downgrade() -> None:
    """What was said stays in Slack; the ledger is untouched."""
    for name in reversed(TABLES):
        op.drop_table(name)
