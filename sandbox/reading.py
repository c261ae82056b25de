"""Decides what one person sees: their conversations, the messages in them, their modal and Home.
The page and the test driver read the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.errors import SlackError
from sandbox.modals import top_modal
from sandbox.payloads import view_object
from sandbox.people import open_dm
from sandbox.records import App, Channel, Json, Message, User, View
from sandbox.showing import colour_of, seen_message
from sandbox.state import Workspace


def visible_messages(
    ws: Workspace, user_id: str, channel_id: str, thread_ts: str | None = None
) -> list[Json]:
    """The messages of a conversation, or of one thread in it, oldest first; reading marks them
    as read. Raises `not_in_channel`."""
    with ws.lock:
        channel = ws.channel(channel_id)
        if not may_read(channel, user_id):
            raise SlackError("not_in_channel")
        seen = [m for m in ws.messages[channel_id].values() if m.seen_by in (None, user_id)]
        if seen:
            ws.last_read[(user_id, channel_id)] = seen[-1].ts
        return [seen_message(ws, m) for m in seen if _is_shown(m, thread_ts)]


def _is_shown(message: Message, thread_ts: str | None) -> bool:
    if thread_ts:
        return thread_ts in (message.ts, message.thread_ts)
    return not message.is_reply or message.body.get("subtype") == "thread_broadcast"


def may_read(channel: Channel, user_id: str) -> bool:
    """Whether somebody can open a conversation: members, and everybody for a public channel."""
    return user_id in channel.members or channel.kind == "channels"


def unread(ws: Workspace, user_id: str, channel_id: str) -> int:
    """How many messages of others somebody has not read yet."""
    since = ws.last_read.get((user_id, channel_id), "")
    return sum(
        message.ts > since and message.seen_by in (None, user_id)
        for message in ws.messages[channel_id].values()
        if message.body.get("user") != user_id
    )


def shown_view(ws: Workspace, view: View | None) -> Json | None:
    """A view for the one who looks at it, with the errors of the last submission."""
    if view is None:
        return None
    with ws.lock:
        return view_object(ws, view) | {"errors": dict(view.errors)}


def modal_of(ws: Workspace, user_id: str) -> Json | None:
    """The modal on top of somebody's stack."""
    with ws.lock:
        return shown_view(ws, top_modal(ws, user_id))


def bootstrap(ws: Workspace, user_id: str) -> Json:
    """All a page needs to draw its frame for one person; without `user_id` for whoever joined
    first, and with `me` None while there is nobody. Raises `user_not_found`."""
    with ws.lock:
        me = ws.user(user_id) if user_id else _first_person(ws)
        if me is not None and not me.is_bot:
            _open_messages_tabs(ws, me)
        user_id = me.id if me else ""
        channels = [c for c in ws.channels.values() if may_read(c, user_id) and not c.is_archived]
        return {
            "team": {"id": ws.team_id, "name": ws.name, "domain": ws.domain},
            "me": user_id or None,
            "hint": ws.hint,
            "users": [_user_row(ws, user) for user in ws.users],
            "channels": [_channel_row(ws, channel, user_id) for channel in channels],
            "apps": [_app_row(app) for app in ws.apps.values()],
        }


def _first_person(ws: Workspace) -> User | None:
    return next((u for u in ws.users.values() if not u.is_bot and not u.deleted), None)


def _open_messages_tabs(ws: Workspace, user: User) -> None:
    """In Slack an app can be written to from the moment it is installed, so its conversation
    must be there to be chosen before anybody has said a word."""
    for app in ws.apps.values():
        if app.messages_tab and not ws.users[app.bot_user_id].deleted:
            open_dm(ws, [user.id, app.bot_user_id])


def _user_row(ws: Workspace, user_id: str) -> Json:
    user = ws.users[user_id]
    return {
        "id": user.id,
        "name": user.name,
        "real_name": user.real_name,
        "avatar_color": f"#{colour_of(user)}",
        "locale": user.locale,
        "tz": user.tz,
        "is_bot": user.is_bot,
        "is_admin": user.is_admin,
        "deleted": user.deleted,
    }


def _channel_row(ws: Workspace, channel: Channel, user_id: str) -> Json:
    row: Json = {
        "id": channel.id,
        "name": channel.name,
        "is_private": channel.is_private,
        "is_im": channel.is_im,
        "is_member": user_id in channel.members,
        "unread": unread(ws, user_id, channel.id),
    }
    if channel.is_im:
        others = [member for member in channel.members if member != user_id]
        row["with_user"] = others[0] if others else user_id
    return row


def _app_row(app: App) -> Json:
    commands: list[Mapping[str, Any]] = [
        {"command": c.command, "description": c.description, "usage_hint": c.usage_hint}
        for c in app.commands
    ]
    return {
        "id": app.app_id,
        "name": app.name,
        "bot_user_id": app.bot_user_id,
        "home_tab": app.home_tab,
        "commands": commands,
        "shortcuts": [
            {"callback_id": s.callback_id, "name": s.name, "type": s.type} for s in app.shortcuts
        ],
    }
