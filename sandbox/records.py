"""Decides what the workspace remembers: one frozen record per thing Slack has an id for.
Knows neither how records change nor how they are shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class SeedUser:
    """Somebody to put into a fresh workspace."""

    name: str
    email: str
    locale: str = "en-US"
    tz: str = "Europe/Amsterdam"
    is_admin: bool = False


@dataclass(frozen=True, kw_only=True)
class User:
    """Somebody in the workspace, or the bot user of an app (then with `bot_id` and `app_id`)."""

    id: str
    name: str
    real_name: str
    email: str
    locale: str
    tz: str
    is_admin: bool = False
    is_bot: bool = False
    deleted: bool = False
    bot_id: str | None = None
    app_id: str | None = None
    updated: int = 0


@dataclass(frozen=True, kw_only=True)
class Channel:
    """A conversation: a public or private channel, a group conversation or a direct one."""

    id: str
    name: str
    creator: str
    created: int
    members: tuple[str, ...] = ()
    is_private: bool = False
    is_im: bool = False
    is_mpim: bool = False
    is_archived: bool = False

    @property
    def kind(self) -> str:
        """The word Slack uses for this type in scopes and event names."""
        if self.is_im:
            return "im"
        if self.is_mpim:
            return "mpim"
        return "groups" if self.is_private else "channels"


@dataclass(frozen=True, kw_only=True)
class Message:
    """`body` is what conversations.history shows; `seen_by` names the only reader of an
    ephemeral one; `reactions` maps an emoji name to who added it."""

    channel: str
    ts: str
    body: Json
    seen_by: str | None = None
    app_id: str | None = None
    metadata: Json | None = None
    reactions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def thread_ts(self) -> str | None:
        found = self.body.get("thread_ts")
        return None if found is None else str(found)

    @property
    def is_reply(self) -> bool:
        return self.thread_ts not in (None, self.ts)


@dataclass(frozen=True, kw_only=True)
class Command:
    """A slash command an app has registered."""

    command: str
    description: str = ""
    usage_hint: str = ""
    should_escape: bool = False


@dataclass(frozen=True, kw_only=True)
class Shortcut:
    """A shortcut of an app; `type` is global or message."""

    callback_id: str
    name: str
    type: str = "global"
    description: str = ""


@dataclass(frozen=True, kw_only=True)
class App:
    """An installed app. Without `request_url` it is reached by Socket Mode."""

    app_id: str
    name: str
    team_id: str
    bot_user_id: str
    bot_id: str
    bot_token: str
    app_token: str
    signing_secret: str
    verification_token: str
    scopes: frozenset[str]
    events: frozenset[str]
    commands: tuple[Command, ...] = ()
    shortcuts: tuple[Shortcut, ...] = ()
    request_url: str | None = None
    is_token_revoked: bool = False
    messages_tab: bool = True
    home_tab: bool = True


@dataclass(frozen=True, kw_only=True)
class View:
    """A modal or a Home tab. `typed` holds what the person has entered so far, in the shape of
    `state.values`; `errors` what the app complained about at the last submission."""

    id: str
    app_id: str
    user: str
    kind: str
    content: Json
    hash: str
    root_id: str
    previous_id: str | None = None
    typed: Mapping[str, Mapping[str, Json]] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Trigger:
    """Leave to show a modal once, until `expires_at`; `view_id` is where the person was."""

    id: str
    app_id: str
    user: str
    expires_at: float
    view_id: str | None = None
    is_used: bool = False


@dataclass(frozen=True, kw_only=True)
class ResponseUrl:
    """Where an app may answer later; `message_ts` is the message an answer may replace."""

    key: str
    app_id: str
    user: str
    channel: str
    expires_at: float
    uses_left: int
    message_ts: str | None = None
    thread_ts: str | None = None


@dataclass(frozen=True, kw_only=True)
class File:
    """A file on its way in or shared; `length` is in bytes."""

    id: str
    name: str
    title: str
    length: int
    user: str
    created: int
    alt_txt: str = ""
    content: bytes | None = None
    is_complete: bool = False
    channels: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class UserGroup:
    """A named group of people."""

    id: str
    handle: str
    name: str
    users: tuple[str, ...] = ()
    description: str = ""
    is_disabled: bool = False


@dataclass(frozen=True, kw_only=True)
class Scheduled:
    """A message that is posted once the clock has reached `post_at` (seconds)."""

    id: str
    app_id: str
    channel: str
    post_at: int
    args: Json


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """What came of handing one payload to the app: the HTTP status (200 for a Socket Mode ack),
    the ack's body, the milliseconds it took, and Slack's word for a failure. `message` is what
    the ack put before the person, if anything."""

    status: int | None
    body: Any = None
    latency_ms: float = 0.0
    error: str | None = None
    message: Json | None = None

    @property
    def ok(self) -> bool:
        return self.error is None


@dataclass(frozen=True, kw_only=True)
class Complaint:
    """Something the app did wrong that Slack shows to a person instead of to the app."""

    where: str
    code: str
    user: str
    messages: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class WebCall:
    """One Web API call as the sandbox received and answered it; `status` is the HTTP status, 0
    when the connection was dropped instead of answered."""

    method: str
    token_kind: str
    args: Json
    status: int
    error: str | None = None
