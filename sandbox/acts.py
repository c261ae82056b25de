"""Decides what happens when a person types, runs a command or a shortcut, or reacts. Waits for the
app each time; knows no Block Kit."""

from __future__ import annotations

from dataclasses import replace

from sandbox.answers import answer_command, show_error
from sandbox.apps import command_owner
from sandbox.errors import SlackError
from sandbox.payloads import shortcut_payload, slash_command
from sandbox.people import join, leave
from sandbox.posting import Draft, post_as_person, react
from sandbox.records import Channel, Delivery, ResponseUrl, User
from sandbox.stage import Stage, acknowledged
from sandbox.state import Workspace
from sandbox.validate.words import escape_references


def present(ws: Workspace, user_id: str, channel_id: str) -> tuple[User, Channel]:
    """The person and a conversation they are in. Raises `not_in_channel`."""
    user, channel = ws.user(user_id), ws.channel(channel_id)
    if user.id not in channel.members and (channel.is_im or channel.is_mpim or channel.is_private):
        raise SlackError("not_in_channel")
    return user, channel


def run_command(
    stage: Stage,
    user_id: str,
    channel_id: str,
    command: str,
    text: str,
    *,
    thread_ts: str | None = None,
) -> Delivery:
    """Type a slash command. Raises `unknown_command` when no app answers it; any other failure
    is shown to the person and is the delivery's `error`."""
    ws = stage.ws
    with ws.lock:
        user, channel = present(ws, user_id, channel_id)
        owner = command_owner(ws, command)
        if owner is None:
            raise SlackError("unknown_command")
        app, spec = owner
        granted = stage.grant(app, user, channel.id, thread_ts=thread_ts)
        words = escape_references(ws, text) if spec.should_escape else text
        payload = slash_command(ws, app, user, channel, command=spec, text=words) | {
            "response_url": stage.response_url(granted, "commands"),
            "trigger_id": stage.trigger(app, user),
        }
        if thread_ts:
            payload["thread_ts"] = thread_ts
    delivery = stage.interact(app, "slash_commands", payload)
    return _shown(ws, granted, delivery, f"{command} {text}".strip())


def _shown(ws: Workspace, to: ResponseUrl, delivery: Delivery, typed: str) -> Delivery:
    with ws.lock:
        if delivery.ok:
            shown = answer_command(ws, ws.app(to.app_id), to, delivery.body, typed)
        else:
            shown = show_error(ws, to, typed.partition(" ")[0], delivery.error or "")
    if shown is None:
        return delivery
    failed = shown.get("error") if shown.get("subtype") == "sandbox_error" else None
    return replace(delivery, error=failed, message=shown | {"channel": to.channel})


def say(
    stage: Stage, user_id: str, channel_id: str, text: str, thread_ts: str | None = None
) -> Delivery:
    """Post a message as a person; waits until the apps that listen have acknowledged."""
    ws = stage.ws
    if not text.strip():
        raise SlackError("no_text")
    with ws.lock:
        user, channel = present(ws, user_id, channel_id)
        if user.id not in channel.members:
            raise SlackError("not_in_channel")
        if channel.is_archived:
            raise SlackError("is_archived")
        message, heard = post_as_person(ws, user, channel, Draft(text=text, thread_ts=thread_ts))
    delivery = acknowledged(heard)
    return replace(delivery, message=message.body | {"channel": channel.id})


def add_reaction(
    stage: Stage, user_id: str, channel_id: str, ts: str, name: str, *, add: bool = True
) -> Delivery:
    """React to a message, or take the reaction back."""
    present(stage.ws, user_id, channel_id)
    return acknowledged(react(stage.ws, user_id, channel_id, ts, name, add=add))


def enter_channel(stage: Stage, user_id: str, channel_id: str) -> Delivery:
    """Join a channel."""
    return acknowledged(join(stage.ws, channel_id, user_id))


def leave_channel(stage: Stage, user_id: str, channel_id: str) -> Delivery:
    """Leave a channel. Raises `not_in_channel`."""
    return acknowledged(leave(stage.ws, channel_id, user_id))


def run_shortcut(
    stage: Stage, user_id: str, callback_id: str, channel_id: str = "", ts: str = ""
) -> Delivery:
    """Use a global shortcut, or with a message a message shortcut. Raises `unknown_shortcut`."""
    ws = stage.ws
    with ws.lock:
        user = ws.user(user_id)
        kind = "message" if ts else "global"
        app = next(
            (
                app
                for app in ws.apps.values()
                for shortcut in app.shortcuts
                if (shortcut.callback_id, shortcut.type) == (callback_id, kind)
            ),
            None,
        )
        if app is None:
            raise SlackError("unknown_shortcut")
        message = ws.message(channel_id, ts) if ts else None
        payload = shortcut_payload(ws, app, user, callback_id, message)
        payload["trigger_id"] = stage.trigger(app, user)
        if message is not None:
            granted = stage.grant(app, user, channel_id)
            payload["response_url"] = stage.response_url(granted, "app")
    return stage.interact(app, "interactive", payload)
