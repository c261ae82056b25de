"""Whatever reps, managers and the CRM do in whichever order, each reference counts once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.typed_deals import token_of
from bot.errors import UserError
from bot.services.access import OPERATOR, Actor
from bot.services.deal_forms import Filled
from store.records import Fact, LabelKind, Line
from store.records_typed_deals import DealState
from tests.services.office import TODAY, Office, Time
from tests.store.facts import staged
from tests.store.typed import Model

RULES = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
AMOUNTS = st.integers(1, 900)
STEPS = st.one_of(
    st.tuples(st.just("log"), st.sampled_from(["Bob", "Cleo"]), AMOUNTS),
    st.tuples(st.sampled_from(["confirm", "refuse", "withdraw"]), st.just(""), st.just(0)),
    st.tuples(st.just("rules"), st.sampled_from(["yes", "no"]), st.just(0)),
    st.tuples(
        st.sampled_from(["post", "load"]),
        st.sampled_from(["revenue", "lost", "pipeline", ""]),
        AMOUNTS,
    ),
)
TICK = timedelta(seconds=1)
_plays, _forms = count(1), count(1)


@pytest.fixture
def shop(any_store) -> Office:
    """Ann manages Bob and Cleo; on either database."""
    office = Office(store=any_store, time=Time())
    for user, name in (("UA", "Ann"), ("UB", "Bob"), ("UC", "Cleo")):
        office.hire(name, email=f"{name}@x.example")
        office.on_slack(user, name, f"{name}@x.example")
    for name in ("Bob", "Cleo"):
        boss = {"manager_id": office.people["Ann"]}
        office.store.people.update(office.workspace, office.people[name], **boss)
    return office


@dataclass
class Play:
    """References of their own in a workspace that others were played in before."""

    shop: Office
    confirms: bool = False
    models: dict[str, Model] = field(default_factory=dict)

    def __post_init__(self) -> None:
        number = next(_plays)
        self.names = {letter: f"{letter}{number}" for letter in "abc"}
        self.models = {name: Model() for name in self.names.values()}
        self.before = self.total()
        self.rules("", "no", 0)

    def total(self) -> int:
        ever = TODAY.replace(year=2020), TODAY.replace(year=2030)
        sums = self.shop.store.ledger.sums(self.shop.workspace, ["revenue"], *ever)
        return sum(one.amount for one in sums)

    def deal(self, name: str):
        return self.shop.store.typed_deals.get(self.shop.workspace, name)

    def actor(self, name: str) -> Actor:
        return self.shop.who({"Ann": "UA", "Bob": "UB", "Cleo": "UC"}[name])

    def step(self, letter: str, what: str, how: str, amount: int) -> None:
        self.shop.time.now += TICK
        getattr(self, what)(self.names[letter], how, amount)
        assert self.total() - self.before == sum(one.worth for one in self.models.values())

    def log(self, name: str, who: str, amount: int) -> None:
        cents, form = f"{amount / 100:.2f}", f"V{next(_forms)}"
        filled = Filled(key=form, amount=cents, customer="Acme", reference=name, closed_on=TODAY)
        wanted = DealState.WAITING if self.confirms else DealState.COUNTED
        is_taken = self.models[name].type(wanted, amount)
        assert is_taken is not self.is_refused(
            lambda: self.shop.services.typed_deals.log(self.actor(who), filled)
        )

    def confirm(self, name: str, _how: str, _amount: int) -> None:
        self.answer(name, DealState.COUNTED)

    def refuse(self, name: str, _how: str, _amount: int) -> None:
        self.answer(name, DealState.REFUSED)

    def answer(self, name: str, state: DealState) -> None:
        deal, answers = self.deal(name), self.shop.services.confirming
        if deal is not None:
            act = answers.confirm if state is DealState.COUNTED else answers.refuse
            found = act(self.actor("Ann"), token_of(deal))
            assert found.is_news == self.models[name].decide(state)

    def withdraw(self, name: str, _how: str, _amount: int) -> None:
        deal, deals = self.deal(name), self.shop.services.typed_deals
        if deal is None:
            return
        was_withdrawn = deal.state is DealState.WITHDRAWN
        is_done = self.models[name].decide(DealState.WITHDRAWN) or was_withdrawn
        assert is_done is not self.is_refused(lambda: deals.withdraw(OPERATOR, token_of(deal)))

    def is_refused(self, act) -> bool:
        try:
            act()
        except UserError:
            return True
        return False

    def rules(self, _name: str, how: str, _amount: int) -> None:
        self.confirms = how == "yes"
        self.shop.services.typed_deals.set_rules(OPERATOR, confirm=self.confirms, days="31")

    def post(self, name: str, measure: str, amount: int) -> None:
        self.models[name].arrive(measure, amount)
        self.shop.store.ledger.post(
            self.shop.workspace, [self.fact(name, measure, amount)], at=self.now, actor="crm"
        )

    def load(self, name: str, measure: str, amount: int) -> None:
        self.models[name].arrive(measure, amount)
        ledger, home = self.shop.store.ledger, self.shop.workspace
        with ledger.bulk(home, source="CRM", at=self.now, actor="crm") as load:
            load.stage(staged(self.fact(name, measure, amount)))
            load.commit()

    @property
    def now(self):
        return self.shop.time.now

    def fact(self, name: str, measure: str, amount: int) -> Fact:
        seat = self.shop.store.people.seat_for(self.shop.workspace, self.shop.people["Cleo"], TODAY)
        line = Line(measure=measure, seat_id=seat, occurred_on=TODAY, amount=amount)
        source = self.shop.label(LabelKind.SOURCE, "CRM")
        return Fact(source_id=source, external_id=name, lines=(line,) if measure else ())


@RULES
@given(steps=st.lists(st.tuples(st.sampled_from("abc"), STEPS), max_size=12))
def test_each_reference_counts_once_and_totals_are_those_of_a_rebuild(shop, steps):
    play = Play(shop)
    for letter, (what, how, amount) in steps:
        play.step(letter, what, how, amount)
    for name, model in play.models.items():
        found = play.deal(name)
        assert (found.state if found else None) == model.typed
    assert shop.store.totals.differences(shop.workspace) == []
