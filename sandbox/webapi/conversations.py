"""Decides what the conversations.* methods do."""

from __future__ import annotations

from dataclasses import replace

from sandbox.errors import SlackError
from sandbox.people import add_channel, join, leave, open_dm
from sandbox.records import Channel, Json, Message
from sandbox.showing import channel_object, message_object, replies_to
from sandbox.webapi.caller import Call, need_scope
from sandbox.webapi.paging import page

_TYPES = {
    "public_channel": "channels",
    "private_channel": "groups",
    "im": "im",
    "mpim": "mpim",
}


def readable(call: Call, right: str, name: str = "channel") -> Channel:
    """A conversation the bot may look at, with the scope of its type: `channels:history` for a
    public channel, `im:read` for a DM … Raises `channel_not_found`, `missing_scope`."""
    channel = call.ws.channel(call.args.need(name, "channel_not_found"))
    need_scope(call.app, f"{channel.kind}:{right}")
    # Slack does not even admit that a private conversation of others exists.
    if call.bot not in channel.members and channel.kind != "channels":
        raise SlackError("channel_not_found")
    return channel


def _entered(call: Call, channel: Channel) -> Channel:
    if call.bot not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def list_all(call: Call) -> Json:
    """conversations.list"""
    return _listed(call, call.bot, members_only=False)


def list_of_user(call: Call) -> Json:
    """users.conversations"""
    return _listed(call, call.args.text("user") or call.bot, members_only=True)


def _listed(call: Call, user_id: str, *, members_only: bool) -> Json:
    call.ws.user(user_id)
    kinds = _wanted_kinds(call)
    with_archived = not call.args.flag("exclude_archived")
    rows = [
        channel
        for channel in call.ws.channels.values()
        if channel.kind in kinds and (with_archived or not channel.is_archived)
    ]
    rows = [c for c in rows if c.kind == "channels" or call.bot in c.members]
    if members_only:
        rows = [c for c in rows if user_id in c.members]
    shown, cursor = page(rows, call.args, default=100, maximum=1000)
    return {
        "channels": [channel_object(call.ws, channel, call.bot) for channel in shown],
        "response_metadata": {"next_cursor": cursor},
    }


def _wanted_kinds(call: Call) -> set[str]:
    types = call.args.words("types") or ["public_channel"]
    if not set(types) <= set(_TYPES):
        raise SlackError("invalid_types")
    kinds = {_TYPES[kind] for kind in types}
    need_scope(call.app, *(f"{kind}:read" for kind in sorted(kinds)))
    return kinds


def info(call: Call) -> Json:
    """conversations.info"""
    channel = readable(call, "read")
    shown = channel_object(call.ws, channel, call.bot)
    if call.args.flag("include_locale"):
        shown["locale"] = "en-US"
    return {"channel": shown}


def members(call: Call) -> Json:
    """conversations.members"""
    channel = readable(call, "read")
    shown, cursor = page(channel.members, call.args, default=100, maximum=1000)
    return {"members": shown, "response_metadata": {"next_cursor": cursor}}


def history(call: Call) -> Json:
    """conversations.history, newest first"""
    channel = _entered(call, readable(call, "history"))
    rows = [m for m in _everybody_sees(call, channel) if not m.is_reply or _is_broadcast(m)]
    rows = [m for m in rows if _in_range(call, m)]
    shown, cursor = page(rows[::-1], call.args, default=100, maximum=999)
    return {
        "messages": [_with_metadata(call, message) for message in shown],
        "has_more": bool(cursor),
        "pin_count": len(call.ws.pins.get(channel.id, [])),
        "channel_actions_ts": None,
        "channel_actions_count": 0,
        "response_metadata": {"next_cursor": cursor},
    }


def replies(call: Call) -> Json:
    """conversations.replies: the parent, then its replies, oldest first"""
    channel = _entered(call, readable(call, "history"))
    parent = call.ws.messages[channel.id].get(call.args.need("ts", "thread_not_found"))
    if parent is None or parent.seen_by is not None:
        raise SlackError("thread_not_found")
    rows = [parent, *(m for m in replies_to(call.ws, parent) if _in_range(call, m))]
    shown, cursor = page(rows, call.args, default=1000, maximum=1000)
    return {
        "messages": [_with_metadata(call, message) for message in shown],
        "has_more": bool(cursor),
        "response_metadata": {"next_cursor": cursor},
    }


def _everybody_sees(call: Call, channel: Channel) -> list[Message]:
    return [m for m in call.ws.messages[channel.id].values() if m.seen_by is None]


def _is_broadcast(message: Message) -> bool:
    return message.body.get("subtype") == "thread_broadcast"


def _in_range(call: Call, message: Message) -> bool:
    try:
        oldest = float(call.args.text("oldest") or 0)
        latest = float(call.args.text("latest") or "inf")
    except ValueError:
        raise SlackError("invalid_ts_oldest") from None
    at = float(message.ts)
    if call.args.flag("inclusive"):
        return oldest <= at <= latest
    return oldest < at < latest


def _with_metadata(call: Call, message: Message) -> Json:
    shown = message_object(call.ws, message)
    if message.metadata is None:
        return shown
    if call.args.flag("include_all_metadata"):
        return shown | {"metadata": message.metadata}
    return shown | {"metadata": {"event_type": message.metadata["event_type"]}}


def open_conversation(call: Call) -> Json:
    """conversations.open"""
    wanted = call.args.words("users")
    if "channel" in call.args and not wanted:
        channel = call.ws.channel(call.args.text("channel"))
        return {"channel": channel_object(call.ws, channel, call.bot)}
    if not wanted:
        raise SlackError("users_list_not_supplied")
    need_scope(call.app, "mpim:write" if len(wanted) > 1 else "im:write")
    for user_id in wanted:
        if call.ws.user(user_id, "user_not_found").deleted:
            raise SlackError("user_disabled")
    before = len(call.ws.channels)
    channel = open_dm(call.ws, [*wanted, call.bot])
    shown: Json = {"id": channel.id}
    if call.args.flag("return_im"):
        shown = channel_object(call.ws, channel, call.bot)
    if len(call.ws.channels) == before:
        return {"channel": shown, "no_op": True, "already_open": True}
    return {"channel": shown}


def join_channel(call: Call) -> Json:
    """conversations.join"""
    channel = call.ws.channel(call.args.need("channel", "channel_not_found"))
    if channel.kind != "channels":
        raise SlackError("method_not_supported_for_channel_type")
    join(call.ws, channel.id, call.bot)
    return {"channel": channel_object(call.ws, call.ws.channel(channel.id), call.bot)}


def leave_channel(call: Call) -> Json:
    """conversations.leave"""
    channel = call.ws.channel(call.args.need("channel", "channel_not_found"))
    need_scope(call.app, "groups:write" if channel.is_private else "channels:manage")
    if call.bot not in channel.members:
        return {"not_in_channel": True}
    leave(call.ws, channel.id, call.bot)
    return {}


def invite(call: Call) -> Json:
    """conversations.invite"""
    channel = call.ws.channel(call.args.need("channel", "channel_not_found"))
    need_scope(call.app, "groups:write" if channel.is_private else "channels:manage")
    _entered(call, channel)
    wanted = call.args.words("users")
    if not wanted:
        raise SlackError("no_user")
    for user_id in wanted:
        call.ws.user(user_id)
        if user_id in channel.members:
            raise SlackError("already_in_channel")
    for user_id in wanted:
        join(call.ws, channel.id, user_id, inviter=call.bot)
    return {"channel": channel_object(call.ws, call.ws.channel(channel.id), call.bot)}


def create(call: Call) -> Json:
    """conversations.create"""
    private = call.args.flag("is_private")
    need_scope(call.app, "groups:write" if private else "channels:manage")
    name = call.args.need("name", "invalid_name_required")
    made = add_channel(call.ws, name, private=private, members=[call.bot], creator=call.bot)
    return {"channel": channel_object(call.ws, made, call.bot)}


def archive(call: Call) -> Json:
    """conversations.archive"""
    channel = call.ws.channel(call.args.need("channel", "channel_not_found"))
    need_scope(call.app, "groups:write" if channel.is_private else "channels:manage")
    _entered(call, channel)
    if channel.is_archived:
        raise SlackError("already_archived")
    call.ws.replace_channel(replace(channel, is_archived=True))
    return {}
