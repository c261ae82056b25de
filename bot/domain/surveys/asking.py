"""Who of the audience is asked, when by their own clock, and what a launch must warn of.

Pure; the lot is drawn with the chance that is passed in. Knows no store and no Slack.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from bot.domain.surveys.plans import Audience, Plan
from bot.domain.surveys.releasing import EVERYBODY, Cell, Group, candidates, cells_of, releasable

NONE = "–"
"""The segment of somebody without a team or region."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """Somebody who may be asked: their Slack id, where and in which language they are, and the
    names of their team and region."""

    slack_user_id: str
    locale: str
    zone: str
    team: str = NONE
    region: str = NONE


@dataclass(frozen=True, kw_only=True, slots=True)
class LaunchCheck:
    """What can be known before anything is sent: whether anything could ever be shown, and which
    groups never will be even when everybody answers."""

    people: int
    least: int
    is_possible: bool
    hidden: tuple[Group, ...]

    @property
    def too_small(self) -> int:
        """How many groups can never be shown."""
        return len(self.hidden)


def drawn(
    found: Sequence[Candidate], audience: Audience, asked: Mapping[str, int], chance: Random
) -> list[Candidate]:
    """Who is asked: without those asked too often lately, then a lot of the wanted per cent.

    Ten people and 25 per cent make three: rounded up, so that a small lot is never empty.
    """
    rested = [
        one for one in found if not audience.cap or asked.get(one.slack_user_id, 0) < audience.cap
    ]
    wanted = -(-len(rested) * audience.percent // 100)
    return sorted(chance.sample(rested, wanted), key=lambda one: one.slack_user_id)


def segments_of(candidate: Candidate, plan: Plan) -> Cell:
    """The segments a result may be split by, in the order of `dimensions`."""
    chosen = ((plan.by_team, candidate.team), (plan.by_region, candidate.region))
    return tuple(value for is_used, value in chosen if is_used)


def dimensions(plan: Plan) -> tuple[str, ...]:
    """What the segments of a wave are: "team", "region"."""
    return tuple(
        n for is_used, n in ((plan.by_team, "team"), (plan.by_region, "region")) if is_used
    )


def asked_values(people: Sequence[Candidate], plan: Plan) -> list[list[str]]:
    """Which teams and regions are asked, dimension by dimension: what has no result later is then
    told apart from who was never asked."""
    cells = [segments_of(one, plan) for one in people]
    return [sorted({cell[n] for cell in cells}) for n in range(len(dimensions(plan)))]


def send_at(candidate: Candidate, plan: Plan, now: datetime) -> datetime:
    """When somebody is asked: now, or the next time their own clock shows the plan's minute.

    A minute that a change of the clock leaves out is taken as it would have been before it.
    """
    if plan.minute is None:
        return now
    zone = ZoneInfo(candidate.zone)
    local = now.astimezone(zone)
    wanted = time(plan.minute // 60, plan.minute % 60)
    day = local.date() if local.time() <= wanted else local.date() + timedelta(days=1)
    return datetime.combine(day, wanted, tzinfo=zone).astimezone(UTC)


def check_launch(people: Sequence[Candidate], plan: Plan) -> LaunchCheck:
    """Refuse what can never be shown; tell which groups would single somebody out.

    Everybody is taken to answer: with fewer answers fewer groups are shown, never more.
    """
    cells = cells_of(segments_of(one, plan) for one in people)
    groups = candidates(cells)
    shown = releasable(cells, groups, least=plan.least)
    return LaunchCheck(
        people=len(people),
        least=plan.least,
        is_possible=EVERYBODY in shown,
        hidden=tuple(group for group in groups if group not in shown),
    )
