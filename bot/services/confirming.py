"""Decides what becomes of typed deals that wait for a manager: one answer counts, the first.

Knows no Slack calls and no texts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.domain.typed_deals import Sale, sale_of
from bot.errors import NotAllowed
from bot.services.access import Access, Actor
from bot.services.deal_rights import deciders, may_decide
from bot.services.desk import Desk
from bot.services.typed_deals import TypedDeals
from store.records_typed_deals import DealState, TypedDeal

LONGEST_REASON = 300


@dataclass(frozen=True, kw_only=True, slots=True)
class Decided:
    """A deal as it stands, who decided on it by name, and whether this very answer did."""

    deal: TypedDeal
    sale: Sale
    by: str
    is_news: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return self.deal.state is DealState.WAITING


class Confirming:
    """The answers of managers."""

    def __init__(self, desk: Desk, access: Access, deals: TypedDeals) -> None:
        """`deals` finds, decides and posts them."""
        self._desk = desk
        self._access = access
        self._deals = deals

    def asked(self, deal: TypedDeal) -> tuple[str, ...]:
        """The Slack users who are asked whether a deal counts."""
        snapshot = self._desk.snapshots.current()
        return deciders(deal, snapshot, self._access, self._desk.today())

    def asked_names(self, deal: TypedDeal) -> tuple[str, ...]:
        """The same by name."""
        return tuple(map(self._name, self.asked(deal)))

    def seen(self, deal: TypedDeal) -> Decided:
        """A deal with what it says, and by whom it was decided."""
        by = self._name(deal.decided_by or "")
        return Decided(deal=deal, sale=sale_of(deal.definition), by=by)

    def _name(self, user: str) -> str:
        """What to call a Slack user; their id when nobody knows more."""
        snapshot = self._desk.snapshots.current()
        person, profile = snapshot.by_slack_user.get(user), snapshot.profiles.get(user)
        if person is not None:
            return snapshot.person_names[person.id]
        return user if profile is None else profile.name

    def look(self, actor: Actor, token: str) -> Decided:
        """The deal that somebody is about to answer; NotAllowed when it is not theirs to."""
        deal = self._deals.find(token)
        self._require(actor, deal)
        return self.seen(deal)

    def confirm(self, actor: Actor, token: str) -> Decided:
        """The deal counts; one that was decided before stays as it is."""
        return self._answer(actor, token, DealState.COUNTED)

    def refuse(self, actor: Actor, token: str, reason: str = "") -> Decided:
        """The deal does not count; `reason` is told to who logged it."""
        return self._answer(actor, token, DealState.REFUSED, reason[:LONGEST_REASON].strip())

    def _answer(self, actor: Actor, token: str, state: DealState, reason: str = "") -> Decided:
        with self._desk.store.transaction():
            self._desk.store.typed_deals.alone()
            deal = self._deals.find(token)
            self._require(actor, deal)
            if deal.state is not DealState.WAITING:
                return self.seen(deal)
            more = {"reason": reason} if reason else {}
            counts = state is DealState.COUNTED
            action = "deal.confirm" if counts else "deal.refuse"
            self._deals.decide(actor, deal, state, action, **more)
            if counts:
                self._deals.post(deal)
            return replace(self.seen(self._deals.find(token)), is_news=True)

    def _require(self, actor: Actor, deal: TypedDeal) -> None:
        snapshot, today = self._desk.snapshots.current(), self._desk.today()
        if may_decide(actor, deal, snapshot, self._access, today):
            return
        if (
            actor.slack_user_id == deal.slack_user_id
            or actor.person_id in sale_of(deal.definition).people
        ):
            raise NotAllowed("You get credit for this deal, so somebody else has to confirm it.")
        raise NotAllowed("Only their manager, or who looks after Koploper, can confirm this deal.")
