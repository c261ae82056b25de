"""A company whose deals change in every way, and what everybody has then earned by the rules alone:
from a plain list of deals, without database, positions and steps."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from hypothesis import strategies as st

from bot.domain.badges.attendance import Attendance, WorkDays
from bot.domain.badges.earning import Company, Earned, awards
from bot.domain.badges.rules import known
from bot.domain.badges.spans import Spans
from bot.domain.badges.tracks import History
from bot.domain.built_in import BUILT_IN
from bot.domain.deals import Deal, Status, lines_of
from bot.domain.workdays import WorkingDays
from bot.services.awarding import Awarding
from bot.services.awarding_terms import badges_of
from store.open import Store
from store.records import WHOLE, Fact, LabelKind
from store.records_badges import AwardState, Won
from tests.services.office import CALENDAR, NOW, TODAY, Office, Time

PEOPLE = ("Ann", "Bob", "Cleo", "Dirk")
SPLITS = {1: (WHOLE,), 2: (6_000, 4_000)}
METRICS = {key: metric for key, metric in known(BUILT_IN).items() if key != "points"}


@dataclass(frozen=True)
class Sale:
    """A deal as it is: won on a day by one person or two, or not there any more."""

    people: tuple[int, ...] = ()
    day: date = TODAY
    cents: int = 0
    kind: str | None = None
    status: Status = Status.WON


@dataclass
class BadgeOffice:
    """An office in a database, and beside it the deals as they are."""

    office: Office
    sales: dict[str, Sale] = field(default_factory=dict)
    leaves: dict[int, list[tuple[date, date]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.awarding = self.office.services.awarding
        self.store: Store = self.office.store
        self.workspace = self.office.workspace
        self.people = [one.id for one in sorted(self.store.people.all(self.workspace), key=id_of)]

    def post(self, deals: dict[str, Sale]) -> None:
        """Deals as they are now, in one transaction of the ledger."""
        self.sales |= deals
        facts = [self._fact(name, sale) for name, sale in deals.items()]
        self.store.ledger.post(self.workspace, facts, at=self.office.time.now, actor="test")

    def away(self, who: int, start: date, end: date) -> None:
        """Somebody is away on [start, end)."""
        person = self.people[who]
        self.store.leaves.add(self.workspace, person, start, end, by="test")
        self.leaves = self.store.leaves.of(self.workspace)

    def drain(self) -> None:
        """Follow until there is nothing left to do."""
        for _ in range(200):
            if not self.awarding.follow():
                return
        raise AssertionError("there is no end to it")

    def restart(self) -> None:
        """Another process: nothing is in memory."""
        self.awarding = Awarding(self.office.services.desk)

    def replay(self) -> set[Earned]:
        """What a replay of the whole ledger leaves."""
        self.restart()
        self.awarding.replay()
        return self.stored()

    def stored(self) -> set[Earned]:
        """What people have, as far as it could be earned; which window it waits for left out."""
        found = self.store.awards.all(self.workspace)
        assert all(one.state is not AwardState.TAKEN for one in found)
        return {
            Earned(one.person_id, one.badge, one.slot, one.earned_on, one.value, one.earned_on)
            for one in found
        }

    def earned(self) -> set[Earned]:
        """The same by the rules alone."""
        desk = self.office.services.desk
        badges = badges_of(self.store, self.workspace, desk.snapshots.current())
        found = awards(badges.values(), self._company(), desk.today())
        return {one._replace(settled_on=one.earned_on) for one in found}

    def _company(self) -> Company:
        spans, histories, shared = Spans(CALENDAR), {}, {}
        for person in self.people:
            histories[person] = History(METRICS.values(), spans)
        deals = []
        for sale in self.sales.values():
            if sale.status is not Status.WON or not sale.people:
                continue
            parts = SPLITS[len(sale.people)]
            for number, person in enumerate(sale.people):
                cents = sale.cents * parts[number] // WHOLE
                series = ("revenue", sale.kind)
                histories[person].add(sale.day.toordinal(), series, cents, parts[number])
                if len(parts) > 1:
                    shared.setdefault(person, []).append(sale.day.toordinal())
            deals.append(Won(sale.day.toordinal(), sale.cents, frozenset(sale.people)))
        preference = self.store.preferences.get(self.workspace, "working_days")
        days = WorkDays(WorkingDays(country=preference["country"]).is_working)
        people = {one.id: one for one in self.store.people.all(self.workspace)}
        return Company(
            histories=histories,
            attendance=lambda who: Attendance(days, self.leaves.get(who, ()), people[who]),
            spans=spans,
            deals=deals,
            shared=shared,
        )

    def _fact(self, name: str, sale: Sale) -> Fact:
        people = self.store.people
        seats = [people.seat_for(self.workspace, who, sale.day) for who in sale.people]
        shares = SPLITS.get(len(seats), ())
        deal = Deal(
            external_id=name,
            credits=tuple(zip(seats, shares, strict=True)) or ((1, WHOLE),),
            status=sale.status if seats else Status.VOID,
            amount=sale.cents,
            sale_type=sale.kind,
            closed_on=sale.day,
        )
        source = self.store.labels.id(self.workspace, LabelKind.SOURCE, "CRM")
        return Fact(source_id=source, external_id=name, lines=lines_of(deal))


def id_of(one) -> int:
    return one.id


def found_company(store: Store, *, correction_days: int = 60) -> BadgeOffice:
    """Four people with half a year of deals; Dirk left at the end of October."""
    office = Office(store=store, time=Time())
    for name in PEOPLE:
        leaving = {"ends_on": date(2026, 10, 30)} if name == "Dirk" else {}
        office.hire(name, **leaving)
    store.preferences.set(office.workspace, "working_days", {"country": "NL"})
    settings = {"correction_days": correction_days}
    store.preferences.set(office.workspace, "badges", settings)
    company = BadgeOffice(office)
    company.post(history(company.people))
    return company


def history(people: list[int]) -> dict[str, Sale]:
    """Deals of half a year, of amounts that often are alike."""
    return {
        f"h{number}": Sale(
            people=(people[number // 6 * 3 % 4] if number % 7 else people[number % 3],),
            day=date(2026, 5, 20) + timedelta(days=number * 3 // 4),
            cents=100_00 * (4 + number * 13 % 11),
            kind=(None, "new", "upsell")[number % 3],
        )
        for number in range(248)
    }


OFFSETS = (0, 0, 0, -1, -2, -3, -4, -5, -7, -10, -20, -24, -40, -55, -85, -200, 1, 2)


def sales() -> st.SearchStrategy[dict]:
    """A deal as plain values: people are positions, days are counted from today."""
    return st.fixed_dictionaries(
        {
            "who": st.lists(st.integers(0, 3), min_size=1, max_size=2, unique=True),
            "offset": st.sampled_from(OFFSETS),
            "cents": st.sampled_from([0, 1_000_00, 1_000_00, 1_400_00, 5_000_00, 20_000_00]),
            "kind": st.sampled_from([None, "new", "upsell"]),
            "status": st.sampled_from([Status.WON] * 5 + [Status.VOID, Status.OPEN, Status.LOST]),
        }
    )


def steps() -> st.SearchStrategy[list[tuple]]:
    """What happens: deals come and change, days pass, people are away, processes end."""
    names = st.sampled_from([*(f"h{n}" for n in (3, 130, 170, 200, 230, 241, 246)), *"abcd"])
    change = st.tuples(st.just("post"), st.dictionaries(names, sales(), min_size=1, max_size=4))
    follow = st.tuples(st.just("follow"), st.integers(1, 3))
    days = st.tuples(st.just("days"), st.sampled_from([1, 1, 2, 5, 8]))
    leave = st.tuples(st.just("leave"), st.integers(0, 3), st.sampled_from(OFFSETS))
    restart = st.tuples(st.just("restart"))
    return st.lists(st.one_of(change, change, follow, days, leave, restart), max_size=10)


def take(step: tuple, company: BadgeOffice) -> None:
    """Let one of these things happen."""
    time = company.office.time
    match step:
        case ("post", deals):
            today = company.office.services.desk.today()
            company.post({name: _sale(one, today, company) for name, one in deals.items()})
        case ("follow", times):
            for _ in range(times):
                company.awarding.follow()
        case ("days", count):
            time.now = min(time.now + timedelta(days=count), _latest())
        case ("leave", who, offset):
            start = TODAY + timedelta(days=offset)
            company.away(who, start, start + timedelta(days=2))
        case _:
            company.restart()


def _sale(one: dict, today: date, company: BadgeOffice) -> Sale:
    return Sale(
        people=tuple(company.people[who] for who in one["who"]),
        day=today + timedelta(days=one["offset"]),
        cents=one["cents"],
        kind=one["kind"],
        status=one["status"],
    )


def _latest() -> datetime:
    """Everything stays provisional until then."""
    return NOW + timedelta(days=45)
