"""Opens the workspace that the settings name, and closes it again: what every command starts with.

Knows no Slack. The command line needs no lock beside a running server; only a server takes it.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from bot.clock import Clock, clock_on, system_clock
from bot.config import Settings, load_settings
from bot.deps import calendar_of
from bot.errors import UserError
from bot.services.boards import Boards
from bot.services.desk import Desk
from bot.services.opening import Services, open_services
from bot.services.why import Whys
from store.open import Store, open_store

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Opened:
    """The settings in force, the open store and the services over it."""

    settings: Settings
    store: Store
    services: Services

    @property
    def desk(self) -> Desk:
        """The workspace, its calendar and clock."""
        return self.services.desk

    @property
    def boards(self) -> Boards:
        """Who stands where."""
        return self.services.boards

    @property
    def whys(self) -> Whys:
        """Why a number is what it is."""
        return self.services.whys

    @property
    def workspace_id(self) -> int:
        """The workspace that everything here is about."""
        return self.services.desk.workspace_id


@contextmanager
def open_workspace(
    *, settings: Settings | None = None, today: date | None = None, clock: Clock = system_clock
) -> Iterator[Opened]:
    """The workspace, migrated if need be; closed at the end, whatever happens.

    `today` puts the clock on another local date. SettingsError, Locked, NewerDatabase.
    """
    settings = settings or load_settings()
    if today is not None:
        clock = clock_on(today, settings.time_zone, real=clock)
    with opened_store(settings, clock) as store:
        services = open_services(
            store,
            calendar=calendar_of(settings),
            clock=clock,
            currency=settings.currency,
            main_metric=settings.main_metric,
            top=settings.top,
        )
        yield Opened(settings=settings, store=store, services=services)


@contextmanager
def opened_store(settings: Settings, clock: Clock, *, is_server: bool = False) -> Iterator[Store]:
    """The database alone; a server owns an SQLite file until the end, or Locked is raised."""
    store = _open(settings, clock)
    try:
        lock = store.acquire_server_lock() if is_server else None
        try:
            yield store
        finally:
            if lock is not None:
                lock.release()
    except (DBAPIError, sqlite3.OperationalError) as error:
        _LOG.debug("the database failed", exc_info=True)
        raise UserError(
            "The database does not answer any more ({reason}); `koploper doctor` says more.",
            reason=type(error).__name__,
        ) from error
    finally:
        store.close()


def _open(settings: Settings, clock: Clock) -> Store:
    try:
        settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        return open_store(settings.database, data_dir=settings.data_dir, clock=clock)
    except (SQLAlchemyError, sqlite3.Error, ImportError, OSError) as error:
        _LOG.debug("the database cannot be opened", exc_info=True)
        raise UserError(
            "The database cannot be opened ({reason}); `koploper doctor` says more.",
            reason=type(error).__name__,
        ) from error
