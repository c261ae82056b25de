"""A workspace in a real database with its services: what service tests work on."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from bot.domain.boards import Board
from bot.domain.grammar import parse
from bot.domain.periods import Calendar
from bot.domain.query import Query
from bot.services.access import Actor
from bot.services.opening import Services, open_services
from store.open import Store
from store.records import Details, Fact, LabelKind, Line, Role, SlackUser

NOW = datetime(2026, 11, 23, 13, 5, tzinfo=UTC)
TODAY = date(2026, 11, 23)
CALENDAR = Calendar(zone="Europe/Amsterdam")


@dataclass
class Time:
    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Office:
    """People by name, their seats, and short ways to sell and to ask."""

    store: Store
    time: Time
    services: Services = field(init=False)
    people: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.services = open_services(self.store, calendar=CALENDAR, clock=self.time)
        self.store.workspaces.set_currency(self.workspace, "EUR")

    @property
    def workspace(self) -> int:
        return self.store.workspaces.sole().id

    def label(self, kind: LabelKind, name: str) -> int:
        return self.store.labels.id(self.workspace, kind, name)

    def hire(self, name: str, team: str = "Alpha", region: str = "North", **details) -> int:
        person = self.store.people.add(self.workspace, name=name, **details)
        self.people[name] = person.id
        self.move(name, team, region, None)
        return person.id

    def move(self, name: str, team: str, region: str, on: date | None) -> None:
        places = self.label(LabelKind.TEAM, team), self.label(LabelKind.REGION, region)
        self.store.people.join_team(self.workspace, self.people[name], *places, on)

    def sell(
        self,
        name: str,
        cents: int,
        deal: str,
        *,
        on: date = TODAY,
        product: str | None = None,
        measure: str = "revenue",
        sale_type: str | None = None,
        source: str = "CRM",
    ) -> None:
        """A deal as it is now; 0 cents takes it back."""
        seat = self.store.people.seat_for(self.workspace, self.people[name], on)
        line = Line(
            measure=measure,
            seat_id=seat,
            occurred_on=on,
            amount=cents,
            sale_type=sale_type,
            product_id=self.label(LabelKind.PRODUCT, product) if product else None,
        )
        fact = Fact(
            source_id=self.label(LabelKind.SOURCE, source),
            external_id=deal,
            lines=(line,) if cents else (),
            details=Details(customer=f"Customer {deal}"),
        )
        self.store.ledger.post(self.workspace, [fact], at=self.time.now, actor="test")

    def query(self, words: str = "") -> Query:
        return parse(words, self.services.desk.snapshots.current().vocabulary, TODAY)

    def board(self, words: str = "", name: str | None = None, **options) -> Board:
        return self.services.boards.board(self.query(words), self.actor(name), TODAY, **options)

    def actor(self, name: str | None, *roles: Role) -> Actor:
        person = self.people.get(name or "")
        held = frozenset(roles) | ({Role.REP} if person else {Role.HR})
        return Actor(slack_user_id="U1", person_id=person, name=name or "?", roles=held)

    def on_slack(self, user: str, name: str, email: str | None = None, **more) -> Actor:
        profile = SlackUser(slack_user_id=user, name=name, email=email, fetched_at=NOW, **more)
        self.services.matching.recognise(profile)
        return self.who(user)

    def who(self, user: str) -> Actor:
        return self.services.access.who(user, self.services.desk.snapshots.current(), TODAY)


def shown(board: Board) -> list[tuple[int, str, object]]:
    return [(row.place, row.name, row.value) for row in board.rows]
