"""The imports by file: people, deals, activities. Opens, reads, posts and sums up.

Shows nothing: progress, the guess at the header and refused rows go to whoever asked for them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.domain.money import known_currency
from bot.errors import UserError
from bot.services.access import ADMINS, Actor, require
from bot.services.desk import Desk
from bot.services.imports import ImportOptions, ImportSummary
from bot.services.imports_activities import ActivityBook
from bot.services.imports_deals import DealBook
from bot.services.imports_posting import PostingRun
from bot.services.imports_reps import RepBook
from bot.services.metrics import measures_of
from bot.sources.activity_cells import ActivityCells
from bot.sources.columns import ACTIVITIES, DEALS, Column
from bot.sources.deal_cells import DealCells
from bot.sources.deal_rows import DealRows
from bot.sources.evidence import currencies_shown, settle_dates, settle_mark
from bot.sources.headers import Layout
from bot.sources.passing import Pass, Progress
from bot.sources.reading import Reading
from bot.sources.refused import RefusedRows, refused_path
from bot.sources.table import Record, Table
from bot.sources.vocabulary import stage_words
from store.bulk import StagedRow

NOT_ACTIVITIES = frozenset({"revenue", "lost", "pipeline", "cycle", "badge_points"})
"""Measures that only deals and badges are posted under: an activity there would count twice."""


@dataclass(frozen=True, kw_only=True)
class Listener:
    """Who is told how an import goes. `explain` puts an error into words for the refused rows."""

    explain: Callable[[UserError], str] = str
    titles: tuple[str, str] = ("line", "reason")  # of the first columns of the refused rows
    announce: Callable[[Table, Layout], None] = lambda _table, _layout: None
    progress: Progress = lambda _done, _size: None


@dataclass(frozen=True, kw_only=True)
class Importer:
    """Imports files into one workspace, for one actor (owner or admin)."""

    desk: Desk
    actor: Actor
    options: ImportOptions
    reading: Reading
    default_currency: str = "EUR"  # of the workspace, as long as nothing else fixes it
    listener: Listener = field(default_factory=Listener)

    def deals(self, path: Path) -> ImportSummary:
        """Import a file of deals; a UserError that is raised means that nothing was kept."""
        with self.opened(path, DEALS) as (table, layout, one_pass):
            columns = ("closed_on", "created_on")
            reps = self._reps()
            home, currency = self._currencies(table, layout)
            cells = DealCells(
                layout=layout,
                dates=settle_dates(table, layout, columns, self.zone, self.reading.date_format),
                decimal_mark=settle_mark(table, layout, ("amount", "units"), self.reading.decimal),
                is_person=reps.is_known,
                id_columns=self.reading.id_columns(table),
                stages=stage_words(self.reading.won, self.reading.lost),
                currency=currency,
            )
            book = DealBook(
                self.desk.store, self.desk.workspace_id, reps, home=home, currency=currency
            )

            def rows() -> Iterator[StagedRow]:
                reps.load()
                return iter(DealRows(cells, book, one_pass))

            summary = self._post(rows, one_pass, reps, home)
            return replace(
                summary,
                currency=currency,
                stages={word: status.value for word, status in cells.seen_stages.items()},
                unknown_kinds=tuple(cells.unknown_kinds),
            )

    def activities(self, path: Path) -> ImportSummary:
        """Import a file of activities; a UserError that is raised means that nothing was kept."""
        with self.opened(path, ACTIVITIES) as (table, layout, one_pass):
            self._check_measure(layout)
            reps = self._reps()
            measures = measures_of(self.desk.store, self.desk.workspace_id).keys()
            cells = ActivityCells(
                layout=layout,
                dates=settle_dates(
                    table, layout, ("occurred_on",), self.zone, self.reading.date_format
                ),
                decimal_mark=settle_mark(table, layout, ("value",), self.reading.decimal),
                is_person=reps.is_known,
                id_columns=self.reading.id_columns(table),
                measure=self.reading.measure,
                measures=measures,
            )
            book = ActivityBook(reps, measures - NOT_ACTIVITIES)

            def understand(record: Record) -> list[StagedRow]:
                return book.rows(cells.read(record))

            def rows() -> Iterator[StagedRow]:
                reps.load()
                return one_pass.rows(understand)

            return self._post(rows, one_pass, reps)

    @property
    def zone(self) -> ZoneInfo:
        """Where the workspace's days begin and end."""
        return ZoneInfo(self.desk.calendar.zone)

    @contextmanager
    def opened(self, path: Path, columns: Sequence[Column]) -> Iterator[tuple[Table, Layout, Pass]]:
        """The table, its layout and a pass whose refused rows go to a file beside the input."""
        require(self.actor, ADMINS)
        listener = self.listener
        with self.reading.open(path) as table:
            layout = self.reading.layout(table, columns)
            listener.announce(table, layout)
            with closing(RefusedRows(refused_path(path), table.header, listener.titles)) as refused:

                def refuse(line: int, error: UserError, record: Record) -> None:
                    refused.add(line, listener.explain(error), record)

                yield table, layout, Pass(table, refuse, listener.progress)

    def _reps(self) -> RepBook:
        desk = self.desk
        return RepBook(desk.store, desk.workspace_id, known_only=self.options.known_only)

    def _post(
        self,
        rows: Callable[[], Iterator[StagedRow]],
        one_pass: Pass,
        reps: RepBook,
        home: str | None = None,
    ) -> ImportSummary:
        run = PostingRun(
            store=self.desk.store,
            workspace_id=self.desk.workspace_id,
            options=self.options,
            at=self.desk.clock(),
            actor=self.actor.label,
            currency=home,
        )
        counts = run.post(rows, lambda: (one_pass.read, one_pass.refused))
        return ImportSummary(
            read=one_pass.read,
            new=counts.new,
            changed=counts.changed,
            unchanged=counts.unchanged,
            refused=one_pass.refused,
            repeated=counts.repeated,
            removed=counts.removed,
            unknown_reps=tuple(reps.added),
            kept=counts.kept,
        )

    def _currencies(self, table: Table, layout: Layout) -> tuple[str, str]:
        """The workspace's currency, and that of amounts which carry none."""
        wanted = self.options.currency and known_currency(self.options.currency)
        home = self.desk.store.workspaces.get(self.desk.workspace_id).currency
        if home is None:
            shown = currencies_shown(table, layout)
            only = shown.pop() if len(shown) == 1 else None
            home = wanted or only or self.default_currency
        return home, wanted or home

    def _check_measure(self, layout: Layout) -> None:
        if self.reading.measure is None and layout.place("measure") is None:
            raise UserError(
                "Nothing says what these activities are: name the column with --map "
                "measure=COLUMN, or say --measure calls."
            )
