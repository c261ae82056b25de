"""Decides how a board looks in a terminal, as JSON and as CSV. Knows no store and no Slack."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import unescape
from types import MappingProxyType
from unicodedata import east_asian_width

from bot.domain.boards import Board, Row
from bot.domain.explaining import Moved, Why
from bot.domain.metrics import Metric, Unit, Value
from bot.domain.query import Query
from bot.i18n import Translator
from bot.views.board import nothing_yet
from bot.views.help import board_help
from bot.views.moved import moved_message, shift_words
from bot.views.moved import plain_title as moved_title
from bot.views.moved import reasons as moved_reasons
from bot.views.moved import summary as moved_summary
from bot.views.parts import Message
from bot.views.values import decimal_text, shown
from bot.views.why import plain_title as why_title
from bot.views.why import reason_words as why_words
from bot.views.why import sentence as why_sentence
from bot.views.why import why_message
from bot.views.wording import (
    is_whole,
    movement_sign,
    period_name,
    place_sentence,
    plain_title,
    row_name,
    rules,
)

COLUMNS = ("rank", "name", "value", "previous_rank", "movement", "gap_to_next")
GAP = ("…", "", "", "")
BOLD = re.compile(r"\*(\S(?:[^*\n]*\S)?)\*")
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for a formula at the start of a cell, full-width forms included."""


def as_json(board: Board, tr: Translator) -> str:
    """The board for programs: values are decimal strings in major units, `end` is exclusive."""
    ranking = board.ranking
    unit = ranking.metric.unit
    data = {
        "metric": ranking.metric.key,
        "unit": unit.value,
        "currency": ranking.currency if unit is Unit.MONEY else None,
        "by": board.query.by.value,
        "period": {
            "start": ranking.period.start.isoformat(),
            "end": ranking.period.end.isoformat(),
            "zone": ranking.calendar.zone,
            "label": period_name(ranking.period, tr),
        },
        "as_of": board.as_of.isoformat(),
        "filters": filters(board.query),
        "rows": [_record(row, board, tr) for row in _listed(board)],
        "not_listed": len(ranking.standings) - len(_listed(board)),
        "total": _number(board, ranking.total) or "0",
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def filters(query: Query) -> Mapping[str, Sequence[str]]:
    """The filters in force by their kind; a kind without one is left out."""
    kinds = {
        "type": query.sale_types,
        "team": [named.name for named in query.teams],
        "region": [named.name for named in query.regions],
        "product": [named.name for named in query.products],
        "source": [named.name for named in query.sources],
    }
    return {kind: list(names) for kind, names in kinds.items() if names}


def as_csv(board: Board, tr: Translator) -> str:
    """The same rows for a spreadsheet; a name that reads as a formula gets an apostrophe."""
    target = io.StringIO()
    writer = csv.DictWriter(target, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for row in _listed(board):
        record = _record(row, board, tr)
        writer.writerow({**record, "name": _harmless(str(record["name"]))})
    return target.getvalue().rstrip("\n")


def as_text(board: Board, tr: Translator) -> str:
    """The board for people: title, rows, one's own place, the rules."""
    ranking = board.ranking
    rows = [_cells(row, board, tr) for row in board.rows]
    around = [_cells(row, board, tr) for row in board.around]
    if not (rows and around):
        rows += around
    elif board.around[0].place < board.rows[0].place:
        rows = [*around, GAP, *rows]
    else:
        rows = [*rows, GAP, *around]
    title = plain_title(ranking, board.query, tr)
    table = aligned(rows, ">", "<", ">", ">") if rows else nothing_yet(tr)
    parts = (title, table, plain_text(place_sentence(board, tr)), plain_text(rules(board, tr)))
    return "\n\n".join(part for part in parts if part)


FORMATS: Mapping[str, Callable[[Board, Translator], str]] = MappingProxyType(
    {"text": as_text, "json": as_json, "csv": as_csv}
)


def why_text(why: Why, tr: Translator) -> str:
    """The entries behind a number, one a line, and the rules."""
    message = why_message(why, tr)
    reasons = [f"- {plain_text(why_words(why, reason, tr))}" for reason in why.reasons]
    parts = (why_title(why, tr), plain_text(why_sentence(why, tr)), "\n".join(reasons))
    return "\n\n".join(part for part in (*parts, _last_line(message)) if part)


def moved_text(moved: Moved, tr: Translator) -> str:
    """What moved, one row a line, and the rules."""
    message = moved_message(moved, tr)
    shifts = [f"- {plain_text(shift_words(moved, shift, tr))}" for shift in moved.shifts]
    why = [plain_text("\n".join(lines)) for lines in moved_reasons(moved, tr)]
    parts = (moved_title(moved, tr), plain_text(moved_summary(moved, tr)), "\n".join(shifts), *why)
    return "\n\n".join(part for part in (*parts, _last_line(message)) if part)


def help_text(metrics: Sequence[Metric], tr: Translator) -> str:
    """What can be asked, with this command's own name."""
    return plain_text(board_help("koploper board", metrics, tr).text)


def _last_line(message: Message) -> str:
    """The rules, with which the words of every answer end."""
    return plain_text(message.text.rsplit("\n", 1)[-1])


def aligned(rows: Iterable[Sequence[str]], *sides: str) -> str:
    """Rows in columns, each left (<) or right (>); wide signs take the two places they fill."""
    table = [list(row) for row in rows]
    widths = [max(map(_width, column)) for column in zip(*table, strict=True)]
    lines = (
        "  ".join(
            _padded(cell, width, side) for cell, width, side in zip(row, widths, sides, strict=True)
        )
        for row in table
    )
    return "\n".join(line.rstrip() for line in lines)


def plain_text(mrkdwn: str) -> str:
    """Slack's mrkdwn as a terminal shows it: no bold marks, no entities."""
    return unescape(BOLD.sub(r"\1", mrkdwn))


def _listed(board: Board) -> tuple[Row, ...]:
    """The page; for the question about one person's place, that place and those around it."""
    return board.rows or board.around


def _cells(row: Row, board: Board, tr: Translator) -> tuple[str, str, str, str]:
    ranking = board.ranking
    whole = is_whole(ranking)
    return (
        str(row.place),
        row_name(row, board.query.by, tr),
        shown(row.value, ranking.metric.unit, ranking.currency, tr, whole=whole),
        movement_sign(row, tr),
    )


def _record(row: Row, board: Board, tr: Translator) -> dict[str, object]:
    return {
        "rank": row.place,
        "name": row_name(row, board.query.by, tr),
        "value": _number(board, row.value),
        "previous_rank": row.previous_place,
        "movement": row.movement,
        "gap_to_next": _number(board, row.gap_to_next),
    }


def _number(board: Board, value: Value | None) -> str | None:
    if value is None:
        return None
    return decimal_text(value, board.ranking.metric.unit, board.ranking.currency)


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text


def _width(text: str) -> int:
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def _padded(cell: str, width: int, side: str) -> str:
    room = " " * (width - _width(cell))
    return f"{room}{cell}" if side == ">" else f"{cell}{room}"
