"""Once an hour: deletes what surveys have kept long enough, keys that nobody needs among it."""

from __future__ import annotations

from datetime import timedelta

from bot.deps import Deps
from bot.outgoing import SURVEY_KINDS

EVERY = timedelta(minutes=10)
ONCE_IN = timedelta(hours=1)


def forget_old(deps: Deps) -> None:
    """Keep the promises of retention, unless another process has done so within the hour."""
    if deps.store.outbox.pace.take(deps.workspace_id, "retention", ONCE_IN):
        deps.surveys.retention.keep_promises(SURVEY_KINDS)
