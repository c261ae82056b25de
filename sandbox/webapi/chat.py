"""Decides what the chat.* methods do."""

from __future__ import annotations

from dataclasses import replace

from sandbox.errors import SlackError
from sandbox.people import open_dm
from sandbox.posting import Draft, change_message, delete_message, fill_attachments, post_as_app
from sandbox.records import Channel, Json, Message, Scheduled
from sandbox.showing import message_object
from sandbox.validate.messages import check_message, kept_metadata
from sandbox.webapi.caller import Call, has_scope, need_scope

MAX_DAYS_AHEAD = 120


def target(call: Call, *, joins_dm: bool = True) -> Channel:
    """Where a message goes: a conversation, a #name, or a user id, which opens the DM. Raises
    `channel_not_found`, `is_archived`, `not_in_channel`, `messages_tab_disabled`."""
    ws = call.ws
    wanted = call.args.need("channel", "channel_not_found")
    if wanted in ws.users and joins_dm:
        if ws.users[wanted].deleted or ws.users[wanted].is_bot:
            raise SlackError("channel_not_found")
        channel = open_dm(ws, [wanted, call.bot])
    elif wanted in ws.channels:
        channel = ws.channels[wanted]
    else:
        channel = _by_name(call, wanted.removeprefix("#"))
    if channel.is_archived:
        raise SlackError("is_archived")
    if channel.is_im and not call.app.messages_tab:
        raise SlackError("messages_tab_disabled")
    return channel


def _by_name(call: Call, name: str) -> Channel:
    for channel in call.ws.channels.values():
        if channel.name == name and not channel.is_im:
            return channel
    raise SlackError("channel_not_found")


def may_post(call: Call, channel: Channel) -> None:
    """Refuse a bot that is not in the channel, unless it is public and the bot may post there."""
    if call.bot in channel.members:
        return
    if channel.is_private or channel.is_im or channel.is_mpim:
        raise SlackError("channel_not_found")
    if not has_scope(call.app, "chat:write.public"):
        raise SlackError("not_in_channel")


def draft_of(call: Call, *, cut_text: bool, seen_by: str | None = None) -> Draft:
    """The checked message in the arguments of a call."""
    args = call.args
    content: Json = {
        "text": args.raw.get("text"),
        "markdown_text": args.raw.get("markdown_text"),
        "blocks": args.data("blocks"),
        "attachments": args.data("attachments"),
    }
    check_message(content, cut_text=cut_text)
    blocks = content["blocks"]
    if content["markdown_text"]:
        blocks = [{"type": "markdown", "text": content["markdown_text"]}]
    extra: Json = {}
    if args.text("username") or args.text("icon_emoji") or args.text("icon_url"):
        need_scope(call.app, "chat:write.customize")
        extra = {"subtype": "bot_message", "username": args.text("username", call.app.name)}
    return Draft(
        text=content["text"] or content["markdown_text"] or "",
        blocks=blocks,
        attachments=content["attachments"],
        thread_ts=args.text("thread_ts") or None,
        is_broadcast=args.flag("reply_broadcast"),
        seen_by=seen_by,
        metadata=kept_metadata(args.data("metadata")),
        extra=extra,
    )


def post_message(call: Call) -> Json:
    """chat.postMessage"""
    channel = target(call)
    may_post(call, channel)
    draft = draft_of(call, cut_text=True)
    _refuse_lost_thread(call, channel, draft.thread_ts)
    message = post_as_app(call.ws, call.app, channel, draft)
    answer: Json = {"channel": channel.id, "ts": message.ts, "message": _shown(call, message)}
    warnings = []
    if len(draft.text) > len(message.body["text"]):
        warnings.append("message_truncated")
    if not draft.text and draft.blocks:
        warnings.append("missing_text_in_message")
    if warnings:
        answer |= {
            "warning": ",".join(warnings),
            "response_metadata": {"warnings": warnings},
        }
    return answer


def _refuse_lost_thread(call: Call, channel: Channel, thread_ts: str | None) -> None:
    if thread_ts and thread_ts not in call.ws.messages[channel.id]:
        raise SlackError("thread_not_found")


def _shown(call: Call, message: Message) -> Json:
    shown = message_object(call.ws, message)
    if message.metadata is not None:
        shown["metadata"] = message.metadata
    return shown


def post_ephemeral(call: Call) -> Json:
    """chat.postEphemeral"""
    channel = target(call, joins_dm=False)
    user_id = call.args.need("user", "user_not_in_channel")
    if user_id not in call.ws.users or user_id not in channel.members:
        raise SlackError("user_not_in_channel")
    if call.bot not in channel.members:
        raise SlackError("channel_not_found" if channel.is_private else "not_in_channel")
    draft = draft_of(call, cut_text=True, seen_by=user_id)
    return {"message_ts": post_as_app(call.ws, call.app, channel, draft).ts}


def own_message(call: Call, code: str) -> Message:
    """A message of the calling app, never an ephemeral one. Raises `message_not_found`, and
    `code` for a message of somebody else."""
    channel = target(call, joins_dm=False)
    message = call.ws.message(channel.id, call.args.need("ts", "message_not_found"))
    # An ephemeral message is not kept by Slack, so no method can find it again.
    if message.seen_by is not None:
        raise SlackError("message_not_found")
    if message.app_id != call.app.app_id:
        raise SlackError(code)
    return message


def update(call: Call) -> Json:
    """chat.update. Attachments that are not given stay; blocks stay unless a text comes alone."""
    message = own_message(call, "cant_update_message")
    draft = draft_of(call, cut_text=False)
    if "attachments" not in call.args.raw:
        draft = replace(draft, attachments=message.body.get("attachments"))
    if "blocks" not in call.args.raw and not draft.text:
        draft = replace(draft, blocks=message.body.get("blocks"))
    changed = change_message(call.ws, message, draft, edited_by=call.bot)
    return {
        "channel": message.channel,
        "ts": message.ts,
        "text": changed.body["text"],
        "message": _shown(call, changed),
    }


def delete(call: Call) -> Json:
    """chat.delete"""
    message = own_message(call, "cant_delete_message")
    delete_message(call.ws, message)
    return {"channel": message.channel, "ts": message.ts}


def schedule_message(call: Call) -> Json:
    """chat.scheduleMessage"""
    ws = call.ws
    channel = target(call)
    may_post(call, channel)
    draft = draft_of(call, cut_text=False)
    post_at = call.args.whole("post_at", 0)
    if post_at <= ws.now():
        raise SlackError("time_in_past")
    if post_at > ws.now() + MAX_DAYS_AHEAD * 86_400:
        raise SlackError("time_too_far")
    planned = Scheduled(
        id=ws.ids.new("Q"),
        app_id=call.app.app_id,
        channel=channel.id,
        post_at=post_at,
        args={"text": draft.text},
    )
    ws.scheduled[planned.id] = planned

    def post_it() -> None:
        with ws.lock:
            # It may have been deleted in the meantime.
            if ws.scheduled.pop(planned.id, None) is not None:
                post_as_app(ws, call.app, ws.channel(channel.id), draft)

    call.timers.after(post_at - ws.now(), post_it)
    shown: Json = {"type": "delayed_message", "text": draft.text, "user": call.bot}
    shown |= {"bot_id": call.app.bot_id, "team": ws.team_id}
    if draft.blocks:
        shown["blocks"] = draft.blocks
    if draft.attachments:
        shown["attachments"] = fill_attachments(draft.attachments, ws)
    return {
        "channel": channel.id,
        "scheduled_message_id": planned.id,
        "post_at": post_at,
        "message": shown,
    }


def delete_scheduled(call: Call) -> Json:
    """chat.deleteScheduledMessage"""
    planned = call.ws.scheduled.get(call.args.text("scheduled_message_id"))
    if planned is None or planned.app_id != call.app.app_id:
        raise SlackError("invalid_scheduled_message_id")
    if planned.channel != call.args.text("channel"):
        raise SlackError("channel_not_found")
    del call.ws.scheduled[planned.id]
    return {}


def list_scheduled(call: Call) -> Json:
    """chat.scheduledMessages.list"""
    wanted = call.args.text("channel")
    rows = [
        {"id": s.id, "channel_id": s.channel, "post_at": s.post_at, "text": s.args["text"]}
        for s in call.ws.scheduled.values()
        if s.app_id == call.app.app_id and wanted in ("", s.channel)
    ]
    return {"scheduled_messages": rows, "response_metadata": {"next_cursor": ""}}


def get_permalink(call: Call) -> Json:
    """chat.getPermalink"""
    channel = target(call, joins_dm=False)
    message = call.ws.message(channel.id, call.args.need("message_ts", "message_not_found"))
    link = f"{call.stage.base_url}/archives/{channel.id}/p{message.ts.replace('.', '')}"
    if message.is_reply:
        link += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return {"channel": channel.id, "permalink": link}
