"""Decides what exists in the workspace right now and who hears of a change. All other modules
read and replace its records under its one lock; it knows no HTTP and no Block Kit."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, replace

from sandbox.clock import Clock
from sandbox.errors import SlackError
from sandbox.ids import Ids
from sandbox.records import (
    App,
    Channel,
    Complaint,
    Delivery,
    File,
    Json,
    Message,
    ResponseUrl,
    Scheduled,
    Trigger,
    User,
    UserGroup,
    View,
)


@dataclass(frozen=True, kw_only=True)
class Change:
    """Something a page may have to read again: `messages`, `home`, `view` or `channels`. With
    `user` it concerns that person only."""

    what: str
    channel: str | None = None
    user: str | None = None


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened, before it is wrapped for the apps that subscribed to `name`. With
    `channel` only apps in it hear of it, with `app_id` only that app."""

    name: str
    body: Json
    channel: str | None = None
    app_id: str | None = None


_LAST_WORDS = ("app_uninstalled", "tokens_revoked")
EventSink = Callable[[App, Event], "Future[Delivery]"]


class Workspace:
    """The records of one Slack workspace. `lock` is also a condition: it is notified after every
    change, so that a reader can wait for one."""

    hint: str = ""
    """A line on what to try, shown above the page."""

    def __init__(
        self, *, clock: Clock, name: str, domain: str, enterprise: tuple[str, str] | None = None
    ) -> None:
        self.clock = clock
        self.lock = threading.Condition(threading.RLock())
        self.ids = Ids()
        self.team_id = self.ids.new("T")
        self.name = name
        self.domain = domain
        self.enterprise = enterprise
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.messages: dict[str, dict[str, Message]] = {}
        self.replies: dict[tuple[str, str], list[str]] = {}
        self.pins: dict[str, list[str]] = {}
        self.apps: dict[str, App] = {}
        self.views: dict[str, View] = {}
        self.stacks: dict[str, list[str]] = {}
        self.homes: dict[tuple[str, str], str] = {}
        self.triggers: dict[str, Trigger] = {}
        self.response_urls: dict[str, ResponseUrl] = {}
        self.files: dict[str, File] = {}
        self.usergroups: dict[str, UserGroup] = {}
        self.scheduled: dict[str, Scheduled] = {}
        self.last_read: dict[tuple[str, str], str] = {}
        self.complaints: list[Complaint] = []
        self.watchers: list[Callable[[Change], None]] = []
        self.event_sink: EventSink | None = None

    def now(self) -> float:
        """Seconds since 1970 on the sandbox's clock."""
        return self.clock()

    def new_ts(self) -> str:
        """A timestamp for a new message."""
        return self.ids.ts(self.now())

    def changed(self, what: str, *, channel: str | None = None, user: str | None = None) -> None:
        """Wake everybody who waits for a change and tell the open pages what to read again."""
        change = Change(what=what, channel=channel, user=user)
        with self.lock:
            self.lock.notify_all()
            watchers = list(self.watchers)
        for watch in watchers:
            watch(change)

    def emit(self, event: Event) -> list[Future[Delivery]]:
        """Send `event` to every app that subscribed to it and may see where it happened; the
        futures end when the app has acknowledged or Slack would have given up waiting."""
        if self.event_sink is None:
            return []
        sink = self.event_sink
        return [sink(app, event) for app in list(self.apps.values()) if self._hears(app, event)]

    def _hears(self, app: App, event: Event) -> bool:
        if event.name not in app.events or event.app_id not in (None, app.app_id):
            return False
        # A dead app still hears why it is dead.
        if app.is_token_revoked:
            return event.name in _LAST_WORDS
        return event.channel is None or app.bot_user_id in self.channel(event.channel).members

    def user(self, user_id: str, code: str = "user_not_found") -> User:
        """The user with that id, or a refusal with `code`."""
        if user_id not in self.users:
            raise SlackError(code)
        return self.users[user_id]

    def channel(self, channel_id: str) -> Channel:
        """The conversation with that id, or `channel_not_found`."""
        if channel_id not in self.channels:
            raise SlackError("channel_not_found")
        return self.channels[channel_id]

    def app(self, app_id: str) -> App:
        """The installed app with that id, or `app_not_found`."""
        if app_id not in self.apps:
            raise SlackError("app_not_found")
        return self.apps[app_id]

    def message(self, channel_id: str, ts: str) -> Message:
        """The message with that timestamp, ephemeral ones included, or `message_not_found`."""
        found = self.messages.get(channel_id, {}).get(ts)
        if found is None:
            raise SlackError("message_not_found")
        return found

    def view(self, view_id: str) -> View:
        """The modal or Home with that id, or `not_found`."""
        if view_id not in self.views:
            raise SlackError("not_found")
        return self.views[view_id]

    def replace_user(self, user: User) -> User:
        """Keep `user` instead of the one with the same id, with a new `updated` time."""
        with self.lock:
            self.users[user.id] = replace(user, updated=int(self.now()))
        self.changed("channels")
        return self.users[user.id]

    def replace_channel(self, channel: Channel) -> Channel:
        """Keep `channel` instead of the one with the same id."""
        with self.lock:
            self.channels[channel.id] = channel
            self.messages.setdefault(channel.id, {})
        self.changed("channels", channel=channel.id)
        return channel

    def complain(self, complaint: Complaint) -> None:
        """Remember that a person was shown an error because of the app."""
        with self.lock:
            self.complaints.append(complaint)
