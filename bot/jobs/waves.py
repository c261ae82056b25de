"""What becomes of open waves by the clock: people are asked and reminded, messages say that an
answer is in, and waves close. Every step is a row in a transaction: a kill asks nobody twice.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.deps import Deps
from bot.domain.surveys.plans import plan_from
from bot.i18n import Translator, translator
from bot.outgoing import Kind
from bot.views.invitations import Asking, invitation, reminder, thanks
from bot.views.parts import Message
from bot.views.wave_news import closed_news, passphrase_wanted
from store.errors import Locked
from store.records_outbox import Verb
from store.records_surveys import Invitation, Wave, WaveState

_LOG = logging.getLogger(__name__)
EVERY = timedelta(seconds=2)
AT_ONCE = 200
"""People in one transaction: with 10,000 of them others must get a turn in between."""
AHEAD = timedelta(seconds=10)
"""How long the messages that are decided keep the poster busy."""
_STEPS = 50  # transactions of one kind in one run; the next run goes on

Step = Callable[[Deps, Wave], int]


def keep_waves(deps: Deps) -> None:
    """One run over every open wave."""
    now = deps.clock()
    for wave in deps.store.surveys.to_close(deps.workspace_id, now):
        _close(deps, wave)
    for wave in deps.store.surveys.waves(deps.workspace_id):
        if wave.state is WaveState.OPEN and now < wave.closes_at:
            for step in (_ask, _thank, _remind):
                _repeat(step, deps, wave)


def _repeat(step: Step, deps: Deps, wave: Wave) -> None:
    for _ in range(_STEPS):
        if step(deps, wave) < AT_ONCE or deps.closing.is_set():
            return


def _room(deps: Deps, verb: Verb = Verb.POST) -> int:
    """How many messages may be decided now. No more is decided ahead than goes out in a moment: a
    board or a bell must not wait until ten thousand people have been asked or thanked."""
    patience = deps.patience
    every = patience.workspace_every if verb is Verb.POST else patience.edits_every
    if not every:
        return AT_ONCE
    kinds = (Kind.SURVEY, Kind.SURVEY_REMINDER)
    waiting = deps.store.outbox.waiting(deps.workspace_id, kinds, verb)
    return min(AT_ONCE, max(0, AHEAD // every - waiting))


def _ask(deps: Deps, wave: Wave) -> int:
    """Decide the message to those whose moment has come; how many there were."""
    due = deps.store.invitations.due(wave.id, deps.clock(), _room(deps))
    with deps.store.transaction():
        for one in due:
            outbox_id = deps.outgoing.post(
                kind=Kind.SURVEY,
                key=f"survey:{wave.id}:{one.slack_user_id}",
                channel=one.slack_user_id,
                message=_told(invitation, deps, wave, one),
            )
            if outbox_id is not None:
                deps.store.invitations.mark_asked(wave.id, one.slack_user_id, outbox_id)
    return len(due)


def _thank(deps: Deps, wave: Wave) -> int:
    """Let messages say what is so: an answer is in, or was taken back; how many there were."""
    changed = deps.store.invitations.to_thank(wave.id, _room(deps, Verb.UPDATE))
    with deps.store.transaction():
        for one in changed:
            view = thanks if one.has_answered else invitation
            deps.outgoing.edit(
                one.outbox_id or "",
                key=f"survey-state:{wave.id}:{one.slack_user_id}:{deps.clock().isoformat()}",
                message=_told(view, deps, wave, one),
            )
            deps.store.invitations.mark_thanked(wave.id, one.slack_user_id, one.has_answered)
    return len(changed)


def _remind(deps: Deps, wave: Wave) -> int:
    """One word to those who have not answered, at fixed parts of the time; how many there were."""
    due = reminders_due(wave, deps.clock())
    silent = deps.store.invitations.to_remind(wave.id, due, _room(deps)) if due else []
    with deps.store.transaction():
        for one in silent:
            deps.outgoing.post(
                kind=Kind.SURVEY_REMINDER,
                key=f"survey-reminder:{wave.id}:{one.slack_user_id}:{due}",
                channel=one.slack_user_id,
                message=_told(reminder, deps, wave, one),
            )
        deps.store.invitations.mark_reminded(wave.id, [one.slack_user_id for one in silent], due)
    return len(silent)


def reminders_due(wave: Wave, now: datetime) -> int:
    """How many reminders of a wave have come due: they divide its time into equal parts."""
    wanted = plan_from(wave.definition).reminders
    part = (wave.closes_at - wave.opens_at) / (wanted + 1)
    return min(wanted, int((now - wave.opens_at) / part))


def _close(deps: Deps, wave: Wave) -> None:
    """Close a wave whose time is over; its owner hears of it, or is asked for the passphrase."""
    if deps.surveys.closer.needs_passphrase(wave):
        _tell_owner(deps, wave, "passphrase", passphrase_wanted)
        return
    try:
        closed = deps.surveys.closer.close(wave)
    except Locked:
        _LOG.warning("wave %d cannot be closed just now: the database is being read", wave.id)
        return
    _tell_owner(deps, closed, "closed", closed_news)


def _tell_owner(
    deps: Deps, wave: Wave, what: str, view: Callable[[Asking, Translator], Message]
) -> None:
    owner = str(wave.definition.get("owner", ""))
    locale, zone = deps.surveys.audiences.reader(owner)
    asking = Asking(wave=wave, sender=owner, zone=zone)
    deps.outgoing.post(
        kind=Kind.NOTICE,
        key=f"survey-{what}:{wave.id}",
        channel=owner,
        message=view(asking, translator(locale or deps.settings.locale)),
    )


def _told(
    view: Callable[[Asking, Translator], Message], deps: Deps, wave: Wave, one: Invitation
) -> Message:
    _locale, zone = deps.surveys.audiences.reader(one.slack_user_id)
    sender = deps.surveys.audiences.name_of(str(wave.definition["owner"]))
    tr = translator(one.locale or deps.settings.locale)
    return view(Asking(wave=wave, sender=sender, zone=zone), tr)
