"""Decides how the services of surveys are put together. Reads and writes nothing yet."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.services.desk import Desk
from bot.services.surveys.audience import Audiences
from bot.services.surveys.closing import Closer
from bot.services.surveys.ending import Ending
from bot.services.surveys.export import Exports
from bot.services.surveys.finding import Finding
from bot.services.surveys.keys import Keys
from bot.services.surveys.launching import Launching
from bot.services.surveys.overview import Overview
from bot.services.surveys.personal import Personal
from bot.services.surveys.proof import Proofs
from bot.services.surveys.recurring import Recurring
from bot.services.surveys.replies import Replies
from bot.services.surveys.results import Results
from bot.services.surveys.retention import Retention
from bot.services.surveys.sharing import Sharing
from bot.services.surveys.stories import Stories
from bot.services.surveys.voting import Voting


@dataclass(frozen=True, kw_only=True)
class SurveyServices:
    """Every use case of surveys over one workspace."""

    keys: Keys
    launching: Launching
    overview: Overview
    audiences: Audiences
    voting: Voting
    closer: Closer
    ending: Ending
    results: Results
    recurring: Recurring
    stories: Stories
    replies: Replies
    retention: Retention
    personal: Personal
    finding: Finding
    exports: Exports
    sharing: Sharing
    proofs: Proofs


def open_surveys(desk: Desk, key_dir: Path) -> SurveyServices:
    """The services; keys of open waves are in `key_dir`, which is made when first needed."""
    keys = Keys(folder=key_dir)
    closer = Closer(desk=desk, keys=keys)
    audiences = Audiences(desk=desk)
    launching = Launching(desk=desk, keys=keys)
    results = Results(desk=desk)
    return SurveyServices(
        keys=keys,
        launching=launching,
        overview=Overview(desk=desk, launching=launching),
        audiences=audiences,
        voting=Voting(desk=desk),
        closer=closer,
        ending=Ending(desk=desk, closer=closer),
        results=results,
        recurring=Recurring(desk=desk, waves=launching.waves, audiences=audiences),
        stories=Stories(desk=desk),
        replies=Replies(desk=desk, keys=keys),
        retention=Retention(desk=desk, keys=keys),
        personal=Personal(desk=desk),
        finding=Finding(results=results),
        exports=Exports(desk=desk, results=results),
        sharing=Sharing(desk=desk, results=results),
        proofs=Proofs(desk=desk),
    )
