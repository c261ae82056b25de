"""`koploper bell`: in which channels a won deal rings, and how."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated

import typer

from bot.cli_frame import say, speak

NONE, ALL = "none", "all"
Channel = Annotated[
    str, typer.Argument(metavar="CHANNEL", help="The channel's id: C…, at the end of its link.")
]
Least = Annotated[
    str | None, typer.Option("--from", metavar="AMOUNT", help="Smaller deals do not ring; or none.")
]
Show = Annotated[
    list[str] | None, typer.Option(metavar="WHAT", help="amount or customer; repeatable; or none.")
]
Quiet = Annotated[
    str | None, typer.Option(metavar="FROM-TO", help="Quiet hours, as 22:00-07:00; or none.")
]
Zone = Annotated[
    str | None, typer.Option(metavar="ZONE", help="Time zone; by default the company's.")
]
Bundle = Annotated[
    int | None, typer.Option(metavar="SECONDS", help="How long to wait for more deals.")
]
Fresh = Annotated[
    int | None, typer.Option(metavar="DAYS", help="How long a deal is news after it closed.")
]
Kind = Annotated[
    list[str] | None,
    typer.Option(metavar="KIND", help="Only new, upsell or renewal; repeatable; or all."),
]
Team = Annotated[
    list[str] | None,
    typer.Option(metavar="TEAM", help="Only deals of this team; repeatable; or all."),
]
Language = Annotated[str | None, typer.Option("--language", metavar="en|nl", help="en or nl.")]


def mount(cli: typer.Typer) -> None:
    """Add the commands of this room."""
    bell = typer.Typer(help="Where a won deal rings.", no_args_is_help=True, rich_markup_mode=None)
    bell.command("list")(list_bells)
    bell.command("add")(add_bell)
    bell.command("edit")(edit_bell)
    bell.command("pause")(pause_bell)
    bell.command("resume")(resume_bell)
    bell.command("delete")(delete_bell)
    bell.command("test")(test_bell)
    cli.add_typer(bell, name="bell")


def list_bells() -> None:
    """Show every bell: its channel, whether it is on, and its settings."""
    from bot.cli_formats import aligned
    from bot.opening import open_workspace
    from bot.services.access import OPERATOR
    from bot.services.bell import Bells
    from bot.views.bell_settings import settings_words

    tr = speak()
    with open_workspace() as opened:
        snapshot = opened.desk.snapshots.current()
        rows = [
            (
                bell.channel,
                tr.gettext("on") if bell.is_on else tr.gettext("paused"),
                ", ".join(settings_words(bell, snapshot.team_names, snapshot.currency, tr)),
            )
            for bell in Bells(opened.desk).listed(OPERATOR)
        ]
    say(aligned(rows, "<", "<", "<") if rows else tr.gettext("There is no bell yet."))


def add_bell(
    channel: Channel,
    *,
    least: Least = None,
    show: Show = None,
    quiet: Quiet = None,
    zone: Zone = None,
    bundle: Bundle = None,
    fresh: Fresh = None,
    kind: Kind = None,
    team: Team = None,
    language: Language = None,
) -> None:
    """Hang a bell. The bot joins a public channel when it first rings; send `/invite @Koploper` in
    a private one."""
    given = {"zone": zone, "bundle": bundle, "fresh_days": fresh, "locale": language}
    _keep(channel, {**given, "least": least, "quiet": quiet}, (show, kind, team), is_new=True)


def edit_bell(
    channel: Channel,
    *,
    least: Least = None,
    show: Show = None,
    quiet: Quiet = None,
    zone: Zone = None,
    bundle: Bundle = None,
    fresh: Fresh = None,
    kind: Kind = None,
    team: Team = None,
    language: Language = None,
) -> None:
    """Change the bell of a channel. What is not named stays as it is."""
    given = {"zone": zone, "bundle": bundle, "fresh_days": fresh, "locale": language}
    _keep(channel, {**given, "least": least, "quiet": quiet}, (show, kind, team), is_new=False)


def pause_bell(channel: Channel) -> None:
    """Ring nothing there until it is resumed."""
    from bot.opening import open_workspace
    from bot.services.access import OPERATOR
    from bot.services.bell import Bells

    with open_workspace() as opened:
        Bells(opened.desk).pause(OPERATOR, channel)


def resume_bell(channel: Channel) -> None:
    """Ring again, for what is won from now on."""
    from bot.opening import open_workspace
    from bot.services.access import OPERATOR
    from bot.services.bell import Bells

    with open_workspace() as opened:
        Bells(opened.desk).resume(OPERATOR, channel)


def delete_bell(channel: Channel) -> None:
    """Take the bell of a channel down; the messages it has are still kept true."""
    from bot.opening import open_workspace
    from bot.services.access import OPERATOR
    from bot.services.bell import Bells

    with open_workspace() as opened:
        Bells(opened.desk).remove(OPERATOR, channel)


def test_bell(channel: Channel) -> None:
    """Ring a test in the channel, once the server runs."""
    from bot.i18n import translator
    from bot.opening import open_workspace
    from bot.outgoing import Kind, Outgoing
    from bot.services.access import OPERATOR
    from bot.services.bell import Bells
    from bot.views.bell import sample_message

    with open_workspace() as opened:
        desk = opened.desk
        bell = Bells(desk).test(OPERATOR, channel)
        currency = desk.snapshots.current().currency
        tr = translator(bell.locale)
        Outgoing(opened.store, opened.workspace_id, desk.clock).post(
            kind=Kind.TEST,
            key=f"bell-test:{channel}:{desk.clock().isoformat()}",
            channel=channel,
            message=sample_message(bell, OPERATOR.name, currency, desk.today(), tr),
        )


def _keep(
    channel: str,
    given: Mapping[str, str | int | None],
    lists: Sequence[list[str] | None],
    *,
    is_new: bool,
) -> None:
    """The bell with what was given on the command line, over what it has or starts with."""
    from dataclasses import replace

    from bot.domain.bell_drafts import Filled, filled_from
    from bot.opening import open_workspace
    from bot.services.access import OPERATOR
    from bot.services.bell import Bells

    texts = {name: str(value) for name, value in given.items() if value is not None}
    least, quiet = texts.pop("least", None), texts.pop("quiet", None)
    if least is not None:
        texts["threshold"] = "" if least == NONE else least
    if quiet is not None:
        start, _, end = quiet.partition("-")
        hours = ("", "") if quiet == NONE else (start.strip(), end.strip())
        texts["quiet_from"], texts["quiet_to"] = hours
    names = ("shows", "sale_types", "teams")
    chosen = {name: _chosen(many) for name, many in zip(names, lists, strict=True) if many}
    with open_workspace() as opened:
        bells, settings = Bells(opened.desk), opened.settings
        if is_new:
            before = Filled(zone=settings.zone, locale=settings.locale[:2])
        else:
            currency = opened.desk.snapshots.current().currency
            before = filled_from(bells.get(OPERATOR, channel), currency)
        filled = replace(before, **texts, **chosen)  # type: ignore[arg-type]  # texts and tuples
        bells.put(OPERATOR, bells.check(OPERATOR, channel, filled, is_new=is_new))


def _chosen(many: list[str]) -> tuple[str, ...]:
    return () if many in ([NONE], [ALL]) else tuple(many)
