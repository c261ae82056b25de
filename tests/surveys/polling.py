"""A wave in a real database, asked without Slack: what tests of anonymity work on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from nacl.public import PrivateKey

from bot.domain.surveys.questions import Kind, Question, definition_of
from bot.services.surveys.closing import Closer
from bot.services.surveys.keys import Keys
from bot.services.surveys.voting import Voting
from store.open import Store
from store.records_surveys import Invitation, Wave
from tests.services.office import Office, Time

QUESTIONS = (
    Question(kind=Kind.ENPS, text="Would you recommend us?"),
    Question(kind=Kind.SCALE, text="How was your week?"),
    Question(kind=Kind.TEXT, text="What is the main reason?"),
)


@dataclass
class Poll:
    """One wave with its key folder; people are U0, U1, …"""

    store: Store
    time: Time
    wave: Wave
    keys: Keys
    voting: Voting
    closer: Closer
    reply_key: PrivateKey

    def person(self, number: int) -> str:
        return f"U{number:04}"

    def vote(self, number: int, **answers) -> str:
        given = {0: answers.get("enps"), 1: answers.get("mood"), 2: answers.get("text")}
        kept = {question: answer for question, answer in given.items() if answer is not None}
        return self.voting.answer(self.person(number), self.wave.id, kept)

    def close(self, passphrase: str = "") -> Wave:
        self.time.now = max(self.time.now, self.wave.closes_at)
        return self.closer.close(self.wave, passphrase)


def open_poll(
    store: Store,
    folder: Path,
    *,
    people: int = 40,
    questions=QUESTIONS,
    segments=lambda number: (),
    passphrase: str = "",
    least: int = 5,
    least_comments: int = 10,
    is_named: bool = False,
    **more,
) -> Poll:
    """A launched wave to which everybody is invited; `more` is frozen into it as well."""
    time = Time()
    office = Office(store=store, time=time)
    keys = Keys(folder=folder / "keys")
    reply_key = PrivateKey.generate()
    desk = office.services.desk
    survey = store.surveys.add(office.workspace, name="Pulse", owner="UHR", definition={})
    wave = store.surveys.launch(
        office.workspace,
        survey.id,
        definition={
            "questions": [definition_of(question) for question in questions],
            "is_named": is_named,
            "reply_key": bytes(reply_key.public_key).hex(),
            **more,
        },
        opens_at=time.now,
        closes_at=time.now + timedelta(days=7),
        least=least,
        least_comments=least_comments,
        public_key=keys.create(passphrase),
        invited=people,
    )
    store.invitations.add(_invited(wave.id, number, segments, time.now) for number in range(people))
    return Poll(
        store=store,
        time=time,
        wave=wave,
        keys=keys,
        voting=Voting(desk=desk),
        closer=Closer(desk=desk, keys=keys),
        reply_key=reply_key,
    )


def _invited(wave_id: int, number: int, segments, now: datetime) -> Invitation:
    return Invitation(
        wave_id=wave_id,
        slack_user_id=f"U{number:04}",
        segments=segments(number),
        locale="en",
        send_at=now,
    )
