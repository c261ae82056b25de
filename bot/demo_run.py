"""`koploper demo`: a local Slack, a sample company and the bot, in one process, until Ctrl-C.

Only here do the bot and the local Slack meet.
"""

from __future__ import annotations

import tempfile
import webbrowser
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from pydantic import SecretStr

from bot.clock import system_clock
from bot.config import Settings, load_settings
from bot.demo.company import build_company
from bot.demo.life import beats
from bot.demo.records import CURRENCY, ZONE, Company
from bot.demo_life import living
from bot.demo_stage import Books, LocalSlack, StageClock, populated_slack, what_to_try
from bot.demo_story import Story
from bot.deps import build_deps
from bot.errors import UsageError
from bot.i18n import LANGUAGES, translator
from bot.opening import opened_store
from bot.outgoing import Patience
from bot.running import run_socket_mode
from bot.stopping import Stop
from sandbox import App, Sandbox

Tell = Callable[[str], None]
DATABASE = "koploper.db"
UNHURRIED = Patience(
    channel_every=timedelta(0), workspace_every=timedelta(0), edits_every=timedelta(0)
)
"""While the clock stands still a pause between two messages would never end."""


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """What was asked for on the command line: `port` 0 takes a free one; `data_dir` keeps the
    sample database; `still` lets nothing happen by itself."""

    port: int
    browser: bool
    language: str
    data_dir: Path | None
    still: bool = False


def run_demo(stop: Stop, wishes: Wishes, *, tell: Tell) -> None:
    """Serve the demo until `stop`; `tell` hears the address and what to try.

    UsageError for a language there is not, or a port that is taken.
    """
    if wishes.language not in LANGUAGES:
        raise UsageError("The languages are {languages}.", languages=", ".join(LANGUAGES))
    tr = translator(wishes.language)
    with ExitStack() as stack:
        folder = wishes.data_dir or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        settings = demo_settings(folder, wishes.language)
        clock = StageClock(system_clock)
        company = build_company(today=clock().astimezone(settings.time_zone).date())
        local = stack.enter_context(_slack(company, wishes, clock))
        settings = connected(settings, local.slack, local.app)
        bring_in(company, settings, local, clock)
        stack.enter_context(running_bot(settings, stop))
        local.slack.wait_connected(local.app.app_id, timeout=60)
        if not wishes.still:
            stack.enter_context(living(beats(company), settings, folder))
        address = f"{local.slack.url}/?as={local.users[company.acting]}"
        tell(tr.gettext("Open {address}", address=address))
        tell(what_to_try(company, wishes.language))
        tell(tr.gettext("Ctrl-C ends it."))
        if wishes.browser:
            webbrowser.open(address)
        stop.wait()


def bring_in(company: Company, settings: Settings, local: LocalSlack, clock: StageClock) -> None:
    """Let the company live up to now in a new database; bring one that was kept up to date."""
    folder = settings.data_dir
    is_new = not (folder / DATABASE).exists()
    with opened_store(settings, clock) as store:
        deps = build_deps(settings, store, clock, patience=UNHURRIED)
        if is_new:
            story = Story(
                company=company,
                deps=deps,
                local=local,
                clock=clock,
                folder=folder,
                now=clock(),
                language=settings.locale,
            )
            story.tell()
            return
        books = Books(desk=deps.desk, folder=folder)
        books.people(company.people)
        books.deals(company.deals, is_all=True)
        books.activities(company.activities, is_all=True)


def demo_settings(folder: Path, language: str) -> Settings:
    """Settings of the sample company: nothing of yours is used or touched."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return load_settings(
        _env_file=None,
        data_dir=folder,
        database_url=SecretStr(f"sqlite:///{(folder / DATABASE).absolute()}"),
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
def _slack(company: Company, wishes: Wishes, clock: StageClock) -> Iterator[LocalSlack]:
    try:
        with populated_slack(company, wishes.port, wishes.language, clock) as populated:
            yield populated
    except OSError as error:
        if "in use" not in str(error):
            raise
        raise UsageError(
            "Port {port} is taken; try another one with --port, or --port 0.", port=wishes.port
        ) from None
