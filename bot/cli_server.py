"""`koploper demo`, `run` and `doctor`: what starts something, or says why it would not."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli_frame import WRONG, note, say
from bot.starting import start, tell


def mount(cli: typer.Typer) -> None:
    """Add the commands of this room."""
    cli.command("demo")(start_demo)
    cli.command("run")(run_bot)
    cli.command("doctor")(examine)


def start_demo(
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one.")] = 8900,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open the page in a browser.")
    ] = True,
    lang: Annotated[
        str, typer.Option(help="Language of the channel posts and this text: en or nl.")
    ] = "en",
    data_dir: Annotated[
        Path | None,
        typer.Option(help="Keep the sample database here instead of in a temporary place."),
    ] = None,
    still: Annotated[
        bool, typer.Option("--still", help="Let no deals be won while you look.")
    ] = False,
) -> None:
    """Try it: a local Slack with a sample company. Ctrl-C ends it."""
    from bot.i18n import LANGUAGES, translator

    if lang in LANGUAGES:
        tell(translator(lang).gettext("Inventing a company…"))
    from bot.demo_run import Wishes, run_demo
    from bot.logs import start_logging
    from bot.stopping import Stop

    start_logging("WARNING")
    with Stop().on_signals() as stop:
        wishes = Wishes(port=port, browser=browser, language=lang, data_dir=data_dir, still=still)
        run_demo(stop, wishes, tell=tell)


def run_bot(
    http: Annotated[
        bool, typer.Option("--http", help="Listen for signed HTTP instead of Socket Mode.")
    ] = False,
) -> None:
    """Run Koploper until Ctrl-C or SIGTERM."""
    start(http=http)


def examine() -> None:
    """Say what is missing and what to do next; exit with 2 when it would not run."""
    from bot.cli_frame import speak
    from bot.doctor import examine_all, would_run
    from bot.logs import start_logging

    start_logging("ERROR")
    tr = speak()
    findings = list(examine_all())
    for finding in findings:
        mark = {"ok": "✓", "warning": "!", "failure": "✗"}[finding.state]
        say(f"{mark} {tr.gettext(finding.says, **finding.params)}")
        if finding.do:
            say(f"  → {tr.gettext(finding.do, **finding.params)}")
    if not would_run(findings):
        note(tr.gettext("Koploper would not run like this: mend what is marked ✗."))
        raise typer.Exit(WRONG)
    say(tr.gettext("Koploper would run."))
