"""Decides which wave somebody is shown who asks for a result. Knows no Slack and no texts."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.surveys.naming import named
from bot.errors import NotFound, UsageError
from bot.i18n import msgid
from bot.services.access import Actor
from bot.services.surveys.results import STILL_OPEN, Results
from bot.services.surveys.rights import require_hr
from store.records_surveys import Wave, WaveState

NONE_CLOSED = msgid("No survey has closed yet, so there is no result to show.")


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Waves by the name of their survey."""

    results: Results

    def closed(self, actor: Actor) -> list[Wave]:
        """The waves with a result this viewer may ask for, the newest first."""
        return [one for one in self.results.waves(actor) if one.state is WaveState.CLOSED]

    def wave(self, actor: Actor, words: str = "", number: int | None = None) -> Wave:
        """The newest closed wave of the survey named so, or its wave with that number.

        UsageError while it is open; NotFound when there is none.
        """
        found = named(self.results.waves(actor), words)
        if number is not None:
            found = [one for one in found if one.number == number]
        closed = [one for one in found if one.state is WaveState.CLOSED]
        if closed:
            return closed[0]
        if found:
            raise UsageError(STILL_OPEN, day=found[0].closes_at.date())
        if number is not None:
            raise NotFound("There is no such wave.")
        if words:
            raise NotFound("There is no survey called {name} that has asked anybody.", name=words)
        raise NotFound(NONE_CLOSED)

    def open_wave(self, actor: Actor, words: str = "") -> Wave:
        """The wave of the survey named so that can still be closed, for HR; NotFound or UsageError
        when there is none, or names fit several."""
        require_hr(actor)
        waves = self.results.waves(actor)
        found = named([one for one in waves if one.state is not WaveState.CLOSED], words)
        if not found:
            raise NotFound("There is no open wave of that survey.")
        if len(found) > 1:
            raise UsageError("Several surveys are open: say the whole name of one.")
        return found[0]
