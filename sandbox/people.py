"""Decides how people, conversations and memberships come into being. Knows the workspace and
nothing of apps beyond their bot user."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from concurrent.futures import Future
from dataclasses import replace

from sandbox.errors import SlackError
from sandbox.records import Channel, Delivery, SeedUser, User
from sandbox.showing import user_object
from sandbox.state import Event, Workspace


def handle_of(real_name: str) -> str:
    """The lower-case handle Slack would make of a name: `Anna de Vries` is `anna.de.vries`."""
    plain = unicodedata.normalize("NFKD", real_name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", ".", plain.lower()).strip(".") or "user"


def add_user(ws: Workspace, seed: SeedUser) -> User:
    """Let somebody join the workspace; apps hear of it as `team_join`."""
    with ws.lock:
        user = ws.replace_user(
            User(
                id=ws.ids.new("U"),
                name=handle_of(seed.name),
                real_name=seed.name,
                email=seed.email,
                locale=seed.locale,
                tz=seed.tz,
                is_admin=seed.is_admin,
            )
        )
        ws.emit(Event(name="team_join", body={"user": user_object(ws, user, locale=True)}))
        return user


def change_user(ws: Workspace, user: User) -> list[Future[Delivery]]:
    """Store a changed profile, locale, zone or `deleted`; apps hear of it as `user_change`."""
    with ws.lock:
        kept = ws.replace_user(user)
        body = {
            "user": user_object(ws, kept, locale=True),
            "cache_ts": kept.updated,
            "event_ts": ws.new_ts(),
        }
        return ws.emit(Event(name="user_change", body=body))


def add_channel(
    ws: Workspace, name: str, *, private: bool, members: Iterable[str], creator: str | None = None
) -> Channel:
    """Make a channel. Raises `name_taken`, `user_not_found`."""
    with ws.lock:
        if any(channel.name == name for channel in ws.channels.values()):
            raise SlackError("name_taken")
        found = tuple(ws.user(member).id for member in dict.fromkeys(members))
        return ws.replace_channel(
            Channel(
                id=ws.ids.new("C"),
                name=name,
                creator=creator or next(iter(found), "USLACKBOT"),
                created=int(ws.now()),
                members=found,
                is_private=private,
            )
        )


def join(
    ws: Workspace, channel_id: str, user_id: str, inviter: str | None = None
) -> list[Future[Delivery]]:
    """Make somebody a member; apps in the channel hear `member_joined_channel`."""
    with ws.lock:
        channel, user = ws.channel(channel_id), ws.user(user_id)
        if channel.is_archived:
            raise SlackError("is_archived")
        if user.id in channel.members:
            return []
        channel = ws.replace_channel(replace(channel, members=(*channel.members, user.id)))
        body = _membership(ws, channel, user.id)
        if inviter:
            body["inviter"] = inviter
        return ws.emit(Event(name="member_joined_channel", body=body, channel=channel.id))


def leave(ws: Workspace, channel_id: str, user_id: str) -> list[Future[Delivery]]:
    """End a membership; apps in the channel hear `member_left_channel`."""
    with ws.lock:
        channel = ws.channel(channel_id)
        if user_id not in channel.members:
            raise SlackError("not_in_channel")
        left = tuple(member for member in channel.members if member != user_id)
        ws.replace_channel(replace(channel, members=left))
        body = _membership(ws, channel, user_id)
        return ws.emit(Event(name="member_left_channel", body=body, channel=channel.id))


def _membership(ws: Workspace, channel: Channel, user_id: str) -> dict[str, object]:
    return {
        "user": user_id,
        "channel": channel.id,
        "channel_type": "G" if channel.is_private else "C",
        "team": ws.team_id,
        "event_ts": ws.new_ts(),
    }


def open_dm(ws: Workspace, users: Iterable[str]) -> Channel:
    """The conversation between exactly these people, made at its first use."""
    with ws.lock:
        wanted = tuple(dict.fromkeys(ws.user(user, "users_not_found").id for user in users))
        for channel in ws.channels.values():
            if (channel.is_im or channel.is_mpim) and set(channel.members) == set(wanted):
                return channel
        is_im = len(wanted) <= 2
        return ws.replace_channel(
            Channel(
                id=ws.ids.new("D" if is_im else "G"),
                name="" if is_im else "mpdm-" + "--".join(ws.users[u].name for u in wanted),
                creator=wanted[0],
                created=int(ws.now()),
                members=wanted,
                is_im=is_im,
                is_mpim=not is_im,
                is_private=not is_im,
            )
        )
