"""Once a night: looks through what was posted lately for anything posted twice, takes the later
one away, and forgets what messages said a month ago. The last resort of docs/posting.md.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from zoneinfo import ZoneInfo

from slack_sdk import WebClient

from bot.deps import Deps
from bot.jobs.lookup import Heard, TooMuchError, heard_since
from bot.jobs.sending_calls import CallError, call, speaker
from store.records_outbox import Outbox

_LOG = logging.getLogger(__name__)
EVERY = timedelta(minutes=10)
HOURS = range(2, 5)
"""Local hours in which nobody waits for anything."""
ONCE_IN = timedelta(hours=12)
BACK = timedelta(hours=48)
"""How far back it looks: a night may be missed."""
KEPT = timedelta(days=30)
"""How long the content of a message is kept."""

Place = tuple[str, str | None]
"""A conversation, and the thread in it."""


def reconcile(deps: Deps) -> None:
    """Do the night's work, if it is night and no other process has done it."""
    now = deps.clock()
    if now.astimezone(ZoneInfo(deps.settings.zone)).hour not in HOURS:
        return
    rows, workspace_id = deps.store.outbox, deps.workspace_id
    if not rows.pace.take(workspace_id, "reconcile", ONCE_IN):
        return
    rows.tidy(workspace_id, at=now, older_than=now - KEPT)
    client = speaker(deps)
    for place, sent in _places(deps, rows.sent_since(workspace_id, now - BACK)).items():
        try:
            _take_doubles_away(deps, client, place, sent)
        except (CallError, TooMuchError) as error:
            _LOG.info("%s cannot be looked through: %s", place[0], error)


def _places(deps: Deps, sent: Iterable[Outbox]) -> dict[Place, list[Outbox]]:
    found: dict[Place, list[Outbox]] = defaultdict(list)
    for one in sent:
        parent = deps.outgoing.get(one.thread_of) if one.thread_of else None
        found[one.slack_channel or one.channel, parent.slack_ts if parent else None].append(one)
    return found


def _take_doubles_away(deps: Deps, client: WebClient, place: Place, sent: list[Outbox]) -> None:
    channel, thread_ts = place
    since = min(one.first_try or one.created_at for one in sent)
    heard: dict[str, list[Heard]] = defaultdict(list)
    for message in heard_since(client, channel, thread_ts, since, deps.clock):
        heard[message.id].append(message)
    for one in sent:
        times = heard[one.id]
        if len(times) < 2:
            continue
        _LOG.warning("outbox %s stands %s times in %s", one.id, len(times), channel)
        for double in times[1:]:
            call(client.chat_delete, channel=channel, ts=double.ts)
        deps.store.outbox.put_right(deps.workspace_id, one.id, slack_ts=times[0].ts)
