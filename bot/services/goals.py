"""Decides what the team wants to reach: goals are set by owner and admin and read by posts.
Knows no texts and no Slack."""

from __future__ import annotations

from decimal import Decimal

from bot.domain.goals import SPANS, Goal, Span, amount_of, goals_of
from bot.domain.metrics import Metric
from bot.domain.periods import Period
from bot.domain.query import Query
from bot.errors import NotFound
from bot.services.access import ADMINS, EVERYBODY, Actor, require
from bot.services.desk import Desk

PREFERENCE = "goals"


class Goals:
    """The goals of the workspace, kept among its preferences."""

    def __init__(self, desk: Desk) -> None:
        """Goals are read from the desk's store and written there."""
        self._desk = desk

    def listed(self, actor: Actor) -> tuple[Goal, ...]:
        """Every goal, for everybody who is somebody here."""
        require(actor, EVERYBODY)
        return self._all()

    def set(self, actor: Actor, metric: Metric, span: Span, amount: Decimal) -> Goal:
        """Set or replace a goal; `amount` is in whole units of money, or in percent.

        UsageError when it makes no sense for the metric.
        """
        require(actor, ADMINS)
        currency = self._desk.snapshots.current().currency
        text = amount_of(metric, amount, currency)
        with self._desk.store.transaction():
            kept = self._kept()
            kept.setdefault(metric.key, {})[span.value] = text
            self._save(kept)
            self._audit(actor, "goal.set", metric, span, text)
        (goal,) = goals_of({metric.key: {span.value: text}}, {metric.key: metric}, currency)
        return goal

    def remove(self, actor: Actor, metric: Metric, span: Span) -> None:
        """Take a goal back; NotFound when there is none."""
        require(actor, ADMINS)
        with self._desk.store.transaction():
            kept = self._kept()
            if span not in kept.get(metric.key, {}):
                raise NotFound("There is no such goal.")
            del kept[metric.key][span.value]
            self._save({key: spans for key, spans in kept.items() if spans})
            self._audit(actor, "goal.remove", metric, span)

    def goal_for(self, query: Query, period: Period) -> Goal | None:
        """The goal of a board over this period; a goal is the whole team's, so never of a part."""
        span = SPANS.get(period.kind)
        parts = (query.teams, query.regions, query.products, query.sources, query.sale_types)
        if span is None or any(parts) or query.own:
            return None
        return next(
            (one for one in self._all() if one.metric.key == query.metric and one.span is span),
            None,
        )

    def _all(self) -> tuple[Goal, ...]:
        snapshot = self._desk.snapshots.current()
        return goals_of(self._kept(), snapshot.metrics, snapshot.currency)

    def _kept(self) -> dict[str, dict[str, str]]:
        return self._desk.store.preferences.get(self._desk.workspace_id, PREFERENCE) or {}

    def _save(self, kept: dict[str, dict[str, str]]) -> None:
        self._desk.store.preferences.set(self._desk.workspace_id, PREFERENCE, kept or None)

    def _audit(
        self, actor: Actor, action: str, metric: Metric, span: Span, amount: str = ""
    ) -> None:
        self._desk.store.audit.add(
            self._desk.workspace_id,
            at=self._desk.clock(),
            actor=actor.label,
            action=action,
            details={"metric": metric.key, "span": span.value, "amount": amount},
        )
