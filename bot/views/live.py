"""Decides what a live board looks like: its top, when it was updated last, its rules. Pure.

What it is known by leaves the time of the update out, so that time alone changes nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.boards import Board
from bot.domain.grouping import Group
from bot.domain.query import Mode
from bot.domain.shame import Listing
from bot.i18n import Translator, msgids
from bot.ids import ActionId, BlockId
from bot.views.board import nothing_yet, public_table, public_words, told_in_words
from bot.views.parts import (
    VALUE_LIMIT,
    Json,
    Message,
    actions,
    button,
    context,
    escape,
    header,
    section,
)
from bot.views.values import has_no_cents, told
from bot.views.wording import fixed_rules, plain_title

_NOT_LISTED = msgids("{count} more is not listed.", "{count} more are not listed.")


def live_message(board: Board, listing: Listing, note: str, tr: Translator) -> Message:
    """The live board as it is now. `note` says in escaped mrkdwn how fresh it is, or that it is
    not updated any more."""
    ranking = board.ranking
    title, printed = plain_title(ranking, board.query, tr), _printed(board, listing, tr)
    said = [note]
    blocks = [header(title), context(note)]
    if not listing.rows:
        said.insert(0, nothing_yet(tr))
        blocks.insert(1, section(said[0]))
    else:
        blocks.insert(1, public_table(ranking, listing, tr))
    total = _total(board, listing, tr)
    if total:
        said.insert(0, total)
        blocks.insert(2, section(total))
    rows = public_words(ranking, listing, tr)
    return Message(
        text=told_in_words(f"{escape(title)}.", " ".join(said), rows, printed),
        blocks=[*blocks, context(printed), *_buttons(board, tr)],
    )


def known_by(board: Board, listing: Listing, tr: Translator) -> str:
    """What the content is known by, however often and whenever it is drawn."""
    message = live_message(board, listing, "", tr)
    drawn = json.dumps([message.text, list(message.blocks)], sort_keys=True, default=str)
    return hashlib.sha256(drawn.encode()).hexdigest()


def updated(moment: datetime, zone: str, own_zone: str, tr: Translator) -> str:
    """How fresh a live board is, by the clock of its schedule's `zone`, which is named where it is
    not the workspace's own."""
    time = tr.instant(moment, zone)
    if zone != own_zone:
        time = f"{time} ({zone})"
    return tr.gettext("Live: updated {moment}.", moment=time)


def rolled_over(moment: datetime, zone: str, tr: Translator) -> str:
    """What the message of a period that is over says of itself."""
    return tr.gettext(
        "Final state of {moment}. The live board goes on in a new message.",
        moment=tr.instant(moment, zone),
    )


def ended(moment: datetime, zone: str, tr: Translator) -> str:
    """What a live board that was paused or removed says of itself."""
    return tr.gettext(
        "Not updated any more since {moment}. /leaderboard shows how things stand.",
        moment=tr.instant(moment, zone),
    )


def ended_message(note: str) -> Message:
    """The end of a live board whose numbers cannot be shown any more."""
    return Message(text=note, blocks=[section(note)])


def with_unpinned(status: Message, refused: Mapping[str, str], tr: Translator) -> Message:
    """A status with the live boards that Slack would not pin; `refused` is channel -> its word."""
    if not refused:
        return status
    told = [
        tr.gettext(
            "The live board in <#{channel}> is not pinned: Slack says {reason}.",
            channel=channel,
            reason=escape(reason),
        )
        for channel, reason in refused.items()
    ]
    text = "\n".join([status.text, *told])
    return Message(text=text, blocks=[*status.blocks, section("\n".join(told))])


def _printed(board: Board, listing: Listing, tr: Translator) -> str:
    """The rules line, without how fresh it is: the note says that."""
    rules = fixed_rules(board.ranking, board.query, tr)
    if not listing.unlisted:
        return rules
    return f"{rules} {tr.ngettext(*_NOT_LISTED, listing.unlisted)}"


def _total(board: Board, listing: Listing, tr: Translator) -> str:
    """The team's total, where it may be told and the table does not tell it already."""
    ranking = board.ranking
    if listing.total is None or ranking.query.by is Group.COMPANY:
        return ""
    unit, currency = ranking.metric.unit, ranking.currency
    whole = has_no_cents(listing.total, unit, currency)
    value = told(listing.total, unit, currency, tr, whole=whole)
    return tr.gettext("The team together: {total}.", total=f"*{value}*")


def _buttons(board: Board, tr: Translator) -> Sequence[Json]:
    """My place and Why, about this period as it stands when somebody taps."""
    asked = replace(board.query, top=None, everyone=False)
    place, why = replace(asked, mode=Mode.ME).words(), replace(asked, mode=Mode.WHY).words()
    made = [button(ActionId.POST_WHY, tr.gettext("Why?"), why)]
    if board.query.by is not Group.COMPANY:
        made.insert(0, button(ActionId.MY_PLACE, tr.gettext("My place"), place))
    fitting = [item for item in made if len(item["value"]) <= VALUE_LIMIT]
    return [actions(BlockId.POST_BUTTONS, fitting)] if fitting else []
