"""Decides how the services of surveys are put together. Reads and writes nothing yet."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.services.desk import Desk
from bot.services.surveys.audience import Audiences
from bot.services.surveys.closing import Closer
from bot.services.surveys.keys import Keys
from bot.services.surveys.launching import Launching
from bot.services.surveys.results import Results
from bot.services.surveys.voting import Voting


@dataclass(frozen=True, kw_only=True)
class SurveyServices:
    """Every use case of surveys over one workspace."""

    keys: Keys
    launching: Launching
    audiences: Audiences
    voting: Voting
    closer: Closer
    results: Results


def open_surveys(desk: Desk, key_dir: Path) -> SurveyServices:
    """The services; keys of open waves are in `key_dir`, which is made when first needed."""
    keys = Keys(folder=key_dir)
    return SurveyServices(
        keys=keys,
        launching=Launching(desk=desk, keys=keys),
        audiences=Audiences(desk=desk),
        voting=Voting(desk=desk),
        closer=Closer(desk=desk, keys=keys),
        results=Results(desk=desk),
    )
