"""Decides the shape of every payload an app receives: slash commands, interactions and events.
Reads the workspace, delivers nothing."""

from __future__ import annotations

from sandbox.errors import SlackError
from sandbox.records import App, Channel, Command, Json, Message, User, View
from sandbox.showing import message_object
from sandbox.state import Event, Workspace
from sandbox.typing_state import state_values


def team_object(ws: Workspace) -> Json:
    """The workspace as interactions name it."""
    team: Json = {"id": ws.team_id, "domain": ws.domain}
    if ws.enterprise:
        team |= {"enterprise_id": ws.enterprise[0], "enterprise_name": ws.enterprise[1]}
    return team


def enterprise_object(ws: Workspace) -> Json | None:
    """The Grid organisation, or None for a single workspace."""
    if ws.enterprise is None:
        return None
    return {"id": ws.enterprise[0], "name": ws.enterprise[1]}


def _user(ws: Workspace, user: User) -> Json:
    return {"id": user.id, "username": user.name, "name": user.name, "team_id": ws.team_id}


def _common(ws: Workspace, app: App, user: User, kind: str) -> Json:
    return {
        "type": kind,
        "team": team_object(ws),
        "user": _user(ws, user),
        "api_app_id": app.app_id,
        "token": app.verification_token,
        "enterprise": enterprise_object(ws),
        "is_enterprise_install": False,
    }


def channel_name(channel: Channel) -> str:
    """The name Slack gives a conversation in payloads."""
    return "directmessage" if channel.is_im else channel.name


def slash_command(
    ws: Workspace, app: App, user: User, channel: Channel, *, command: Command, text: str
) -> Json:
    """The form fields of a slash command, without response_url and trigger_id."""
    fields: Json = {
        "token": app.verification_token,
        "team_id": ws.team_id,
        "team_domain": ws.domain,
        "channel_id": channel.id,
        "channel_name": channel_name(channel),
        "user_id": user.id,
        "user_name": user.name,
        "command": command.command,
        "text": text,
        "api_app_id": app.app_id,
        "is_enterprise_install": "false",
    }
    if ws.enterprise:
        fields |= {"enterprise_id": ws.enterprise[0], "enterprise_name": ws.enterprise[1]}
    return fields


def view_object(ws: Workspace, view: View) -> Json:
    """A view with its ids, hash and what the person has entered."""
    app = ws.app(view.app_id)
    return view.content | {
        "id": view.id,
        "team_id": ws.team_id,
        "type": view.kind,
        "state": {"values": state_values(view)},
        "hash": view.hash,
        "previous_view_id": view.previous_id,
        "root_view_id": view.root_id,
        "app_id": app.app_id,
        "app_installed_team_id": ws.team_id,
        "bot_id": app.bot_id,
    }


def message_action_payload(
    ws: Workspace, app: App, user: User, message: Message, *, action: Json, state: Json
) -> Json:
    """block_actions on an element of a message."""
    channel = ws.channel(message.channel)
    container = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": message.seen_by is not None,
    }
    if message.is_reply:
        container["thread_ts"] = message.thread_ts or message.ts
    payload = _common(ws, app, user, "block_actions") | {
        "container": container,
        "channel": {"id": channel.id, "name": channel_name(channel)},
        "state": {"values": state},
        "actions": [action],
    }
    # Slack leaves the message out for an ephemeral one: it does not keep it either.
    if message.seen_by is None:
        payload["message"] = message_object(ws, message)
    return payload


def view_action_payload(ws: Workspace, app: App, user: User, view: View, action: Json) -> Json:
    """block_actions on an element of a modal or Home."""
    return _common(ws, app, user, "block_actions") | {
        "container": {"type": "view", "view_id": view.id},
        "view": view_object(ws, view),
        "actions": [action],
    }


def suggestion_payload(
    ws: Workspace, app: App, user: User, where: Message | View, *, element: Json, value: str
) -> Json:
    """block_suggestion: somebody types into an external select."""
    payload = _common(ws, app, user, "block_suggestion") | {
        "action_id": element["action_id"],
        "block_id": element["block_id"],
        "value": value,
    }
    if isinstance(where, View):
        return payload | {
            "container": {"type": "view", "view_id": where.id},
            "view": view_object(ws, where),
        }
    channel = ws.channel(where.channel)
    return payload | {
        "container": {
            "type": "message",
            "message_ts": where.ts,
            "channel_id": channel.id,
            "is_ephemeral": where.seen_by is not None,
        },
        "channel": {"id": channel.id, "name": channel_name(channel)},
        "message": message_object(ws, where),
    }


def submission_payload(
    ws: Workspace, app: App, user: User, view: View, response_urls: list[Json]
) -> Json:
    """view_submission, without trigger_id."""
    return _common(ws, app, user, "view_submission") | {
        "view": view_object(ws, view),
        "response_urls": response_urls,
    }


def closed_payload(ws: Workspace, app: App, user: User, view: View, *, is_cleared: bool) -> Json:
    """view_closed."""
    return _common(ws, app, user, "view_closed") | {
        "view": view_object(ws, view),
        "is_cleared": is_cleared,
        "response_urls": [],
    }


def shortcut_payload(
    ws: Workspace, app: App, user: User, callback_id: str, message: Message | None
) -> Json:
    """A global shortcut, or with `message` a message shortcut; without trigger_id."""
    kind = "shortcut" if message is None else "message_action"
    payload = _common(ws, app, user, kind) | {
        "action_ts": ws.new_ts(),
        "callback_id": callback_id,
    }
    del payload["api_app_id"]
    if message is None:
        del payload["user"]["name"]
        return payload
    if message.seen_by is not None:
        raise SlackError("message_not_found")
    channel = ws.channel(message.channel)
    return payload | {
        "channel": {"id": channel.id, "name": channel_name(channel)},
        "message_ts": message.ts,
        "message": message_object(ws, message),
    }


def event_payload(ws: Workspace, app: App, event: Event) -> Json:
    """An event in the wrapper of the Events API."""
    payload: Json = {
        "token": app.verification_token,
        "team_id": ws.team_id,
        "context_team_id": ws.team_id,
        "context_enterprise_id": ws.enterprise[0] if ws.enterprise else None,
        "api_app_id": app.app_id,
        "event": {"type": event.name.partition(".")[0]} | event.body,
        "type": "event_callback",
        "event_id": ws.ids.new("Ev"),
        "event_time": int(ws.now()),
        "authorizations": [
            {
                "enterprise_id": ws.enterprise[0] if ws.enterprise else None,
                "team_id": ws.team_id,
                "user_id": app.bot_user_id,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
    }
    if ws.enterprise:
        payload["enterprise_id"] = ws.enterprise[0]
    if event.channel:
        payload["event_context"] = f"4-{event.name}-{ws.team_id}-{app.app_id}-{event.channel}"
    return payload
