"""Looks in a conversation's history for a message by its UUID: what was said, was it heard?

Reads nothing but metadata, and keeps nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from bot.clock import Clock
from bot.jobs.sending_calls import call, slacks_time

EVENT_TYPE = "koploper_outbox"
BEFORE = timedelta(seconds=60)
"""How much earlier than the first attempt to look: clocks differ a little."""
SKEW = timedelta(seconds=5)
"""A difference between our clock and Slack's that is taken into account."""
PAGE = 100
PAGES = 50
"""After so many pages the look counts as impossible: the channel says 5,000 things a minute."""


class TooMuchError(Exception):
    """There is more history than can be looked through."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Heard:
    """A message of ours as it stands in a conversation."""

    id: str
    ts: str


def metadata_of(outbox_id: str) -> dict[str, Any]:
    """What goes with a message: everybody can read it, so an opaque UUID and nothing else."""
    return {"event_type": EVENT_TYPE, "event_payload": {"id": outbox_id}}


def heard_since(
    client: WebClient, channel: str, thread_ts: str | None, since: datetime, clock: Clock
) -> list[Heard]:
    """Every message with a UUID of ours that came at `since` by our clock or later, oldest first.

    Should our clock differ from Slack's, it is looked further back by the difference. RefusedError
    when the history may not be read, TooMuchError; LimitedError, UnclearError, UnreachedError.
    """
    oldest = since - BEFORE
    first = _ask(client, channel, thread_ts, oldest, "")
    told = slacks_time(first)
    skew = told - clock() if told else timedelta(0)
    if skew < -SKEW:
        oldest += skew
        first = _ask(client, channel, thread_ts, oldest, "")
    found = [one for page in _pages(client, channel, thread_ts, oldest, first) for one in page]
    return sorted(found, key=lambda one: float(one.ts))


def _pages(
    client: WebClient,
    channel: str,
    thread_ts: str | None,
    oldest: datetime,
    answer: SlackResponse,
) -> Iterator[list[Heard]]:
    for _ in range(PAGES):
        messages = answer.get("messages") or []
        yield [heard for message in messages if (heard := _heard(message)) is not None]
        cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return
        answer = _ask(client, channel, thread_ts, oldest, cursor)
    raise TooMuchError(channel)


def _ask(
    client: WebClient, channel: str, thread_ts: str | None, oldest: datetime, cursor: str
) -> SlackResponse:
    args: dict[str, object] = {
        "channel": channel,
        "oldest": f"{oldest.timestamp():.6f}",
        "include_all_metadata": True,
        "limit": PAGE,
    }
    if cursor:
        args["cursor"] = cursor
    if thread_ts is None:
        return call(client.conversations_history, **args)
    return call(client.conversations_replies, ts=thread_ts, **args)


def _heard(message: dict[str, Any]) -> Heard | None:
    metadata = message.get("metadata") or {}
    payload = metadata.get("event_payload") or {}
    if metadata.get("event_type") != EVENT_TYPE or not isinstance(payload.get("id"), str):
        return None
    return Heard(id=payload["id"], ts=str(message["ts"]))
