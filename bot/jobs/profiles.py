"""Keeps the Slack profiles of everybody, so that an audience of everybody is complete: all of them
once a day, one page at a time, going on after a restart where it stopped.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

from bot.deps import Deps
from bot.jobs.sending_calls import CallError, LimitedError, call, speaker
from bot.members import profile_of

_LOG = logging.getLogger(__name__)
EVERY = timedelta(seconds=5)
"""Slack allows about twenty pages a minute."""
ONCE_IN = timedelta(days=1)
AFTER_TROUBLE = timedelta(minutes=10)
PAGE = 200  # Slack's own advice for lists of users
_TURN = "profiles"
_KEPT = "profiles"  # a preference: where the round is, and when the last one was over


def keep_profiles(deps: Deps) -> None:
    """Read the next page of a round; begin a round when the last was a day ago, or never was."""
    kept = deps.store.preferences.get(deps.workspace_id, _KEPT) or {}
    if not _is_due(kept, deps.clock()):
        return
    if not deps.store.outbox.pace.take(deps.workspace_id, _TURN, EVERY):
        return
    try:
        cursor = _read_page(deps, str(kept.get("cursor") or ""))
    except LimitedError as limited:
        deps.store.outbox.pace.hold(deps.workspace_id, _TURN, limited.pause)
        return
    except CallError as failure:
        _LOG.warning("the list of people could not be read: %s", failure.reason)
        deps.store.outbox.pace.hold(deps.workspace_id, _TURN, AFTER_TROUBLE)
        cursor = ""  # an old place in the list may be what Slack refuses
        _keep(deps, {**kept, "cursor": cursor})
        return
    _keep(deps, {"cursor": cursor, "done_at": "" if cursor else deps.clock().isoformat()})


def _is_due(kept: dict[str, Any], now: datetime) -> bool:
    done_at = kept.get("done_at")
    return not done_at or now - datetime.fromisoformat(done_at) >= ONCE_IN


def _read_page(deps: Deps, cursor: str) -> str:
    """Take over one page; where the next one begins, "" when that was the last."""
    client = speaker(deps)
    answer = call(client.users_list, limit=PAGE, cursor=cursor, include_locale=True)
    with deps.store.transaction():
        for told in answer["members"]:
            deps.matching.recognise(profile_of(told, deps.clock()))
    return str((answer.get("response_metadata") or {}).get("next_cursor") or "")


def _keep(deps: Deps, kept: dict[str, Any]) -> None:
    deps.store.preferences.set(deps.workspace_id, _KEPT, kept, is_shown=False)
