"""Frozen values of surveys that leave the store. Knows no SQL and no Slack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class SurveyState(StrEnum):
    """Whether a survey asks: a draft never has, a paused one starts no new wave."""

    DRAFT = "draft"
    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"


class WaveState(StrEnum):
    """`mixed`: opened, shuffled and written, but the key and freed pages may still be there."""

    OPEN = "open"
    MIXED = "mixed"
    CLOSED = "closed"


@dataclass(frozen=True, kw_only=True, slots=True)
class Survey:
    """What is asked, of whom and when; bot/domain knows what the definition means."""

    id: int
    name: str
    owner: str  # the Slack user whose survey it is
    definition: Mapping[str, Any]
    state: SurveyState
    next_wave_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Wave:
    """One run of a survey, with the definition and the thresholds it was launched with."""

    id: int
    survey_id: int
    number: int
    definition: Mapping[str, Any]
    state: WaveState
    opens_at: datetime
    closes_at: datetime
    least: int
    least_comments: int
    public_key: bytes
    invited: int
    answered: int | None = None  # known when it has closed
    outcome: Mapping[str, Any] | None = None  # what closing found: published, or too few
    story: Mapping[str, Any] | None = None  # heard, doing, not doing


@dataclass(frozen=True, kw_only=True, slots=True)
class Invitation:
    """Somebody who is asked in a wave, and whether they answered: never what."""

    wave_id: int
    slack_user_id: str
    segments: tuple[str, ...]
    locale: str
    send_at: datetime
    reminders: int = 0
    has_answered: bool = False
    is_thanked: bool = False  # whether their message says that the answer is in
    outbox_id: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Ballot:
    """Somebody's answers without texts, as JSON holds them: by question number as text."""

    id: str
    answers: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Comment:
    """A text that somebody wrote; `address` is a sealed box that says where a reply may go."""

    id: str
    question: int
    part: str | None
    text: str
    address: bytes


class ReplyState(StrEnum):
    """Where a message about a comment is: `done` is delivered, or that there is nobody."""

    WAITING = "waiting"
    SENDING = "sending"
    DONE = "done"


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """A message about a comment: of a named responder, or of whoever wrote the comment (`responder`
    None), who speaks `about` one answer. It is delivered at a moment that was drawn by lot."""

    wave_id: int
    comment_id: str
    number: int  # in the conversation, from 1
    about: int | None = None
    responder: str | None
    text: str
    state: ReplyState = ReplyState.WAITING
    deliver_at: datetime

    @property
    def is_end(self) -> bool:
        """Whether the writer of the comment ended the conversation with it."""
        return self.responder is None and not self.text


@dataclass(frozen=True, kw_only=True, slots=True)
class Released:
    """The counts of one group for one question that passed the audit; `group` is its key."""

    question: int
    group: str
    counts: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Closing:
    """Everything that is written when a wave closes, in the order in which it was shuffled."""

    ballots: tuple[Ballot, ...]
    comments: tuple[Comment, ...]
    receipts: tuple[str, ...]
    released: tuple[Released, ...]
    answered: int
    outcome: Mapping[str, Any]
    named: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # by Slack user id
