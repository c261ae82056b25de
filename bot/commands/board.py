"""The question every board answers: words in, a private message out. Taps on its menus and buttons
ask again in the same words; rights are checked anew each time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from bot.commands.call import Call
from bot.domain.grammar import parse
from bot.domain.query import Mode, Query
from bot.errors import NotFound, UsageError
from bot.views.badges import cabinet_message
from bot.views.board import MOST_ROWS, board_message, public_message
from bot.views.help import board_help
from bot.views.moved import moved_message
from bot.views.parts import Answer, Message
from bot.views.unknown import unknown_message
from bot.views.why import why_message


def answer(call: Call) -> Answer:
    """What the words ask for, as this person may see it.

    UserError when the words are not understood or not allowed.
    """
    if not call.actor.roles:
        return introduce(call)
    query = parse(call.words, call.snapshot.vocabulary, call.today)
    return _ANSWERS[query.mode](query, call)


def introduce(call: Call) -> Message:
    """What somebody reads who is nobody here yet."""
    deps, user = call.deps, call.actor.slack_user_id or ""
    if not call.actor.is_read:
        raise NotFound("Slack did not tell me in time who you are. Send the command again.")
    offered = deps.matching.offer(call.actor)
    return unknown_message(user, offered, bool(deps.roles.owners()), call.tr)


def published(call: Call) -> Message:
    """The top of a board for everybody in a channel, in the workspace's language."""
    deps = call.deps
    query = parse(call.words, call.snapshot.vocabulary, call.today)
    if query.mode is not Mode.BOARD:
        raise UsageError("Only a board can be shared.")
    top = replace(query, page=1, everyone=False, person=None)
    board = deps.boards.board(top, call.actor, call.today, most=MOST_ROWS)
    if not board.ranking.standings:
        raise UsageError("There is nothing on this board to share yet.")
    return public_message(board, call.actor.name, deps.channel_language())


def _show_board(query: Query, call: Call) -> Answer:
    board = call.deps.boards.board(
        query, call.actor, call.today, most=MOST_ROWS, snapshot=call.snapshot
    )
    return board_message(board, call.tr)


def _show_why(query: Query, call: Call) -> Message:
    return why_message(call.deps.whys.why(query, call.actor, call.today), call.tr)


def _show_moved(query: Query, call: Call) -> Message:
    moved = call.deps.whys.moved(query, call.actor, call.today, most=MOST_ROWS)
    return moved_message(moved, call.tr)


def _show_badges(query: Query, call: Call) -> Message:
    person = query.person.id if query.person else None
    cabinet = call.deps.badges.cabinet(person, call.actor, call.snapshot, call.today)
    return cabinet_message(cabinet, call.tr)


def _show_help(query: Query, call: Call) -> Message:
    del query
    return board_help("/leaderboard", list(call.snapshot.metrics.values()), call.tr)


_ANSWERS: Mapping[Mode, Callable[[Query, Call], Answer]] = MappingProxyType(
    {
        Mode.BOARD: _show_board,
        Mode.ME: _show_board,
        Mode.WHY: _show_why,
        Mode.DIFF: _show_moved,
        Mode.BADGES: _show_badges,
        Mode.HELP: _show_help,
    }
)
