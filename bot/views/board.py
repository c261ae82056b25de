"""Decides what a board looks like in Slack. Pure: a Board and a Translator in, a Message out.

A private board is put together as JSON text: what all its viewers share is encoded once per
ranking and language, and a viewer adds their own rows and sentence. This is the hot path.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from json.encoder import encode_basestring_ascii as quoted

from bot.domain.boards import Board, Ranking
from bot.domain.grouping import Group
from bot.domain.query import Query
from bot.domain.shame import Listing, listing
from bot.i18n import Translator
from bot.ids import BlockId
from bot.views.menus import encoded_menus
from bot.views.parts import (
    TEXT_LIMIT,
    Encoded,
    Json,
    Message,
    context,
    escape,
    header,
    shorten,
    table,
)
from bot.views.rows import Rows, rows_of
from bot.views.wording import (
    fixed_rules,
    is_known,
    loose_rules,
    place_sentence,
    plain_title,
    without_marks,
)

MOST_ROWS = 50
"""Rows of a page in Slack: with a viewer's own five this stays below every limit of a table."""

_FRAMES = 64  # of one ranking: more kinds of pages than people ask for between two deals


@dataclass(frozen=True, kw_only=True, eq=False, slots=True)
class _Frame:
    """What all viewers of one page share, encoded. `query` is kept, so its id stays its own."""

    query: Query
    writer: Rows
    you: str  # how the viewer's own row is marked
    title: str
    rules: str
    told: str  # the page's rows in words
    head: str  # the header block
    table: str  # the table block up to and with its first row
    rows: Sequence[str]
    page: str  # all of them, each after a comma
    tail: tuple[str, str]  # menus and buttons: without and with Why
    start: int  # the position of the page's first row


def board_message(board: Board, tr: Translator) -> Encoded:
    """The board for its viewer alone: top, own place, rules, menus and buttons."""
    ranking = board.ranking
    frame = _frame(board, tr)
    mine = place_sentence(board, tr)
    if not ranking.standings:
        mine = nothing_yet(tr)
    printed = f"{frame.rules} {loose_rules(board, tr)}"
    around = [frame.writer.words(row) for row in board.around]
    told = f"{frame.told}; …; {'; '.join(around)}" if around and frame.told else ""
    text = told_in_words(frame.title, mine, told or frame.told or "; ".join(around), printed)
    parts = [frame.head]
    if mine:
        parts.append(f'{{"type": "section", "text": {_mrkdwn(mine)}}}')
    if board.rows or board.around:
        parts.append(f"{frame.table}{_encoded_rows(board, frame)}]}}")
    parts.append(f'{{"type": "context", "elements": [{_mrkdwn(printed)}]}}')
    tail = frame.tail[is_known(board)]
    blocks = ", ".join(parts)
    said = quoted(text)
    return Encoded(
        body=f'{{"response_type": "ephemeral", "text": {said}, "blocks": [{blocks}{tail}]}}'
    )


def public_message(board: Board, sharer: str, tr: Translator) -> Message:
    """The board for a channel: only its top, nothing of the viewer's, never the last place."""
    ranking = board.ranking
    title = plain_title(ranking, board.query, tr)
    top = public_listing(board)
    printed = public_rules(board, top, tr)
    shared = tr.gettext("Shared by {name}.", name=escape(sharer))
    return Message(
        text=told_in_words(f"{escape(title)}.", shared, public_words(ranking, top, tr), printed),
        blocks=[header(title), public_table(ranking, top, tr), context(printed, shared)],
    )


def public_listing(board: Board) -> Listing:
    """What of a board everybody may see: its top, without the last place and who is near it."""
    ranking = board.ranking
    return listing(
        board.rows,
        ranking.standings,
        ranking.total,
        ascending=ranking.metric.ascending,
        of_people=ranking.query.by is Group.REP,
    )


def public_table(ranking: Ranking, top: Listing, tr: Translator) -> Json:
    """The table of what everybody may see."""
    writer = rows_of(ranking, tr)
    return table(BlockId.TABLE, writer.aligns(), [writer.header(), *map(writer.cells, top.rows)])


def public_words(ranking: Ranking, top: Listing, tr: Translator) -> str:
    """The same rows in words."""
    return "; ".join(map(rows_of(ranking, tr).words, top.rows))


def public_rules(board: Board, top: Listing, tr: Translator) -> str:
    """The rules line of what everybody may see."""
    unseen = replace(board, not_listed=top.unlisted)
    return f"{fixed_rules(board.ranking, board.query, tr)} {loose_rules(unseen, tr)}"


def nothing_yet(tr: Translator) -> str:
    """What an empty board says: it never lists people with nothing."""
    return tr.gettext("Nothing is recorded for this yet.")


def _frame(board: Board, tr: Translator) -> _Frame:
    frames: dict[tuple[str, int], _Frame] = board.ranking.once("frames", dict)
    key = (tr.language, id(board.query))
    found = frames.get(key)
    if found is None:
        if len(frames) >= _FRAMES:
            frames.clear()
        found = frames[key] = _make_frame(board, tr)
    return found


def _make_frame(board: Board, tr: Translator) -> _Frame:
    ranking, query = board.ranking, board.query
    title = plain_title(ranking, query, tr)
    writer = rows_of(ranking, tr)
    shell = table(BlockId.TABLE, writer.aligns(), [writer.header()])
    encoded = [writer.encoded(row) for row in board.rows]
    pages = (board.page.number, board.page.count)
    tail = [encoded_menus(ranking, query, pages, has_why, tr) for has_why in (False, True)]
    return _Frame(
        query=query,
        title=f"{escape(title)}.",
        rules=fixed_rules(ranking, query, tr),
        told="; ".join(map(writer.words, board.rows)),
        head=json.dumps(header(title)),
        table=json.dumps(shell)[:-2],  # open at its end, for more rows
        rows=encoded,
        page="".join(f", {row}" for row in encoded),
        writer=writer,
        you=tr.gettext("you") if query.by is Group.REP else "",
        tail=(tail[0], tail[1]),
        start=ranking.positions[board.rows[0].key] if board.rows else -1,
    )


def _encoded_rows(board: Board, frame: _Frame) -> str:
    """The rows of page and neighbourhood, best first, with dots where some are left out."""
    writer, mine = frame.writer, board.mine
    if mine is None:
        return frame.page
    own = writer.encoded_own(mine, frame.you if board.is_self else "")
    if not board.around:
        rows = list(frame.rows)
        rows[board.ranking.positions[mine.key] - frame.start] = own
        return "".join([f", {row}" for row in rows])
    near = "".join([f", {own if row is mine else writer.encoded(row)}" for row in board.around])
    first = board.ranking.positions[board.around[0].key]
    if not frame.rows:
        return near
    if first < frame.start:
        return f"{near}{_dots(frame.start - first - len(board.around), writer)}{frame.page}"
    return f"{frame.page}{_dots(first - frame.start - len(frame.rows), writer)}{near}"


def _dots(count: int, writer: Rows) -> str:
    return f", {writer.skipped(count)}" if count else ""


def _mrkdwn(text: str) -> str:
    return f'{{"type": "mrkdwn", "text": {quoted(text)}, "verbatim": true}}'


def told_in_words(title: str, mine: str, told: str, printed: str) -> str:
    """The whole board in words; when it is very long its last rows give way, never the rules."""
    start = f"{title} {without_marks(mine)}\n" if mine else f"{title}\n"
    room = TEXT_LIMIT - len(start) - len(printed) - 2
    return f"{start}{shorten(told, room)}.\n{printed}" if told else f"{start}{printed}"
