"""`/koploper goal`: what the team wants to reach, listed, set and taken back."""

from __future__ import annotations

from bot.commands.call import Call
from bot.domain.goals import Span, goal_metric, read_goal, split_goal
from bot.domain.metrics import Metric
from bot.errors import UsageError
from bot.views.goals import goal_list, goal_removed, goal_set
from bot.views.parts import Message


def show_or_set_goal(call: Call) -> Message:
    """Every goal; with words, the goal that they set."""
    currency = call.snapshot.currency
    if not call.words.strip():
        return goal_list(call.deps.goals.listed(call.actor), currency, call.tr)
    metric, span, amount = _read(call)
    if not amount:
        raise UsageError("Say how much: goal revenue month 500000.")
    goal = call.deps.goals.set(call.actor, metric, span, read_goal(amount))
    return goal_set(goal, currency, call.tr)


def remove_goal(call: Call) -> Message:
    """A goal is taken back."""
    metric, span, _rest = _read(call)
    call.deps.goals.remove(call.actor, metric, span)
    return goal_removed(call.tr)


def _read(call: Call) -> tuple[Metric, Span, str]:
    named, span, rest = split_goal(call.words)
    key = goal_metric(named, call.snapshot.vocabulary, call.today)
    return call.snapshot.metrics[key], span, rest
