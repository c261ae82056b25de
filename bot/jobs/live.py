"""Decides what becomes of every live board: its first message, edits, a new period, its end. Each
is one transaction; what a message does in Slack is the poster's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.deps import Deps
from bot.domain.live import PACE, Health, LiveAct, Wanted, act
from bot.i18n import Translator, translator
from bot.outgoing import Kind
from bot.services.live import LiveView, Turn
from bot.views.live import ended, ended_message, known_by, live_message, rolled_over, updated
from bot.views.parts import Message
from store.records_outbox import Outbox, State
from store.records_posted import LiveBoard, LiveState
from store.records_schedules import Schedule

EVERY = timedelta(seconds=2)
_OVER = "the live board has ended"
_DELETED = "message_not_found"
Note = Callable[[datetime, str, Translator], str]


class LostError(Exception):
    """Another process was quicker; nothing of ours was kept."""


@dataclass(frozen=True, kw_only=True, eq=False, slots=True)
class _Goal:
    """What a live board should say at this moment."""

    schedule: Schedule
    view: LiveView
    wanted: Wanted
    at: datetime
    tr: Translator


def keep_live(deps: Deps) -> None:
    """Bring every live board up to date, as far as its pace allows."""
    now = deps.clock()
    if not deps.live.is_due(now):
        return
    held: list[LiveBoard] = []
    dues: list[datetime] = []
    try:
        for turn in deps.live.turns():
            kept, due = _keep(deps, turn, now)
            held += [kept] if kept else []
            dues += [due] if due else []
    except LostError:
        deps.live.lost()
    else:
        deps.live.looked(now, held, dues)


def _keep(deps: Deps, turn: Turn, now: datetime) -> tuple[LiveBoard | None, datetime | None]:
    """What is kept afterwards, and when it may be edited if it has to wait."""
    held, goal = turn.held, _goal(deps, turn.schedule, now)
    done = act(held, goal.wanted if goal else None, now, _health(deps, held))
    if done is LiveAct.WAIT and held is not None:
        return held, held.edited_at + PACE
    if done in {LiveAct.REST, LiveAct.WAIT}:
        return held, None
    with deps.store.transaction():
        made = _do(deps, done, held, goal, now)
        if made is None or not deps.store.live_boards.put(deps.workspace_id, made, held):
            raise LostError
    return made, None


def _goal(deps: Deps, schedule: Schedule | None, now: datetime) -> _Goal | None:
    view = deps.live.view(schedule.words) if schedule else None
    if schedule is None or view is None:
        return None
    tr = translator(schedule.locale)
    shown = known_by(view.board, view.listing, tr)
    wanted = Wanted(slot=view.slot, channel=schedule.channel, shown=shown)
    return _Goal(schedule=schedule, view=view, wanted=wanted, at=now, tr=tr)


def _health(deps: Deps, held: LiveBoard | None) -> Health:
    if held is None or held.state is LiveState.ENDED:
        return Health.FINE
    message = deps.outgoing.get(held.outbox_id)
    edit = deps.outgoing.get(held.edit_id) if held.edit_id else None
    if message is None or _is_gone(message) or (edit is not None and _is_gone(edit)):
        return Health.GONE
    return Health.PARKED if message.is_parked else Health.FINE


def _is_gone(row: Outbox) -> bool:
    return row.state is State.DROPPED and row.reason == _DELETED


def _do(
    deps: Deps, done: LiveAct, held: LiveBoard | None, goal: _Goal | None, now: datetime
) -> LiveBoard | None:
    """What is kept after what was decided; None when it was decided before."""
    if held is not None and done is LiveAct.END:
        return _finish(deps, held, now, ended)
    if goal is None:
        return held
    if held is not None and done is LiveAct.EDIT:
        return _edit(deps, held, goal)
    if held is not None and done is LiveAct.ROLL:
        _finish(deps, held, now, rolled_over)
    return _start(deps, goal, 1 if held is None else held.generation + 1)


def _start(deps: Deps, goal: _Goal, generation: int) -> LiveBoard | None:
    """A message of its own, pinned if Slack lets us."""
    schedule = goal.schedule
    outbox_id = deps.outgoing.post(
        kind=Kind.LIVE,
        key=f"live:{schedule.id}:{generation}",
        channel=schedule.channel,
        message=_fresh(goal),
    )
    if outbox_id is None:
        return None
    deps.outgoing.pin(outbox_id)
    return LiveBoard(
        schedule_id=schedule.id,
        state=LiveState.LIVE,
        slot=goal.wanted.slot,
        generation=generation,
        outbox_id=outbox_id,
        edit_id=None,
        edits=0,
        shown=goal.wanted.shown,
        edited_at=goal.at,
        definition=_definition(goal),
    )


def _edit(deps: Deps, held: LiveBoard, goal: _Goal) -> LiveBoard:
    """The numbers as they are now, in the same message."""
    return replace(
        _write(deps, held, _fresh(goal)),
        shown=goal.wanted.shown,
        edited_at=goal.at,
        definition=_definition(goal),
    )


def _finish(deps: Deps, held: LiveBoard, now: datetime, note: Note) -> LiveBoard:
    """The last state of a message, unpinned; one that nobody has tried to send is let go."""
    deps.outgoing.unpin(held.outbox_id)
    if not deps.outgoing.drop(held.outbox_id, reason=_OVER):
        held = _write(deps, held, _last(deps, held, now, note))
    return replace(held, state=LiveState.ENDED)


def _write(deps: Deps, held: LiveBoard, message: Message) -> LiveBoard:
    edits = held.edits + 1
    key = f"live:{held.schedule_id}:{held.generation}:{edits}"
    edit_id = deps.outgoing.edit(held.outbox_id, key=key, message=message)
    return replace(held, edits=edits, edit_id=edit_id)


def _fresh(goal: _Goal) -> Message:
    view, own_zone = goal.view, goal.view.board.ranking.calendar.zone
    note = updated(goal.at, goal.schedule.zone, own_zone, goal.tr)
    return live_message(view.board, view.listing, note, goal.tr)


def _last(deps: Deps, held: LiveBoard, now: datetime, note: Note) -> Message:
    """What the message said, with the newest numbers of its own period."""
    tr = translator(held.definition["locale"])
    said = note(now, held.definition["zone"], tr)
    view = deps.live.view(held.definition["words"])
    return live_message(view.board, view.listing, said, tr) if view else ended_message(said)


def _definition(goal: _Goal) -> dict[str, str]:
    """What is needed to draw the last state once the schedule is gone."""
    schedule = goal.schedule
    return {
        "channel": schedule.channel,
        "words": goal.view.board.query.words(),
        "zone": schedule.zone,
        "locale": schedule.locale,
    }
