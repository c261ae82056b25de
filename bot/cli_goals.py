"""`koploper goal`: what the team wants to reach."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli_frame import say

Words = Annotated[str, typer.Argument(metavar="METRIC", help="In the words of /leaderboard.")]
Long = Annotated[str, typer.Argument(metavar="SPAN", help="month, quarter or year.")]


def mount(cli: typer.Typer) -> None:
    """Add the commands of this room."""
    goal = typer.Typer(
        help="Goals of the team, which posts show.", no_args_is_help=True, rich_markup_mode=None
    )
    goal.command("list")(list_goals)
    goal.command("set")(set_goal)
    goal.command("remove")(remove_goal)
    cli.add_typer(goal, name="goal")


def list_goals() -> None:
    """Show every goal."""
    from bot.cli_frame import speak
    from bot.opening import open_workspace
    from bot.services.access import OPERATOR
    from bot.views.goals import goal_told

    with open_workspace() as opened:
        goals = opened.services.goals.listed(OPERATOR)
        currency = opened.desk.snapshots.current().currency
    tr = speak()
    say("\n".join(goal_told(goal, currency, tr) for goal in goals))


def set_goal(
    metric: Words,
    span: Long,
    amount: Annotated[str, typer.Argument(help="500000, 500k; of a rate its percentage.")],
) -> None:
    """Set or replace the goal of a metric for every month, quarter or year."""
    from bot.domain.goals import goal_metric, read_goal, split_goal
    from bot.opening import open_workspace
    from bot.services.access import OPERATOR

    with open_workspace() as opened:
        named, length, _rest = split_goal(f"{metric} {span}")
        snapshot = opened.desk.snapshots.current()
        key = goal_metric(named, snapshot.vocabulary, opened.desk.today())
        opened.services.goals.set(OPERATOR, snapshot.metrics[key], length, read_goal(amount))


def remove_goal(metric: Words, span: Long) -> None:
    """Take a goal back."""
    from bot.domain.goals import goal_metric, split_goal
    from bot.opening import open_workspace
    from bot.services.access import OPERATOR

    with open_workspace() as opened:
        named, length, _rest = split_goal(f"{metric} {span}")
        snapshot = opened.desk.snapshots.current()
        key = goal_metric(named, snapshot.vocabulary, opened.desk.today())
        opened.services.goals.remove(OPERATOR, snapshot.metrics[key], length)
