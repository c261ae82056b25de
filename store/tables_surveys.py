"""Tables of surveys. Between `sealed` and `ballot` there is no way back: ballots, comments and
receipts carry no person, no time and no order, and are written once, shuffled, when a wave closes.

Rows stay inside store/. `invitation` says who was asked and who answered, never what.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Index, LargeBinary
from sqlmodel import Field

from store.table_base import CLUSTERED, STRICT, Table


class SurveyRow(Table, table=True):
    """What is asked, of whom and when; `definition` is JSON that bot/domain understands."""

    __tablename__ = "survey"
    __table_args__ = (
        CheckConstraint("state IN ('draft', 'active', 'paused', 'ended')", name="state"),
        STRICT,
    )
    id: int = Field(primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id", index=True)
    name: str
    owner: str
    definition: str
    state: str
    next_wave_at: int | None = Field(default=None, sa_type=BigInteger)


class WaveRow(Table, table=True):
    """One run of a survey with what it promised: definition and thresholds never change again."""

    __tablename__ = "wave"
    __table_args__ = (
        Index(None, "workspace_id", "survey_id"),
        Index(None, "state", "closes_at"),
        CheckConstraint("state IN ('open', 'mixed', 'closed')", name="state"),
        CheckConstraint("least >= 5 AND least_comments >= 10", name="least"),
        STRICT,
    )
    id: int = Field(primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    survey_id: int = Field(foreign_key="survey.id")
    number: int
    definition: str
    state: str
    opens_at: int = Field(sa_type=BigInteger)
    closes_at: int = Field(sa_type=BigInteger)
    least: int
    least_comments: int
    public_key: bytes = Field(sa_type=LargeBinary)
    invited: int
    answered: int | None = None
    outcome: str | None = None
    story: str | None = None


class InvitationRow(Table, table=True):
    """Somebody asked in a wave. `segments` are those of the launch; deleted 30 days after it."""

    __tablename__ = "invitation"
    __table_args__ = (Index(None, "wave_id", "send_at"), CLUSTERED)
    wave_id: int = Field(primary_key=True, foreign_key="wave.id")
    slack_user_id: str = Field(primary_key=True)
    segments: str
    locale: str
    send_at: int = Field(sa_type=BigInteger)
    reminders: int
    has_answered: bool
    is_thanked: bool
    outbox_id: str | None = None


class SealedRow(Table, table=True):
    """One person's answers until the wave closes, readable with the wave's key only."""

    __tablename__ = "sealed"
    __table_args__ = (CLUSTERED,)
    wave_id: int = Field(primary_key=True, foreign_key="wave.id")
    slack_user_id: str = Field(primary_key=True)
    box: bytes = Field(sa_type=LargeBinary)


class BallotRow(Table, table=True):
    """Somebody's answers without texts; `id` is random."""

    __tablename__ = "ballot"
    __table_args__ = (CLUSTERED,)
    wave_id: int = Field(primary_key=True, foreign_key="wave.id")
    id: str = Field(primary_key=True)
    answers: str


class NamedBallotRow(Table, table=True):
    """Answers to a knowledge check that everybody was told is with their name."""

    __tablename__ = "named_ballot"
    __table_args__ = (CLUSTERED,)
    wave_id: int = Field(primary_key=True, foreign_key="wave.id")
    slack_user_id: str = Field(primary_key=True)
    answers: str


class CommentRow(Table, table=True):
    """A text somebody wrote; `address` is a sealed box of one length, empty inside or not."""

    __tablename__ = "comment"
    __table_args__ = (CLUSTERED,)
    wave_id: int = Field(primary_key=True, foreign_key="wave.id")
    id: str = Field(primary_key=True)
    question: int
    part: str | None = None
    text: str
    address: bytes = Field(sa_type=LargeBinary)


class ReplyRow(Table, table=True):
    """A message about a comment: of a named responder, or of whoever wrote the comment."""

    __tablename__ = "reply"
    __table_args__ = (Index(None, "state", "deliver_at"), CLUSTERED)
    wave_id: int = Field(primary_key=True, foreign_key="wave.id")
    comment_id: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    about: int | None = None
    responder: str | None = None
    text: str
    state: str
    deliver_at: int = Field(sa_type=BigInteger)


class ReceiptRow(Table, table=True):
    """A word a respondent was given: it is here when their answer was counted."""

    __tablename__ = "receipt"
    __table_args__ = (CLUSTERED,)
    wave_id: int = Field(primary_key=True, foreign_key="wave.id")
    word: str = Field(primary_key=True)


class ReleasedRow(Table, table=True):
    """What is shown of a question: the counts of a group that passed the audit at closing."""

    __tablename__ = "released"
    __table_args__ = (CLUSTERED,)
    wave_id: int = Field(primary_key=True, foreign_key="wave.id")
    question: int = Field(primary_key=True)
    group_key: str = Field(primary_key=True)
    counts: str


__all__ = ["Table"]
