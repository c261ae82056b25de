"""Decides, one stretch of the ledger after the other, what every bell makes of the deals in it.
Writes rings and no messages; knows no texts and no Slack."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.domain.bell import Bell, bell_from
from bot.domain.bell_deals import MEASURE, Win, win_of
from bot.domain.bell_rings import News, Ring, decide, facts_of, is_history, ring_from, silent
from bot.services.desk import Desk
from store.records_bells import DealKey, RingRecord, Touched

NAME = "bell"
"""What the ledger's followers know the bells by; who holds its position is alone with the rings."""

WINDOW = 20_000  # entry ids looked at in one step


@dataclass(frozen=True, kw_only=True, slots=True)
class _Look:
    """What one step goes by."""

    bells: Mapping[str, Bell]
    today: date
    since: date  # the oldest closing date that is news anywhere


def bells_of(desk: Desk) -> dict[str, Bell]:
    """Every bell by its channel, also those that are paused."""
    kept = desk.store.bells.all(desk.workspace_id)
    return {one.channel: bell_from(one.channel, one.definition, is_on=one.enabled) for one in kept}


def alone(desk: Desk) -> int:
    """Be the only one who changes rings until the caller's transaction ends; the position.

    Postings wait as well: one that puts a deal of the CRM in the place of a logged one takes its
    rings along, and between reading and keeping them that would ring twice.
    """
    desk.store.typed_deals.alone()
    return position(desk)


def position(desk: Desk) -> int:
    """How far the bells have followed the ledger; from now on where they never did."""
    return desk.store.followers.position(desk.workspace_id, NAME)


def is_behind(desk: Desk) -> bool:
    """Whether there may be deals that no bell has looked at."""
    return desk.store.followers.is_behind(desk.workspace_id, NAME)


def hush(desk: Desk, channel: str) -> None:
    """Let what waits in a channel stay silent for good, inside the caller's transaction."""
    waiting = desk.store.rings.waiting(desk.workspace_id, channel)
    closed = [(one, replace(silent(ring_of(one)), is_closed=True)) for one in waiting]
    desk.store.rings.put(
        desk.workspace_id,
        [replace(one, state=ring.state.value, facts=facts_of(ring)) for one, ring in closed],
    )


def take_step(desk: Desk) -> dict[str, list[RingRecord]]:
    """Take the next stretch of the ledger in, inside the caller's transaction.

    Returns what was kept before of the deals that changed, by the message that rang them. Deals
    that are no news and that no bell knows are passed by in the database, so that an import of
    history costs little and rings not.
    """
    store, workspace_id = desk.store, desk.workspace_id
    after, newest = alone(desk), store.followers.newest(workspace_id)
    upto = min(after + WINDOW, newest)
    if upto <= after:
        return {}
    bells, today = bells_of(desk), desk.today()
    news = max((bell.fresh_days for bell in bells.values() if bell.is_on), default=None)
    since = date.max if news is None else today - timedelta(days=news)
    touched = store.rings.touched(workspace_id, after, upto, measure=MEASURE, since=since)
    changed: dict[str, list[RingRecord]] = {}
    if touched:
        changed = _look_at(desk, touched, _Look(bells=bells, today=today, since=since))
    store.followers.move(workspace_id, NAME, upto)
    return changed


def _look_at(desk: Desk, touched: Sequence[Touched], look: _Look) -> dict[str, list[RingRecord]]:
    store, workspace_id = desk.store, desk.workspace_id
    deals = [one.deal for one in touched]
    entries = store.followers.open_entries(workspace_id, deals)
    held: dict[DealKey, dict[str, RingRecord]] = {deal: {} for deal in deals}
    for record in store.rings.of_deals(workspace_id, deals):
        held[record.deal][record.channel] = record
    old = _history(desk, {one.posting_id for one in touched}, look)
    seats = desk.store.people.seats(workspace_id)
    changed: list[RingRecord] = []
    rung: dict[str, list[RingRecord]] = {}
    for one in touched:
        mine = entries[one.deal]
        news = News(
            moment=desk.clock(),
            recorded_at=max((entry.recorded_at for entry in mine), default=desk.clock()),
            today=look.today,
            was_won=one.was_open,
            is_history=one.posting_id in old,
        )
        win, revision = win_of(mine, seats), max((entry.revision for entry in mine), default=0)
        for channel in sorted({*look.bells, *held[one.deal]}):
            before = held[one.deal].get(channel)
            after = _decided(look.bells.get(channel), before, win, news)
            if after is not None:
                changed.append(_record(one.deal, channel, after, before, revision))
                if before is not None and before.outbox_id is not None:
                    rung.setdefault(before.outbox_id, []).append(before)
    store.rings.put(workspace_id, changed)
    return rung


def _decided(
    bell: Bell | None, before: RingRecord | None, win: Win | None, news: News
) -> Ring | None:
    """The ring as it is to be kept now; None when there is nothing new to keep."""
    ring = None if before is None else ring_of(before)
    after = decide(bell, ring, win, news)
    return None if after == ring else after


def ring_of(record: RingRecord) -> Ring:
    """A ring as the domain knows it."""
    return ring_from(record.state, record.due_at, record.facts)


def _record(
    deal: DealKey, channel: str, ring: Ring, before: RingRecord | None, revision: int
) -> RingRecord:
    return RingRecord(
        deal=deal,
        channel=channel,
        state=ring.state.value,
        due_at=ring.due_at,
        facts=facts_of(ring),
        revision=revision,
        outbox_id=before.outbox_id if before else None,
    )


def _history(desk: Desk, postings: Collection[int], look: _Look) -> set[int]:
    """Which of these postings are imports of history."""
    rings, workspace_id = desk.store.rings, desk.workspace_id
    return {
        posting
        for posting in postings
        if is_history(*rings.ages(workspace_id, posting, measure=MEASURE, since=look.since))
    }
