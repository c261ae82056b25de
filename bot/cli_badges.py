"""`koploper badges`: which badges there are, where they are told, and badges of one's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli_frame import say

if TYPE_CHECKING:
    from bot.i18n import Translator

Tells = Annotated[str, typer.Option(help="What it is for, in one line.")]
Comparison = Annotated[
    str, typer.Option(help="threshold, best, own_best, count, streak or biggest.")
]
MetricKey = Annotated[str, typer.Option("--metric", help="The key of a metric, such as deals.")]
PeriodName = Annotated[str, typer.Option("--period", help="day, week, month, quarter or year.")]
Least = Annotated[str, typer.Option("--threshold", help="For threshold: at least this much.")]
Counts = Annotated[str, typer.Option(help="For count: the numbers to reach, such as 10,50,100.")]
Length = Annotated[str, typer.Option(help="For streak: how many working days in a row.")]


def mount(cli: typer.Typer) -> None:
    """Add the commands of this room."""
    badges = typer.Typer(help="Badges.", no_args_is_help=True, rich_markup_mode=None)
    badges.command("list")(list_badges)
    badges.command("show")(show_settings)
    badges.command("set")(set_badges)
    badges.command("preview")(preview_badge)
    badges.command("add")(add_badge)
    badges.command("remove")(remove_badge)
    cli.add_typer(badges, name="badges")


def list_badges() -> None:
    """Show every badge: its key, name, points, and whether it can be earned."""
    from bot.cli_formats import aligned
    from bot.cli_frame import speak
    from bot.opening import open_workspace
    from bot.services.access import OPERATOR

    tr = speak()
    with open_workspace() as opened:
        rows = [
            (one.badge.key, tr.gettext(one.badge.name), str(one.worth), _state(one.badge.is_on, tr))
            for one in opened.services.badge_setup.listed(OPERATOR)
        ]
    say(aligned(rows, "<", "<", ">", "<"))


def show_settings() -> None:
    """Show in which channel badges are told, when, and how long a correction takes one back."""
    from bot.cli_frame import speak
    from bot.opening import open_workspace
    from bot.views.badge_setup import where_words

    with open_workspace() as opened:
        say(where_words(opened.services.announcements.settings(), speak()))


def set_badges(
    *,
    channel: Annotated[
        str | None, typer.Option(help="The id of the channel to tell them in; none for nowhere.")
    ] = None,
    time: Annotated[str | None, typer.Option(help="When, such as 16:30.")] = None,
    correction_days: Annotated[
        str | None, typer.Option(help="For how many days a correction takes a badge back.")
    ] = None,
    on: Annotated[
        list[str] | None, typer.Option(metavar="KEY", help="Can be earned; repeatable.")
    ] = None,
    off: Annotated[
        list[str] | None, typer.Option(metavar="KEY", help="Cannot be earned; repeatable.")
    ] = None,
) -> None:
    """Change where and when badges are told, and which can be earned."""
    from dataclasses import replace

    from bot.domain.announcing import channel_from, correction_days_from, time_from
    from bot.opening import open_workspace
    from bot.services.access import OPERATOR

    with open_workspace() as opened:
        services = opened.services
        settings = services.announcements.settings()
        if channel is not None:
            settings = replace(settings, channel=channel_from(channel))
        if time is not None:
            settings = replace(settings, at=time_from(time))
        if correction_days is not None:
            settings = replace(settings, correction_days=correction_days_from(correction_days))
        with opened.store.transaction():
            services.announcements.change(OPERATOR, settings)
            for key in on or ():
                services.badge_setup.switch(OPERATOR, key, is_on=True)
            for key in off or ():
                services.badge_setup.switch(OPERATOR, key, is_on=False)


def preview_badge(
    *,
    comparison: Comparison,
    metric: MetricKey = "",
    period: PeriodName = "",
    threshold: Least = "",
    counts: Counts = "",
    length: Length = "",
) -> None:
    """Show how many people would have earned such a badge in the past six months."""
    from bot.cli_frame import speak
    from bot.opening import open_workspace
    from bot.services.access import OPERATOR
    from bot.views.badge_form import preview_words

    given = {"metric": metric, "period": period, "threshold": threshold, "length": length}
    data = _data(comparison, given, counts)
    with open_workspace() as opened:
        head = {"name": "Preview", "tells": "Preview"}
        tried = opened.services.badge_setup.try_out(OPERATOR, {**head, **data})
    if tried.problem is not None:
        raise tried.problem
    say(preview_words(tried.people, tried.times, None, speak()))


def add_badge(
    name: Annotated[str, typer.Argument(help="What people read.")],
    *,
    tells: Tells,
    comparison: Comparison,
    metric: MetricKey = "",
    period: PeriodName = "",
    threshold: Least = "",
    counts: Counts = "",
    length: Length = "",
    emoji: Annotated[str, typer.Option(help="As Slack names it, such as :star:.")] = "",
    points: Annotated[str, typer.Option(help="What it is worth.")] = "10",
) -> None:
    """Make a badge of your own. Who earned it before has it, too."""
    from bot.opening import open_workspace
    from bot.services.access import OPERATOR

    given = {"metric": metric, "period": period, "threshold": threshold, "length": length}
    data = _data(comparison, given, counts)
    head = {"name": name, "tells": tells, "emoji": emoji, "points": points}
    with open_workspace() as opened:
        badge = opened.services.badge_setup.save(OPERATOR, None, {**head, **data})
    say(badge.key)


def remove_badge(
    key: Annotated[str, typer.Argument(help="As `koploper badges list` shows it.")],
) -> None:
    """Delete a badge of your own. Who has it keeps it, without its points."""
    from bot.opening import open_workspace
    from bot.services.access import OPERATOR

    with open_workspace() as opened:
        opened.services.badge_setup.remove(OPERATOR, key)


def _data(comparison: str, given: Mapping[str, str], counts: str) -> dict[str, object]:
    """A rule as a definition keeps it; what it means is checked there."""
    found: dict[str, object] = {name: value for name, value in given.items() if value}
    if counts:
        found["counts"] = counts.replace(",", " ").split()
    return {"comparison": comparison, **found}


def _state(is_on: bool, tr: Translator) -> str:
    return tr.gettext("on") if is_on else tr.gettext("off")
