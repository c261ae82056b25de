"""`koploper pulse`: surveys by whoever holds the server. They may do what HR may, and nothing goes
around a rule: no result before closing, none that was not released."""

from __future__ import annotations

import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli_frame import note, say, speak

if TYPE_CHECKING:
    from bot.opening import Opened
    from bot.services.surveys.opening import SurveyServices

Name = Annotated[
    str, typer.Argument(metavar="[SURVEY]", help="The survey's name, or a part of it.")
]
Number = Annotated[int | None, typer.Option(help="Which wave; by default the newest closed one.")]

Person = Annotated[
    str, typer.Argument(metavar="PERSON", help="A Slack user id, an e-mail address, or a name.")
]


class Layout(StrEnum):
    """How a result is written to a file."""

    XLSX = "xlsx"
    CSV = "csv"


def mount(cli: typer.Typer) -> None:
    """Add the commands of this room."""
    pulse = typer.Typer(help="Anonymous surveys.", no_args_is_help=True, rich_markup_mode=None)
    pulse.command("list")(list_surveys)
    pulse.command("results")(show_results)
    pulse.command("export")(export_results)
    pulse.command("close")(close_wave)
    pulse.command("proof")(show_proof)
    pulse.command("person")(show_person)
    pulse.command("erase")(erase_person)
    cli.add_typer(pulse, name="pulse")


def list_surveys() -> None:
    """Show every survey: its state, its newest wave, and how many answered."""
    from bot.cli_formats import aligned
    from bot.services.surveys.rights import HR_OPERATOR

    def work(_opened: Opened, surveys: SurveyServices) -> None:
        rows = []
        for one in surveys.overview.listed(HR_OPERATOR):
            wave = one.wave
            state = f"wave {wave.number} {wave.state.value}" if wave else "no wave"
            counted = wave.answered if wave and wave.answered is not None else one.answered
            answered = f"{counted} of {wave.invited}" if wave else ""
            rows.append((one.survey.name, one.survey.state.value, state, answered))
        say(aligned(rows, "<", "<", "<", ">") if rows else speak().gettext("There are no surveys."))

    _with(work)


def show_results(survey: Name = "", *, wave: Number = None) -> None:
    """Show the result of a closed wave as JSON: only what was released when it closed."""
    import json

    from bot.services.surveys.rights import HR_OPERATOR
    from bot.views.survey_json import result_json

    def work(_opened: Opened, surveys: SurveyServices) -> None:
        found = surveys.finding.wave(HR_OPERATOR, survey, wave)
        made = result_json(surveys.results.of(HR_OPERATOR, found.id))
        say(json.dumps(made, ensure_ascii=False, indent=2))

    _with(work)


def export_results(
    survey: Name = "",
    *,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Where to; by default named after it.")
    ] = None,
    layout: Annotated[
        Layout, typer.Option("--format", help="xlsx, or csv: a zip with a file for each table.")
    ] = Layout.XLSX,
    wave: Number = None,
) -> None:
    """Write the result of a closed wave to a file, without anything that leads to a person."""
    from bot.errors import UsageError
    from bot.services.surveys.rights import HR_OPERATOR
    from bot.views.survey_export import file_name, sheets
    from bot.workbooks import csv_archive, xlsx

    def work(_opened: Opened, surveys: SurveyServices) -> None:
        found = surveys.finding.wave(HR_OPERATOR, survey, wave)
        is_csv = layout is Layout.CSV
        exported = surveys.exports.of(HR_OPERATOR, found.id)
        made = sheets(exported, surveys.audiences.name_of, speak())
        content = csv_archive(made) if is_csv else xlsx(made)
        path = output or Path(file_name(exported.result, "zip" if is_csv else "xlsx"))
        try:
            with path.open("xb") as file:
                path.chmod(0o600)
                file.write(content)
        except FileExistsError:
            raise UsageError(
                "{file} exists already; nothing was written.", file=str(path)
            ) from None
        note(str(path))

    _with(work)


def close_wave(
    survey: Name = "",
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask whether you are sure.")] = False,
) -> None:
    """Close the open wave of a survey now. A passphrase is asked for, or read from the standard
    input: never put it on the command line, where others can read it."""
    from bot.errors import UsageError
    from bot.services.surveys.rights import HR_OPERATOR

    def work(_opened: Opened, surveys: SurveyServices) -> None:
        wave = surveys.finding.open_wave(HR_OPERATOR, survey)
        tr = speak()
        sure = tr.gettext("Closing cannot be undone.")
        if not yes and not sys.stdin.isatty():
            raise UsageError("Closing cannot be undone: say --yes to close without being asked.")
        if not yes and not typer.confirm(f"{wave.definition['name']}: {sure}", err=True):
            return
        needed = surveys.closer.needs_passphrase(wave)
        closed = surveys.ending.close_now(
            HR_OPERATOR, wave.id, passphrase=_passphrase() if needed else ""
        )
        say(f"{closed.answered} / {closed.invited}")

    _with(work)


def show_proof() -> None:
    """Show what is stored of surveys at this moment, and what runs."""
    import html

    from bot.views.survey_proof import proof_message

    def work(_opened: Opened, surveys: SurveyServices) -> None:
        say(html.unescape(proof_message(surveys.proofs.now(), speak()).text))

    _with(work)


def show_person(person: Person) -> None:
    """Show what surveys keep about somebody, as JSON. Their answers are sealed, or nobody's."""
    import json

    from bot.outgoing import SURVEY_KINDS
    from bot.services.surveys.rights import HR_OPERATOR

    def work(_opened: Opened, surveys: SurveyServices) -> None:
        found = surveys.personal.export(HR_OPERATOR, person, SURVEY_KINDS)
        say(json.dumps(found, ensure_ascii=False, indent=2))

    _with(work)


def erase_person(person: Person) -> None:
    """Delete what surveys keep about somebody: invitations, messages, and the answers that are
    still sealed. What a closed wave holds is nobody's any more, and stays."""
    from bot.outgoing import SURVEY_KINDS
    from bot.services.surveys.rights import HR_OPERATOR

    def work(_opened: Opened, surveys: SurveyServices) -> None:
        user = surveys.personal.erase(HR_OPERATOR, person, SURVEY_KINDS)
        note(speak().gettext("Nothing is kept of {user} in surveys any more.", user=user))

    _with(work)


def _passphrase() -> str:
    from getpass import getpass

    if sys.stdin.isatty():
        return getpass(speak().gettext("Passphrase: "), stream=sys.stderr)
    return sys.stdin.readline().rstrip("\n")


def _with(work: Callable[[Opened, SurveyServices], None]) -> None:
    from bot.opening import open_workspace
    from bot.services.surveys.opening import open_surveys

    with open_workspace() as opened:
        work(opened, open_surveys(opened.desk, opened.settings.keys))
