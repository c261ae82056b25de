"""Decides which deals typed in Slack are taken in, when they count, and who may take them back.

What a deal waits for is decided in confirming.py; knows no Slack calls and no texts.
"""

from __future__ import annotations

import hashlib
from typing import Any

from bot.domain.typed_deals import (
    DealRules,
    Logged,
    definition_of,
    external_id_in,
    is_within,
    rules_of,
    sale_of,
    token_of,
    worth,
)
from bot.domain.typed_forms import Field, days_back
from bot.errors import FormError, NotAllowed, NotFound, UsageError
from bot.services.access import ADMINS, EVERYBODY, Access, Actor, may_explain, require
from bot.services.deal_forms import DealForms, Filled
from bot.services.deal_rights import deciders
from bot.services.desk import Desk
from bot.services.snapshot import Snapshot
from store.records import Details, Fact, LabelKind
from store.records_typed_deals import TYPED, DealState, TypedDeal

CORRECTION_DAYS = 3
_LISTED = 10


class TypedDeals:
    """Deals typed in Slack: taken in, listed, taken back, and posted to the ledger."""

    def __init__(self, desk: Desk, access: Access) -> None:
        """Deals are kept in the desk's store; `access` tells who may confirm."""
        self._desk = desk
        self._access = access
        self._forms = DealForms(desk, access)

    def rules(self) -> DealRules:
        """What admins want of typed deals."""
        return rules_of(self._desk.store.preferences.get(self._desk.workspace_id, "deals"))

    def set_rules(self, actor: Actor, *, confirm: bool, days: str) -> DealRules:
        """Change the rules, for owner and admin; FormError for days that make no sense."""
        require(actor, ADMINS)
        rules = DealRules(confirm=confirm, days_back=days_back(days))
        told = {"confirm": rules.confirm, "days_back": rules.days_back}
        with self._desk.store.transaction():
            self._desk.store.preferences.set(self._desk.workspace_id, "deals", told)
            self._audit(actor, "deals.rules", told)
        return rules

    def correction_days(self) -> int:
        """How many days a deal that counts may be taken back; the window of badges, too."""
        told = self._desk.store.preferences.get(self._desk.workspace_id, "badges") or {}
        return int(told.get("correction_days", CORRECTION_DAYS))

    def who(self, actor: Actor) -> int:
        """The person whose deals the actor types; refused for somebody who is none."""
        require(actor, EVERYBODY)
        if actor.person_id is None or actor.slack_user_id is None:
            raise UsageError("You are not linked to a person in the sales data, so a deal of yours"
                             " would be nobody's.")  # fmt: skip
        return actor.person_id

    def log(self, actor: Actor, filled: Filled) -> Logged:
        """Take a deal in: it counts at once, or waits for a manager when that is wanted.

        FormError beside the field that makes no sense. The same form again is the same deal; a
        reference that another deal or another source has already is refused.
        """
        person_id = self.who(actor)
        snapshot, today = self._desk.snapshots.current(), self._desk.today()
        rules, now = self.rules(), self._desk.clock()
        sale = self._forms.read(filled, person_id, snapshot, rules)
        deal = TypedDeal(
            external_id=sale.reference or f"typed-{_digest(filled.key)}",
            person_id=person_id,
            slack_user_id=actor.slack_user_id or "",
            definition=definition_of(sale) | {"key": filled.key},
            state=DealState.WAITING if rules.confirm else DealState.COUNTED,
            created_at=now,
            decided_at=None if rules.confirm else now,
            decided_by=None if rules.confirm else actor.slack_user_id,
        )
        if rules.confirm and not deciders(deal, snapshot, self._access, today):
            raise UsageError("Nobody can confirm your deals yet: ask who looks after Koploper.")
        store, workspace_id = self._desk.store, self._desk.workspace_id
        with store.transaction():
            store.typed_deals.alone()
            known = store.typed_deals.get(workspace_id, deal.external_id)
            if known is not None and known.definition.get("key") == filled.key:
                return self._shown(known, actor)
            self._check_free(deal, known, snapshot)
            store.workspaces.set_currency(workspace_id, snapshot.currency)
            store.typed_deals.put(workspace_id, deal, is_told=not rules.confirm)
            if not rules.confirm:
                self.post(deal)
        return self._shown(deal, actor)

    def listed(self, actor: Actor, person_id: int) -> tuple[Logged, ...]:
        """What somebody typed lately, the newest first: for themselves, their managers, admins."""
        self._check_reads(actor, person_id)
        store = self._desk.store
        found = store.typed_deals.of_person(self._desk.workspace_id, person_id, _LISTED)
        return tuple(self._shown(deal, actor) for deal in found)

    def withdraw(self, actor: Actor, token: str) -> Logged:
        """Take a deal back as long as it waits or may be corrected; owner and admin at any time.

        Who may is who may see it: who typed it, their managers, owner and admin.
        """
        store = self._desk.store
        with store.transaction():
            store.typed_deals.alone()
            deal = self.find(token)
            self._check_reads(actor, deal.person_id)
            shown = self._shown(deal, actor)
            if deal.state is DealState.WITHDRAWN:
                return shown
            if not shown.can_withdraw:
                raise UsageError(
                    "That deal counted too long ago: ask who looks after Koploper to withdraw it."
                )
            self.decide(actor, deal, DealState.WITHDRAWN, "deal.withdraw")
            if deal.state is DealState.COUNTED:
                self.post(deal, counts=False)
            return self._shown(self.find(token), actor)

    def find(self, token: str) -> TypedDeal:
        """The deal of a button; NotFound when another deal took its place."""
        external_id = external_id_in(token)
        deal = self._desk.store.typed_deals.get(self._desk.workspace_id, external_id)
        if deal is None or token_of(deal) != token:
            raise NotFound("That deal is not there any more; /deal list shows yours.")
        return deal

    def decide(
        self, actor: Actor, deal: TypedDeal, state: DealState, action: str, **more: Any
    ) -> None:
        """Bring a deal from the state it was read in to another, in the caller's transaction."""
        now, workspace_id = self._desk.clock(), self._desk.workspace_id
        definition = {**deal.definition, **more} if more else None
        self._desk.store.typed_deals.decide(
            workspace_id, deal, state, at=now, by=actor.slack_user_id or actor.label,
            definition=definition,
        )  # fmt: skip
        self._audit(actor, action, {"deal": deal.external_id, "person": deal.person_id})

    def post(self, deal: TypedDeal, *, counts: bool = True) -> None:
        """Make the ledger say what the deal is worth, or nothing; in the caller's transaction."""
        store, workspace_id, sale = (
            self._desk.store,
            self._desk.workspace_id,
            sale_of(deal.definition),
        )
        seats = [
            store.people.seat_for(workspace_id, person, sale.closed_on) for person in sale.people
        ]
        product = sale.product and store.labels.id(workspace_id, LabelKind.PRODUCT, sale.product)
        fact = Fact(
            source_id=store.labels.id(workspace_id, LabelKind.SOURCE, TYPED),
            external_id=deal.external_id,
            lines=worth(sale, seats, product or None) if counts else (),
            details=Details(customer=sale.customer, original=sale.original),
        )
        actor = f"slack:{deal.slack_user_id}"
        store.ledger.post(workspace_id, [fact], at=self._desk.clock(), actor=actor)

    def _check_free(self, deal: TypedDeal, known: TypedDeal | None, snapshot: Snapshot) -> None:
        """A reference counts once, whoever told it first."""
        told = self._desk.store.typed_deals.told_elsewhere(
            self._desk.workspace_id, deal.external_id
        )
        if told is not None:
            raise FormError(
                Field.REFERENCE,
                "{source} has this deal already, so there is nothing to log.",
                source=told.source,
            )
        if known is not None and known.state in {DealState.WAITING, DealState.COUNTED}:
            raise FormError(
                Field.REFERENCE,
                "{name} logged a deal with this reference already.",
                name=snapshot.person_names.get(known.person_id, "?"),
            )

    def _check_reads(self, actor: Actor, person_id: int) -> None:
        person = self._desk.snapshots.current().people.get(person_id)
        if person is None or not may_explain(actor, person, self._desk.snapshots.current().people):
            raise NotAllowed("Only they, their manager, or who looks after Koploper, can do that.")

    def _shown(self, deal: TypedDeal, actor: Actor) -> Logged:
        is_fresh = actor.is_admin or is_within(
            deal.decided_at, self._desk.clock(), self.correction_days()
        )
        can = deal.state is DealState.WAITING or (deal.state is DealState.COUNTED and is_fresh)
        return Logged(deal=deal, sale=sale_of(deal.definition), can_withdraw=can)

    def _audit(self, actor: Actor, action: str, details: dict[str, Any]) -> None:
        self._desk.store.audit.add(
            self._desk.workspace_id,
            at=self._desk.clock(),
            actor=actor.label,
            action=action,
            details=details,
        )


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:16]
