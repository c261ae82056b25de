"""The sample company's files go through the real importer whole, and the ledger then says what
the company does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.config import load_settings
from bot.demo import roster
from bot.demo.company import build_company
from bot.demo.files import write_files, write_people
from bot.demo.records import WON, Company
from bot.opening import Opened, open_workspace
from bot.services.access import OPERATOR
from bot.services.imports import ImportOptions, ImportSummary
from bot.sources.importing_people import PeopleImporter
from bot.sources.reading import Reading
from store.records import LabelKind

TODAY = date(2026, 11, 23)
EVER = {"start": date(2020, 1, 1), "end": date(2030, 1, 1)}


def settled(company: Company) -> Company:
    """The company before anybody had moved."""
    people = tuple(
        replace(person, team=person.moved.team, region=person.moved.region, moved=None)
        if person.moved
        else person
        for person in company.people
    )
    return replace(company, people=people)


@pytest.fixture(scope="module")
def company() -> Company:
    return build_company(today=TODAY)


@pytest.fixture(scope="module")
def loaded(
    company: Company, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Opened, list[ImportSummary]]]:
    folder: Path = tmp_path_factory.mktemp("company")
    settings = load_settings(_env_file=None, data_dir=folder, zone="Europe/Amsterdam")
    noon = datetime(2026, 11, 23, 11, tzinfo=UTC)
    with open_workspace(settings=settings, clock=lambda: noon) as opened:
        importer = PeopleImporter(
            desk=opened.desk, actor=OPERATOR, options=ImportOptions(), reading=Reading()
        )
        before = importer.people(write_people(folder / "before.csv", settled(company).people))
        people, deals, activities = write_files(company, folder)
        yield (
            opened,
            [
                before,
                importer.people(people),
                importer.deals(deals),
                replace(importer, options=ImportOptions(source="calls")).activities(activities),
            ],
        )


def test_no_row_is_refused_and_nobody_is_unknown(
    loaded: tuple[Opened, list[ImportSummary]], company: Company
) -> None:
    _, summaries = loaded
    assert [summary.refused for summary in summaries] == [0, 0, 0, 0]
    assert [summary.unknown_reps for summary in summaries] == [(), (), (), ()]
    read = [len(company.people)] * 2 + [len(company.deals), len(company.activities)]
    assert [summary.read for summary in summaries] == read


def test_the_ledger_has_the_revenue_of_the_won_deals(
    loaded: tuple[Opened, list[ImportSummary]], company: Company
) -> None:
    opened, _ = loaded
    sums = opened.store.ledger.sums(opened.workspace_id, ["revenue"], **EVER)
    won = [deal for deal in company.deals if deal.stage == WON]
    assert sum(found.amount for found in sums) == sum(deal.cents for deal in won)
    assert sum(found.share for found in sums) == 10_000 * len(won)


def test_what_the_mover_sold_before_stays_with_the_old_team(
    loaded: tuple[Opened, list[ImportSummary]],
) -> None:
    opened, _ = loaded
    store, workspace = opened.store, opened.workspace_id
    mover = store.people.by_name(workspace, roster.MOVER)[0]
    teams = {label.id: label.name for label in store.labels.all(workspace, LabelKind.TEAM)}
    seats = {
        seat.id: teams[seat.team_id]
        for seat in store.people.seats(workspace).values()
        if seat.person_id == mover.id and seat.team_id is not None
    }
    sums = store.ledger.sums(workspace, ["revenue"], **EVER)
    assert {seats[found.seat_id] for found in sums if found.seat_id in seats} == {
        "Baltic",
        "Cascade",
    }
