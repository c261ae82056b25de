"""Decides who may say what came of a wave, and keeps it. Knows no Slack and no answers."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.domain.surveys.stories import Story, checked_story, definition_of_story, story_from
from bot.errors import NotFound, UsageError
from bot.services.access import Actor
from bot.services.desk import Desk
from bot.services.surveys.rights import require_hr
from store.errors import NotFound as NoSuchRow
from store.records_surveys import Wave, WaveState


@dataclass(frozen=True, kw_only=True)
class Stories:
    """What HR tells about waves that have closed."""

    desk: Desk

    def form(self, actor: Actor, wave_id: int) -> tuple[Wave, Story | None]:
        """The wave, and what was told before. NotAllowed, NotFound, UsageError while it is open."""
        require_hr(actor)
        try:
            wave = self.desk.store.surveys.wave(self.desk.workspace_id, wave_id)
        except NoSuchRow:
            raise NotFound("There is no such wave.") from None
        if wave.state is not WaveState.CLOSED:
            raise UsageError("This wave is still open: tell what came of it when it has closed.")
        return wave, story_from(wave.story)

    def tell(self, actor: Actor, wave_id: int, story: Story) -> Story:
        """Keep the story in place of the one before; where and as what that was posted stays."""
        _wave, before = self.form(actor, wave_id)
        kept = checked_story(story)
        if before is not None and before.channel:
            kept = replace(kept, channel=before.channel, outbox_id=before.outbox_id)
        self.desk.store.surveys.tell(wave_id, definition_of_story(kept))
        self.desk.store.audit.add(
            self.desk.workspace_id, self.desk.clock(), actor.label, "wave.story", {"wave": wave_id}
        )
        return kept

    def posted(self, wave_id: int, story: Story, outbox_id: str) -> None:
        """Remember the message that tells it, in the transaction that decides that message."""
        told = replace(story, outbox_id=outbox_id)
        self.desk.store.surveys.tell(wave_id, definition_of_story(told))
