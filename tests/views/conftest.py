"""Boards made by hand, so that views are tested without a database."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.domain import periods
from bot.domain.boards import Board, Ranking
from bot.domain.built_in import BUILT_IN
from bot.domain.comparing import at_same_point
from bot.domain.metrics import Value
from bot.domain.periods import Calendar
from bot.domain.query import Mode, Query
from bot.domain.standings import Page, rank
from bot.i18n import Translator, translator

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 13, 5, tzinfo=UTC)
CALENDAR = Calendar(zone="Europe/Amsterdam")
NAMES = (
    "Sofia Peeters", "Daan Bakker", "Emma Jansen", "Lucas de Boer", "Julia Visser", "Finn Smit",
    "Tess Mulder", "Sem Bos", "Nora Vos", "Levi Dekker", "Anna de Vries", "Bram Kok", "Lotte Prins",
    "Mees Blom", "Saar Post",
)  # fmt: skip


@pytest.fixture(params=["en", "nl"])
def tr(request) -> Translator:
    return translator(request.param)


@pytest.fixture
def en() -> Translator:
    return translator("en")


@pytest.fixture
def nl() -> Translator:
    return translator("nl")


BoardMaker = Callable[..., Board]


@pytest.fixture
def make_board() -> BoardMaker:
    """make_board(values by key, own_key=…, and any field of the query) -> Board."""

    def make(
        values: Mapping[int, Value] | None = None,
        *,
        own_key: int | None = None,
        previous: Mapping[int, Value] | None = None,
        names: Mapping[int, str] | None = None,
        size: int = 10,
        below_volume: Mapping[int, int] | None = None,
        **asked: object,
    ) -> Board:
        period = periods.month(2026, 11)
        query = replace(Query(metric="revenue", period=period), **asked)
        metric = BUILT_IN[query.metric]
        if values is None:
            values = {key: 1_000_000 - key * 10_000 for key in range(1, 16)}
        known = names or dict(enumerate(NAMES, start=1))
        standings = rank(values, known, ascending=metric.ascending, previous=previous)
        ranking = Ranking(
            query=query,
            metric=metric,
            period=query.period,
            compared=at_same_point(query.period, TODAY, CALENDAR),
            calendar=CALENDAR,
            currency="EUR",
            standings=standings,
            total=sum(values.values()) if values else None,
            total_before=None,
            today=TODAY,
            below_volume=below_volume or {},
            metrics=BUILT_IN,
        )
        if query.mode is Mode.ME:
            page = Page(rows=(), number=1, count=1, not_listed=0, tied_out=0)
        else:
            page = ranking.page(query.top or size, query.page)
        at = ranking.positions.get(own_key)
        shown = {row.key for row in page.rows}
        is_away = at is not None and own_key not in shown
        near = standings[max(0, at - 2) : at + 3] if is_away else ()
        around = tuple(row for row in near if row.key not in shown)
        return Board(
            ranking=ranking,
            query=query,
            page=page,
            own_key=own_key,
            mine=None if at is None else standings[at],
            around=around,
            not_listed=len(standings) - len(page.rows) - len(around),
            as_of=NOW,
            is_self=True,
        )

    return make
