"""Open a database: pick the dialect, migrate under a lock, and hand out one facade over it.

The only place that knows both dialects. In TRUNCATE mode any process may write in turn; WAL is used
only on a SQLite that is safe for several connections. So the command line never needs the server's
lock: it is there to keep two servers apart, and a migration away from a running server.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import URL, make_url

from store import migrate, postgres, sqlite
from store.access import Claims, Roles
from store.audit import Audit
from store.awards import Awards
from store.backup import backup_sqlite
from store.badges import Badges
from store.ballots import Ballots
from store.bells import Bells, Rings
from store.catalogue import Catalogue
from store.compacting import compact_sqlite
from store.database import Database
from store.errors import StoreError
from store.filelock import FileLock
from store.followers import Followers
from store.forgetting import Forgetting
from store.invitations import Invitations
from store.labels import Labels
from store.leaves import Leaves
from store.ledger import Ledger
from store.live_boards import LiveBoards
from store.occurrences import Occurrences
from store.outbox import OutboxRows
from store.people import People
from store.posted_boards import PostedBoards
from store.preferences import Preferences
from store.replies import Replies
from store.results import Results
from store.schedules import Schedules
from store.slack_users import SlackUsers
from store.staging import prepare_staging
from store.surveys import Surveys
from store.team_settings import Metrics, Rates
from store.totals import Totals
from store.turns import Turns
from store.typed_deals import TypedDeals
from store.versions import PolledVersions, QueriedVersions
from store.workspaces import Workspaces


class Store:
    """One class per aggregate over one database; `close` gives the connections back."""

    def __init__(self, database: Database, *, path: Path | None, journal_mode: str | None) -> None:
        self._database = database
        self._path = path
        self._versions = PolledVersions(database, path) if path else QueriedVersions(database)
        self.dialect = database.dialect
        self.sqlite_version = sqlite3.sqlite_version if path else None
        self.journal_mode = journal_mode
        self.workspaces = Workspaces(database, self._versions)
        self.labels = Labels(database)
        self.people = People(database)
        self.ledger = Ledger(database)
        self.totals = Totals(database)
        self.roles = Roles(database)
        self.claims = Claims(database)
        self.metrics = Metrics(database)
        self.rates = Rates(database)
        self.audit = Audit(database)
        self.preferences = Preferences(database)
        self.typed_deals = TypedDeals(database)
        self.leaves = Leaves(database)
        self.slack_users = SlackUsers(database)
        self._open_surveys(database)
        self._open_channel_life(database)

    def _open_surveys(self, database: Database) -> None:
        """What people are asked, and what is kept of their answers."""
        self.surveys = Surveys(database)
        self.invitations = Invitations(database)
        self.ballots = Ballots(database)
        self.replies = Replies(database)
        self.forgetting = Forgetting(database)
        self.catalogue = Catalogue(database)

    def _open_channel_life(self, database: Database) -> None:
        """What the bot says by itself."""
        self.outbox = OutboxRows(database)
        self.schedules = Schedules(database)
        self.occurrences = Occurrences(database)
        self.followers = Followers(database)
        self.bells = Bells(database)
        self.rings = Rings(database)
        self.posted_boards = PostedBoards(database)
        self.live_boards = LiveBoards(database)
        self.badges = Badges(database)
        self.awards = Awards(database)
        self.results = Results(database)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything this thread does inside is committed together, or not at all on an error."""
        with self._database.write(keeps_guard=False):
            yield

    def acquire_server_lock(self) -> FileLock | None:
        """Own the SQLite file as its one server until release(); Locked names the other process.

        None on PostgreSQL, where replicas are welcome.
        """
        return FileLock(_beside(self._path, ".lock")) if self._path else None

    def backup(self, to: Path) -> Path:
        """A checked copy of the SQLite file at `to`, taken while others write.

        On PostgreSQL the operator's pg_dump does this: StoreError.
        """
        if self._path is None:
            raise StoreError("back PostgreSQL up with pg_dump")
        return backup_sqlite(self._path, to)

    def compact(self) -> None:
        """Leave nothing of deleted rows in the SQLite file; Locked when it is read just now.

        On PostgreSQL nothing is done: what is left there of sealed rows is ciphertext.
        """
        if self._path is not None:
            compact_sqlite(self._path)

    def close(self) -> None:
        self._versions.close()
        self._database.close()


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)


def open_store(url: str, *, data_dir: Path, clock: Callable[[], datetime]) -> Store:
    """Open and, where needed, create or migrate the database behind `url`.

    `clock` gives aware UTC moments. Errors: NewerDatabase when a newer version wrote it,
    Locked when it must be migrated while a server runs on it.
    """
    if url.startswith("sqlite"):
        return _open_sqlite(make_url(url), data_dir, clock)
    return _open_postgres(postgres.normalised(url), clock)


def _open_sqlite(url: URL, data_dir: Path, clock: Callable[[], datetime]) -> Store:
    path = sqlite.prepare_file(url, data_dir)
    mode = sqlite.journal_mode()
    sqlite.set_journal_mode(path, mode)
    engine = sqlite.migration_engine(path, mode)
    if migrate.needs_migration(engine):
        _migrate_sqlite(path, mode, clock)
    database = Database(
        write_engine=sqlite.write_engine(path, mode),
        read_engine=sqlite.read_engine(path),
        clock=clock,
        turns=Turns(),
    )
    prepare_staging(database.write_engine)
    return Store(database, path=path, journal_mode=mode)


def _migrate_sqlite(path: Path, mode: str, clock: Callable[[], datetime]) -> None:
    """Migrate alone: other starters wait here, and a running server is not migrated under."""
    waiting = FileLock(_beside(path, ".migrating"), wait=True)
    try:
        engine = sqlite.migration_engine(path, mode)
        if migrate.needs_migration(engine):
            server = FileLock(_beside(path, ".lock"))
            copy = _beside(path, f".before-{migrate.HEAD}-{clock():%Y%m%dT%H%M%SZ}")
            try:
                migrate.migrate(engine, backup=lambda: backup_sqlite(path, copy))
            finally:
                server.release()
    finally:
        waiting.release()


def _open_postgres(url: URL, clock: Callable[[], datetime]) -> Store:
    engine = postgres.migration_engine(url)
    if migrate.needs_migration(engine):
        with postgres.migration_lock(engine):
            if migrate.needs_migration(engine):
                # transactional DDL rolls a failed migration back; copies are the operator's pg_dump
                migrate.migrate(engine, backup=lambda: None)
    database = Database(
        write_engine=postgres.write_engine(url),
        read_engine=postgres.read_engine(url),
        clock=clock,
    )
    prepare_staging(database.write_engine)
    return Store(database, path=None, journal_mode=None)
