"""Decides what a board looks like in Slack. Pure: a Board and a Translator in, a Message out.

What all viewers share is made once per ranking and language; a viewer adds only their own rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.boards import Board, Ranking, Row
from bot.domain.grouping import Group
from bot.domain.query import Query
from bot.i18n import Translator
from bot.ids import BlockId
from bot.views.menus import buttons, menus
from bot.views.parts import (
    TEXT_LIMIT,
    Align,
    Json,
    Message,
    bold_cell,
    cell,
    context,
    escape,
    header,
    section,
    shorten,
    table,
)
from bot.views.values import shown
from bot.views.wording import (
    is_whole,
    movement_sign,
    movement_words,
    place_sentence,
    plain_title,
    row_name,
    rules,
)

MOST_ROWS = 50
"""Rows of a page in Slack: with a viewer's own five this stays below every limit of a table."""

_NAME = 28  # characters of a name: what a phone shows beside a place, a value and a movement
_GAP = "⋮"


def board_message(board: Board, tr: Translator) -> Message:
    """The board for its viewer alone: top, own place, rules, menus and buttons."""
    ranking, query = board.ranking, board.query
    title = ranking.once(("title", tr.language), lambda: plain_title(ranking, query, tr))
    mine = place_sentence(board, tr)
    printed = rules(board, tr)
    blocks = [header(title)]
    if not ranking.standings:
        blocks.append(section(nothing_yet(tr)))
    elif mine:
        blocks.append(section(mine))
    if board.rows or board.around:
        blocks.append(_table(board, tr))
    blocks.append(context(printed))
    key = ("menus", tr.language, query)
    blocks += ranking.once(key, lambda: menus(ranking, query, tr))
    blocks += buttons(board, tr)
    return Message(text=_text(title, mine, _told_rows(board, tr), printed, tr), blocks=blocks)


def public_message(board: Board, sharer: str, tr: Translator) -> Message:
    """The board for a channel: only its top, nothing of the viewer's, never the last place."""
    ranking = board.ranking
    title = plain_title(ranking, board.query, tr)
    rows = public_rows(board)
    printed = rules(replace(board, not_listed=len(ranking.standings) - len(rows)), tr)
    shared = tr.gettext("Shared by {name}.", name=escape(sharer))
    cells = [_header_cells(ranking, tr)] + [_cells(ranking, row, board.query, tr) for row in rows]
    blocks = [header(title), table(BlockId.TABLE, _aligns(board.query), cells)]
    blocks.append(context(printed, shared))
    told = [_row_words(ranking, row, board.query, tr) for row in rows]
    return Message(text=_text(title, shared, told, printed, tr), blocks=blocks)


def public_rows(board: Board) -> tuple[Row, ...]:
    """The top without whoever is last: a place nobody wants is nobody else's business.

    Where the first place is also the last (one row, or all equal) it is shown.
    """
    rows = board.ranking.standings
    last = rows[-1].place if rows else 1
    return tuple(row for row in board.rows if row.place == 1 or row.place < last)


def nothing_yet(tr: Translator) -> str:
    """What an empty board says: it never lists people with nothing."""
    return tr.gettext("Nothing is recorded for this yet.")


def _table(board: Board, tr: Translator) -> Json:
    ranking, query, own = board.ranking, board.query, board.own_key
    rows = [_header_cells(ranking, tr)]
    expected = 0 if board.rows and board.around else None
    for row in _in_order(board):
        position = ranking.positions[row.key]
        if expected is not None and position > expected:
            rows.append(_skipped(position - expected, tr))
        expected = position + 1
        rows.append(
            _own_cells(board, row, tr) if row.key == own else _cells(ranking, row, query, tr)
        )
    return table(BlockId.TABLE, _aligns(query), rows)


def _in_order(board: Board) -> Sequence[Row]:
    """Page and own rows, best first; the page may lie before or after the viewer's place."""
    if not board.around:
        return board.rows
    at = board.ranking.positions
    if board.rows and at[board.around[0].key] < at[board.rows[0].key]:
        return (*board.around, *board.rows)
    return (*board.rows, *board.around)


def _aligns(query: Query) -> tuple[Align, ...]:
    if query.by is Group.COMPANY:
        return ("left", "right", "right")
    return ("right", "left", "right", "right")


def _header_cells(ranking: Ranking, tr: Translator) -> list[Json]:
    name = tr.gettext(ranking.metric.name)
    if ranking.query.by is Group.COMPANY:
        return [cell(tr.gettext("Company")), cell(name), cell(tr.gettext("Before"))]
    what = {
        Group.REP: tr.gettext("Rep"),
        Group.TEAM: tr.gettext("Team"),
        Group.REGION: tr.gettext("Region"),
    }[ranking.query.by]
    return [cell("#"), cell(what), cell(shorten(name, _NAME)), cell("▲▼")]


def _skipped(count: int, tr: Translator) -> list[Json]:
    more = tr.ngettext("{count} more", "{count} more", count)
    return [cell(_GAP), cell(f"{_GAP} {more}"), cell(_GAP), cell(_GAP)]


def _cells(ranking: Ranking, row: Row, query: Query, tr: Translator) -> list[Json]:
    key = ("cells", tr.language, row.key)
    return ranking.once(key, lambda: [cell(text) for text in _texts(ranking, row, query, tr)])


def _own_cells(board: Board, row: Row, tr: Translator) -> list[Json]:
    """The viewer's row: bold, and said in words, as bold alone is lost on a screen reader."""
    ranking, query = board.ranking, board.query
    mark = tr.gettext("you") if board.is_self and query.by is Group.REP else ""
    key = ("own", tr.language, row.key, mark)
    return ranking.once(
        key, lambda: [bold_cell(text) for text in _texts(ranking, row, query, tr, mark)]
    )


def _texts(
    ranking: Ranking, row: Row, query: Query, tr: Translator, mark: str = ""
) -> tuple[str, ...]:
    """A row's cells: place, name, value, movement; of the company its value now and before."""
    name = shorten(row_name(row, query.by, tr), _NAME)
    if mark:
        name = f"{name} ({mark})"
    value = _value(ranking, row, tr)
    if query.by is Group.COMPANY:
        return name, value, _before(ranking, tr)
    return str(row.place), name, value, movement_sign(row, tr)


def _value(ranking: Ranking, row: Row, tr: Translator) -> str:
    whole = is_whole(ranking)
    return shown(row.value, ranking.metric.unit, ranking.currency, tr, whole=whole)


def _before(ranking: Ranking, tr: Translator) -> str:
    if ranking.total_before is None:
        return "–"
    unit, whole = ranking.metric.unit, is_whole(ranking)
    return shown(ranking.total_before, unit, ranking.currency, tr, whole=whole)


def _told_rows(board: Board, tr: Translator) -> list[str]:
    told = [_told(board.ranking, row, board.query, tr) for row in board.rows]
    mine = [_told(board.ranking, row, board.query, tr) for row in board.around]
    return [*told, "…", *mine] if told and mine else told or mine


def _told(ranking: Ranking, row: Row, query: Query, tr: Translator) -> str:
    key = ("words", tr.language, row.key)
    return ranking.once(key, lambda: _row_words(ranking, row, query, tr))


def _row_words(ranking: Ranking, row: Row, query: Query, tr: Translator) -> str:
    """A row for screen readers: "1st Sofia Peeters, €61,200, up 2"."""
    name = escape(row_name(row, query.by, tr))
    parts = [f"{tr.ordinal(row.place)} {name}", _value(ranking, row, tr), movement_words(row, tr)]
    if query.by is Group.COMPANY:
        parts = [name, _value(ranking, row, tr)]
    return ", ".join(part for part in parts if part)


def _text(title: str, mine: str, rows: Sequence[str], printed: str, tr: Translator) -> str:
    """The whole board in words; when it is very long its last rows give way, never the rules."""
    start = f"{escape(title)}. {mine}".strip()
    room = TEXT_LIMIT - len(start) - len(printed) - 4
    told = "; ".join(rows) if rows else nothing_yet(tr)
    return f"{start}\n{shorten(told, room)}.\n{printed}"
