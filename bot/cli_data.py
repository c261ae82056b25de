"""`koploper backup`, `restore` and `manifest`: what is kept, put back and handed to Slack."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli_frame import note, say, speak


def mount(cli: typer.Typer) -> None:
    """Add the commands of this room."""
    cli.command("backup")(back_up)
    cli.command("restore")(put_back)
    cli.command("manifest")(print_manifest)


def back_up(
    file: Annotated[
        Path | None,
        typer.Argument(help="Where to; by default into backups/ of the data directory."),
    ] = None,
) -> None:
    """Write a complete, checked copy of the SQLite database, while it is in use."""
    from bot.clock import system_clock
    from bot.config import load_settings
    from bot.opening import opened_store

    settings = load_settings()
    stamp = f"koploper-{system_clock():%Y%m%dT%H%M%SZ}.db"
    with opened_store(settings, system_clock) as store:
        written = store.backup((file or settings.data_dir / "backups" / stamp).absolute())
    say(str(written))


def put_back(
    file: Annotated[Path, typer.Argument(help="A copy that `koploper backup` made.")],
) -> None:
    """Put a copy back in place of the SQLite database; what was there is kept beside it."""
    from bot.clock import system_clock
    from bot.config import load_settings
    from bot.restoring import restore

    kept = restore(load_settings(), file, system_clock())
    tr = speak()
    note(tr.gettext("{file} is the database now.", file=file))
    if kept is not None:
        note(tr.gettext("What was there is kept as {file}.", file=kept))


def print_manifest(
    url: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="For HTTP: where Slack reaches this server."),
    ] = None,
) -> None:
    """Print the Slack app manifest, for Socket Mode or for HTTP."""
    from bot.errors import UsageError
    from bot.manifest import as_yaml, manifest

    if url is None:
        say(as_yaml(manifest()).rstrip("\n"))
        return
    if not url.startswith("https://"):
        raise UsageError("Slack only sends to addresses that start with https://.")
    say(as_yaml(manifest(f"{url.rstrip('/')}/slack/events")).rstrip("\n"))
