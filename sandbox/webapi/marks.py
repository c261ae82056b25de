"""Decides what the reactions.* and pins.* methods do."""

from __future__ import annotations

import re

from sandbox.errors import SlackError
from sandbox.posting import react
from sandbox.records import Json, Message
from sandbox.showing import message_object
from sandbox.webapi.caller import Call

_EMOJI = re.compile(r"[a-z0-9_+'-]+(::skin-tone-[2-6])?")


def _message(call: Call, ts_name: str) -> Message:
    channel = call.ws.channel(call.args.need("channel", "channel_not_found"))
    if call.bot not in channel.members and channel.kind != "channels":
        raise SlackError("channel_not_found")
    message = call.ws.message(channel.id, call.args.need(ts_name, "no_item_specified"))
    if message.seen_by is not None:
        raise SlackError("message_not_found")
    return message


def _reaction(call: Call, *, add: bool) -> Json:
    message = _message(call, "timestamp")
    name = call.args.need("name", "invalid_name").strip(":")
    if not _EMOJI.fullmatch(name):
        raise SlackError("invalid_name")
    react(call.ws, call.bot, message.channel, message.ts, name, add=add)
    return {}


def add_reaction(call: Call) -> Json:
    """reactions.add"""
    return _reaction(call, add=True)


def remove_reaction(call: Call) -> Json:
    """reactions.remove"""
    return _reaction(call, add=False)


def get_reactions(call: Call) -> Json:
    """reactions.get"""
    message = _message(call, "timestamp")
    shown = message_object(call.ws, message)
    return {"type": "message", "channel": message.channel, "message": shown}


def add_pin(call: Call) -> Json:
    """pins.add"""
    message = _message(call, "timestamp")
    pinned = call.ws.pins.setdefault(message.channel, [])
    if message.ts in pinned:
        raise SlackError("already_pinned")
    pinned.append(message.ts)
    return {}


def remove_pin(call: Call) -> Json:
    """pins.remove"""
    message = _message(call, "timestamp")
    pinned = call.ws.pins.get(message.channel, [])
    if message.ts not in pinned:
        raise SlackError("no_pin")
    pinned.remove(message.ts)
    return {}


def list_pins(call: Call) -> Json:
    """pins.list"""
    channel = call.ws.channel(call.args.need("channel", "channel_not_found"))
    messages = [call.ws.messages[channel.id][ts] for ts in call.ws.pins.get(channel.id, [])]
    return {
        "items": [
            {
                "type": "message",
                "channel": channel.id,
                "message": message_object(call.ws, message),
                "created": int(float(message.ts)),
                "created_by": call.bot,
            }
            for message in messages
        ]
    }
