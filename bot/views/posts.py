"""Decides what a post of a schedule looks like: the story first, then the board, praise, the goal,
the rules, and two buttons that answer privately. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.domain.grouping import Group
from bot.domain.query import Mode
from bot.domain.recap import Post, PostKind
from bot.i18n import Translator
from bot.ids import ActionId, BlockId
from bot.views.board import public_rules, public_table, public_words
from bot.views.parts import (
    TEXT_LIMIT,
    VALUE_LIMIT,
    Json,
    Message,
    actions,
    button,
    context,
    escape,
    header,
    section,
    shorten,
)
from bot.views.pictures import Picture
from bot.views.pictures_trend import trend_picture
from bot.views.story import (
    goal_bar,
    goal_words,
    honours_words,
    improved_words,
    news_words,
    story_words,
    total_words,
)
from bot.views.wording import plain_title, without_marks


def post_message(post: Post, tr: Translator) -> Message:
    """The post for its channel. The text says all of it in words, the story first."""
    title, story, printed = post_title(post, tr), story_words(post, tr), _printed(post, tr)
    news, more = _news(post, tr), list(_more(post, tr))
    blocks = [section(story)]
    blocks += [section(news)] if news else []
    blocks += [header(title), public_table(post.board.ranking, post.listing, tr)]
    blocks += [section("\n".join(more))] if more else []
    blocks += [context(*printed), *_buttons(post, tr)]
    return Message(text=_text(post, (story, news, title), (more, printed), tr), blocks=blocks)


def post_picture(post: Post, tr: Translator) -> Picture | None:
    """The trend of a recap or close, where the team's total may be told."""
    if post.trend is None:
        return None
    return trend_picture(post.board.ranking, post.board.query, post.trend, tr)


def post_title(post: Post, tr: Translator) -> str:
    """What the board is of; for a header, which is not parsed."""
    title = plain_title(post.board.ranking, post.board.query, tr)
    if post.kind is PostKind.CLOSE and post.is_over:
        return tr.gettext("Final: {board}", board=title)
    return title


def _news(post: Post, tr: Translator) -> str:
    return news_words(post.news, post.board.ranking, tr) if post.news else ""


def _more(post: Post, tr: Translator) -> Iterator[str]:
    """What stands below the board."""
    ranking = post.board.ranking
    if post.improved is not None:
        yield improved_words(post.improved, ranking, tr)
    if post.goal is not None:
        yield goal_words(post.goal, ranking, tr)
        yield goal_bar(post.goal)
    elif post.listing.total is not None and ranking.query.by is not Group.COMPANY:
        yield total_words(post.listing.total, ranking, tr)
    if post.honours:
        yield honours_words(post.honours, tr)


def _printed(post: Post, tr: Translator) -> list[str]:
    """The small print: the rules, and that it comes late."""
    printed = [public_rules(post.board, post.listing, tr)]
    if post.is_late:
        due = tr.instant(post.board.as_of, post.board.ranking.calendar.zone)
        printed.append(tr.gettext("Posted late: this is the board of {moment}.", moment=due))
    return printed


def _text(
    post: Post, start: tuple[str, str, str], end: tuple[list[str], list[str]], tr: Translator
) -> str:
    """The whole post in words; when it is very long its last rows give way, never the rules."""
    story, news, title = start
    more, printed = end
    bar = goal_bar(post.goal) if post.goal else None
    opening = "\n".join(part for part in (story, news) if part)
    last = "\n".join([*(line for line in more if line != bar), *printed])
    head = f"{without_marks(opening)}\n{escape(title)}.\n"
    tail = f".\n{without_marks(last)}"
    rows = public_words(post.board.ranking, post.listing, tr)
    room = max(200, TEXT_LIMIT - len(head) - len(tail))
    return shorten(f"{head}{shorten(rows, room)}{tail}", TEXT_LIMIT)


def _buttons(post: Post, tr: Translator) -> list[Json]:
    """My place and Why, about this very board at this very moment."""
    board = post.board
    then = replace(board.query, as_of=board.as_of, top=None, everyone=False)
    place, why = replace(then, mode=Mode.ME).words(), replace(then, mode=Mode.WHY).words()
    made = [button(ActionId.POST_WHY, tr.gettext("Why?"), why)]
    if board.query.by is not Group.COMPANY:
        made.insert(0, button(ActionId.MY_PLACE, tr.gettext("My place"), place))
    fitting = [item for item in made if len(item["value"]) <= VALUE_LIMIT]
    return [actions(BlockId.POST_BUTTONS, fitting)] if fitting else []
