"""Decides how a message is kept, changed and removed, and what apps hear about it. Whether the
blocks are allowed has been decided before (validate/)."""

from __future__ import annotations

import re
from concurrent.futures import Future
from dataclasses import dataclass, replace

from sandbox.errors import SlackError
from sandbox.filling import fill_blocks
from sandbox.records import App, Channel, Delivery, Json, Message, User
from sandbox.showing import bot_profile
from sandbox.state import Event, Workspace

_CHANNEL_TYPES = {"channels": "channel", "groups": "group", "im": "im", "mpim": "mpim"}
_MENTION = re.compile(r"(<@[UW][A-Z0-9]+>)")
MAX_TEXT = 40_000


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What is to be posted. `seen_by` makes it ephemeral; `extra` goes into the body as it is."""

    text: str = ""
    blocks: list[Json] | None = None
    attachments: list[Json] | None = None
    thread_ts: str | None = None
    is_broadcast: bool = False
    seen_by: str | None = None
    metadata: Json | None = None
    extra: Json | None = None


def post_as_app(ws: Workspace, app: App, channel: Channel, draft: Draft) -> Message:
    """Post a message of an app; subscribed apps hear of it."""
    author: Json = {
        "user": app.bot_user_id,
        "bot_id": app.bot_id,
        "app_id": app.app_id,
        "bot_profile": bot_profile(ws, app),
    }
    return _keep(ws, channel, draft, author, app.app_id)[0]


def post_as_person(
    ws: Workspace, user: User, channel: Channel, draft: Draft
) -> tuple[Message, list[Future[Delivery]]]:
    """Post what somebody typed; the futures end when the subscribed apps have acknowledged."""
    section = {"type": "rich_text_section", "elements": _spoken(draft.text)}
    written = replace(draft, blocks=[{"type": "rich_text", "elements": [section]}])
    author = {"user": user.id, "client_msg_id": ws.ids.word("client_msg")}
    return _keep(ws, channel, written, author, None)


def _spoken(text: str) -> list[Json]:
    parts = (part for part in _MENTION.split(text) if part)
    return [
        {"type": "user", "user_id": part[2:-1]}
        if _MENTION.fullmatch(part)
        else {"type": "text", "text": part}
        for part in parts
    ]


def _keep(
    ws: Workspace, channel: Channel, draft: Draft, author: Json, app_id: str | None
) -> tuple[Message, list[Future[Delivery]]]:
    with ws.lock:
        ts = ws.new_ts()
        body: Json = {"type": "message", "text": draft.text[:MAX_TEXT], "ts": ts}
        body |= {"team": ws.team_id} | author
        if draft.blocks:
            body["blocks"] = fill_blocks(draft.blocks, ws.ids)
        if draft.attachments:
            body["attachments"] = fill_attachments(draft.attachments, ws)
        if draft.thread_ts:
            body["thread_ts"] = draft.thread_ts
        if draft.is_broadcast:
            body["subtype"] = "thread_broadcast"
        body |= draft.extra or {}
        message = Message(
            channel=channel.id,
            ts=ts,
            body=body,
            seen_by=draft.seen_by,
            app_id=app_id,
            metadata=draft.metadata,
        )
        ws.messages[channel.id][ts] = message
        if message.is_reply and draft.seen_by is None:
            ws.replies.setdefault((channel.id, message.thread_ts or ""), []).append(ts)
        # Nobody but its reader hears of an ephemeral message, not even the app that sent it.
        heard = [] if draft.seen_by else _tell(ws, channel, body)
    ws.changed("messages", channel=channel.id, user=draft.seen_by)
    return message, heard


def _tell(ws: Workspace, channel: Channel, body: Json) -> list[Future[Delivery]]:
    event = body | {
        "channel": channel.id,
        "channel_type": _CHANNEL_TYPES[channel.kind],
        "event_ts": body["ts"],
    }
    heard = ws.emit(Event(name=f"message.{channel.kind}", body=event, channel=channel.id))
    for app in ws.apps.values():
        if f"<@{app.bot_user_id}>" in str(body.get("text")) and not channel.is_im:
            mention = {k: v for k, v in event.items() if k != "channel_type"}
            mention["type"] = "app_mention"
            heard += ws.emit(
                Event(name="app_mention", body=mention, channel=channel.id, app_id=app.app_id)
            )
    return heard


def fill_attachments(attachments: list[Json], ws: Workspace) -> list[Json]:
    """Attachments as Slack keeps them: numbered, their blocks with ids."""
    return [
        attachment
        | {"id": number}
        | (
            {"blocks": fill_blocks(attachment["blocks"], ws.ids)}
            if attachment.get("blocks")
            else {"fallback": attachment.get("fallback") or attachment.get("text", "")}
        )
        for number, attachment in enumerate(attachments, start=1)
    ]


def change_message(ws: Workspace, message: Message, draft: Draft, *, edited_by: str) -> Message:
    """Put new content into a message; what the draft leaves out is gone."""
    with ws.lock:
        gone = ("blocks", "attachments", "text")
        body = {key: value for key, value in message.body.items() if key not in gone}
        body["text"] = draft.text[:MAX_TEXT]
        if draft.blocks:
            body["blocks"] = fill_blocks(draft.blocks, ws.ids)
        if draft.attachments:
            body["attachments"] = fill_attachments(draft.attachments, ws)
        # Slack shows "edited" only where the text is what people read.
        if message.seen_by is None and not draft.blocks:
            body["edited"] = {"user": edited_by, "ts": ws.new_ts()}
        metadata = draft.metadata if draft.metadata is not None else message.metadata
        changed = replace(message, body=body, metadata=metadata)
        ws.messages[message.channel][message.ts] = changed
        if message.seen_by is None:
            _tell_subtype(ws, message, "message_changed", {"message": body})
    ws.changed("messages", channel=message.channel, user=message.seen_by)
    return changed


def delete_message(ws: Workspace, message: Message) -> None:
    """Remove a message and, with a parent, nothing of its thread."""
    with ws.lock:
        if ws.messages[message.channel].pop(message.ts, None) is None:
            raise SlackError("message_not_found")
        if message.is_reply and message.seen_by is None:
            ws.replies[(message.channel, message.thread_ts or "")].remove(message.ts)
        if message.ts in ws.pins.get(message.channel, []):
            ws.pins[message.channel].remove(message.ts)
        if message.seen_by is None:
            _tell_subtype(ws, message, "message_deleted", {"deleted_ts": message.ts})
    ws.changed("messages", channel=message.channel, user=message.seen_by)


def _tell_subtype(ws: Workspace, message: Message, subtype: str, more: Json) -> None:
    channel = ws.channel(message.channel)
    event: Json = {
        "type": "message",
        "subtype": subtype,
        "hidden": True,
        "channel": channel.id,
        "channel_type": _CHANNEL_TYPES[channel.kind],
        "ts": ws.new_ts(),
        "previous_message": message.body,
    }
    event["event_ts"] = event["ts"]
    ws.emit(Event(name=f"message.{channel.kind}", body=event | more, channel=channel.id))


def react(
    ws: Workspace, user_id: str, channel_id: str, ts: str, name: str, *, add: bool
) -> list[Future[Delivery]]:
    """Add or take back one person's reaction. Raises `already_reacted`, `no_reaction`."""
    with ws.lock:
        message = ws.message(channel_id, ts)
        if message.seen_by is not None:
            raise SlackError("message_not_found")
        users = message.reactions.get(name, ())
        if add == (user_id in users):
            raise SlackError("already_reacted" if add else "no_reaction")
        left = (*users, user_id) if add else tuple(u for u in users if u != user_id)
        reactions = {k: v for k, v in (dict(message.reactions) | {name: left}).items() if v}
        ws.messages[channel_id][ts] = replace(message, reactions=reactions)
        event = {
            "user": user_id,
            "item": {"type": "message", "channel": channel_id, "ts": ts},
            "reaction": name,
            "item_user": message.body.get("user"),
            "event_ts": ws.new_ts(),
        }
        name_of_event = "reaction_added" if add else "reaction_removed"
        heard = ws.emit(Event(name=name_of_event, body=event, channel=channel_id))
    ws.changed("messages", channel=channel_id)
    return heard
