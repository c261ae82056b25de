"""Decides how HR and the unnamed writer of a comment speak with each other: who may say what until
when, and where an answer goes. Only `addressee` opens a return address, and only to deliver.

Nothing here is ever written down that says who a writer is: no row, no log, no error.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import SystemRandom

from bot.domain.surveys.plans import PARTICIPATION_DAYS
from bot.domain.surveys.returning import Addressee, Talk, address_opened, talk_from, talk_of
from bot.errors import NotFound, UsageError
from bot.i18n import msgid
from bot.services.access import Actor
from bot.services.desk import Desk
from bot.services.surveys.keys import KeyGone, Keys
from bot.services.surveys.rights import require_hr
from store.errors import NotFound as NoSuchRow
from store.records_surveys import Comment, Reply, Wave, WaveState

KEPT = timedelta(days=PARTICIPATION_DAYS)
"""How long after closing a comment can be answered: then return addresses and keys are gone."""
SOONEST, LATEST = timedelta(minutes=10), timedelta(hours=4)
"""When something said is delivered: nobody can tell by the time who is at their desk."""
MOST_TEXT = 1_000
MOST_MESSAGES = 40
OVER = msgid("This conversation is over: return addresses are kept for {days} days after closing.")
ENDED = msgid("This conversation was ended by whoever wrote the comment.")
SAID = msgid("You have said something back already. You can again when there is another answer.")
AT_ONCE = msgid("Something else was said at that very moment. Please send it once more.")


@dataclass(frozen=True, kw_only=True)
class Replies:
    """Conversations about comments."""

    desk: Desk
    keys: Keys

    def threads(self, actor: Actor, wave_id: int) -> Mapping[str, Sequence[Reply]]:
        """For HR: what was said about each comment, by its id, as far as it was delivered."""
        require_hr(actor)
        return {
            comment_id: self._seen(said)
            for comment_id, said in self.desk.store.replies.of(wave_id).items()
        }

    def form(
        self, actor: Actor, wave_id: int, comment_id: str
    ) -> tuple[Wave, Comment, Sequence[Reply]]:
        """For HR: the comment and what was said about it. NotFound; UsageError when it cannot be
        answered any more."""
        require_hr(actor)
        wave = self._wave(wave_id)
        comment = self.desk.store.ballots.comment(wave_id, comment_id)
        if comment is None:
            raise NotFound("There is no such comment any more.")
        seen = self._seen(self._said(wave_id, comment_id))
        if any(one.is_end for one in seen):
            raise UsageError(ENDED)
        return wave, comment, seen

    def answer(self, actor: Actor, wave_id: int, comment_id: str, text: str) -> None:
        """HR answers, by name. Whether anybody gets it nobody can know: not everybody allowed it.

        It is the same for every comment, with or without a return address.
        """
        self.form(actor, wave_id, comment_id)
        responder = actor.slack_user_id
        if responder is None:
            raise UsageError("Answer comments in Slack: whoever wrote them sees your name.")
        self._add(wave_id, comment_id, _checked(text), responder=responder)
        self.desk.store.audit.add(
            self.desk.workspace_id,
            self.desk.clock(),
            actor.label,
            "comment.answer",
            {"wave": wave_id},
        )

    def about(self, slack_user_id: str, value: str) -> tuple[Wave, Talk]:
        """Which answer a button is about; NotFound when it is not this person's, UsageError when
        the conversation is over."""
        number, _colon, sealed = value.partition(":")
        if not number.isdecimal() or len(number) > 12:
            raise UsageError("That button is not valid any more.")
        wave = self._wave(int(number))
        talk = talk_from(sealed, self._private(wave))
        if talk is None or talk.slack_user_id != slack_user_id:
            raise NotFound("That button is not valid any more.")
        said = self._said(wave.id, talk.comment_id)
        if any(one.is_end for one in said):
            raise UsageError("You have ended this conversation. Nothing more is said in it.")
        return wave, talk

    def say_back(self, slack_user_id: str, value: str, text: str) -> None:
        """The writer of a comment says something back, unnamed, once to each answer."""
        wave, talk = self.about(slack_user_id, value)
        said = self._said(wave.id, talk.comment_id)
        if any(one.about == talk.number for one in said):
            raise UsageError(SAID)
        self._add(wave.id, talk.comment_id, _checked(text), about=talk.number)

    def end(self, slack_user_id: str, value: str) -> None:
        """The writer ends the conversation: their return address is deleted at once."""
        wave, talk = self.about(slack_user_id, value)
        with self.desk.store.transaction():
            self._add(wave.id, talk.comment_id, "", about=talk.number)
            self.desk.store.ballots.forget_addresses(wave.id, talk.comment_id)

    def due(self) -> list[Reply]:
        """What is to be delivered now."""
        rows, now = self.desk.store.replies, self.desk.clock()
        return [one for wave_id in rows.waves() for one in rows.due(wave_id, now)]

    def addressee(self, reply: Reply) -> Addressee | None:
        """Whom an answer of HR goes to; None when nobody allowed it, or it is too late."""
        try:
            private = self._private(self._wave(reply.wave_id))
        except UsageError:
            return None
        comment = self.desk.store.ballots.comment(reply.wave_id, reply.comment_id)
        user = address_opened(comment.address, private) if comment else ""
        if not user:
            return None
        talk = Talk(comment_id=reply.comment_id, number=reply.number, slack_user_id=user)
        return talk_of(talk, reply.wave_id, private)

    def is_kept(self, wave: Wave) -> bool:
        """Whether comments of a wave may still be answered."""
        is_closed = wave.state is WaveState.CLOSED
        return is_closed and self.desk.clock() < wave.closes_at + KEPT

    def _wave(self, wave_id: int) -> Wave:
        try:
            wave = self.desk.store.surveys.wave(self.desk.workspace_id, wave_id)
        except NoSuchRow:
            raise NotFound("There is no such wave.") from None
        if not self.is_kept(wave):
            raise UsageError(OVER, days=KEPT.days)
        return wave

    def _private(self, wave: Wave) -> bytes:
        try:
            return self.keys.read(bytes.fromhex(str(wave.definition.get("reply_key", ""))))
        except KeyGone:
            raise UsageError(OVER, days=KEPT.days) from None

    def _said(self, wave_id: int, comment_id: str) -> Sequence[Reply]:
        return self.desk.store.replies.of(wave_id).get(comment_id, ())

    def _seen(self, said: Sequence[Reply]) -> Sequence[Reply]:
        """What HR knows of: what the writer says is heard only when it is delivered."""
        now = self.desk.clock()
        return [one for one in said if one.responder or one.deliver_at <= now]

    def _add(
        self,
        wave_id: int,
        comment_id: str,
        text: str,
        *,
        responder: str | None = None,
        about: int | None = None,
    ) -> None:
        said = self._said(wave_id, comment_id)
        if len(said) >= MOST_MESSAGES:
            raise UsageError(
                "This conversation is full: it holds {most} messages.", most=MOST_MESSAGES
            )
        reply = Reply(
            wave_id=wave_id,
            comment_id=comment_id,
            number=len(said) + 1,
            about=about,
            responder=responder,
            text=text,
            deliver_at=_moment(self.desk.clock()),
        )
        if not self.desk.store.replies.add(reply):
            raise UsageError(AT_ONCE)


def _checked(text: str) -> str:
    if not text.strip():
        raise UsageError("Write something first.")
    if len(text) > MOST_TEXT:
        raise UsageError("Keep it below {most} characters.", most=MOST_TEXT)
    return text.strip()


def _moment(now: datetime) -> datetime:
    seconds = SystemRandom().uniform(SOONEST.total_seconds(), LATEST.total_seconds())
    return now + timedelta(seconds=seconds)
