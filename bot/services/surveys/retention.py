"""Decides what is kept of a wave for how long, and deletes the rest: the promise of the invitation,
kept by the clock. Knows no Slack.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.surveys.plans import BALLOT_MONTHS, COMMENT_MONTHS, PARTICIPATION_DAYS
from bot.services.desk import Desk
from bot.services.surveys.keys import Keys
from store.records_surveys import Wave, WaveState

PARTICIPATION = timedelta(days=PARTICIPATION_DAYS)
FRESH_KEY = timedelta(hours=1)
"""A key this young may belong to a wave that is just being launched."""


@dataclass(frozen=True, kw_only=True)
class Retention:
    """Deletes by age; doing it again does nothing."""

    desk: Desk
    keys: Keys

    def keep_promises(self, kinds: Collection[str]) -> None:
        """Delete all that is too old. `kinds` are those of messages about surveys."""
        store, workspace, now = self.desk.store, self.desk.workspace_id, self.desk.clock()
        waves = store.surveys.waves(workspace)
        for wave in waves:
            if wave.state is WaveState.CLOSED and now >= wave.closes_at + PARTICIPATION:
                self._forget(wave, now)
        store.forgetting.messages(workspace, kinds, now - PARTICIPATION)
        needed = [key for wave in waves for key in self._needed(wave, now)]
        self.keys.destroy_all_but(needed, before=now - FRESH_KEY)

    def _forget(self, wave: Wave, now: datetime) -> None:
        """Who was asked, and return addresses; then comments and what was said about them; then
        answers and receipts. Numbers that were shown stay."""
        store = self.desk.store
        with store.transaction():
            store.forgetting.invitations(wave.id)
            store.ballots.forget_addresses(wave.id)
            age = months_between(wave.closes_at, now)
            if age >= COMMENT_MONTHS:
                store.ballots.forget(wave.id, ["comment"])
                store.replies.forget(wave.id)
            if age >= BALLOT_MONTHS:
                store.ballots.forget(wave.id, ["ballot", "named_ballot", "receipt"])

    def _needed(self, wave: Wave, now: datetime) -> list[bytes]:
        """The keys a wave still needs: its own until it has closed, that of replies while any
        comment can be answered."""
        reply_key = bytes.fromhex(str(wave.definition.get("reply_key", "")))
        if wave.state is not WaveState.CLOSED:
            return [wave.public_key, reply_key]
        comments = self.desk.store.ballots.comments(wave.id)
        is_answerable = now < wave.closes_at + PARTICIPATION
        return [reply_key] if is_answerable and any(one.address for one in comments) else []


def months_between(start: datetime, end: datetime) -> int:
    """Whole months of the calendar between two moments (UTC)."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return months - ((end.day, end.time()) < (start.day, start.time()))
