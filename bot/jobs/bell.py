"""Rings the bells: follows the ledger, turns rings that are due into one message for each channel,
and edits messages whose deals changed. Sends nothing: that is the poster's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.deps import Deps
from bot.domain.bell import Bell
from bot.domain.bell_rings import Chime, Ring, facts_of, rung, silent
from bot.i18n import msgid, translator
from bot.outgoing import Kind
from bot.services.bell_following import (
    alone,
    bells_of,
    hush,
    is_behind,
    position,
    ring_of,
    take_step,
)
from bot.services.bell_standings import standings_of
from bot.views.bell import Peal, peal_message
from bot.views.parts import Message
from store.records_bells import RingRecord

REOPENED = msgid("reopened before anybody heard of it")
_STEPS = 50  # stretches of the ledger taken in at one run: a large import is many runs


def ring_bells(deps: Deps) -> None:
    """Take in what was posted, then ring what is due."""
    for _ in range(_STEPS):
        if not is_behind(deps.desk):
            break
        with deps.store.transaction():
            for outbox_id, before in take_step(deps.desk).items():
                _edit(deps, outbox_id, before)
    now = deps.clock()
    due = deps.store.rings.due_channels(deps.workspace_id, now)
    bells = bells_of(deps.desk) if due else {}
    for channel in due:
        bell = bells.get(channel)
        if bell is None or not bell.is_on:
            _hush(deps, channel)
        elif not bell.is_quiet(now):
            _ring(deps, bell)


def _hush(deps: Deps, channel: str) -> None:
    with deps.store.transaction():
        alone(deps.desk)
        hush(deps.desk, channel)


def _ring(deps: Deps, bell: Bell) -> None:
    """Everything that waits in the channel becomes one message, unless it changes meanwhile: then
    the next run makes it."""
    rings = deps.store.rings
    waiting = rings.waiting(deps.workspace_id, bell.channel)
    if not waiting:
        return
    chimed = _chimed(deps, bell, [ring_of(record) for record in waiting])
    message = _message(deps, chimed, bell.locale)
    first = waiting[0].deal
    with deps.store.transaction():
        step = alone(deps.desk)
        if rings.waiting(deps.workspace_id, bell.channel) != waiting:
            return
        outbox_id = deps.outgoing.post(
            kind=Kind.BELL,
            # a deal can wait once more only after the ledger moved on
            key=f"bell:{bell.channel}:{first.source_id}:{first.external_id}:{step}",
            channel=bell.channel,
            message=message,
        )
        _keep(deps, waiting, chimed, outbox_id)


def _chimed(deps: Deps, bell: Bell, rings: Sequence[Ring]) -> list[Ring]:
    """The rings with what their message says of each, in its order."""
    wins = [ring.win for ring in rings if ring.win]
    since = min(ring.since for ring in rings)
    standings = standings_of(deps.desk, deps.boards, wins, since)
    after = ""
    if bell.quiet is not None and bell.is_quiet(since):
        after = "night" if bell.quiet.is_night else "quiet"
    return [
        rung(
            ring,
            Chime(
                number=number,
                win=win,
                shows_amount=bell.shows_amount,
                shows_customer=bell.shows_customer,
                locale=bell.locale,
                after=after,
                standings=standings[number],
            ),
        )
        for number, (ring, win) in enumerate(zip(rings, wins, strict=True))
    ]


def _edit(deps: Deps, outbox_id: str, before: Sequence[RingRecord]) -> None:
    """Let a message say what its deals are now, where that reads differently than `before`; one
    that nobody can have seen is let go of when none of its deals counts any more."""
    records = deps.store.rings.of_message(deps.workspace_id, outbox_id)
    rings = _in_order(records)
    chime = rings[0].chime if rings else None
    if chime is None:
        return
    if not any(ring.win for ring in rings) and deps.outgoing.drop(outbox_id, reason=REOPENED):
        _keep(deps, records, [silent(ring_of(record)) for record in records], None)
        return
    message = _message(deps, rings, chime.locale)
    was = {record.deal: record for record in (*records, *before)}
    if message != _message(deps, _in_order(was.values()), chime.locale):
        step = position(deps.desk)
        deps.outgoing.edit(outbox_id, key=f"bell:edit:{outbox_id}:{step}", message=message)


def _in_order(records: Iterable[RingRecord]) -> list[Ring]:
    """The rings of a message as it lists them."""
    rings = [ring_of(record) for record in records]
    return sorted(rings, key=lambda ring: ring.chime.number if ring.chime else 0)


def _keep(
    deps: Deps, records: Sequence[RingRecord], rings: Sequence[Ring], outbox_id: str | None
) -> None:
    deps.store.rings.put(
        deps.workspace_id,
        [
            replace(record, state=ring.state.value, facts=facts_of(ring), outbox_id=outbox_id)
            for record, ring in zip(records, rings, strict=True)
        ],
    )


def _message(deps: Deps, rings: Sequence[Ring], locale: str) -> Message:
    snapshot = deps.desk.snapshots.current()
    peal = Peal(
        rings=rings,
        people=snapshot.person_names,
        teams=snapshot.team_names,
        currency=snapshot.currency,
    )
    return peal_message(peal, translator(locale))
