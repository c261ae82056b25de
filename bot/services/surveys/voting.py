"""Decides whether an answer is taken in, and seals it before it touches the database.

Keeps nothing of an answer in memory, log or error. Knows no Slack.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from bot.domain.surveys.envelope import Sheet, seal
from bot.domain.surveys.questions import Answers, Question, accepted, question_from
from bot.errors import NotAllowed, NotFound, UsageError
from bot.i18n import msgid
from bot.services.desk import Desk
from store.errors import NotFound as NoSuchRow
from store.records_surveys import Wave, WaveState

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""What receipts are made of: without letters that look like another."""
_REMEMBERED = 64
CLOSED = msgid("This survey is closed. Nothing was changed; thank you for wanting to answer.")
NOT_ASKED = msgid("This survey was not sent to you, so there is nothing to answer.")


@dataclass(frozen=True, kw_only=True)
class Voting:
    """Takes answers in, changes them and takes them back, until the wave closes."""

    desk: Desk
    _seen: dict[int, tuple[Wave, tuple[Question, ...]]] = field(default_factory=dict, repr=False)

    def form(self, slack_user_id: str, wave_id: int) -> tuple[Wave, tuple[Question, ...]]:
        """What somebody is asked. NotFound, NotAllowed or UsageError when they cannot answer."""
        wave, questions = self.asked(wave_id)
        if self.desk.store.invitations.get(wave_id, slack_user_id) is None:
            raise NotAllowed(NOT_ASKED)
        return wave, questions

    def asked(self, wave_id: int) -> tuple[Wave, tuple[Question, ...]]:
        """What is asked in an open wave, whoever it is sent to; NotFound or UsageError.

        Reads nothing of the wave's people: `answer` looks at them as it keeps the answer, and a
        look before that would wait for every commit when a thousand people answer at once.
        """
        wave, questions = self._wave(wave_id)
        self._check_open(wave)
        return wave, questions

    def answer(
        self, slack_user_id: str, wave_id: int, answers: Answers, *, may_reply: bool = False
    ) -> str:
        """Seal the answers in place of those before; durable when the receipt is returned.

        UsageError for answers that no form offers and for a closed wave, NotAllowed for somebody
        who was not asked. The receipt is a random word that says nothing about the answers.
        """
        wave, questions = self.asked(wave_id)
        receipt = new_receipt()
        sheet = Sheet(
            wave_id=wave_id,
            slack_user_id=slack_user_id,
            answers=accepted(questions, answers),
            receipt=receipt,
            may_reply=may_reply,
        )
        box = seal(sheet, questions, wave.public_key)
        if not self.desk.store.ballots.seal(wave_id, slack_user_id, box, self.desk.clock()):
            self._refuse(slack_user_id, wave_id)
        return receipt

    def take_back(self, slack_user_id: str, wave_id: int) -> None:
        """Forget the answers; taking back what is not there is the same."""
        if not self.desk.store.ballots.take_back(wave_id, slack_user_id, self.desk.clock()):
            self._refuse(slack_user_id, wave_id)

    def has_answered(self, slack_user_id: str, wave_id: int) -> bool:
        """Whether their answers are in; what they are nobody can tell."""
        invitation = self.desk.store.invitations.get(wave_id, slack_user_id)
        return invitation is not None and invitation.has_answered

    def was_counted(self, wave_id: int, receipt: str) -> bool:
        """Whether a receipt is in the list of a closed wave; UsageError while it is open."""
        if self.desk.store.surveys.wave(self.desk.workspace_id, wave_id).state is WaveState.OPEN:
            raise UsageError("This survey is still open: answers are counted when it closes.")
        return receipt.strip().upper() in self.desk.store.ballots.receipts(wave_id)

    def _refuse(self, slack_user_id: str, wave_id: int) -> None:
        if self.desk.store.invitations.get(wave_id, slack_user_id) is None:
            raise NotAllowed(NOT_ASKED)
        raise UsageError(CLOSED)

    def _check_open(self, wave: Wave) -> None:
        if wave.closes_at <= self.desk.clock():
            raise UsageError(CLOSED)

    def _wave(self, wave_id: int) -> tuple[Wave, tuple[Question, ...]]:
        """What was launched never changes, but for closing: the store looks at that itself."""
        found = self._seen.get(wave_id)
        if found is None:
            try:
                wave = self.desk.store.surveys.wave(self.desk.workspace_id, wave_id)
            except NoSuchRow:
                raise NotFound("There is no such survey any more.") from None
            if wave.state is not WaveState.OPEN:
                raise UsageError(CLOSED)
            found = wave, tuple(question_from(one) for one in wave.definition["questions"])
            if len(self._seen) >= _REMEMBERED:
                self._seen.clear()
            self._seen[wave_id] = found
        return found


def new_receipt() -> str:
    """Two groups of five letters and digits, such as K7QF2-9MXWB: fifty random bits."""
    letters = "".join(secrets.choice(LETTERS) for _ in range(10))
    return f"{letters[:5]}-{letters[5:]}"
