"""Decides how somebody's own page looks on the Home tab. Pure: an OwnPage and a Translator in.

What is said about a place and a gap is said as on the boards, by the same functions.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.boards import Board, Row
from bot.domain.cabinet import Cabinet
from bot.domain.own_page import OwnPage
from bot.i18n import Translator, msgid
from bot.ids import ActionId, BlockId, HomeId
from bot.views.badges import held_lines, near_words, no_badges
from bot.views.board import nothing_yet
from bot.views.parts import Json, actions, button, clean, context, escape, header, section
from bot.views.points import level_text
from bot.views.rows import rows_of
from bot.views.unknown import unknown_message
from bot.views.wording import is_known, movement_words, period_name, place_sentence
from store.records import Person

_NEWEST = 5  # badges on the page
_SET_UP = (
    (HomeId.SCHEDULES, msgid("Schedules")),
    (HomeId.BELL, msgid("The bell")),
    (HomeId.BADGE_SETTINGS, msgid("Badges")),
    (HomeId.POINT_SETTINGS, msgid("Points and levels")),
)


def home_view(page: OwnPage, tr: Translator) -> Json:
    """The whole page: own place, what to do next, this week, level, and set-up for admins."""
    blocks = [
        header(clean(page.name)),
        *_place(page.month, tr),
        actions(BlockId.HOME_ACTIONS, _doing(page, tr)),
        section(f"*{_title(page.week, tr)}*\n{_standing(page.week, tr)}"),
    ]
    if page.badges is not None:
        blocks += _achieved(page.badges, tr)
    if page.is_admin:
        blocks += _set_up(tr)
    fresh = tr.instant(page.month.as_of, page.month.ranking.calendar.zone)
    blocks.append(
        context(tr.gettext("As of {moment}; it is new each time you open this tab.", moment=fresh))
    )
    return _home(blocks)


def unknown_home(
    slack_user_id: str, offered: Person | None, has_owner: bool, tr: Translator
) -> Json:
    """The page of somebody who is nobody here yet: the same way in as after a command."""
    told = unknown_message(slack_user_id, offered, has_owner, tr)
    blocks = [header(tr.gettext("Welcome to Koploper")), *map(_tapped_at_home, told.blocks)]
    return _home(blocks)


def _place(board: Board, tr: Translator) -> list[Json]:
    """My place this month with the rows around it, so that the gap has a name."""
    told = [section(f"*{_title(board, tr)}*\n{_standing(board, tr)}")]
    near = _near(board)
    if near:
        told.append(section("\n".join(_line(row, board, tr) for row in near)))
    return told


def _near(board: Board) -> Sequence[Row]:
    """My row with two above and two below; the top where I am not ranked."""
    rows = board.ranking.standings
    if board.mine is None:
        return board.rows[:3]
    at = board.ranking.positions[board.mine.key]
    return rows[max(0, at - 2) : at + 1] if at else rows[:2]


def _line(row: Row, board: Board, tr: Translator) -> str:
    writer = rows_of(board.ranking, tr)
    line = f"{tr.number(row.place)}.  {escape(row.name)}  –  {writer.value(row.value)}"
    return f"*{line}*" if row is board.mine else line


def _title(board: Board, tr: Translator) -> str:
    metric = escape(tr.gettext(board.ranking.metric.name))
    return f"{metric} · {period_name(board.ranking.period, tr)}"


def _standing(board: Board, tr: Translator) -> str:
    if not board.ranking.standings:
        return nothing_yet(tr)
    told = place_sentence(board, tr)
    moved = movement_words(board.mine, tr) if board.mine else ""
    if moved:
        compared = board.ranking.compared
        days = tr.days(compared.start, compared.last)
        told += " " + tr.gettext("Against {days}: {moved}.", days=days, moved=moved)
    return told or tr.gettext("Open the board to see who is where.")


def _achieved(cabinet: Cabinet, tr: Translator) -> list[Json]:
    """The level, the newest badges and what is within reach."""
    lines = held_lines(cabinet, tr, most=_NEWEST) or [no_badges(cabinet, tr)]
    title = tr.gettext("My badges")
    made = [section(level_text(cabinet.level, tr)), section("\n".join([f"*{title}*", *lines]))]
    if cabinet.near:
        told = [f"• {near_words(one, cabinet.currency, tr)}" for one in cabinet.near]
        made.append(section("\n".join([f"*{tr.gettext('Within reach')}*", *told])))
    return made


def _doing(page: OwnPage, tr: Translator) -> list[Json]:
    made = [button(HomeId.BOARD, tr.gettext("Show the board"), page.month.query.words())]
    if is_known(page.month):
        spoken = tr.gettext("Why this number: what is behind it")
        made.append(button(HomeId.WHY, tr.gettext("Why?"), page.month.query.words(), spoken=spoken))
    if page.badges is not None:
        made.append(button(HomeId.BADGES, tr.gettext("My badges"), "badges"))
        made.append(button(HomeId.DEAL, tr.gettext("Log a deal"), "deal"))
    return made


def _set_up(tr: Translator) -> list[Json]:
    made = [button(action, tr.gettext(label), "open") for action, label in _SET_UP]
    return [
        {"type": "divider"},
        section(f"*{tr.gettext('Set up Koploper')}*"),
        actions(BlockId.HOME_SET_UP, made),
    ]


def _tapped_at_home(block: Json) -> Json:
    """A block of a message on the Home tab: what is tapped there has no message to replace."""
    if block["type"] != "actions":
        return block
    elements = [
        {**one, "action_id": HomeId.LINK_ME} if one["action_id"] == ActionId.LINK_ME else one
        for one in block["elements"]
    ]
    return {**block, "elements": elements}


def _home(blocks: Sequence[Json]) -> Json:
    return {"type": "home", "blocks": list(blocks)}
