"""Decides who hears what of logged deals: managers are asked, reps hear the answer, and a message
that asks is edited once it is answered. Every state of a deal is told once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.deps import Deps
from bot.domain.typed_deals import says_the_same, token_of
from bot.i18n import Translator, translator
from bot.outgoing import Kind
from bot.services.confirming import Decided
from bot.views.deal_words import answer, decided, question, replaced
from bot.views.parts import Message
from bot.views.typed_deals import DealWords
from store.records_typed_deals import DealState, TypedDeal

ASKED = "asked"  # in a deal's definition: the Slack users who were asked, so that all hear the end


def tell(deps: Deps) -> None:
    """Tell everything that nobody has heard yet; each deal in a transaction of its own."""
    for deal in deps.store.typed_deals.untold(deps.workspace_id):
        with deps.store.transaction():
            _Telling(deps, deal).tell()


class _Telling:
    """What is said of one deal in the state it is in."""

    def __init__(self, deps: Deps, deal: TypedDeal) -> None:
        self._deps = deps
        self._deal = deal
        self._found: Decided = deps.confirming.seen(deal)
        self._snapshot = deps.desk.snapshots.current()
        self._words = DealWords(names=self._snapshot.person_names, currency=self._snapshot.currency)

    def tell(self) -> None:
        """Mark it told first: who finds it told already, in another process, stops there."""
        asked = tuple(self._deal.definition.get(ASKED) or self._deps.confirming.asked(self._deal))
        definition: Mapping[str, Any] | None = None
        if self._deal.state is DealState.WAITING:
            definition = {**self._deal.definition, ASKED: list(asked)}
        store = self._deps.store.typed_deals
        if not store.mark_told(self._deps.workspace_id, self._deal, definition):
            return
        match self._deal.state:
            case DealState.WAITING:
                self._ask(asked)
            case DealState.COUNTED | DealState.REFUSED:
                self._edit(asked)
                self._answer()
            case DealState.WITHDRAWN:
                self._edit(asked)
            case DealState.REPLACED:
                self._replace(asked)

    def _ask(self, asked: tuple[str, ...]) -> None:
        for user in asked:
            self._send(Kind.DEAL, user, self._key(user), self._question)

    def _question(self, tr: Translator) -> Message:
        return question(self._deal, self._found.sale, self._words, tr)

    def _edit(self, asked: tuple[str, ...]) -> None:
        """Everybody who was asked reads who decided, and has nothing left to tap on."""
        for user in asked:
            key = self._key(user)
            sent = self._deps.outgoing.find(key)
            if sent is not None:
                message = self._decided(self._language(user))
                self._deps.outgoing.edit(sent.id, key=f"{key}:{self._deal.state}", message=message)

    def _decided(self, tr: Translator) -> Message:
        found = self._found
        return decided(found.deal, found.sale, found.by, self._words, tr)

    def _answer(self) -> None:
        if self._deal.decided_by != self._deal.slack_user_id:
            found = self._found
            self._to_rep(lambda tr: answer(found.deal, found.sale, found.by, self._words, tr))

    def _replace(self, asked: tuple[str, ...]) -> None:
        """A rep whose deal counted hears of it only when the other source tells it otherwise."""
        is_waiting = self._deal.decided_at is None
        if is_waiting:
            self._edit(asked)
        told = self._deps.store.typed_deals.told_elsewhere(
            self._deps.workspace_id, self._deal.external_id
        )
        if told is None:
            return
        if not is_waiting and says_the_same(self._found.sale, told.revenue):
            return
        found = self._found
        self._to_rep(lambda tr: replaced(found.deal, found.sale, told, self._words, tr))

    def _to_rep(self, message: Callable[[Translator], Message]) -> None:
        user = self._deal.slack_user_id
        key = f"deal-answer:{token_of(self._deal)}:{self._deal.state}"
        self._send(Kind.DEAL_ANSWER, user, key, message)

    def _send(
        self, kind: Kind, user: str, key: str, message: Callable[[Translator], Message]
    ) -> None:
        made = message(self._language(user))
        self._deps.outgoing.post(kind=kind, key=key, channel=user, message=made)

    def _key(self, user: str) -> str:
        return f"deal:{token_of(self._deal)}:{user}"

    def _language(self, user: str) -> Translator:
        profile = self._snapshot.profiles.get(user)
        return translator((profile and profile.locale) or self._deps.settings.locale)
