"""Waves that begin by the clock: people are looked up, the wave opens, its owner hears what keeps
it, and the channel that it is announced in hears that it has begun.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from bot.deps import Deps
from bot.domain.surveys.asking import Candidate, send_at
from bot.domain.surveys.plans import plan_from
from bot.errors import UsageError
from bot.i18n import translator
from bot.jobs.sending_calls import speaker
from bot.members import members_of
from bot.outgoing import Kind
from bot.views.invitations import Asking
from bot.views.survey_stories import opened_news, story_wanted, wave_waits
from store.records_surveys import Survey, Wave, WaveState

_LOG = logging.getLogger(__name__)
EVERY = timedelta(seconds=30)
AGAIN = timedelta(minutes=10)
"""A survey that cannot begin is tried again after so long: Slack is asked for its people."""
FRESH = timedelta(days=1)
"""Later than this the beginning of a wave is no news."""
ASK_AFTER, ASK_UNTIL = timedelta(days=7), timedelta(days=14)
"""When an owner who has not told what comes of a wave is reminded."""


def keep_rhythm(deps: Deps) -> None:
    """Begin what is due, announce what began, ask once what came of what has closed."""
    for survey in deps.surveys.recurring.due():
        if deps.store.outbox.pace.take(deps.workspace_id, f"wave:{survey.id}", AGAIN):
            _begin(deps, survey)
    now = deps.clock()
    for wave in deps.store.surveys.waves(deps.workspace_id):
        if wave.state is WaveState.OPEN and now - wave.opens_at < FRESH:
            _announce(deps, wave)
        elif _lacks_story(wave) and ASK_AFTER <= now - wave.closes_at < ASK_UNTIL:
            _ask_for_story(deps, wave)


def _begin(deps: Deps, survey: Survey) -> None:
    try:
        members = members_of(speaker(deps), plan_from(survey.definition).audience)
        deps.surveys.recurring.begin(survey, members)
    except UsageError as refused:
        _tell_owner(deps, survey, refused)
    except OSError as failure:
        _LOG.warning("Slack could not be asked for people: %s", type(failure).__name__)


def _tell_owner(deps: Deps, survey: Survey, refused: UsageError) -> None:
    """Once for every wave that was due."""
    locale, _zone = deps.surveys.audiences.reader(survey.owner)
    tr = translator(locale or deps.settings.locale)
    due = survey.next_wave_at or deps.clock()
    deps.outgoing.post(
        kind=Kind.NOTICE,
        key=f"survey-waits:{survey.id}:{due:%Y%m%dT%H%M}",
        channel=survey.owner,
        message=wave_waits(survey.name, tr.gettext(refused.message, **refused.params), tr),
    )


def _announce(deps: Deps, wave: Wave) -> None:
    """When the first messages leave, by the company's own clock."""
    plan, key = plan_from(wave.definition), f"survey-open:{wave.id}"
    if not plan.announce_in or deps.outgoing.find(key):
        return
    zone = deps.settings.zone
    first = send_at(Candidate(slack_user_id="", locale="", zone=zone), plan, wave.opens_at)
    deps.outgoing.post(
        kind=Kind.SURVEY_NEWS,
        key=key,
        channel=plan.announce_in,
        message=opened_news(Asking(wave=wave, sender="", zone=zone), deps.channel_language()),
        not_before=first,
    )


def _lacks_story(wave: Wave) -> bool:
    is_published = bool((wave.outcome or {}).get("published"))
    return wave.state is WaveState.CLOSED and is_published and wave.story is None


def _ask_for_story(deps: Deps, wave: Wave) -> None:
    key, owner = f"survey-story:{wave.id}", str(wave.definition.get("owner", ""))
    if not owner or deps.outgoing.find(key):
        return
    locale, zone = deps.surveys.audiences.reader(owner)
    asking = Asking(wave=wave, sender=owner, zone=zone)
    message = story_wanted(asking, translator(locale or deps.settings.locale))
    deps.outgoing.post(kind=Kind.NOTICE, key=key, channel=owner, message=message)
