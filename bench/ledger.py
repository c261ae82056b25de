"""Decides how a large ledger comes to be: through the store's own bulk posting, so that its rows
are what an import writes; and how the anchors get the same rows. Knows nothing of timing."""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

from bench import deals as bench_deals
from bench.deals import LAST_DAY, RECIPE, REGIONS, TEAMS, BenchDeal, deals, rep_name
from bot.domain.deals import Deal, Status, line_rows
from store import migrate
from store.open import Store, open_store
from store.records import WHOLE, LabelKind, SlackUser

DATABASE = "koploper.db"
CURRENCY = "EUR"
ENTRIES_A_DEAL = 3
MEASURES = ("revenue", "units", "cycle")
_FACTS_A_TRANSACTION = 200_000
_RECORDED_AT = datetime.combine(LAST_DAY, time(6), UTC)


class LedgerDiffersError(Exception):
    """The totals of a built ledger are not those of a rebuild; the text says where."""


@dataclass(frozen=True)
class BuiltLedger:
    """A data directory with a ledger in it."""

    place: Path

    @property
    def url(self) -> str:
        """The database as settings name it."""
        return database_url(self.place)

    def entries_csv(self) -> Path:
        """Every entry of every measure as rep, day, measure, amount; written once."""
        path = self.place / "entries.csv"
        if not path.exists():
            _write_entries(self.place / DATABASE, path)
        return path

    def people(self) -> list[int]:
        """The ids of the people by rep number."""
        with closing(sqlite3.connect(self.place / DATABASE)) as connection:
            return [
                person for (person,) in connection.execute("SELECT id FROM person ORDER BY name")
            ]

    def revenue(self, start: date, end: date) -> dict[str, int]:
        """Revenue in cents over [start, end) by person id, summed from entries, not from totals."""
        path = self.place / "days.db"
        if not path.exists():
            _write_days(self.place / DATABASE, path)
        with closing(sqlite3.connect(path)) as connection:
            rows = connection.execute(
                "SELECT person, sum(amount) FROM day WHERE day >= ? AND day < ? GROUP BY person",
                (start.toordinal(), end.toordinal()),
            )
            return {str(person): amount for person, amount in rows}


def database_url(place: Path) -> str:
    """The URL of the SQLite file in a data directory."""
    return f"sqlite:///{place / DATABASE}"


def clock() -> datetime:
    """The moment at which every benchmark believes to run: noon of the last day with deals."""
    return datetime.combine(LAST_DAY, time(12), UTC)


def ledger_key() -> str:
    """Changes with the schema and with how the deals are invented, so that no old file is used."""
    steps = sorted((Path(migrate.__file__).parent / "migrations" / "versions").glob("*.py"))
    schema = sha256(b"".join(step.read_bytes() for step in steps)).hexdigest()[:8]
    return f"{migrate.HEAD}-{schema}-{RECIPE}"


def build_ledger(place: Path, *, entries: int, reps: int) -> None:
    """Fill a new database in `place` with about `entries` entries, and check its totals."""
    with closing(open_store(database_url(place), data_dir=place, clock=clock)) as store:
        workspace = store.workspaces.sole().id
        store.workspaces.bind(workspace, "T00000001", "Bench")
        store.workspaces.set_currency(workspace, CURRENCY)
        with store.transaction():
            seats = _hire(store, workspace, reps)
            products = [
                store.labels.id(workspace, LabelKind.PRODUCT, f"Product {number}")
                for number in range(12)
            ]
        found = deals(max(1, entries // ENTRIES_A_DEAL), reps)
        while chunk := list(islice(found, _FACTS_A_TRANSACTION)):
            rows = (row for deal in chunk for row in staged(deal, seats, products))
            with store.ledger.bulk(workspace, source="crm", at=_RECORDED_AT, actor="bench") as bulk:
                bulk.stage(rows)
                bulk.commit()
        differences = store.totals.differences(workspace)
    if differences:
        raise LedgerDiffersError(str(differences[:3]))


def staged(deal: BenchDeal, seats: list[int], products: list[int]) -> Iterator[tuple[Any, ...]]:
    """The rows that an import of this deal would stage."""
    lines = line_rows(
        Deal(
            external_id=f"006{deal.number:09}",
            credits=((seats[deal.rep], WHOLE),),
            status=Status.WON,
            amount=deal.cents,
            units=deal.units * 100,
            sale_type=deal.kind,
            product_id=products[deal.number % len(products)],
            closed_on=deal.day,
            created_on=bench_deals.created_on(deal),
        )
    )
    head = (f"006{deal.number:09}", f"Customer {deal.number % 5000}", None, "Won", None)
    for measure, seat, day, amount, share, sale_type, product in lines:
        yield (*head, measure, seat, day.toordinal(), sale_type, product, amount, share)


def slack_user_id(rep: int) -> str:
    """The Slack user that a rep is, by number."""
    return f"U{rep:08}"


def _hire(store: Store, workspace: int, reps: int) -> list[int]:
    """Add the people with their teams and Slack users; return the seat of each."""
    teams = [store.labels.id(workspace, LabelKind.TEAM, f"Team {n}") for n in range(TEAMS)]
    regions = [store.labels.id(workspace, LabelKind.REGION, f"Region {n}") for n in range(REGIONS)]
    seats = []
    for rep in range(reps):
        team, region = teams[rep % TEAMS], regions[rep % REGIONS]
        name, email = rep_name(rep), f"rep{rep}@bench.example"
        person = store.people.add(workspace, name=name, email=email)
        store.people.join_team(workspace, person.id, team, region, None)
        store.people.link(workspace, person.id, slack_user_id(rep))
        store.slack_users.put(
            workspace,
            SlackUser(
                slack_user_id=slack_user_id(rep),
                name=name,
                email=email,
                locale="en-US",
                zone="Europe/Amsterdam",
                deleted=False,
                is_bot=False,
                fetched_at=clock(),
            ),
        )
        seats.append(store.people.seat(workspace, person.id, team, region))
    return seats


def _write_entries(database: Path, target: Path) -> None:
    half_done = target.with_suffix(".part")
    with (
        closing(sqlite3.connect(database)) as connection,
        half_done.open("w", encoding="utf-8", newline="") as file,
    ):
        rows = connection.execute(
            "SELECT seat.person_id, date((entry.occurred_on - 719163) * 86400, 'unixepoch'),"
            " series.measure, entry.amount FROM entry"
            " JOIN series ON series.id = entry.series_id JOIN seat ON seat.id = entry.seat_id"
        )
        writer = csv.writer(file)
        writer.writerow(("rep", "day", "measure", "amount"))
        writer.writerows(rows)
    half_done.rename(target)


def _write_days(database: Path, target: Path) -> None:
    half_done = target.with_suffix(".part")
    half_done.unlink(missing_ok=True)
    with closing(sqlite3.connect(half_done, isolation_level=None)) as connection:
        connection.execute("ATTACH ? AS ledger", (str(database),))
        connection.execute("CREATE TABLE day (day, person, amount, PRIMARY KEY (day, person))")
        connection.execute(
            "INSERT INTO day SELECT entry.occurred_on, seat.person_id, sum(entry.amount)"
            " FROM ledger.entry JOIN ledger.series ON series.id = entry.series_id"
            " JOIN ledger.seat ON seat.id = entry.seat_id"
            " WHERE series.measure = 'revenue' GROUP BY 1, 2"
        )
    half_done.rename(target)
