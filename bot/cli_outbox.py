"""`koploper outbox`: what the bot says by itself, what did not get through, and once more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli_frame import say, speak

if TYPE_CHECKING:
    from store.records_outbox import Outbox

Id = Annotated[str, typer.Argument(metavar="ID", help="As `koploper outbox list` shows it.")]


def mount(cli: typer.Typer) -> None:
    """Add the commands of this room."""
    outbox = typer.Typer(
        help="What the bot says by itself.", no_args_is_help=True, rich_markup_mode=None
    )
    outbox.command("list")(list_messages)
    outbox.command("show")(show_message)
    outbox.command("retry")(retry_message)
    cli.add_typer(outbox, name="outbox")


def list_messages(
    every: Annotated[
        bool, typer.Option("--all", help="Also what was sent, waits, or was dropped.")
    ] = False,
    limit: Annotated[int, typer.Option(min=1, help="At most so many, the newest first.")] = 50,
) -> None:
    """Show the messages that did not get through: when, what, where, and why."""
    from bot.cli_formats import aligned
    from bot.opening import open_workspace
    from store.records_outbox import PARKED, State

    with open_workspace() as opened:
        states = tuple(State) if every else PARKED
        found = opened.store.outbox.listed(opened.workspace_id, states, limit)
        zone = opened.settings.zone
    if found:
        say(aligned([_row(one, zone) for one in found], "<", "<", "<", "<", "<", "<"))
    else:
        say(speak().gettext("Everything got through."))


def show_message(id: Id) -> None:  # noqa: A002 - the name of the argument
    """Show one message with what it says, in words."""
    from bot.opening import open_workspace

    tr = speak()
    with open_workspace() as opened:
        found = _found(opened.store.outbox.get(opened.workspace_id, id), id)
        zone = opened.settings.zone
    lines = {
        "id": found.id,
        "cause": found.key,
        "kind": f"{found.kind} ({found.verb})",
        "channel": found.channel,
        "state": found.state.value,
        "reason": found.reason,
        "attempts": str(found.attempts),
        "decided": tr.instant(found.created_at, zone),
        "not after": tr.instant(found.expires_at, zone) if found.expires_at else None,
        "in Slack": f"{found.slack_channel} {found.slack_ts}" if found.slack_ts else None,
    }
    for name, value in lines.items():
        if value:
            say(f"{name:<10} {value}")
    say(f"\n{found.payload.get('text', '')}")


def retry_message(
    id: Annotated[str, typer.Argument(metavar="[ID]", help="Which one.")] = "",  # noqa: A002
    every: Annotated[bool, typer.Option("--all", help="All that did not get through.")] = False,
) -> None:
    """Let a message that did not get through go again; the running bot sends it."""
    from bot.errors import UsageError
    from bot.opening import open_workspace
    from bot.services.access import OPERATOR

    if bool(id) == every:
        raise UsageError("Say which one, or --all.")
    tr = speak()
    with open_workspace() as opened:
        parked = opened.services.parked
        wanted = [one.id for one in parked.listed(OPERATOR, 1_000)] if every else [id]
        for one in wanted:
            parked.retry(OPERATOR, one)
    say(tr.ngettext("{count} message goes again.", "{count} messages go again.", len(wanted)))


def _row(one: Outbox, zone: str) -> tuple[str, ...]:
    when = speak().instant(one.created_at, zone)
    return (one.id, when, one.kind, one.channel, one.state.value, one.reason or "")


def _found(message: Outbox | None, name: str) -> Outbox:
    from bot.errors import NotFound

    if message is None:
        raise NotFound("There is no message {id}.", id=name)
    return message
