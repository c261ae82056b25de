"""A workspace in a real SQLite file to import into, and short ways to ask what came of it."""

from collections import defaultdict
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from bot.domain.periods import Calendar
from bot.services.access import OPERATOR
from bot.services.desk import Desk
from bot.services.snapshot import Snapshots
from bot.sources.importing import Listener
from bot.sources.importing_people import PeopleImporter
from bot.sources.reading import import_options, reading
from store.open import open_store

EVER = (date(1950, 1, 1), date(2199, 12, 31))


class Office:
    """One workspace, whose clock stands still until a test moves it."""

    def __init__(self, folder: Path, url: str | None = None) -> None:
        self.folder = folder
        self.now = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
        url = url or f"sqlite:///{folder / 'koploper.db'}"
        self.store = open_store(url, data_dir=folder, clock=lambda: self.now)
        self.id = self.store.workspaces.sole().id
        self.desk = Desk(
            store=self.store,
            workspace_id=self.id,
            calendar=Calendar(zone="Europe/Amsterdam"),
            clock=lambda: self.now,
            snapshots=Snapshots(lambda: 0, lambda _version: None),
        )

    def file(self, content: str | bytes, name: str = "file.csv") -> Path:
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def importer(self, **said) -> PeopleImporter:
        return PeopleImporter(
            desk=self.desk,
            actor=said.pop("actor", OPERATOR),
            moved_on=said.pop("moved_on", None),
            listener=said.pop("listener", Listener()),
            options=import_options(said),
            reading=reading(said),
        )

    def deals(self, content: str | bytes | Path, **said):
        path = content if isinstance(content, Path) else self.file(content)
        return self.importer(**said).deals(path)

    def people(self, content: str | bytes | Path, **said):
        path = content if isinstance(content, Path) else self.file(content, "people.csv")
        return self.importer(**said).people(path)

    def activities(self, content: str | bytes | Path, **said):
        path = content if isinstance(content, Path) else self.file(content, "activities.csv")
        return self.importer(**said).activities(path)

    def refused(self, name: str = "file.csv") -> str:
        path = self.folder / f"{name}.refused.csv"
        return path.read_text(encoding="utf-8-sig") if path.exists() else ""

    def sums(self, measure: str = "revenue", by: str = "rep", start=EVER[0], end=EVER[1]):
        """Amount and share by name, from the ledger itself."""
        found = defaultdict(lambda: [0, 0])
        for one in self.store.ledger.sums(self.id, [measure], start, end):
            key = self.seat_names(by)[one.seat_id]
            found[key][0] += one.amount
            found[key][1] += one.share
        return {name: tuple(both) for name, both in found.items() if any(both)}

    def money(self, measure: str = "revenue", by: str = "rep", **when) -> dict[str, Decimal]:
        """Amounts in whole units by name."""
        return {
            name: Decimal(amount) / 100
            for name, (amount, _) in self.sums(measure, by, **when).items()
        }

    def seat_names(self, by: str) -> dict[int, str | None]:
        people = {person.id: person.name for person in self.store.people.all(self.id)}
        teams = {label.id: label.name for label in self.store.labels.all(self.id, "team")}
        regions = {label.id: label.name for label in self.store.labels.all(self.id, "region")}
        seats = self.store.people.seats(self.id).values()
        if by == "rep":
            return {seat.id: people[seat.person_id] for seat in seats}
        if by == "team":
            return {seat.id: teams.get(seat.team_id) for seat in seats}
        return {seat.id: regions.get(seat.region_id) for seat in seats}

    def names(self) -> list[str]:
        return [person.name for person in self.store.people.all(self.id)]

    def entries(self, *measures: str):
        """Everything posted, oldest first."""
        wanted = measures or ("revenue", "lost", "pipeline", "units", "cycle")
        found = self.store.ledger.entries(
            self.id, measures=wanted, start=EVER[0], end=EVER[1], limit=1000
        )
        return found[::-1]


@pytest.fixture
def office(tmp_path):
    """A workspace of its own; whatever a test did to it, its totals equal its ledger."""
    made = Office(tmp_path)
    yield made
    assert made.store.totals.differences(made.id) == []
    made.store.close()


@pytest.fixture(scope="module")
def shared_office(tmp_path_factory):
    """A workspace that all examples of a property share."""
    made = Office(tmp_path_factory.mktemp("shared"))
    yield made
    made.store.close()
