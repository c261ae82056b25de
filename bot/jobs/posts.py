"""Makes the posts of schedules, one renderer for each kind; bot/jobs/due.py sends what they give.
The words of a schedule are read anew each time, as its "this month" is another one by then."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType

from bot.deps import Deps
from bot.domain.grammar import parse
from bot.domain.periods import Kind
from bot.domain.query import Query
from bot.domain.recap import Post
from bot.drawing import has_fonts
from bot.i18n import msgid, translator
from bot.jobs.rendering import Due, Rendered, Renderer, Skip
from bot.services.posts import Moment
from bot.services.slots import recurrence_of
from bot.views.pictures import Picture
from bot.views.posts import post_message, post_picture
from store.records_schedules import Schedule, ScheduleKind

NOBODY = msgid("Nothing is recorded for it yet.")
HELD_BACK = msgid("Held back: it would have told who is at the bottom.")

_LOG = logging.getLogger(__name__)
_SHORT = timedelta(days=14)  # daily posts may pause over holidays
_LOOK_BACK = {"month": timedelta(days=64), "quarter": timedelta(days=190)}


def render_board(deps: Deps, schedule: Schedule, due: Due) -> Rendered | Skip:
    """Any saved board."""
    made = deps.posts.board(_asked(deps, schedule, due), _moment(schedule, due))
    return rendered(deps, schedule, due, made)


def render_daily(deps: Deps, schedule: Schedule, due: Due) -> Rendered | Skip:
    """Yesterday, and the month so far."""
    made = deps.posts.daily(_asked(deps, schedule, due), _moment(schedule, due))
    return rendered(deps, schedule, due, made)


def render_weekly(deps: Deps, schedule: Schedule, due: Due) -> Rendered | Skip:
    """The recap of a week."""
    made = deps.posts.weekly(_asked(deps, schedule, due), _moment(schedule, due))
    return rendered(deps, schedule, due, made, is_drawn=True)


def render_close(deps: Deps, schedule: Schedule, due: Due) -> Rendered | Skip:
    """The close of a month, or of a quarter when that is the schedule's rule."""
    kind = Kind.QUARTER if schedule.rule.get("every") == "quarter" else Kind.MONTH
    made = deps.posts.close(_asked(deps, schedule, due), _moment(schedule, due), kind)
    return rendered(deps, schedule, due, made, is_drawn=True)


RENDERERS: Mapping[ScheduleKind, Renderer] = MappingProxyType(
    {
        ScheduleKind.BOARD: render_board,
        ScheduleKind.DAILY: render_daily,
        ScheduleKind.WEEKLY: render_weekly,
        ScheduleKind.MONTHLY: render_close,
    }
)


def _asked(deps: Deps, schedule: Schedule, due: Due) -> Query:
    """What the saved words ask on the day of the slot; UserError when they make no sense now."""
    return parse(schedule.words, deps.desk.snapshots.current().vocabulary, due.day)


def _moment(schedule: Schedule, due: Due) -> Moment:
    return Moment(day=due.day, since=before(schedule, due), as_of=due.at if due.is_late else None)


def before(schedule: Schedule, due: Due) -> datetime:
    """When the schedule's post before was due: what a story compares with."""
    start = due.at - _LOOK_BACK.get(str(schedule.rule.get("every")), _SHORT)
    earlier = [one.at for one in recurrence_of(schedule).between(start, due.at) if one.at < due.at]
    return earlier[-1] if earlier else start


def rendered(
    deps: Deps, schedule: Schedule, due: Due, post: Post, *, is_drawn: bool = False
) -> Rendered | Skip:
    """The post as it goes out; a reason when it is empty or would shame somebody."""
    if not post.listing.rows:
        return Skip(reason=NOBODY)
    wrong = deps.posts.faults(post)
    if wrong:
        _LOG.error("schedule %s, %s: held back: %s", schedule.id, due.slot, ", ".join(wrong))
        return Skip(reason=HELD_BACK)
    tr = translator(schedule.locale)
    return Rendered(
        message=post_message(post, tr),
        picture=drawn(post_picture(post, tr), has_letters=has_fonts()) if is_drawn else None,
        also=deps.corrections.watch(
            schedule_id=schedule.id, board=post.board, rows=post.listing.rows, day=due.day
        ),
        fingerprint=fingerprint(post),
    )


def drawn(picture: Picture | None, *, has_letters: bool) -> Picture | None:
    """The picture where letters can be drawn; a recap without one rather than an empty one."""
    if picture is not None and not has_letters:
        _LOG.warning("there is no font on this machine: a recap is posted without its picture")
        return None
    return picture


def fingerprint(post: Post) -> str:
    """The same for equal standings of the same question, whenever they are looked at."""
    query = replace(post.board.query, as_of=None)
    rows = [(row.key, row.place, str(row.value)) for row in post.listing.rows]
    told = f"{query.words()} {rows} {post.board.ranking.total}"
    return hashlib.sha256(told.encode()).hexdigest()[:32]
