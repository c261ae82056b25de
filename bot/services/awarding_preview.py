"""Decides what a badge would have given, had it been there: for admins who think of a new one.
Gives nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.badges.earning import Earned
from bot.domain.badges.rules import Badge, Best, Biggest, Improved, Personal, known
from bot.services.awarding_changes import Finding
from bot.services.awarding_judge import Judge
from bot.services.awarding_records import Holders
from bot.services.awarding_terms import Terms, read_terms
from bot.services.desk import Desk
from bot.services.histories import Histories

_CELLS = 200_000  # everybody is read once, so there is little to keep


@dataclass(frozen=True, kw_only=True, slots=True)
class Preview:
    """How many people would have earned a badge, and how many times in all."""

    people: int
    times: int


def preview(desk: Desk, badge: Badge, since: date) -> Preview:
    """What a badge would have given from a local date on, up to and with today."""
    snapshot = desk.snapshots.current()
    metrics = known(snapshot.metrics)
    terms = replace(
        read_terms(desk, snapshot),
        badges=[badge],
        metrics={badge.metric: metrics[badge.metric]} if badge.metric else {},
    )
    found = {one for one in _earned(desk, terms, badge, since) if one.earned_on >= since}
    return Preview(people=len({one.person_id for one in found}), times=len(found))


def _earned(desk: Desk, terms: Terms, badge: Badge, since: date) -> Iterator[Earned]:
    today, first = desk.today(), since.toordinal()
    histories = Histories(desk.store, desk.workspace_id, most_cells=_CELLS)
    judge = Judge(desk, histories, terms, today)
    days = range(first, today.toordinal() + 1)
    found: Iterator[Finding]
    match badge.rule:
        case Best() | Improved():
            found = (judge.compared(badge, start) for start in judge.over(badge, days))
        case Biggest():
            holders = Holders(desk, terms, today)
            found = (holders.all_deals(badge, start) for start in holders.held(badge, days))
        case rule if isinstance(rule, Personal):
            found = (judge.person(person_id, first) for person_id in sorted(terms.seats))
        case _:
            shared = judge.shared(first, today.toordinal() + 1)
            found = (judge.assists(person_id, on) for person_id, on in shared.items())
    for finding in found:
        yield from finding.earned
