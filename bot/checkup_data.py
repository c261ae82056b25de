"""Whether the database can be opened, is safe, has an owner, and knows who is who."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Engine, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from bot.checkup_surveys import check_surveys
from bot.clock import Clock
from bot.config import Settings
from bot.findings import Finding, failure, ok, warning
from bot.i18n import msgid
from bot.opening import Opened, open_workspace
from bot.services.access import OPERATOR
from store import migrate, postgres, sqlite
from store.errors import Locked, NewerDatabase, StoreError

NAMES_SHOWN = 5


def check_data(settings: Settings, clock: Clock) -> Iterator[Finding]:
    """Look first whether opening would change anything; only then open."""
    try:
        engine = _engine(settings)
        if engine is None:
            yield ok(msgid("The database will be made at the first start."))
            return
        if migrate.needs_migration(engine):
            yield _to_be_migrated(engine)
            return
        with open_workspace(settings=settings, clock=clock) as opened:
            yield from _check_store(opened)
            yield from _check_people(opened)
            yield from check_surveys(opened)
    except NewerDatabase:
        yield failure(
            msgid("A newer Koploper wrote the database."),
            do=msgid("Install that version again; going back would lose what it wrote."),
        )
    except (StoreError, SQLAlchemyError, ArgumentError, ImportError, OSError) as error:
        yield failure(
            msgid("The database cannot be opened ({reason})."),
            do=msgid("Check KOPLOPER_DATABASE_URL, and that the server or file can be reached."),
            reason=type(error).__name__,
        )


def _engine(settings: Settings) -> Engine | None:
    """Something to ask for the schema; None when there is no SQLite file yet."""
    if not settings.database.startswith("sqlite"):
        return postgres.migration_engine(postgres.normalised(settings.database))
    url = make_url(settings.database)
    path = Path(url.database or "")
    if not path.is_file() or path.stat().st_size == 0:
        return None
    return sqlite.migration_engine(path, sqlite.journal_mode())


def _to_be_migrated(engine: Engine) -> Finding:
    if engine.dialect.name == "sqlite":
        return ok(msgid("The database will be migrated at the next start, after a backup."))
    return ok(msgid("The PostgreSQL database will be set up or migrated at the next start."))


def _check_store(opened: Opened) -> Iterator[Finding]:
    store = opened.store
    if store.dialect != "sqlite":
        yield ok(msgid("The database is PostgreSQL."))
        return
    yield ok(
        msgid("The database is SQLite {version}, with the {journal} journal."),
        version=store.sqlite_version,
        journal=store.journal_mode,
    )
    try:
        lock = store.acquire_server_lock()
    except Locked:
        yield ok(msgid("A server is running on it."))
    else:
        if lock is not None:
            lock.release()
        yield ok(msgid("No server is running on it."))


def _check_people(opened: Opened) -> Iterator[Finding]:
    if not opened.services.roles.owners():
        yield warning(
            msgid("Nobody is owner yet."),
            do=msgid("`koploper claim` prints a code to send in Slack."),
        )
    found = opened.services.matching.unmatched(OPERATOR)
    if not found.people:
        yield ok(msgid("Everybody in the sales data is linked to Slack."))
        return
    names = [person.name for person in found.people[:NAMES_SHOWN]]
    yield warning(
        msgid("{count} people in the sales data are not linked to Slack: {names}."),
        do=msgid(
            "They are linked by e-mail when they first type /leaderboard; link others with"
            " `koploper link USER NAME`."
        ),
        count=len(found.people),
        names=", ".join(names) + (" …" if len(found.people) > NAMES_SHOWN else ""),
    )
