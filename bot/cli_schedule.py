"""`koploper schedule`: what is posted by itself, without Slack."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli_frame import say, speak

if TYPE_CHECKING:
    from bot.domain.schedules import Filled
    from store.records_schedules import Schedule

Number = Annotated[int, typer.Argument(metavar="NUMBER", help="As `koploper schedule list` says.")]
Words = Annotated[
    str | None, typer.Option(help="The board, as typed after /leaderboard; empty is the main one.")
]
Channel = Annotated[str | None, typer.Option(help="The channel's id: C…, at the end of its link.")]
Every = Annotated[str | None, typer.Option(help="day, weekday, week, month or quarter.")]
Weekday = Annotated[str | None, typer.Option(help="For every week: monday … sunday.")]
Day = Annotated[str | None, typer.Option(help="For every month or quarter: 1 to 31, or last.")]
Time = Annotated[str | None, typer.Option("--at", metavar="TIME", help="Local time, as 09:00.")]
Zone = Annotated[str | None, typer.Option(help="Time zone; by default the company's.")]
Country = Annotated[
    str | None, typer.Option("--holidays", metavar="COUNTRY", help="Whose holidays are left out.")
]
Changed = Annotated[
    bool | None,
    typer.Option("--only-changed/--always", help="Leave a post out when nothing changed."),
]
Language = Annotated[str | None, typer.Option("--language", help="en or nl.")]


def mount(cli: typer.Typer) -> None:
    """Add the commands of this room."""
    schedule = typer.Typer(
        help="What is posted by itself.", no_args_is_help=True, rich_markup_mode=None
    )
    schedule.command("list")(list_schedules)
    schedule.command("add")(add_schedule)
    schedule.command("edit")(edit_schedule)
    schedule.command("pause")(pause_schedule)
    schedule.command("resume")(resume_schedule)
    schedule.command("delete")(delete_schedule)
    schedule.command("test")(test_schedule)
    cli.add_typer(schedule, name="schedule")


def list_schedules() -> None:
    """Show every schedule, when it posts next, and what did not come of late."""
    from bot.opening import open_workspace
    from bot.services.access import OPERATOR
    from bot.views.schedules import listed_text

    with open_workspace() as opened:
        listed = opened.services.schedules.listed(OPERATOR)
    if listed:
        say(_plain(listed_text(listed, speak())))


def add_schedule(
    kind: Annotated[str, typer.Argument(help="board, daily, weekly, monthly or live.")],
    *,
    channel: Annotated[str, typer.Option(help="The channel's id: C…, at the end of its link.")],
    words: Words = None,
    every: Every = None,
    weekday: Weekday = None,
    day: Day = None,
    at: Time = None,
    zone: Zone = None,
    holidays: Country = None,
    only_changed: Changed = None,
    language: Language = None,
) -> None:
    """Post a board by itself. The bot joins a public channel with its first post; send
    `/invite @Koploper` in a private one."""
    from bot.opening import open_workspace
    from bot.services.access import OPERATOR

    with open_workspace() as opened:
        schedules = opened.services.schedules
        blank = schedules.defaults(opened.settings.locale)
        chosen = _chosen(
            {"kind": kind, "channel": channel, "words": words, "every": every}
            | {"weekday": weekday, "day": day, "time": at, "zone": zone, "country": holidays}
            | {"only_changed": only_changed, "locale": language}
        )
        draft = schedules.check(OPERATOR, _with(blank, chosen))
        _tell(schedules.add(OPERATOR, draft))


def edit_schedule(
    number: Number,
    *,
    channel: Channel = None,
    words: Words = None,
    every: Every = None,
    weekday: Weekday = None,
    day: Day = None,
    at: Time = None,
    zone: Zone = None,
    holidays: Country = None,
    only_changed: Changed = None,
    language: Language = None,
) -> None:
    """Change what is named; all else stays. What was posted is not posted again."""
    from bot.domain.schedules import filled_from
    from bot.opening import open_workspace
    from bot.services.access import OPERATOR

    with open_workspace() as opened:
        schedules = opened.services.schedules
        held = schedules.get(OPERATOR, number)
        chosen = _chosen(
            {"channel": channel, "words": words, "every": every, "weekday": weekday}
            | {"day": day, "time": at, "zone": zone, "country": holidays}
            | {"only_changed": only_changed, "locale": language}
        )
        draft = schedules.check(OPERATOR, _with(filled_from(held), chosen), number)
        _tell(schedules.edit(OPERATOR, number, held.version, draft))


def pause_schedule(number: Number) -> None:
    """Post nothing until it is resumed."""
    from bot.opening import open_workspace
    from bot.services.access import OPERATOR

    with open_workspace() as opened:
        _tell(opened.services.schedules.pause(OPERATOR, number))


def resume_schedule(number: Number) -> None:
    """Post again, from the next time on."""
    from bot.opening import open_workspace
    from bot.services.access import OPERATOR

    with open_workspace() as opened:
        _tell(opened.services.schedules.resume(OPERATOR, number))


def delete_schedule(number: Number) -> None:
    """Take it away; what it posted stays in Slack."""
    from bot.opening import open_workspace
    from bot.services.access import OPERATOR

    with open_workspace() as opened:
        opened.services.schedules.remove(OPERATOR, number)


def test_schedule(number: Number) -> None:
    """Have the running bot post the next one now, marked as a test."""
    from bot.opening import open_workspace
    from bot.services.access import OPERATOR

    with open_workspace() as opened:
        opened.services.schedules.test(OPERATOR, number)
    say(speak().gettext("The test comes within half a minute, when the bot is running."))


def _chosen(options: dict[str, object]) -> dict[str, object]:
    """What was named on the command line."""
    return {name: value for name, value in options.items() if value is not None}


def _with(filled: Filled, chosen: dict[str, object]) -> Filled:
    from dataclasses import replace

    return replace(filled, **chosen)  # type: ignore[arg-type]  # typer has checked the types


def _tell(schedule: Schedule) -> None:
    from bot.views.schedules import saved_words

    say(_plain(f"#{schedule.id}  {saved_words(schedule, speak())}"))


def _plain(mrkdwn: str) -> str:
    """As a terminal shows it: channels by their ids."""
    from bot.cli_formats import plain_text

    return plain_text(re.sub(r"<#(\w+)>", r"\1", mrkdwn))
