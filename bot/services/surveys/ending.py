"""Decides who may close a wave before its time. What closing does is in closing.py."""

from __future__ import annotations

from dataclasses import dataclass

from bot.errors import NotFound, UsageError
from bot.services.access import Actor
from bot.services.desk import Desk
from bot.services.surveys.closing import Closer
from bot.services.surveys.rights import require_hr
from store.errors import NotFound as NoSuchRow
from store.records_surveys import Wave, WaveState


@dataclass(frozen=True, kw_only=True)
class Ending:
    """Closing early, by HR."""

    desk: Desk
    closer: Closer

    def close_now(self, actor: Actor, wave_id: int, *, passphrase: str = "") -> Wave:
        """Take no more answers and close. UsageError without its passphrase: then answers are
        still taken."""
        require_hr(actor)
        store, workspace = self.desk.store, self.desk.workspace_id
        try:
            wave = store.surveys.wave(workspace, wave_id)
        except NoSuchRow:
            raise NotFound("There is no such wave.") from None
        if wave.state is WaveState.CLOSED:
            raise UsageError("This wave is closed already.")
        self.closer.check_passphrase(wave, passphrase)
        with store.transaction():
            store.surveys.close_early(workspace, wave.id, self.desk.clock())
            store.audit.add(
                workspace, self.desk.clock(), actor.label, "wave.close", {"wave": wave.id}
            )
        return self.closer.close(wave, passphrase)
