"""Fills the demo: the sample company through the importer, its people into the local Slack."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path

from bot.config import Settings
from bot.demo.files import write_activities, write_deals, write_people
from bot.demo.records import Company, Person
from bot.i18n import msgid, translator
from bot.manifest import manifest
from bot.opening import Opened, open_workspace
from bot.services.access import OPERATOR
from bot.services.imports import ImportOptions
from bot.sources.importing_people import PeopleImporter
from bot.sources.reading import Reading
from sandbox import App, Sandbox
from store.records import Role

SOURCE = "demo"
WHAT_TO_TRY = msgid("Try /leaderboard, then tap Why. Or: /leaderboard since friday's board")
"""Said on the terminal and above the page."""
MORNING = time(7, 0)
"""When the sample company recorded what its Friday board showed."""


def load_company(company: Company, settings: Settings, folder: Path) -> None:
    """Import the company as it was on Friday morning and then as it is: both stay in the ledger.

    Doing it again with another day's company takes back what that one does not have.
    """
    zone = settings.time_zone
    friday = datetime.combine(company.friday, MORNING, tzinfo=zone).astimezone(UTC)
    with open_workspace(settings=settings, clock=lambda: friday) as opened:
        importer = _importer(opened)
        importer.people(write_people(folder / "people.csv", map(_before_moving, company.people)))
        importer.people(write_people(folder / "people.csv", company.people))
        importer.deals(write_deals(folder / "deals.csv", company.deals_then))
    with open_workspace(settings=settings) as opened:
        importer = _importer(opened)
        importer.deals(write_deals(folder / "deals.csv", company.deals))
        activities = replace(importer, options=_options("demo-activities"))
        activities.activities(write_activities(folder / "activities.csv", company.activities))


def _importer(opened: Opened) -> PeopleImporter:
    return PeopleImporter(
        desk=opened.desk, actor=OPERATOR, options=_options(SOURCE), reading=Reading()
    )


def _options(source: str) -> ImportOptions:
    return ImportOptions(source=source, replace=True, strict=True)


def _before_moving(person: Person) -> Person:
    if person.moved is None:
        return person
    return replace(person, team=person.moved.team, region=person.moved.region, moved=None)


@contextmanager
def populated_slack(
    company: Company, port: int, language: str
) -> Iterator[tuple[Sandbox, App, dict[str, str]]]:
    """A running local Slack with the company's people and channels and the app from our manifest;
    with it the app and the user ids by e-mail address. OSError when the port is taken.

    In Dutch everybody has a Dutch Slack: private answers follow the reader's own.
    """
    hint = translator(language).gettext(WHAT_TO_TRY)
    with Sandbox(port=port, team_name=company.name, domain="bakfiets", hint=hint) as slack:
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
        for channel in company.channels:
            members = [users[email] for email in channel.members]
            slack.add_channel(channel.name, private=channel.is_private, members=members)
        yield slack, slack.install_app(manifest=manifest()), users


def appoint(settings: Settings, owner: str, hr: str) -> None:
    """Make two Slack users owner and hr, so that nobody has to claim the sample company."""
    with open_workspace(settings=settings) as opened:
        opened.services.roles.grant(OPERATOR, owner, Role.OWNER)
        opened.services.roles.grant(OPERATOR, hr, Role.HR)
