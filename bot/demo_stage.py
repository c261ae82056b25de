"""What the demo plays on: a local Slack with the sample company's people, a clock that can be put
back, and the importer by which the company's numbers come in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from bot.clock import Clock
from bot.demo.files import write_activities, write_deals, write_people
from bot.demo.records import Activity, Company, Deal, Person
from bot.i18n import msgid, translator
from bot.manifest import manifest
from bot.services.access import OPERATOR
from bot.services.desk import Desk
from bot.services.imports import ImportOptions
from bot.sources.importing_people import PeopleImporter
from bot.sources.reading import Reading
from sandbox import App, Sandbox

SOURCE = "demo"
WHAT_TO_TRY = msgid(
    "Try /leaderboard, look in #sales and #deals, answer the survey in Koploper's messages."
    " {hr} has /pulse, {owner} /koploper."
)
"""Said on the terminal and above the page."""


class StageClock:
    """Tells the moments of a story, and the real time before the first and after the last."""

    def __init__(self, real: Clock) -> None:
        """`real` is what the machine's clock says."""
        self._real = real
        self._told: datetime | None = None

    def __call__(self) -> datetime:
        """The moment that it is now, in UTC."""
        return self._told or self._real()

    def go_to(self, moment: datetime) -> None:
        """Stand still at this moment."""
        self._told = moment

    def arrive(self) -> None:
        """Tell the real time from now on."""
        self._told = None

    def seconds(self) -> float:
        """The same in seconds since 1970."""
        return self().timestamp()


@dataclass(frozen=True, kw_only=True)
class LocalSlack:
    """A running local Slack: user ids by e-mail address, channel ids by name, and our app."""

    slack: Sandbox
    app: App
    users: Mapping[str, str]
    channels: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Books:
    """The numbers of the sample company on their way into the ledger: files in `folder`, read by
    the importer that everybody uses."""

    desk: Desk
    folder: Path

    def people(self, people: Iterable[Person]) -> None:
        """Import the list of people: as they were before anybody moved, then as they are."""
        known = tuple(people)
        for as_known in (map(_before_moving, known), known):
            self._importer(SOURCE).people(write_people(self.folder / "people.csv", as_known))

    def deals(self, deals: Iterable[Deal], *, is_all: bool = False) -> None:
        """Import deals; when these are all there are, others are taken back."""
        self._importer(SOURCE, is_all).deals(write_deals(self.folder / "deals.csv", deals))

    def activities(self, activities: Iterable[Activity], *, is_all: bool = False) -> None:
        """Import calls, meetings and what customers answered; `is_all` as with deals."""
        file = write_activities(self.folder / "activities.csv", activities)
        self._importer("demo-activities", is_all).activities(file)

    def _importer(self, source: str, is_all: bool = False) -> PeopleImporter:
        options = ImportOptions(source=source, replace=is_all, strict=True)
        return PeopleImporter(desk=self.desk, actor=OPERATOR, options=options, reading=Reading())


def _before_moving(person: Person) -> Person:
    if person.moved is None:
        return person
    return replace(person, team=person.moved.team, region=person.moved.region, moved=None)


@contextmanager
def populated_slack(
    company: Company, port: int, language: str, clock: StageClock
) -> Iterator[LocalSlack]:
    """A running local Slack with the company's people and channels and the app from our manifest.
    OSError when the port is taken.

    In Dutch everybody has a Dutch Slack: private answers follow the reader's own.
    """
    with Sandbox(
        port=port,
        team_name=company.name,
        domain="bakfiets",
        hint=what_to_try(company, language),
        clock=clock.seconds,
    ) as slack:
        users = {
            user.email: slack.add_user(
                name=user.name,
                email=user.email,
                locale="nl-NL" if language == "nl" else user.locale,
                tz=user.tz,
                is_admin=user.is_admin,
            )
            for user in company.slack_users
        }
        channels = {
            channel.name: slack.add_channel(
                channel.name,
                private=channel.is_private,
                members=[users[email] for email in channel.members],
            )
            for channel in company.channels
        }
        app = slack.install_app(manifest=manifest())
        yield LocalSlack(slack=slack, app=app, users=users, channels=channels)


def what_to_try(company: Company, language: str) -> str:
    """One line for who sees the demo for the first time."""
    names = {user.email: user.name for user in company.slack_users}
    return translator(language).gettext(
        WHAT_TO_TRY, hr=names[company.hr], owner=names[company.owner]
    )
