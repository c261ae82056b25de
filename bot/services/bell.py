"""Decides who sets bells, and what happens to one: hung, changed, paused, taken down.
Every change leaves an audit line. Knows no Slack calls and no texts."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.bell import Bell, definition_of
from bot.domain.bell_drafts import Filled, draft_from
from bot.errors import FormError, NotFound
from bot.services.access import ADMINS, Actor, require
from bot.services.bell_following import bells_of, hush, position
from bot.services.desk import Desk
from store.records_bells import BellRecord

_MARKS = {"nl": ",", "en": "."}


class Bells:
    """The bells of the workspace, for owner and admin; a channel has one at most."""

    def __init__(self, desk: Desk) -> None:
        """Bells are read from the desk's store and written there."""
        self._desk = desk

    def listed(self, actor: Actor) -> list[Bell]:
        """Every bell, also those that are paused."""
        require(actor, ADMINS)
        return list(bells_of(self._desk).values())

    def get(self, actor: Actor, channel: str) -> Bell:
        """The bell of a channel; NotFound when there is none, or no longer."""
        require(actor, ADMINS)
        bell = bells_of(self._desk).get(channel)
        if bell is None:
            raise NotFound("There is no bell in that channel.")
        return bell

    def check(
        self, actor: Actor, channel: str, filled: Filled, *, is_new: bool, language: str = ""
    ) -> Bell:
        """What was filled in as a bell, without keeping it; FormError beside a field.

        `language` says which mark separates decimals.
        """
        require(actor, ADMINS)
        snapshot = self._desk.snapshots.current()
        bell = draft_from(
            channel,
            filled,
            currency=snapshot.currency,
            teams=snapshot.team_names,
            decimal_mark=_MARKS.get(language),
        )
        held = bells_of(self._desk).get(channel)
        if is_new and held is not None:
            raise FormError("channel", "There is a bell in that channel already: change that one.")
        return bell if held is None else replace(bell, is_on=held.is_on)

    def put(self, actor: Actor, bell: Bell) -> None:
        """Hang a bell, or change the one of its channel. What was won before it does not ring."""
        require(actor, ADMINS)
        with self._desk.store.transaction():
            position(self._desk)  # where the ledger is followed from, when this is the first bell
            self._keep(bell)
            self._audit(actor, "bell.put", bell)

    def pause(self, actor: Actor, channel: str) -> Bell:
        """Ring nothing until it is resumed; what is won meanwhile, or waits now, never rings."""
        with self._desk.store.transaction():
            bell = replace(self.get(actor, channel), is_on=False)
            position(self._desk)
            self._keep(bell)
            hush(self._desk, channel)
            self._audit(actor, "bell.pause", bell)
        return bell

    def resume(self, actor: Actor, channel: str) -> Bell:
        """Ring again, for what is won from now on."""
        with self._desk.store.transaction():
            bell = replace(self.get(actor, channel), is_on=True)
            position(self._desk)
            self._keep(bell)
            self._audit(actor, "bell.resume", bell)
        return bell

    def remove(self, actor: Actor, channel: str) -> Bell:
        """Take a bell down; the messages it has are still kept true."""
        with self._desk.store.transaction():
            bell = self.get(actor, channel)
            position(self._desk)
            self._desk.store.bells.remove(self._desk.workspace_id, channel)
            hush(self._desk, channel)
            self._audit(actor, "bell.remove", bell)
        return bell

    def test(self, actor: Actor, channel: str) -> Bell:
        """The bell that is to be tried out; the audit trail says who did."""
        bell = self.get(actor, channel)
        self._audit(actor, "bell.test", bell)
        return bell

    def _keep(self, bell: Bell) -> None:
        record = BellRecord(
            channel=bell.channel, definition=definition_of(bell), enabled=bell.is_on
        )
        self._desk.store.bells.put(self._desk.workspace_id, record)

    def _audit(self, actor: Actor, action: str, bell: Bell) -> None:
        self._desk.store.audit.add(
            self._desk.workspace_id,
            at=self._desk.clock(),
            actor=actor.label,
            action=action,
            details={"channel": bell.channel, **definition_of(bell)},
        )
