"""Typed deals and the same deals of a CRM, as the store sees them: short ways to make them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from store.open import Store
from store.records import Fact, LabelKind, Line
from store.records_typed_deals import TYPED, DealState, TypedDeal
from tests.store.facts import DAYS, Office, office, staged
from tests.store_fixtures import Clock


@dataclass(frozen=True)
class Shop:
    """An office whose reps type deals."""

    office: Office
    clock: Clock
    typed: int

    @property
    def store(self) -> Store:
        return self.office.store

    def line(self, amount: int, seat: int = 0, day: date = DAYS[0], measure: str = "revenue"):
        return self.office.line(amount, seat=seat, day=day, measure=measure)

    def type(
        self, reference: str, amount: int, *, state: DealState = DealState.COUNTED, seat: int = 0
    ) -> TypedDeal | None:
        """A deal is typed, and counts when it is not waiting; None when that is refused."""
        store, at = self.store, self.clock.tick()
        deal = TypedDeal(
            external_id=reference,
            person_id=1,
            slack_user_id="U1",
            definition={"amount": amount, "seat": seat},
            state=state,
            created_at=at,
            decided_at=at if state is DealState.COUNTED else None,
        )
        with store.transaction():
            store.typed_deals.alone()
            if store.typed_deals.told_elsewhere(self.office.id, reference):
                return None
            if not store.typed_deals.put(self.office.id, deal, is_told=False):
                return None
            if state is DealState.COUNTED:
                self.post(deal)
        return deal

    def post(self, deal: TypedDeal, *, counts: bool = True) -> None:
        line = self.line(deal.definition["amount"], deal.definition["seat"])
        fact = Fact(
            source_id=self.typed, external_id=deal.external_id, lines=(line,) if counts else ()
        )
        self.store.ledger.post(self.office.id, [fact], at=self.clock.now, actor="slack:U1")

    def decide(self, reference: str, state: DealState) -> bool:
        """Confirm, refuse or withdraw; False when the deal is not where that can happen."""
        with self.store.transaction():
            self.store.typed_deals.alone()
            deal = self.state(reference)
            wanted = {DealState.WAITING}
            if state is DealState.WITHDRAWN:
                wanted = {DealState.WAITING, DealState.COUNTED}
            if deal is None or deal.state not in wanted:
                return False
            self.store.typed_deals.decide(
                self.office.id, deal, state, at=self.clock.tick(), by="U2"
            )
            if state is DealState.COUNTED:
                self.post(deal)
            elif deal.state is DealState.COUNTED:
                self.post(deal, counts=False)
        return True

    def state(self, reference: str) -> TypedDeal | None:
        return self.store.typed_deals.get(self.office.id, reference)

    def crm(self, reference: str, *lines: Line, bulk: bool = False) -> None:
        """The CRM tells the deal: won, lost, open or nothing, as its lines say."""
        self.tell(self.office.fact(reference, *lines), bulk=bulk)

    def tell(self, *facts: Fact, bulk: bool = False) -> None:
        at = self.clock.tick()
        if not bulk:
            self.store.ledger.post(self.office.id, facts, at=at, actor="crm")
            return
        with self.store.ledger.bulk(self.office.id, source="crm", at=at, actor="crm") as load:
            load.stage([row for fact in facts for row in staged(fact)])
            load.commit()

    def total(self, measure: str = "revenue") -> int:
        """What the ledger says, and the totals beside it: they must agree."""
        start, end = date(2020, 1, 1), date(2030, 1, 1)
        sums = self.store.ledger.sums(self.office.id, [measure], start, end)
        by_entry = sum(one.amount for one in sums)
        found = self.store.ledger.entries(
            self.office.id, measures=[measure], start=start, end=end, limit=10_000
        )
        assert sum(entry.amount for entry in found) == by_entry
        return by_entry


def shop(store: Store, clock: Clock, name: str = "Acme") -> Shop:
    where = office(store, name)
    return Shop(where, clock, store.labels.id(where.id, LabelKind.SOURCE, TYPED))


@dataclass
class Model:
    """What should be true of one reference."""

    typed: DealState | None = None
    typed_amount: int = 0
    crm: str = "nothing"
    crm_amount: int = 0

    @property
    def is_told(self) -> bool:
        return self.crm in {"revenue", "lost"}

    @property
    def worth(self) -> int:
        if self.crm == "revenue":
            return self.crm_amount
        return self.typed_amount if self.typed is DealState.COUNTED else 0

    def type(self, state: DealState, amount: int) -> bool:
        if self.is_told or self.typed in {DealState.WAITING, DealState.COUNTED}:
            return False
        self.typed, self.typed_amount = state, amount
        return True

    def decide(self, state: DealState) -> bool:
        takes_back = state is DealState.WITHDRAWN and self.typed is DealState.COUNTED
        if self.typed is not DealState.WAITING and not takes_back:
            return False
        self.typed = state
        return True

    def arrive(self, measure: str, amount: int) -> None:
        self.crm, self.crm_amount = measure, amount
        if self.is_told and self.typed in {DealState.WAITING, DealState.COUNTED}:
            self.typed = DealState.REPLACED
