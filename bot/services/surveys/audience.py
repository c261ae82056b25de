"""Decides who of the workspace's people belong to a survey's audience. Knows no Slack calls: who is
in a channel or user group is told by the caller.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from bot.domain.grouping import Group
from bot.domain.surveys.asking import NONE, Candidate
from bot.domain.surveys.plans import Audience
from bot.services.desk import Desk
from store.records import SlackUser


@dataclass(frozen=True, kw_only=True)
class Audiences:
    """People by what Slack and the sales data say about them today."""

    desk: Desk

    def candidates(self, audience: Audience, members: Collection[str] = ()) -> list[Candidate]:
        """Everybody who belongs to the audience, by Slack id; each once.

        `members` are the Slack ids in the audience's channels and user groups. Bots and people
        whose account is closed are nobody.
        """
        return [one for one, places in self._people() if _belongs(one, places, audience, members)]

    def name_of(self, slack_user_id: str) -> str:
        """What to call a Slack user: the name last read, else their id."""
        profile = self.desk.snapshots.current().profiles.get(slack_user_id)
        return profile.name if profile else slack_user_id

    def reader(self, slack_user_id: str) -> tuple[str | None, str]:
        """The language and the time zone somebody reads in."""
        profile = self.desk.snapshots.current().profiles.get(slack_user_id)
        if profile is None:
            return None, self.desk.calendar.zone
        return profile.locale, self._zone(profile)

    def _people(self) -> Iterator[tuple[Candidate, tuple[int, int]]]:
        snapshot, today = self.desk.snapshots.current(), self.desk.today()
        for user_id, profile in sorted(snapshot.profiles.items()):
            if profile.deleted or profile.is_bot:
                continue
            person = snapshot.by_slack_user.get(user_id)
            person_id = person.id if person else None
            team = snapshot.own_key(Group.TEAM, person_id, today) or 0
            region = snapshot.own_key(Group.REGION, person_id, today) or 0
            candidate = Candidate(
                slack_user_id=user_id,
                locale=profile.locale or "",
                zone=self._zone(profile),
                team=snapshot.team_names.get(team, NONE),
                region=snapshot.region_names.get(region, NONE),
            )
            yield candidate, (team, region)

    def _zone(self, profile: SlackUser) -> str:
        return profile.zone or self.desk.calendar.zone


def _belongs(
    one: Candidate, places: tuple[int, int], audience: Audience, members: Collection[str]
) -> bool:
    team, region = places
    return (
        audience.is_everybody
        or one.slack_user_id in members
        or team in audience.teams
        or region in audience.regions
    )
