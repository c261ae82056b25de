"""`koploper board` and `koploper why`: the slash command's twin, asked as the operator."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli_frame import read_day, say

if TYPE_CHECKING:
    from bot.domain.query import Query
    from bot.domain.vocabulary import Vocabulary
    from bot.i18n import Translator
    from bot.opening import Opened

Words = Annotated[
    list[str] | None,
    typer.Argument(help="The same words as after /leaderboard: win rate last month by team."),
]
Today = Annotated[
    str | None,
    typer.Option(metavar="DATE", help="Understand relative words as if it were that day."),
]


class Format(StrEnum):
    """How a board is written."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


def mount(cli: typer.Typer) -> None:
    """Add the commands of this room."""
    cli.command("board", context_settings={"allow_interspersed_args": True})(show_board)
    cli.command("why")(explain_number)


def show_board(
    words: Words = None,
    layout: Annotated[Format, typer.Option("--format", help="text, json or csv.")] = Format.TEXT,
    today: Today = None,
    everyone: Annotated[
        bool, typer.Option("--all", help="Every row with a value, not only the top.")
    ] = False,
) -> None:
    """Show a board: standings for any metric, period and grouping."""
    _ask([], words or [], layout, read_day(today), everyone=everyone)


def explain_number(
    words: Annotated[
        list[str], typer.Argument(help="Whose number, and which: Anna revenue last month.")
    ],
    today: Today = None,
) -> None:
    """Show the entries behind somebody's number, newest first."""
    _ask(["why"], words, Format.TEXT, read_day(today), everyone=False)


def _ask(
    first: list[str], words: list[str], layout: Format, on: date | None, *, everyone: bool
) -> None:
    from dataclasses import replace

    from bot.i18n import translator
    from bot.opening import open_workspace

    with open_workspace(today=on) as opened:
        day = opened.desk.today()
        query = understand([*first, *words], opened.desk.snapshots.current().vocabulary, day)
        if everyone:
            query = replace(query, everyone=True)
        say(_answer(opened, query, day, layout, translator(opened.settings.locale)))


def understand(words: Sequence[str], vocabulary: Vocabulary, today: date) -> Query:
    """The question in these arguments. The shell took their quotes away: an argument of several
    words is a name if that makes sense, and plain words otherwise."""
    from bot.domain.grammar import parse
    from bot.errors import UserError

    plain = " ".join(words)
    quoted = " ".join(_as_name(word) for word in words)
    if quoted == plain or len(words) == 1:
        return parse(plain, vocabulary, today)
    try:
        return parse(quoted, vocabulary, today)
    except UserError:
        return parse(plain, vocabulary, today)


def _as_name(word: str) -> str:
    has_space = any(sign.isspace() for sign in word)
    return f'"{word}"' if has_space and '"' not in word else word


def _answer(opened: Opened, query: Query, today: date, layout: Format, tr: Translator) -> str:
    from bot.cli_formats import FORMATS, help_text, moved_text, why_text
    from bot.domain.query import Mode
    from bot.errors import UsageError
    from bot.services.access import OPERATOR

    if query.mode in {Mode.BOARD, Mode.ME}:
        return FORMATS[layout](opened.boards.board(query, OPERATOR, today), tr)
    if layout is not Format.TEXT:
        raise UsageError("Only a board can be written as {layout}.", layout=layout.value)
    if query.mode is Mode.WHY:
        return why_text(opened.whys.why(query, OPERATOR, today), tr)
    if query.mode is Mode.BADGES:
        return _badges(opened, query, today, tr)
    if query.mode is Mode.DIFF:
        return moved_text(opened.whys.moved(query, OPERATOR, today), tr)
    return help_text(tuple(opened.desk.snapshots.current().metrics.values()), tr)


def _badges(opened: Opened, query: Query, today: date, tr: Translator) -> str:
    from bot.cli_formats import plain_text
    from bot.services.access import OPERATOR
    from bot.views.badges import cabinet_message

    person = query.person.id if query.person else None
    snapshot = opened.desk.snapshots.current()
    cabinet = opened.services.badges.cabinet(person, OPERATOR, snapshot, today)
    return plain_text(cabinet_message(cabinet, tr).text)
