"""`koploper points`: what counts for how many points, and the levels."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import typer

from bot.cli_frame import say


def mount(cli: typer.Typer) -> None:
    """Add the commands of this room."""
    points = typer.Typer(help="Points and levels.", no_args_is_help=True, rich_markup_mode=None)
    points.command("show")(show_points)
    points.command("set")(set_points)
    cli.add_typer(points, name="points")


def show_points() -> None:
    """Show what counts for how many points, and where levels start."""
    from bot.cli_formats import aligned
    from bot.cli_frame import speak
    from bot.opening import open_workspace
    from bot.views.points import rules_lines

    with open_workspace() as opened:
        rows = list(rules_lines(opened.services.points.rules(), speak()))
    say(aligned(rows, "<", "<", ">"))


def set_points(
    weights: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[KEY=WEIGHT]...",
            help="A measure or metric and what one of it is worth (of money: one euro, dollar, …);"
            " 0 takes it out.",
        ),
    ] = None,
    badge: Annotated[
        list[str] | None,
        typer.Option(metavar="KEY=POINTS", help="What a badge is worth; repeatable."),
    ] = None,
    level: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=POINTS", help="A level and where it starts; all of them; repeatable."
        ),
    ] = None,
) -> None:
    """Change what counts for how many points. What is not named stays as it is."""
    from dataclasses import replace

    from bot.domain.levels import levels_from
    from bot.domain.points import badge_points_from, weight_from
    from bot.opening import open_workspace
    from bot.services.access import OPERATOR

    with open_workspace() as opened:
        points = opened.services.points
        rules = points.rules()
        named = {key: weight_from(key, text) for key, text in _pairs(weights or ())}
        kept = {key: weight for key, weight in {**rules.weights, **named}.items() if weight}
        worth = {key: badge_points_from(text) for key, text in _pairs(badge or ())}
        rules = replace(rules, weights=kept, badges={**rules.badges, **worth})
        if level:
            lines = "\n".join(f"{name} {start}" for name, start in _pairs(level))
            rules = replace(rules, levels=levels_from(lines))
        points.change(OPERATOR, rules)


def _pairs(texts: Iterable[str]) -> list[tuple[str, str]]:
    """Each "name=value" taken apart; UsageError for one without its sign."""
    from bot.errors import UsageError

    found = []
    for text in texts:
        name, sign, value = text.rpartition("=")
        if not sign or not name.strip() or not value.strip():
            raise UsageError("{text} is no setting; write a name, =, and a number.", text=text)
        found.append((name.strip(), value.strip()))
    return found
