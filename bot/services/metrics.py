"""Decides which metrics a workspace has: the built-in ones and those its team defined.
Who may define one is checked here; what makes sense is the domain's business."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from bot.domain.built_in import BUILT_IN, MEASURES
from bot.domain.custom import Data, measure_from, metric_from
from bot.domain.metrics import Measure, Metric
from bot.domain.money import decimals
from bot.domain.points import POINTS, PointRules, points_metric, rules_from
from bot.errors import UsageError, UserError
from bot.services.access import ADMINS, Actor, require
from bot.services.desk import Desk
from store.errors import Duplicate
from store.open import Store

_LOG = logging.getLogger(__name__)


def define_measure(desk: Desk, actor: Actor, key: str, data: Data) -> Measure:
    """Add a measure of the team's own, {"unit": …}; UsageError when it makes no sense."""
    require(actor, ADMINS)
    measure = measure_from(key, data)
    _save(desk, actor, key, {**data, "kind": "measure"})
    return measure


def define_metric(desk: Desk, actor: Actor, key: str, data: Data) -> Metric:
    """Add a metric over the measures there are; see domain.custom.metric_from for its data."""
    require(actor, ADMINS)
    metric = metric_from(key, data, measures_of(desk.store, desk.workspace_id))
    _save(desk, actor, key, {**data, "kind": "metric"})
    return metric


def remove(desk: Desk, actor: Actor, key: str) -> None:
    """Take a definition back; what was recorded for it stays in the ledger."""
    require(actor, ADMINS)
    desk.store.metrics.remove(desk.workspace_id, key)
    _audit(desk, actor, "metric.remove", key)


def measures_of(store: Store, workspace_id: int) -> dict[str, Measure]:
    """Every measure by key: built in, then the team's own."""
    measures = dict(MEASURES)
    for key, data in _defined(store, workspace_id, "measure"):
        measures[key] = measure_from(key, data)
    return measures


def metrics_of(store: Store, workspace_id: int, currency: str) -> dict[str, Metric]:
    """Every metric by key: built in, then the team's own. One whose measure was taken away since
    is left out: a board of it would be nonsense. Points weigh whole units of `currency`."""
    metrics = dict(BUILT_IN)
    measures = measures_of(store, workspace_id)
    for key, data in _defined(store, workspace_id, "metric"):
        try:
            metrics[key] = metric_from(key, data, measures)
        except UserError as error:
            _LOG.warning("the metric %s is left out: %s", key, error)
    rules = point_rules(store, workspace_id)
    metrics[POINTS] = points_metric(rules, metrics, measures, decimals(currency))
    return metrics


def point_rules(store: Store, workspace_id: int) -> PointRules:
    """What counts for how many points, as admins set it or as a workspace starts with; the latter
    where what is kept makes no sense (any more): boards do not fail for it."""
    try:
        return rules_from(store.preferences.get(workspace_id, POINTS))
    except (UserError, KeyError, TypeError, ValueError) as error:
        _LOG.warning("the rules of points are left out: %s", error)
        return PointRules()


def _defined(store: Store, workspace_id: int, kind: str) -> list[tuple[str, Data]]:
    return [
        (added.key, {name: value for name, value in added.definition.items() if name != "kind"})
        for added in store.metrics.all(workspace_id)
        if added.definition.get("kind") == kind
    ]


def _save(desk: Desk, actor: Actor, key: str, data: Mapping[str, object]) -> None:
    try:
        desk.store.metrics.add(desk.workspace_id, key, data)
    except Duplicate:
        raise UsageError("There is a metric or measure {key} already.", key=key) from None
    _audit(desk, actor, "metric.define", key)


def _audit(desk: Desk, actor: Actor, action: str, key: str) -> None:
    desk.store.audit.add(
        desk.workspace_id, at=desk.clock(), actor=actor.label, action=action, details={"key": key}
    )
