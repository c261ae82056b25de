"""Decides what becomes of stored awards when the ledger says otherwise: new ones are given, those
that no longer hold are taken back while they are provisional, and what is final stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.domain.badges.earning import Earned
from bot.services.awarding_terms import Terms
from store.open import Store
from store.records_badges import Award, AwardKey, AwardState

OnChange = Callable[[Sequence[Award], Sequence[Award]], None]
"""Told what was gained (new, taken before, or earned on another day now) and what was taken back,
inside the transaction that writes it; never called for nothing."""


def nobody_asked(gained: Sequence[Award], lost: Sequence[Award]) -> None:
    """Nobody wants to know."""
    del gained, lost


@dataclass(kw_only=True)
class Finding:
    """What was looked at: the awards stored for it, and what the ledger gives for it now."""

    stored: list[Award] = field(default_factory=list)
    earned: list[Earned] = field(default_factory=list)

    def add(self, other: Finding) -> None:
        """Look at this too."""
        self.stored += other.stored
        self.earned += other.earned


@dataclass(frozen=True, kw_only=True)
class Changes:
    """What to write: `gained` and `lost` are news, `valued` only has another value."""

    gained: Sequence[Award] = ()
    valued: Sequence[Award] = ()
    lost: Sequence[Award] = ()


def is_settled(award: Award, now: datetime) -> bool:
    """Whether it is final at this moment."""
    return award.state is AwardState.FINAL or (
        award.state is AwardState.PROVISIONAL and award.final_at <= now
    )


def compare(
    stored: Iterable[Award], earned: Iterable[Earned], terms: Terms, now: datetime
) -> Changes:
    """What has to change so that what is stored is what is earned, as far as it is not final."""
    held = {one.key: one for one in stored}
    gained: list[Award] = []
    valued: list[Award] = []
    wanted: set[AwardKey] = set()
    for one in earned:
        wanted.add(one.key)
        before = held.get(one.key)
        if before is None or before.state is AwardState.TAKEN:
            gained.append(_award(one, terms, now, before))
        elif is_settled(before, now) or (before.earned_on, before.value) == one[3:5]:
            continue
        else:
            final_at = terms.final_at(one.settled_on, before.awarded_at)
            moved = replace(before, earned_on=one.earned_on, value=one.value, final_at=final_at)
            (valued if before.earned_on == one.earned_on else gained).append(moved)
    lost = [
        one
        for key, one in held.items()
        if key not in wanted and one.state is AwardState.PROVISIONAL and not is_settled(one, now)
    ]
    return Changes(gained=gained, valued=valued, lost=lost)


class Writer:
    """Brings what is stored in line with what was found, and tells who asked."""

    def __init__(self, store: Store, workspace_id: int, told: OnChange) -> None:
        self._store = store
        self._workspace_id = workspace_id
        self._told = told

    def write(self, finding: Finding, terms: Terms, now: datetime) -> Changes:
        """Write what has changed, part of the caller's transaction."""
        awards, workspace_id = self._store.awards, self._workspace_id
        keys = {one.key for one in finding.stored}
        elsewhere = [one.key for one in finding.earned if one.key not in keys]
        stored = finding.stored + awards.get(workspace_id, elsewhere)
        changes = compare(stored, finding.earned, terms, now)
        if changes.gained or changes.valued or changes.lost:
            awards.apply(workspace_id, [*changes.gained, *changes.valued], changes.lost, now)
        if changes.gained or changes.lost:
            self._told(changes.gained, changes.lost)
        return changes


def _award(one: Earned, terms: Terms, now: datetime, before: Award | None) -> Award:
    return Award(
        person_id=one.person_id,
        badge=one.badge,
        slot=one.slot,
        earned_on=one.earned_on,
        value=one.value,
        state=AwardState.PROVISIONAL,
        awarded_at=now,
        final_at=terms.final_at(one.settled_on, now),
        outbox_id=before.outbox_id if before else None,
    )
