"""Decides which menus and buttons a board has. Each carries the canonical words of the whole
question it asks, so a tap needs nothing remembered. Knows no rights: they are checked again."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from bot.domain import comparing, periods
from bot.domain.boards import Board, Ranking
from bot.domain.grouping import Group
from bot.domain.periods import Calendar, Kind, Period
from bot.domain.query import Mode, Query
from bot.i18n import Translator, msgid
from bot.ids import ActionId, BlockId
from bot.views.parts import (
    OPTION_VALUE_LIMIT,
    VALUE_LIMIT,
    Json,
    actions,
    button,
    confirm,
    option,
    select,
)
from bot.views.wording import GROUP_NAMES

_NOW = (
    (Kind.DAY, "today", msgid("Today")),
    (Kind.WEEK, "this week", msgid("This week")),
    (Kind.MONTH, "this month", msgid("This month")),
    (Kind.QUARTER, "this quarter", msgid("This quarter")),
    (Kind.YEAR, "this year", msgid("This year")),
)
_BEFORE = (
    (Kind.WEEK, "last week", msgid("Last week")),
    (Kind.MONTH, "last month", msgid("Last month")),
    (Kind.QUARTER, "last quarter", msgid("Last quarter")),
    (Kind.YEAR, "last year", msgid("Last year")),
)
_DAYS = 30


def menus(ranking: Ranking, query: Query, tr: Translator) -> list[Json]:
    """The row of menus; a menu whose choices would not fit into Slack's values is left out."""
    plain = replace(query, page=1, everyone=False, mode=Mode.BOARD, person=None)
    shown = [
        _menu(ActionId.METRIC, tr.gettext("Metric"), _metrics(ranking, plain, tr), plain.words()),
        _menu(ActionId.PERIOD, tr.gettext("Period"), _periods(ranking, plain, tr), plain.words()),
        _menu(ActionId.BY, tr.gettext("Group by"), _groups(plain, tr), plain.words()),
    ]
    fitting = [menu for menu in shown if menu]
    return [actions(_block_id(BlockId.MENUS, query), fitting)] if fitting else []


def buttons(board: Board, tr: Translator) -> list[Json]:
    """The row of buttons that make sense for this viewer of this board."""
    made = [item for item in (*_paging(board, tr), *_asking(board, tr)) if _fits(item)]
    return [actions(_block_id(BlockId.BUTTONS, board.query), made)] if made else []


def _paging(board: Board, tr: Translator) -> Iterator[Json]:
    query, page = board.query, board.page
    if query.mode is Mode.ME:
        words = replace(query, mode=Mode.BOARD, person=None, page=1).words()
        yield button(ActionId.BOARD, tr.gettext("Show the board"), words)
    if page.number > 1:
        words = replace(query, page=page.number - 1).words()
        yield button(ActionId.PREVIOUS, tr.gettext("‹ Previous page"), words)
    if page.number < page.count:
        words = replace(query, page=page.number + 1).words()
        yield button(ActionId.NEXT, tr.gettext("Next page ›"), words)


def _asking(board: Board, tr: Translator) -> Iterator[Json]:
    query = replace(board.query, page=1, everyone=False)
    is_known = board.mine is not None or board.own_key in board.ranking.below_volume
    if query.by is Group.REP and is_known:
        why = replace(query, mode=Mode.WHY, top=None).words()
        spoken = tr.gettext("Why this number: what is behind it")
        yield button(ActionId.WHY, tr.gettext("Why?"), why, spoken=spoken)
    if query.mode is Mode.BOARD and board.ranking.standings:
        yield button(ActionId.SHARE, tr.gettext("Share"), query.words(), ask=_ask_to_share(tr))


def _ask_to_share(tr: Translator) -> Json:
    return confirm(
        tr.gettext("Share this board?"),
        tr.gettext(
            "Everybody in this channel will see its top, with your name as the one who shared"
            " it. Your own place stays out, and so does the last one."
        ),
        tr.gettext("Share"),
        tr.gettext("Cancel"),
    )


def _menu(action: ActionId, label: str, options: Sequence[Json], chosen: str) -> Json | None:
    fitting = [item for item in options if len(item["value"]) <= OPTION_VALUE_LIMIT]
    return select(action, label, fitting, chosen) if fitting else None


def _metrics(ranking: Ranking, query: Query, tr: Translator) -> list[Json]:
    return [
        option(tr.gettext(metric.name), replace(query, metric=metric.key).words())
        for metric in ranking.metrics.values()
    ]


def _groups(query: Query, tr: Translator) -> list[Json]:
    return [option(tr.gettext(GROUP_NAMES[by]), replace(query, by=by).words()) for by in Group]


def _periods(ranking: Ranking, query: Query, tr: Translator) -> list[Json]:
    """Named periods in words that stay relative, so that a tap tomorrow means tomorrow; the one
    that is shown keeps its own words, so that the menu can show it as chosen."""
    shown, made = query.words(), []
    for words, label, period in _choices(ranking.today, ranking.calendar):
        is_chosen = period == query.period
        value = shown if is_chosen else _with_period(query, words)
        made.append(option(tr.gettext(label), value))
    if all(item["value"] != shown for item in made):
        made.insert(0, option(tr.period(query.period), shown))
    return made


def _choices(today: date, calendar: Calendar) -> Iterator[tuple[str, str, Period]]:
    for kind, words, label in _NOW:
        yield words, label, comparing.holding(kind, today, calendar)
    for kind, words, label in _BEFORE:
        now = comparing.holding(kind, today, calendar)
        yield words, label, comparing.previous(now, calendar)
    yield f"last {_DAYS} days", msgid("Last 30 days"), periods.last_days(_DAYS, today)


def _with_period(query: Query, words: str) -> str:
    return query.words().replace(f"period {query.period.words()}", words, 1)


def _fits(element: Json) -> bool:
    return len(element["value"]) <= VALUE_LIMIT


def _block_id(kind: BlockId, query: Query) -> str:
    """Another id for every question: Slack keeps what was chosen in a block of the same id."""
    return f"{kind}-{zlib.crc32(query.words().encode()):08x}"
