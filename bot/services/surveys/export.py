"""Decides who gets a result as a file, and what may be in it. Knows no format and no texts."""

from __future__ import annotations

from dataclasses import dataclass
from random import SystemRandom

from bot.domain.surveys.exporting import Exported, columns
from bot.errors import UsageError
from bot.services.access import Actor
from bot.services.desk import Desk
from bot.services.surveys.results import Results
from bot.services.surveys.rights import require_hr
from store.records_surveys import Wave


@dataclass(frozen=True, kw_only=True)
class Exports:
    """Results for files, for HR."""

    desk: Desk
    results: Results

    def check(self, actor: Actor, wave_id: int) -> Wave:
        """The wave when this actor may have it as a file; UsageError when nothing was released."""
        require_hr(actor)
        result = self.results.of(actor, wave_id)
        if not result.is_published:
            raise UsageError("Nothing of this wave was released, so there is nothing to export.")
        return result.wave

    def of(self, actor: Actor, wave_id: int) -> Exported:
        """What goes into the file, shuffled anew for every file; written down in the audit."""
        self.check(actor, wave_id)
        store = self.desk.store
        store.audit.add(
            self.desk.workspace_id,
            self.desk.clock(),
            actor.label,
            "wave.export",
            {"wave": wave_id},
        )
        result = self.results.of(actor, wave_id)
        return columns(result, store.ballots.of(wave_id), SystemRandom())
