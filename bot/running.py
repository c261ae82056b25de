"""`koploper run`: from settings to a bot that answers, and back down cleanly.

Knows no command and no view. Imports late what only one of the two ways to connect needs.
"""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from slack_bolt import App

from bot.app import build_app
from bot.clock import Clock, system_clock
from bot.config import Settings
from bot.connecting import (
    NO_APP_TOKEN,
    NO_BOT_TOKEN,
    NO_SECRET,
    Identity,
    connect,
    introduce,
    need,
)
from bot.deps import Deps, build_deps, slack_client
from bot.errors import UsageError
from bot.i18n import msgid, translator
from bot.opening import opened_store
from bot.stopping import Stop
from store.errors import Duplicate

if TYPE_CHECKING:
    from flask import Flask

_LOG = logging.getLogger(__name__)
DRAIN_SECONDS = 3.0  # how long Slack waits for an acknowledgement; nobody reads a later one
OTHER_TEAM = msgid(
    "This database belongs to another Slack workspace than {team}; give that one a database of its"
    " own with KOPLOPER_DATABASE_URL or KOPLOPER_DATA_DIR."
)
READY = msgid("Koploper is ready in {team}.")
READY_HTTP = msgid("Koploper is ready at {address}.")
CLAIM = msgid("Nobody looks after Koploper yet. In Slack, type: /koploper claim {code}")
Tell = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class Bot:
    """Everything that runs: who it is in Slack, its services, and the app over them."""

    identity: Identity
    deps: Deps
    app: App


def run_socket_mode(
    settings: Settings, stop: Stop, *, tell: Tell, clock: Clock = system_clock
) -> None:
    """Answer over Socket Mode until `stop`; `tell` hears what the operator should read.

    UsageError when a token is missing or refused, Locked when another server has the database.
    """
    from bot.socket_mode import DrainingHandler

    app_token = need(settings.slack_app_token, NO_APP_TOKEN)
    with opened_bot(settings, stop, clock) as bot:
        if bot is None:
            return
        handler = DrainingHandler(bot.app, app_token)
        try:
            if connect(handler, stop):
                welcome(bot, tell)
                with at_work(bot.deps):
                    stop.wait()
                handler.drain(DRAIN_SECONDS)
        finally:
            handler.close()


def run_http(settings: Settings, stop: Stop, *, tell: Tell, clock: Clock = system_clock) -> None:
    """Answer over HTTP until gunicorn is told to stop.

    Everything is tried once before gunicorn starts, so that what is wrong is told plainly; the
    worker then opens its own.
    """
    from bot.serving import HttpServer

    need(settings.slack_signing_secret, NO_SECRET)
    with opened_bot(settings, stop, clock) as bot:
        if bot is None:
            return
        welcome(bot, tell, ready=False)

    def ready(address: str) -> None:
        tell(translator(settings.locale).gettext(READY_HTTP, address=address))

    HttpServer(
        lambda: opened_web(settings, clock),
        host=settings.http_host,
        port=settings.http_port,
        threads=settings.http_threads,
        ready=ready,
    ).run()


@contextmanager
def opened_web(settings: Settings, clock: Clock) -> Iterator[Flask]:
    """The web app over a bot of its own, for gunicorn's worker."""
    from bot.web import build_web

    with opened_bot(settings, Stop(), clock) as bot:
        assert bot is not None  # noqa: S101 - this Stop is never asked
        deps = bot.deps
        with at_work(deps):
            yield build_web(bot.app, is_healthy=lambda: is_healthy(deps))


@contextmanager
def opened_bot(settings: Settings, stop: Stop, clock: Clock) -> Iterator[Bot | None]:
    """A bot that knows who it is in Slack; None when asked to stop before Slack answered."""
    need(settings.slack_bot_token, NO_BOT_TOKEN)
    with opened_store(settings, clock, is_server=True) as store:
        client = slack_client(settings)
        identity = introduce(client, stop)
        if identity is None:
            yield None
            return
        workspace = store.workspaces.sole()
        try:
            store.workspaces.bind(workspace.id, identity.team_id, identity.team_name)
        except Duplicate:
            raise UsageError(OTHER_TEAM, team=identity.team_name) from None
        deps = build_deps(settings, store, clock, client=client)
        app = build_app(
            deps,
            team_id=identity.team_id,
            bot_user_id=identity.bot_user_id,
            bot_id=identity.bot_id,
        )
        yield Bot(identity=identity, deps=deps, app=app)


@contextmanager
def at_work(deps: Deps) -> Iterator[None]:
    """The jobs run meanwhile. Imported once the bot answers: nobody waits for them.

    What is there by now stays: no collection of garbage has to look through it again.
    """
    from bot.jobs.clock import ticking

    if not gc.isenabled():
        gc.freeze()
        gc.enable()
    with ticking(deps):
        yield


def welcome(bot: Bot, tell: Tell, *, ready: bool = True) -> None:
    """Say that it runs, and how somebody becomes owner while nobody is."""
    tr = translator(bot.deps.settings.locale)
    if ready:
        tell(tr.gettext(READY, team=bot.identity.team_name))
    if not bot.deps.roles.owners():
        tell(tr.gettext(CLAIM, code=bot.deps.roles.new_claim()))


def is_healthy(deps: Deps) -> bool:
    """Whether the database can be read."""
    from sqlalchemy.exc import SQLAlchemyError

    try:
        deps.store.workspaces.get(deps.workspace_id)
    except (SQLAlchemyError, OSError) as error:
        _LOG.error("the database cannot be read: %s", type(error).__name__)
        return False
    return True
