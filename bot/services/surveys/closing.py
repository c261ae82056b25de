"""Decides how a wave ends: opened, mixed, written once; then what could be read back is destroyed.

Every step can be done again: a process that is killed anywhere goes on where it stopped. Knows no
Slack and no texts.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from random import SystemRandom

from nacl.public import PublicKey, SealedBox
from nacl.utils import random

from bot.domain.surveys.envelope import BrokenEnvelope, Sheet, unseal
from bot.domain.surveys.mixing import Mixed, Promise, mix
from bot.domain.surveys.questions import question_from
from bot.errors import UsageError
from bot.services.desk import Desk
from bot.services.surveys.keys import KeyGone, Keys
from store.records_surveys import Ballot, Closing, Comment, Released, Wave, WaveState

_LOG = logging.getLogger(__name__)
ADDRESS = 96  # bytes inside an address before it is sealed: a Slack user id, or nothing
SEALING = 48  # bytes that a sealed box adds: a public key and an authenticator


@dataclass(frozen=True, kw_only=True)
class Closer:
    """Closes waves: the only one that opens sealed answers, and only to mix them."""

    desk: Desk
    keys: Keys

    def close(self, wave: Wave, passphrase: str = "") -> Wave:
        """The closed wave. UsageError when its passphrase is needed or wrong: nothing changes.

        Without its key the answers are lost: they are destroyed unread and the outcome says so.
        """
        store, workspace = self.desk.store, self.desk.workspace_id
        wave = store.surveys.wave(workspace, wave.id)
        if wave.state is WaveState.OPEN:
            private = self._private(wave, passphrase)
            with store.transaction():
                if store.ballots.hold(wave.id):
                    store.ballots.close(wave.id, self._mixed(wave, private))
        if store.surveys.wave(workspace, wave.id).state is WaveState.MIXED:
            store.compact()
            self.keys.destroy(wave.public_key)
            store.surveys.set_closed(wave.id)
        return store.surveys.wave(workspace, wave.id)

    def needs_passphrase(self, wave: Wave) -> bool:
        """Whether somebody must give the passphrase before this wave can be closed."""
        return wave.state is WaveState.OPEN and self.keys.needs_passphrase(wave.public_key)

    def check_passphrase(self, wave: Wave, passphrase: str) -> None:
        """UsageError when the wave needs a passphrase and this is not it; nothing is changed."""
        self._private(wave, passphrase)

    def _private(self, wave: Wave, passphrase: str) -> bytes | None:
        if self.keys.needs_passphrase(wave.public_key) and not passphrase:
            raise UsageError("This wave closes with its passphrase: give it to close it.")
        try:
            return self.keys.read(wave.public_key, passphrase)
        except KeyGone:
            _LOG.error("wave %d has no key on this machine: its answers cannot be opened", wave.id)
            return None

    def _mixed(self, wave: Wave, private: bytes | None) -> Closing:
        sealed = self.desk.store.ballots.sealed(wave.id)
        if private is None:
            return _nothing(len(sealed), "key")
        sheets = [sheet for sheet in (_opened(wave, private, *one) for one in sealed) if sheet]
        if wave.definition.get("is_named"):
            return _named(sheets, answered=len(sealed))
        if len(sheets) < wave.least:
            return _nothing(len(sealed), "few")
        invited = self.desk.store.invitations.of(wave.id)
        mixed = mix(
            sheets,
            {one.slack_user_id: one.segments for one in invited},
            promise_of(wave),
            chance=SystemRandom(),
            address=addressed(bytes.fromhex(wave.definition.get("reply_key", ""))),
        )
        return _closing(mixed, answered=len(sealed), broken=len(sealed) - len(sheets))


def promise_of(wave: Wave) -> Promise:
    """The questions and thresholds a wave was launched with."""
    return Promise(
        questions=tuple(question_from(one) for one in wave.definition["questions"]),
        least=wave.least,
        least_comments=wave.least_comments,
    )


def addressed(reply_key: bytes) -> Callable[[Sheet], bytes]:
    """Seals where a reply may go; everybody's box has the same length, whether they agreed to
    replies or not. Without a key the box is of random bytes that nobody can open."""
    if not reply_key:
        return lambda _sheet: random(ADDRESS + SEALING)
    box = SealedBox(PublicKey(reply_key))

    def address(sheet: Sheet) -> bytes:
        to = sheet.slack_user_id if sheet.may_reply else ""
        return bytes(box.encrypt(to.encode().ljust(ADDRESS)))

    return address


def group_key(group: tuple[tuple[int, str], ...]) -> str:
    """A group as text: the same for the same group, whatever names contain."""
    return json.dumps(group, ensure_ascii=False, separators=(",", ":"))


def _opened(wave: Wave, private: bytes, slack_user_id: str, box: bytes) -> Sheet | None:
    try:
        return unseal(box, private, wave_id=wave.id, slack_user_id=slack_user_id)
    except BrokenEnvelope:
        # Somebody changed the row in the database: it counts for nobody, and says so.
        _LOG.error("an answer of wave %d does not open and is not counted", wave.id)
        return None


def _named(sheets: list[Sheet], answered: int) -> Closing:
    """A knowledge check with names hides nothing, so it has no threshold."""
    return Closing(
        ballots=(),
        comments=(),
        receipts=(),
        released=(),
        answered=answered,
        outcome={"published": True, "broken": answered - len(sheets)},
        named={
            sheet.slack_user_id: {str(n): answer for n, answer in sheet.answers.items()}
            for sheet in sheets
        },
    )


def _nothing(answered: int, why: str) -> Closing:
    return Closing(
        ballots=(),
        comments=(),
        receipts=(),
        released=(),
        answered=answered,
        outcome={"published": False, "why": why},
    )


def _closing(mixed: Mixed, *, answered: int, broken: int) -> Closing:
    return Closing(
        ballots=tuple(
            Ballot(id=_id(), answers={str(n): answer for n, answer in ballot.items()})
            for ballot in mixed.ballots
        ),
        comments=tuple(
            Comment(
                id=_id(), question=one.question, part=one.part, text=one.text, address=one.address
            )
            for one in mixed.texts
        ),
        receipts=mixed.receipts,
        released=tuple(
            Released(question=one.question, group=group_key(one.group), counts=one.counts)
            for one in mixed.shared
        ),
        answered=answered,
        outcome={"published": True, "broken": broken},
    )


def _id() -> str:
    return random(16).hex()
