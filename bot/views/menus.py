"""Decides which menus and buttons a board has. Each carries the canonical words of the whole
question it asks, so a tap needs nothing remembered. Knows no rights: they are checked again."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from bot.domain import comparing, periods
from bot.domain.boards import Ranking
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
from bot.views.wording import GROUP_NAMES, period_name

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


def encoded_menus(
    ranking: Ranking, query: Query, pages: tuple[int, int], has_why: bool, tr: Translator
) -> str:
    """Menus and buttons as JSON text that follows other blocks; the same for every version of the
    data, so worked out once a day. `pages` is the number of this page and of the last."""
    metrics = tuple((metric.key, metric.name) for metric in ranking.metrics.values())
    can_share = query.mode is Mode.BOARD and bool(ranking.standings)
    asked = _Asked(
        query=query,
        today=ranking.today,
        calendar=ranking.calendar,
        metrics=metrics,
        page=pages[0],
        last_page=pages[1],
        has_why=has_why,
        can_share=can_share,
    )
    return _encoded(asked, tr)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Asked:
    """What menus and buttons depend on."""

    query: Query
    today: date
    calendar: Calendar
    metrics: tuple[tuple[str, str], ...]  # key and name
    page: int
    last_page: int
    has_why: bool
    can_share: bool


@lru_cache(maxsize=512)
def _encoded(asked: _Asked, tr: Translator) -> str:
    blocks = [*_menus(asked, tr), *_buttons(asked, tr)]
    return "".join(f", {json.dumps(block)}" for block in blocks)


def _menus(asked: _Asked, tr: Translator) -> list[Json]:
    """The row of menus; a menu whose choices would not fit into Slack's values is left out."""
    plain = replace(asked.query, page=1, everyone=False, mode=Mode.BOARD, person=None)
    chosen = plain.words()
    shown = [
        _menu(ActionId.METRIC, tr.gettext("Metric"), _metrics(asked, plain, tr), chosen),
        _menu(ActionId.PERIOD, tr.gettext("Period"), _periods(asked, plain, tr), chosen),
        _menu(ActionId.BY, tr.gettext("Group by"), _groups(plain, tr), chosen),
    ]
    fitting = [menu for menu in shown if menu]
    return [actions(_block_id(BlockId.MENUS, asked.query), fitting)] if fitting else []


def _buttons(asked: _Asked, tr: Translator) -> list[Json]:
    """The row of buttons that make sense here."""
    made = [item for item in (*_paging(asked, tr), *_asking(asked, tr)) if _fits(item)]
    return [actions(_block_id(BlockId.BUTTONS, asked.query), made)] if made else []


def _paging(asked: _Asked, tr: Translator) -> Iterator[Json]:
    query = asked.query
    if query.mode is Mode.ME:
        words = replace(query, mode=Mode.BOARD, person=None, page=1).words()
        yield button(ActionId.BOARD, tr.gettext("Show the board"), words)
    if asked.page > 1:
        words = replace(query, page=asked.page - 1).words()
        yield button(ActionId.PREVIOUS, tr.gettext("‹ Previous page"), words)
    if asked.page < asked.last_page:
        words = replace(query, page=asked.page + 1).words()
        yield button(ActionId.NEXT, tr.gettext("Next page ›"), words)


def _asking(asked: _Asked, tr: Translator) -> Iterator[Json]:
    query = replace(asked.query, page=1, everyone=False)
    if asked.has_why:
        why = replace(query, mode=Mode.WHY, top=None).words()
        spoken = tr.gettext("Why this number: what is behind it")
        yield button(ActionId.WHY, tr.gettext("Why?"), why, spoken=spoken)
    if asked.can_share:
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


def _metrics(asked: _Asked, query: Query, tr: Translator) -> list[Json]:
    return [
        option(tr.gettext(name), replace(query, metric=key).words()) for key, name in asked.metrics
    ]


def _groups(query: Query, tr: Translator) -> list[Json]:
    return [option(tr.gettext(GROUP_NAMES[by]), replace(query, by=by).words()) for by in Group]


def _periods(asked: _Asked, query: Query, tr: Translator) -> list[Json]:
    """Named periods in words that stay relative, so that a tap tomorrow means tomorrow; the one
    that is shown keeps its own words, so that the menu can show it as chosen."""
    shown, made = query.words(), []
    for words, label, period in _choices(asked.today, asked.calendar):
        is_chosen = period == query.period
        value = shown if is_chosen else _with_period(query, words)
        made.append(option(tr.gettext(label), value))
    if all(item["value"] != shown for item in made):
        made.insert(0, option(period_name(query.period, tr), shown))
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
