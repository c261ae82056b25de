"""Return addresses of comments, and the sealed word on the buttons of an answer: both say nothing
without the wave's reply key, and nothing at all once that is destroyed. Knows no store.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import asdict, dataclass
from hashlib import blake2b
from uuid import UUID

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox
from nacl.secret import SecretBox

_LENGTH = 160  # bytes of a talk before it is sealed, whoever it is with


@dataclass(frozen=True, kw_only=True, slots=True)
class Talk:
    """One answer of HR to somebody's comment."""

    comment_id: str
    number: int
    slack_user_id: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Addressee:
    """Where an answer goes. `value` is for its buttons; `message_id` is the same every time, so
    that it can be seen whether it was delivered."""

    slack_user_id: str
    value: str
    message_id: str


def address_opened(address: bytes, private: bytes) -> str:
    """The Slack user in a return address; "" when there is none, or it does not open."""
    try:
        return SealedBox(PrivateKey(private)).decrypt(address).decode().strip()
    except (CryptoError, ValueError):
        return ""


def talk_of(talk: Talk, wave_id: int, private: bytes) -> Addressee:
    """A talk as a message needs it: nobody but the holder of the key can read or make its value."""
    packed = json.dumps(asdict(talk)).encode().ljust(_LENGTH)
    sealed = urlsafe_b64encode(bytes(_box(private).encrypt(packed))).decode()
    about = f"{talk.comment_id}:{talk.number}".encode()
    return Addressee(
        slack_user_id=talk.slack_user_id,
        value=f"{wave_id}:{sealed}",
        message_id=str(UUID(bytes=blake2b(about, key=private, digest_size=16).digest())),
    )


def talk_from(sealed: str, private: bytes) -> Talk | None:
    """What the value of a button says; None when it is not ours."""
    try:
        return Talk(**json.loads(_box(private).decrypt(urlsafe_b64decode(sealed.encode()))))
    except (CryptoError, ValueError):
        return None


def _box(private: bytes) -> SecretBox:
    return SecretBox(blake2b(private, digest_size=SecretBox.KEY_SIZE, person=b"talk").digest())
