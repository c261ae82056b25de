"""Decides what becomes of a slot that is due: its post is made outside any transaction, then the
slot is done and the message decided in one. What a post says is for renderers.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping
from datetime import timedelta

from bot.deps import Deps
from bot.errors import UserError
from bot.i18n import Translator, translator
from bot.jobs.posts import RENDERERS
from bot.jobs.rendering import Due, Rendered, Renderer, Skip
from bot.outgoing import Kind
from bot.services.slots import AGAIN, BROKEN, TRIES, UNCHANGED, UNREADABLE, Turn
from bot.views.schedule_notes import as_test, broken_note, test_note
from store.records_schedules import OccurrenceState, ScheduleKind

EVERY = timedelta(seconds=20)
Renderers = Mapping[ScheduleKind, Renderer]

_LOG = logging.getLogger(__name__)


def post_due(deps: Deps) -> None:
    """Make the posts of every slot that is due now."""
    make_due(deps, RENDERERS)


def make_due(deps: Deps, renderers: Renderers) -> None:
    """The same with these renderers; a post that goes wrong holds up no other."""
    while not deps.closing.is_set() and (turns := deps.slots.take()):
        for turn in turns:
            _make(deps, turn, renderers)


def _make(deps: Deps, turn: Turn, renderers: Renderers) -> None:
    due = Due(slot=turn.due.slot, day=turn.due.day, at=turn.due.at, is_late=turn.is_late)
    try:
        made = renderers[turn.schedule.kind](deps, turn.schedule, due)
    except UserError as error:
        _LOG.warning("schedule %s is not understood: %s", turn.schedule.id, error)
        _give_up(deps, turn, UNREADABLE)
    except Exception:  # noqa: BLE001 - whatever it is, the other schedules have their turn
        reference = secrets.token_hex(4)
        _LOG.exception(
            "reference %s: schedule %s, slot %s, try %s",
            *(reference, turn.schedule.id, turn.occurrence.slot, turn.occurrence.attempts),
        )
        _try_later(deps, turn)
    else:
        _decide(deps, turn, made)


def _decide(deps: Deps, turn: Turn, made: Rendered | Skip) -> None:
    if isinstance(made, Skip):
        _pass_over(deps, turn, made.reason)
    elif turn.tested_by is not None:
        _post_test(deps, turn, made)
    elif _is_same(turn, made):
        _pass_over(deps, turn, UNCHANGED)
    else:
        _post(deps, turn, made)


def _is_same(turn: Turn, made: Rendered) -> bool:
    schedule = turn.schedule
    is_known = made.fingerprint is not None and made.fingerprint == schedule.fingerprint
    return schedule.only_changed and is_known


def _post(deps: Deps, turn: Turn, made: Rendered) -> None:
    """The slot is done and its message decided, both or neither; neither when it is not ours any
    more."""
    schedule, slot = turn.schedule, turn.occurrence.slot
    with deps.store.transaction():
        if not deps.store.occurrences.end(turn.occurrence, OccurrenceState.DONE):
            return
        outbox_id = deps.outgoing.post(
            kind=Kind.BOARD,
            key=f"schedule:{schedule.id}:{slot}",
            channel=schedule.channel,
            message=made.message,
            picture=made.picture,
            expires_at=turn.latest,
        )
        if outbox_id is not None:
            made.also(outbox_id)
            deps.store.schedules.remember(schedule.id, made.fingerprint)


def _post_test(deps: Deps, turn: Turn, made: Rendered) -> None:
    schedule = turn.schedule
    with deps.store.transaction():
        if deps.store.occurrences.end(turn.occurrence, OccurrenceState.DONE):
            deps.outgoing.post(
                kind=Kind.TEST,
                key=f"schedule:{schedule.id}:{turn.occurrence.slot}",
                channel=schedule.channel,
                message=as_test(made.message, turn.due.at, schedule.zone, _channel_tr(turn)),
                picture=made.picture,
                expires_at=turn.latest,
            )


def _pass_over(deps: Deps, turn: Turn, reason: str) -> None:
    with deps.store.transaction():
        is_ours = deps.store.occurrences.end(turn.occurrence, OccurrenceState.SKIPPED, reason)
        if is_ours and turn.tested_by is not None:
            _tell_tester(deps, turn, reason)


def _try_later(deps: Deps, turn: Turn) -> None:
    tried = turn.occurrence.attempts
    if tried < TRIES:
        deps.store.occurrences.put_off(turn.occurrence, AGAIN[tried - 1], BROKEN)
    else:
        _give_up(deps, turn, BROKEN)


def _give_up(deps: Deps, turn: Turn, reason: str) -> None:
    """Failed, and whoever made the schedule is told: once for each version of it."""
    with deps.store.transaction():
        is_ours = deps.store.occurrences.end(turn.occurrence, OccurrenceState.FAILED, reason)
        if not is_ours:
            return
        if turn.tested_by is not None:
            _tell_tester(deps, turn, reason)
            return
        for user in _keepers(deps, turn.schedule.created_by):
            deps.outgoing.post(
                kind=Kind.NOTICE,
                key=f"schedule:{turn.schedule.id}:{turn.schedule.version}:{reason}:{user}",
                channel=user,
                message=broken_note(turn.schedule, reason, _tr_of(deps, user)),
            )


def _tell_tester(deps: Deps, turn: Turn, reason: str) -> None:
    for user in _keepers(deps, turn.tested_by or ""):
        deps.outgoing.post(
            kind=Kind.NOTICE,
            key=f"schedule:{turn.schedule.id}:{turn.occurrence.slot}:{user}",
            channel=user,
            message=test_note(turn.schedule, reason, _tr_of(deps, user)),
        )


def _keepers(deps: Deps, user: str) -> tuple[str, ...]:
    """The one to tell; the owners for what was done on the command line or by who is gone."""
    profile = deps.desk.snapshots.current().profiles.get(user)
    return deps.roles.owners() if profile is None or profile.deleted else (user,)


def _channel_tr(turn: Turn) -> Translator:
    return translator(turn.schedule.locale)


def _tr_of(deps: Deps, user: str) -> Translator:
    profile = deps.desk.snapshots.current().profiles.get(user)
    return translator((profile.locale if profile else None) or deps.settings.locale)
