"""Decides what becomes of everything the bot says by itself: a row in the caller's transaction.

Nothing here speaks to Slack: bot/jobs sends the rows, each exactly once (docs/posting.md).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from bot.views.checks import MAX_BLOCKS
from bot.views.parts import TEXT_LIMIT, Message, shorten
from bot.views.pictures import Picture
from store.open import Store
from store.records_outbox import Draft, Outbox, State, Verb


class Kind(StrEnum):
    """Why something is said."""

    BOARD = "board"
    TEST = "test"
    LIVE = "live"
    PIN = "pin"
    CORRECTION = "correction"
    HEADS_UP = "heads-up"
    BELL = "bell"
    BADGES = "badges"
    DEAL = "deal"
    DEAL_ANSWER = "deal-answer"
    NOTICE = "notice"
    SHARE = "share"
    SURVEY = "survey"
    SURVEY_REMINDER = "survey-reminder"
    SURVEY_NEWS = "survey-news"
    SURVEY_REPLY = "survey-reply"
    EXPORT = "export"


class FileKind(StrEnum):
    """What a file is made from when it is sent, in bot/jobs/files.py."""

    SURVEY_EXPORT = "survey-export"


SURVEY_KINDS = (Kind.SURVEY, Kind.SURVEY_REMINDER, Kind.SURVEY_NEWS, Kind.SURVEY_REPLY)
"""Messages about surveys: their rows are deleted after a while, not only what they say."""


class InDoubt(StrEnum):
    """What to do when nobody can look whether Slack has a message: say it again, or leave it."""

    AGAIN = "again"
    LEAVE = "leave"


@dataclass(frozen=True, kw_only=True, slots=True)
class Policy:
    """How a kind of message is treated. `lasts` is how late it may still be said. A `is_quiet` one
    that cannot be said is nobody's trouble: admins are not told."""

    in_doubt: InDoubt
    lasts: timedelta
    is_quiet: bool = False


POLICIES: Mapping[Kind, Policy] = MappingProxyType(
    {
        Kind.BOARD: Policy(in_doubt=InDoubt.LEAVE, lasts=timedelta(hours=4)),
        Kind.TEST: Policy(in_doubt=InDoubt.LEAVE, lasts=timedelta(minutes=30)),
        Kind.LIVE: Policy(in_doubt=InDoubt.LEAVE, lasts=timedelta(hours=24)),
        Kind.PIN: Policy(in_doubt=InDoubt.AGAIN, lasts=timedelta(hours=24), is_quiet=True),
        Kind.CORRECTION: Policy(in_doubt=InDoubt.LEAVE, lasts=timedelta(hours=24)),
        Kind.HEADS_UP: Policy(in_doubt=InDoubt.AGAIN, lasts=timedelta(hours=24), is_quiet=True),
        Kind.BELL: Policy(in_doubt=InDoubt.LEAVE, lasts=timedelta(hours=4)),
        Kind.BADGES: Policy(in_doubt=InDoubt.LEAVE, lasts=timedelta(hours=24)),
        Kind.DEAL: Policy(in_doubt=InDoubt.AGAIN, lasts=timedelta(hours=72)),
        Kind.DEAL_ANSWER: Policy(in_doubt=InDoubt.AGAIN, lasts=timedelta(hours=72)),
        Kind.NOTICE: Policy(in_doubt=InDoubt.AGAIN, lasts=timedelta(days=7), is_quiet=True),
        Kind.SHARE: Policy(in_doubt=InDoubt.LEAVE, lasts=timedelta(minutes=30), is_quiet=True),
        Kind.SURVEY: Policy(in_doubt=InDoubt.AGAIN, lasts=timedelta(days=2), is_quiet=True),
        Kind.SURVEY_REMINDER: Policy(
            in_doubt=InDoubt.LEAVE, lasts=timedelta(hours=3), is_quiet=True
        ),
        Kind.SURVEY_NEWS: Policy(in_doubt=InDoubt.LEAVE, lasts=timedelta(hours=24)),
        Kind.SURVEY_REPLY: Policy(in_doubt=InDoubt.AGAIN, lasts=timedelta(days=7), is_quiet=True),
        Kind.EXPORT: Policy(in_doubt=InDoubt.AGAIN, lasts=timedelta(hours=1), is_quiet=True),
    }
)
"""In a channel twice is worse than missing and told; a private word better twice than never."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Patience:
    """How the poster waits. `lease` is how long a claimed message is one process's own; `timeout`
    how long Slack may take for one call; `look_after` how long after an unclear end Slack is asked
    whether it has the message; the others are Slack's limits for posting and for edits and pins.
    """

    lease: timedelta = timedelta(seconds=60)
    timeout: timedelta = timedelta(seconds=10)
    look_after: timedelta = timedelta(seconds=15)
    channel_every: timedelta = timedelta(seconds=1)
    workspace_every: timedelta = timedelta(milliseconds=250)
    edits_every: timedelta = timedelta(milliseconds=1200)
    longest_pause: timedelta = timedelta(minutes=5)
    attempts: int = 8


class Outgoing:
    """What the bot says by itself, in one workspace."""

    def __init__(self, store: Store, workspace_id: int, clock: Callable[[], datetime]) -> None:
        """`clock` gives aware UTC moments."""
        self._rows = store.outbox
        self._workspace_id = workspace_id
        self._clock = clock

    def post(
        self,
        *,
        kind: Kind,
        key: str,
        channel: str,
        message: Message,
        picture: Picture | None = None,
        file: Mapping[str, Any] | None = None,
        thread_of: str | None = None,
        not_before: datetime | None = None,
        expires_at: datetime | None = None,
    ) -> str | None:
        """Decide a message: a row in the caller's transaction, its id; None when `key`, which
        names the cause, was decided before.

        `channel` is a channel id, or a Slack user id for a direct message. `thread_of` is the id of
        a decided message in whose thread it goes. `file` says what bot/jobs/files.py makes a file
        from when it is sent: what is in it is never kept here. Later than `expires_at`, or the
        kind's own `lasts`, it is not said any more.
        """
        now = self._clock()
        starts = max(not_before or now, now)
        draft = Draft(
            key=key,
            kind=kind,
            channel=channel,
            payload=payload_of(message, picture) | ({"file": dict(file)} if file else {}),
            thread_of=thread_of,
            not_before=starts,
            expires_at=expires_at or starts + POLICIES[kind].lasts,
        )
        return self._rows.add(self._workspace_id, draft, at=now)

    def edit(
        self, outbox_id: str, *, key: str, message: Message, picture: Picture | None = None
    ) -> str | None:
        """The message gets this content: in place while nobody has tried to send it, else by an
        edit that overtakes older ones. The edit's id; None when `key` was decided before, or the
        message was dropped."""
        target = self.get(outbox_id)
        if target is None:
            return None
        now = self._clock()
        draft = Draft(
            key=key,
            kind=target.kind,
            channel=target.channel,
            payload=payload_of(message, picture),
            verb=Verb.UPDATE,
            edits=outbox_id,
            not_before=now,
            expires_at=now + timedelta(days=7),
        )
        return self._rows.edit(self._workspace_id, outbox_id, draft, at=now)

    def pin(self, outbox_id: str) -> None:
        """Pin the message once it is there, if Slack lets us; doing it twice is the same."""
        target = self.get(outbox_id)
        if target is None:
            return
        now = self._clock()
        draft = Draft(
            key=f"pin:{outbox_id}",
            kind=Kind.PIN,
            channel=target.channel,
            payload={},
            verb=Verb.PIN,
            edits=outbox_id,
            not_before=now,
            expires_at=now + POLICIES[Kind.PIN].lasts,
        )
        self._rows.add(self._workspace_id, draft, at=now)

    def unpin(self, outbox_id: str) -> None:
        """Take the pin of a message off again; one that was not tried yet is let go."""
        target, pinned = self.get(outbox_id), self.find(f"pin:{outbox_id}")
        if target is None or pinned is None or pinned.state is State.DROPPED:
            return
        if self.drop(pinned.id, reason="unpinned"):
            return
        now = self._clock()
        draft = Draft(
            key=f"unpin:{outbox_id}",
            kind=Kind.PIN,
            channel=target.channel,
            payload={},
            verb=Verb.UNPIN,
            edits=outbox_id,
            not_before=now,
            expires_at=now + POLICIES[Kind.PIN].lasts,
        )
        self._rows.add(self._workspace_id, draft, at=now)

    def take(self, *, kind: Kind, key: str, channel: str) -> str | None:
        """Decide something that the caller says by other means, so that it is said once: its id,
        for `give_back` when it was certainly not said; None when `key` was decided before."""
        now = self._clock()
        draft = Draft(
            key=key, kind=kind, channel=channel, payload={}, verb=Verb.SHARE, not_before=now
        )
        return self._rows.add(self._workspace_id, draft, at=now, state=State.SENT)

    def give_back(self, outbox_id: str) -> None:
        """What was taken was not said: the next one may."""
        self._rows.forget(self._workspace_id, outbox_id)

    def drop(self, outbox_id: str, *, reason: str) -> bool:
        """Let go of a message that nobody has tried to send; False when it is too late for that."""
        return self._rows.drop(self._workspace_id, outbox_id, reason)

    def find(self, key: str) -> Outbox | None:
        """The message decided for this cause."""
        return self._rows.find(self._workspace_id, key)

    def get(self, outbox_id: str) -> Outbox | None:
        """The message with this id."""
        return self._rows.get(self._workspace_id, outbox_id)


def payload_of(message: Message, picture: Picture | None = None) -> dict[str, Any]:
    """A message as it is kept. Slack makes several posts of a very long text, so it is cut."""
    kept: dict[str, Any] = {"text": shorten(message.text, TEXT_LIMIT)}
    if message.blocks:
        kept["blocks"] = list(message.blocks)[: MAX_BLOCKS - (picture is not None)]
    if picture is not None:
        kept["picture"] = {"svg": picture.svg, "alt": picture.alt, "name": picture.name}
    return kept
