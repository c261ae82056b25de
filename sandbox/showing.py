"""Decides how records look in JSON: users, conversations and messages as the Web API and the page
return them. Reads the workspace and changes nothing."""

from __future__ import annotations

import mimetypes
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.records import App, Channel, File, Json, Message, User
from sandbox.state import Workspace

_COLOURS = ("9f69e7", "4bbe2e", "e7392d", "3c989f", "674b1b", "e96699", "e0a729", "684b6c")


def colour_of(user: User) -> str:
    """The six hex digits of a user's colour."""
    return _COLOURS[sum(user.id.encode()) % len(_COLOURS)]


def user_object(ws: Workspace, user: User, *, locale: bool, email: bool = True) -> Json:
    """A user as users.info shows them, `email` and `locale` only where asked for."""
    local_now = datetime.fromtimestamp(ws.now(), UTC).astimezone(ZoneInfo(user.tz))
    offset = local_now.utcoffset()
    shown: Json = {
        "id": user.id,
        "team_id": ws.team_id,
        "name": user.name,
        "deleted": user.deleted,
        "color": colour_of(user),
        "real_name": user.real_name,
        "tz": user.tz,
        "tz_label": local_now.tzname() or user.tz,
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "profile": _profile(ws, user, email=email),
        "is_admin": user.is_admin,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": False,
        "is_ultra_restricted": False,
        "is_bot": user.is_bot,
        "is_app_user": False,
        "updated": user.updated,
        "is_email_confirmed": not user.is_bot,
        "who_can_share_contact_card": "EVERYONE",
    }
    if locale:
        shown["locale"] = user.locale
    return shown


def _profile(ws: Workspace, user: User, *, email: bool) -> Json:
    first, _, last = user.real_name.partition(" ")
    profile: Json = {
        "title": "",
        "real_name": user.real_name,
        "real_name_normalized": user.real_name,
        "display_name": user.name,
        "display_name_normalized": user.name,
        "first_name": first,
        "last_name": last,
        "status_text": "",
        "status_emoji": "",
        "avatar_hash": user.id.lower(),
        "team": ws.team_id,
    }
    if user.is_bot:
        profile |= {"bot_id": user.bot_id, "api_app_id": user.app_id}
    elif email:
        profile["email"] = user.email
    return profile


def channel_object(ws: Workspace, channel: Channel, viewer: str) -> Json:
    """A conversation as conversations.info shows it to the user `viewer`."""
    shown: Json = {
        "id": channel.id,
        "created": channel.created,
        "is_archived": channel.is_archived,
        "is_im": channel.is_im,
        "is_org_shared": False,
        "context_team_id": ws.team_id,
        "updated": channel.created * 1000,
    }
    if channel.is_im:
        others = [member for member in channel.members if member != viewer]
        return shown | {"user": others[0] if others else viewer, "is_user_deleted": False}
    topic = {"value": "", "creator": "", "last_set": 0}
    return shown | {
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": not channel.is_private,
        "is_group": channel.is_private and not channel.is_mpim,
        "is_mpim": channel.is_mpim,
        "is_private": channel.is_private,
        "is_general": False,
        "is_shared": False,
        "is_ext_shared": False,
        "is_member": viewer in channel.members,
        "creator": channel.creator,
        "num_members": len(channel.members),
        "topic": topic,
        "purpose": dict(topic),
        "previous_names": [],
    }


def message_object(ws: Workspace, message: Message) -> Json:
    """A message with what has gathered around it: replies and reactions."""
    shown = dict(message.body)
    replies = replies_to(ws, message)
    if replies:
        shown |= {
            "thread_ts": message.ts,
            "reply_count": len(replies),
            "reply_users": list(dict.fromkeys(str(r.body.get("user")) for r in replies)),
            "reply_users_count": len({str(r.body.get("user")) for r in replies}),
            "latest_reply": replies[-1].ts,
            "is_locked": False,
            "subscribed": False,
        }
    if message.reactions:
        shown["reactions"] = [
            {"name": name, "users": list(users), "count": len(users)}
            for name, users in message.reactions.items()
        ]
    return shown


def replies_to(ws: Workspace, message: Message) -> list[Message]:
    """The replies in the thread of `message` that everybody sees, oldest first."""
    stamps = ws.replies.get((message.channel, message.ts), [])
    return [ws.messages[message.channel][ts] for ts in stamps]


def seen_message(ws: Workspace, message: Message) -> Json:
    """A message as a person sees it: with its channel, and marked when only they see it."""
    shown = message_object(ws, message) | {"channel": message.channel}
    if message.seen_by is not None:
        shown["is_ephemeral"] = True
    return shown


def file_object(file: File, base_url: str) -> Json:
    """A file as files.completeUploadExternal and a message's `files` show it."""
    link = f"{base_url}/files/{file.id}"
    kind = file.name.rpartition(".")[2].lower() if "." in file.name else "binary"
    return {
        "id": file.id,
        "created": file.created,
        "timestamp": file.created,
        "name": file.name,
        "title": file.title,
        "mimetype": mimetype_of(file.name),
        "filetype": kind,
        "pretty_type": kind.upper(),
        "user": file.user,
        "editable": False,
        "size": file.length,
        "mode": "hosted",
        "is_external": False,
        "external_type": "",
        "is_public": False,
        "public_url_shared": False,
        "display_as_bot": False,
        "username": "",
        "url_private": link,
        "url_private_download": link,
        "permalink": link,
        "permalink_public": link,
        "alt_txt": file.alt_txt,
        "has_rich_preview": False,
        "channels": list(file.channels),
    }


def mimetype_of(name: str) -> str:
    """The media type a file of that name is served with."""
    return mimetypes.guess_type(name)[0] or "application/octet-stream"


def bot_profile(ws: Workspace, app: App) -> Json:
    """What a bot's message says about its app."""
    icons: dict[str, Any] = {}
    return {
        "id": app.bot_id,
        "app_id": app.app_id,
        "user_id": app.bot_user_id,
        "name": app.name,
        "icons": icons,
        "deleted": False,
        "updated": int(ws.now()),
        "team_id": ws.team_id,
    }
