"""Decides what an app may do because a person just did something: trigger ids (3 seconds, one use)
and response URLs (30 minutes, five uses)."""

from __future__ import annotations

from dataclasses import replace

from sandbox.errors import SlackError
from sandbox.records import App, ResponseUrl, Trigger, User
from sandbox.state import Workspace

TRIGGER_SECONDS = 3.0
RESPONSE_URL_SECONDS = 30 * 60
RESPONSE_URL_USES = 5


def new_trigger(ws: Workspace, app: App, user: User, view_id: str | None = None) -> str:
    """A trigger id for one interaction; `view_id` is the modal the person was in."""
    with ws.lock:
        number = ws.ids.number("trigger")
        trigger = Trigger(
            id=f"{number}.{int(ws.now())}.{ws.ids.word('trigger', 32)}",
            app_id=app.app_id,
            user=user.id,
            expires_at=ws.now() + TRIGGER_SECONDS,
            view_id=view_id,
        )
        ws.triggers[trigger.id] = trigger
        return trigger.id


def use_trigger(ws: Workspace, app: App, trigger_id: str) -> Trigger:
    """Spend a trigger id. Raises `invalid_trigger_id`, `exchanged_trigger_id`,
    `expired_trigger_id`, the codes of views.open."""
    with ws.lock:
        trigger = ws.triggers.get(trigger_id)
        if trigger is None or trigger.app_id != app.app_id:
            raise SlackError("invalid_trigger_id")
        if trigger.is_used:
            raise SlackError("exchanged_trigger_id")
        if ws.now() >= trigger.expires_at:
            raise SlackError("expired_trigger_id")
        ws.triggers[trigger_id] = replace(trigger, is_used=True)
        return trigger


def new_response_url(
    ws: Workspace,
    app: App,
    user: User,
    channel: str,
    *,
    message_ts: str | None = None,
    thread_ts: str | None = None,
) -> ResponseUrl:
    """Permission to answer later in `channel`; with `message_ts` also to replace that message."""
    with ws.lock:
        granted = ResponseUrl(
            key=ws.ids.word("response_url"),
            app_id=app.app_id,
            user=user.id,
            channel=channel,
            expires_at=ws.now() + RESPONSE_URL_SECONDS,
            uses_left=RESPONSE_URL_USES,
            message_ts=message_ts,
            thread_ts=thread_ts,
        )
        ws.response_urls[granted.key] = granted
        return granted


def use_response_url(ws: Workspace, key: str) -> ResponseUrl:
    """Count one use. Raises `invalid_url`, `expired_url`, `used_url`, the words Slack answers a
    POST to a dead response URL with."""
    with ws.lock:
        granted = ws.response_urls.get(key)
        if granted is None:
            raise SlackError("invalid_url")
        if ws.now() >= granted.expires_at:
            raise SlackError("expired_url")
        if granted.uses_left <= 0:
            raise SlackError("used_url")
        granted = replace(granted, uses_left=granted.uses_left - 1)
        ws.response_urls[key] = granted
        return granted


def remember_answer(ws: Workspace, key: str, message_ts: str | None) -> None:
    """The message later uses of a response URL replace or delete."""
    with ws.lock:
        ws.response_urls[key] = replace(ws.response_urls[key], message_ts=message_ts)
