"""One person's answers as bytes of one length, bound to their wave and person, sealed for a wave.

Knows no store and no Slack. Sealing is PyNaCl's SealedBox (X25519): who seals cannot open again.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from bot.domain.surveys.questions import MOST_TEXT, Answer, Answers, Kind, Question

_FRAME = 512  # bytes for everything but answers
_NUMBERS = 64  # bytes for an answer that is a number, or several
_WORST = 4  # bytes of one character in UTF-8; questions.py lets no control characters in


class BrokenEnvelope(Exception):
    """A sealed row that does not open, or that was made for another person or wave."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """What one person handed in. `receipt` is a random word that says nothing about the answers;
    `may_reply` whether HR may answer their comments through the bot."""

    wave_id: int
    slack_user_id: str
    answers: Answers
    receipt: str
    may_reply: bool = False


def length(questions: Sequence[Question]) -> int:
    """How many bytes every sheet of a survey has before sealing, whatever was answered."""
    texts = sum(question.kind is Kind.TEXT for question in questions)
    return _FRAME + _NUMBERS * len(questions) + texts * MOST_TEXT * _WORST


def seal(sheet: Sheet, questions: Sequence[Question], public_key: bytes) -> bytes:
    """The sheet in a sealed box; boxes of one wave all have the same length."""
    packed = json.dumps(
        {
            "wave": sheet.wave_id,
            "person": sheet.slack_user_id,
            "receipt": sheet.receipt,
            "reply": sheet.may_reply,
            "answers": {str(number): answer for number, answer in sheet.answers.items()},
        },
        ensure_ascii=False,
    ).encode()
    padded = packed.ljust(length(questions))
    if len(padded) > length(questions):
        raise ValueError("the answers are longer than the questions allow")
    return bytes(SealedBox(PublicKey(public_key)).encrypt(padded))


def unseal(box: bytes, private_key: bytes, *, wave_id: int, slack_user_id: str) -> Sheet:
    """The sheet in a box. BrokenEnvelope when it does not open or is somebody else's."""
    try:
        read = json.loads(SealedBox(PrivateKey(private_key)).decrypt(box))
    except (CryptoError, ValueError) as error:
        raise BrokenEnvelope("a sealed answer does not open") from error
    if (read["wave"], read["person"]) != (wave_id, slack_user_id):
        raise BrokenEnvelope("a sealed answer is in the wrong place")
    return Sheet(
        wave_id=wave_id,
        slack_user_id=slack_user_id,
        answers={int(number): _answer(value) for number, value in read["answers"].items()},
        receipt=read["receipt"],
        may_reply=read["reply"],
    )


def _answer(value: object) -> Answer:
    if isinstance(value, list):
        return tuple(int(one) for one in value)
    return value if isinstance(value, str) else int(str(value))
