"""`koploper demo`: a local Slack, a sample company and the bot, in one process, until Ctrl-C.

Only here do the bot and the local Slack meet.
"""

from __future__ import annotations

import tempfile
import webbrowser
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

from pydantic import SecretStr

from bot.clock import system_clock
from bot.config import Settings, load_settings
from bot.demo.company import build_company
from bot.demo.records import CURRENCY, ZONE, Company
from bot.demo_stage import WHAT_TO_TRY, appoint, load_company, populated_slack
from bot.errors import UsageError
from bot.i18n import LANGUAGES, translator
from bot.running import run_socket_mode
from bot.stopping import Stop
from sandbox import App, Sandbox

Tell = Callable[[str], None]


def run_demo(
    stop: Stop, *, port: int, browser: bool, language: str, data_dir: Path | None, tell: Tell
) -> None:
    """Serve the demo until `stop`; `tell` hears the address and what to try.

    UsageError for a language there is not, or a port that is taken.
    """
    if language not in LANGUAGES:
        raise UsageError("The languages are {languages}.", languages=", ".join(LANGUAGES))
    tr = translator(language)
    with ExitStack() as stack:
        folder = data_dir or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        settings = demo_settings(folder, language)
        tell(tr.gettext("Inventing a company…"))
        company = build_company(today=system_clock().astimezone(settings.time_zone).date())
        load_company(company, settings, folder)
        slack, app, users = stack.enter_context(_slack(company, port, language))
        appoint(settings, users[company.owner], users[company.hr])
        stack.enter_context(running_bot(connected(settings, slack, app), stop))
        slack.wait_connected(app.app_id, timeout=60)
        address = f"{slack.url}/?as={users[company.acting]}"
        tell(tr.gettext("Open {address}", address=address))
        tell(tr.gettext(WHAT_TO_TRY))
        tell(tr.gettext("Ctrl-C ends it."))
        if browser:
            webbrowser.open(address)
        stop.wait()


def demo_settings(folder: Path, language: str) -> Settings:
    """Settings of the sample company: nothing of yours is used or touched."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return load_settings(
        _env_file=None,
        data_dir=folder,
        database_url=SecretStr(f"sqlite:///{(folder / 'koploper.db').absolute()}"),
        zone=ZONE,
        currency=CURRENCY,
        locale=language,
        week_start="monday",
        fiscal_start=1,
        main_metric="revenue",
        top=10,
        log_level="WARNING",
    )


def connected(settings: Settings, slack: Sandbox, app: App) -> Settings:
    """The same settings with the tokens of the app in the local Slack."""
    return settings.model_copy(
        update={
            "slack_bot_token": SecretStr(app.bot_token),
            "slack_app_token": SecretStr(app.app_token),
            "slack_signing_secret": SecretStr(app.signing_secret),
            "slack_api_url": slack.api_url,
        }
    )


@contextmanager
def running_bot(settings: Settings, stop: Stop) -> Iterator[None]:
    """The bot in a thread of its own; stopped, and waited for, at the end. Should it end by
    itself, everything is asked to stop and its error is raised."""
    own = Stop()
    with ThreadPoolExecutor(1, thread_name_prefix="koploper") as threads:
        bot = threads.submit(run_socket_mode, settings, own, tell=lambda _line: None)
        bot.add_done_callback(lambda _bot: stop.ask())
        try:
            yield
        finally:
            own.ask()
            bot.result()


@contextmanager
def _slack(
    company: Company, port: int, language: str
) -> Iterator[tuple[Sandbox, App, dict[str, str]]]:
    try:
        with populated_slack(company, port, language) as populated:
            yield populated
    except OSError as error:
        if "in use" not in str(error):
            raise
        raise UsageError(
            "Port {port} is taken; try another one with --port, or --port 0.", port=port
        ) from None
