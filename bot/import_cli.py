"""`koploper import …`: people, deals, activities and leave from a file, with a bar and a summary.

Holds no rule: what is said on the command line goes to the importers as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli_frame import note, read_day, say

if TYPE_CHECKING:
    from bot.i18n import Translator
    from bot.sources.headers import Layout
    from bot.sources.importing import Listener
    from bot.sources.table import Table

REFUSED = 1
"""The exit code when rows were refused: something is left to mend."""

File = Annotated[Path, typer.Argument(metavar="FILE", help="A .csv or .xlsx file.")]
Words = list[str] | None
Maps = Annotated[
    Words,
    typer.Option(
        "--map",
        metavar="CANONICAL=COLUMN",
        help="Which column is which; `region=` drops a guess. Repeatable.",
    ),
]
Won = Annotated[Words, typer.Option(metavar="WORD", help="A stage that is won. Repeatable.")]
Lost = Annotated[Words, typer.Option(metavar="WORD", help="A stage that is lost. Repeatable.")]
IdFrom = Annotated[
    Words,
    typer.Option(metavar="COLUMNS", help="Columns that make an id where the file has none."),
]
Text = str | None
Currency = Annotated[Text, typer.Option(metavar="CODE", help="Of amounts without one: EUR.")]
Source = Annotated[str, typer.Option(help="With the external id: what makes a row the same row.")]
DateFormat = Annotated[
    Text, typer.Option(metavar="FORMAT", help="dd/mm/yyyy, mm/dd/yyyy or %d.%m.%y.")
]
Mark = Annotated[Text, typer.Option(metavar="comma|point", help="The decimal mark of numbers.")]
Measure = Annotated[Text, typer.Option(help="What all these activities are: calls, meetings, …")]
Effective = Annotated[
    Text,
    typer.Option(metavar="DATE", help="First day in the new team of who moved; default today."),
]
Sheet = Annotated[Text, typer.Option(help="A sheet of the workbook; by default the first.")]
Encoding = Annotated[Text, typer.Option(help="Of a .csv file; found out by default.")]
Delimiter = Annotated[Text, typer.Option(help="Of a .csv file; found out by default.")]
Unpacked = Annotated[int, typer.Option(metavar="MB", min=1, help="How large FILE may unpack.")]
KnownOnly = Annotated[bool, typer.Option("--known-only", help="Refuse reps nobody has heard of.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would happen; change nothing.")]
Strict = Annotated[bool, typer.Option("--strict", help="All or nothing.")]
Replace = Annotated[
    bool,
    typer.Option("--replace", help="Also take back what this source said before and FILE lacks."),
]


def mount(cli: typer.Typer) -> None:
    """Add the commands of this room."""
    app = typer.Typer(
        help="Import people, deals, activities or leave from a .csv or .xlsx file.",
        no_args_is_help=True,
        rich_markup_mode=None,
    )
    app.command("people")(import_people)
    app.command("deals")(import_deals)
    app.command("activities")(import_activities)
    app.command("leave")(import_leave)
    cli.add_typer(app, name="import")


def import_people(
    file: File,
    *,
    maps: Maps = None,
    effective: Effective = None,
    date_format: DateFormat = None,
    dry_run: DryRun = False,
    strict: Strict = False,
    sheet: Sheet = None,
    encoding: Encoding = None,
    delimiter: Delimiter = None,
    max_unpacked: Unpacked = 50,
) -> None:
    """Import people: name, email, team, manager, region, starts_on, ends_on, fte."""
    _run("people", locals())


def import_deals(
    file: File,
    *,
    maps: Maps = None,
    won: Won = None,
    lost: Lost = None,
    currency: Currency = None,
    source: Source = "file",
    date_format: DateFormat = None,
    decimal: Mark = None,
    id_from: IdFrom = None,
    known_only: KnownOnly = False,
    dry_run: DryRun = False,
    strict: Strict = False,
    replace: Replace = False,
    sheet: Sheet = None,
    encoding: Encoding = None,
    delimiter: Delimiter = None,
    max_unpacked: Unpacked = 50,
) -> None:
    """Import deals. The same file again changes nothing; a changed deal is posted anew."""
    _run("deals", locals())


def import_activities(
    file: File,
    *,
    maps: Maps = None,
    measure: Measure = None,
    source: Source = "file",
    date_format: DateFormat = None,
    decimal: Mark = None,
    id_from: IdFrom = None,
    known_only: KnownOnly = False,
    dry_run: DryRun = False,
    strict: Strict = False,
    replace: Replace = False,
    sheet: Sheet = None,
    encoding: Encoding = None,
    delimiter: Delimiter = None,
    max_unpacked: Unpacked = 50,
) -> None:
    """Import activities: calls, meetings, talk time, CSAT answers, or a measure of your own."""
    _run("activities", locals())


def import_leave(
    file: File,
    *,
    maps: Maps = None,
    date_format: DateFormat = None,
    dry_run: DryRun = False,
    strict: Strict = False,
    sheet: Sheet = None,
    encoding: Encoding = None,
    delimiter: Delimiter = None,
    max_unpacked: Unpacked = 50,
) -> None:
    """Import days away: name or email, starts_on, ends_on (included). Streaks wait for them."""
    _run("leave", locals())


def _run(kind: str, said: Mapping[str, Any]) -> None:
    """Import a file as the command line says; exits with REFUSED when rows were refused."""
    # `koploper --help` loads this module: what only an import needs comes in when one runs.
    from bot.i18n import translator  # noqa: PLC0415
    from bot.opening import open_workspace  # noqa: PLC0415
    from bot.services.access import OPERATOR  # noqa: PLC0415
    from bot.sources.importing_leave import LeaveImporter  # noqa: PLC0415
    from bot.sources.importing_people import PeopleImporter  # noqa: PLC0415
    from bot.sources.reading import import_options, reading  # noqa: PLC0415
    from bot.sources.refused import refused_path  # noqa: PLC0415
    from bot.sources.telling import summary_lines  # noqa: PLC0415

    file, moved_on = said["file"], read_day(said.get("effective"))
    with open_workspace() as opened:
        tr = translator(opened.settings.locale)
        with _listening(tr) as listener:
            made = LeaveImporter if kind == "leave" else partial(PeopleImporter, moved_on=moved_on)
            importer = made(
                desk=opened.desk,
                actor=OPERATOR,
                options=import_options(said),
                reading=reading(said),
                default_currency=opened.settings.currency,
                listener=listener,
            )
            summary = getattr(importer, kind)(file)
    for line in summary_lines(summary, importer.options, refused_path(file).name, tr):
        say(line)
    if summary.refused:
        raise typer.Exit(REFUSED)


@contextmanager
def _listening(tr: Translator) -> Iterator[Listener]:
    """Tells the guess at the header at once, and shows a bar where somebody is watching."""
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, DownloadColumn, Progress, TimeRemainingColumn  # noqa: PLC0415

    from bot.sources.importing import Listener  # noqa: PLC0415
    from bot.sources.telling import layout_lines  # noqa: PLC0415

    console = Console(stderr=True)
    columns = (BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task("", total=None)

        def announce(table: Table, layout: Layout) -> None:
            for line in layout_lines(table, layout, tr):
                note(line)

        yield Listener(
            explain=lambda error: tr.gettext(error.message, **error.params),
            titles=(tr.gettext("line"), tr.gettext("reason")),
            announce=announce,
            progress=lambda done, size: bar.update(task, completed=done, total=size),
        )
