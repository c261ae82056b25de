"""`koploper …`: which commands there are. Each lives in a room of its own (cli_*.py).

Nothing is built on import, and a command imports what it needs when it runs.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typer import Typer

ROOMS = (
    "cli_server",
    "import_cli",
    "cli_board",
    "cli_people",
    "cli_rules",
    "cli_goals",
    "cli_points",
    "cli_badges",
    "cli_outbox",
    "cli_schedule",
    "cli_data",
    "cli_bell",
    "cli_pulse",
)
"""Modules with `mount(cli)`, in the order in which `koploper --help` lists their commands."""
RUNS: Mapping[tuple[str, ...], bool] = MappingProxyType({("run",): False, ("run", "--http"): True})
"""The words that start the bot, and whether over HTTP: that is not kept waiting for the rest."""


def build_cli() -> Typer:
    """The command line, with the commands of every room."""
    from importlib import import_module

    from typer import Typer

    cli = Typer(
        name="koploper",
        help="Koploper: standings for sales teams in Slack that people can trust.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    for room in ROOMS:
        import_module(f"bot.{room}").mount(cli)
    return cli


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what the command line asks for; the exit code is 0, 1 or, for what can be mended, 2."""
    from bot.cli_frame import guarded
    from bot.starting import start

    words = sys.argv[1:] if arguments is None else arguments
    over_http = RUNS.get(tuple(words))
    if over_http is not None:
        return guarded(partial(start, http=over_http))
    cli = build_cli()
    return guarded(lambda: cli(arguments, prog_name="koploper", standalone_mode=True))


if __name__ == "__main__":
    sys.exit(main())
