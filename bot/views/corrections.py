"""Decides how a correction reads: one line in the thread, and the words to those concerned before.

Pure. In a channel only who is better placed now is named; nobody's fall is told anywhere but in
private, kindly, with the way to the reasons.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.correction_rules import Rules
from bot.domain.corrections import Cause, Concern, Move
from bot.domain.metrics import Metric
from bot.domain.query import Mode, Query
from bot.i18n import Translator, msgid, msgids
from bot.ids import ActionId, BlockId
from bot.views.parts import (
    VALUE_LIMIT,
    Json,
    Message,
    actions,
    button,
    clean,
    context,
    escape,
    section,
)
from bot.views.wording import filter_names, period_name, without_marks

_NAMED = 3  # movers in one line: more is no line
_BUTTONS = 3
_DEALS = frozenset({"revenue", "lost", "pipeline", "units", "cycle"})

_CAUSES: Mapping[tuple[Cause, bool], tuple[str, str]] = {
    (Cause.REASSIGNED, True): msgids(
        "{count} deal was reassigned", "{count} deals were reassigned"
    ),
    (Cause.LATE, True): msgids(
        "{count} deal was recorded later", "{count} deals were recorded later"
    ),
    (Cause.TAKEN_BACK, True): msgids(
        "{count} deal does not count any more", "{count} deals do not count any more"
    ),
    (Cause.CHANGED, True): msgids("{count} deal was changed", "{count} deals were changed"),
    (Cause.REASSIGNED, False): msgids(
        "{count} entry was reassigned", "{count} entries were reassigned"
    ),
    (Cause.LATE, False): msgids(
        "{count} entry was recorded later", "{count} entries were recorded later"
    ),
    (Cause.TAKEN_BACK, False): msgids(
        "{count} entry does not count any more", "{count} entries do not count any more"
    ),
    (Cause.CHANGED, False): msgids("{count} entry was changed", "{count} entries were changed"),
}
_MORE_UP = msgids("{count} more moved up", "{count} more moved up")
_MINUTES = msgids("{count} minute", "{count} minutes")
_DAYS = msgids("{count} day", "{count} days")

_HEARD: Mapping[tuple[bool, bool], str] = {
    (True, True): msgid("*{board}*: good news, you are {now} now, up from {was}."),
    (True, False): msgid("*{board}*: good news, you are {now} now."),
    (False, True): msgid(
        "*{board}*: entries of yours were changed after it was posted, so you are {now} now; the"
        " post says {was}. Why shows each of them."
    ),
    (False, False): msgid(
        "*{board}*: your own numbers stand. Entries of others were changed or came in after it was"
        " posted, so you are {now} now; the post says {was}."
    ),
}


@dataclass(frozen=True, kw_only=True, eq=False, slots=True)
class Corrected:
    """A posted board that moved: what it is of, and its newest truth."""

    query: Query
    metric: Metric
    told: Sequence[Move]
    causes: Mapping[Cause, int]
    names: Mapping[int, str]


@dataclass(frozen=True, kw_only=True, eq=False, slots=True)
class HeadsUp:
    """What one person hears of one board: their own move, and since when it differs."""

    query: Query
    metric: Metric
    concern: Concern
    since: datetime
    channel: str


def line(corrected: Corrected, tr: Translator) -> Message:
    """The one line in the thread of the post."""
    parts = [_why(corrected, tr), _movers(corrected, tr)]
    period = escape(period_name(corrected.query.period, tr))
    told = tr.gettext(
        "Corrected, {period}: {what}.",
        period=period,
        what="; ".join(part for part in parts if part),
    )
    return Message(text=without_marks(told), blocks=[section(told)])


def heads_up(found: Sequence[HeadsUp], minutes: int, tr: Translator) -> Message:
    """What somebody hears before the channel does, of every board that moved for them."""
    said = tr.gettext("You hear this first, before the channel does.")
    lines = [_heard(one, tr) for one in found]
    channels = tr.join(list(dict.fromkeys(f"<#{one.channel}>" for one in found)))
    after = tr.gettext(
        "In about {minutes} one line below the post in {channels} says what moved; it names only"
        " people who moved up. Is it wrong? When it is put right before then, nothing is said.",
        minutes=tr.ngettext(*_MINUTES, max(1, minutes)),
        channels=channels,
    )
    blocks = [section("\n".join([said, *lines])), context(after), *_buttons(found, tr)]
    text = "\n".join([said, *map(without_marks, lines), after])
    return Message(text=text, blocks=blocks)


def put_right(boards: Sequence[tuple[Query, Metric]], tr: Translator) -> Message:
    """What a word in private becomes when all of it moved back before it was told."""
    told = tr.gettext(
        "All is as it was posted: {boards}. What had changed was put right in time, and nothing is"
        " said in the channel.",
        boards=tr.join([f"*{_board(query, metric, tr)}*" for query, metric in boards]),
    )
    return Message(text=without_marks(told), blocks=[section(told)])


def rules_told(rules: Rules, tr: Translator) -> Message:
    """What is watched and how long a line waits, and how that is changed."""
    if not rules.is_on:
        told = tr.gettext("Corrections are off: nothing is said when a posted board moves later.")
    else:
        told = tr.gettext(
            "A posted board is watched for {days}. When a place in its top moves, those concerned"
            " hear it in private, and {minutes} later one line below the post says what moved.",
            days=tr.ngettext(*_DAYS, rules.days),
            minutes=tr.ngettext(*_MINUTES, rules.minutes),
        )
    how = tr.gettext("Change it: `/koploper corrections 14 days 10 minutes`, or `off`.")
    return Message(text=f"{told} {how}", blocks=[section(told), context(how)])


def _why(corrected: Corrected, tr: Translator) -> str:
    """What happened, in numbers of deals; without any, that numbers changed."""
    is_deals = set(corrected.metric.measures) <= _DEALS
    told = [
        tr.ngettext(*_CAUSES[cause, is_deals], count) for cause, count in corrected.causes.items()
    ]
    return tr.join(told) or tr.gettext("numbers behind this board changed")


def _movers(corrected: Corrected, tr: Translator) -> str:
    """Who is better placed now; where nobody may be named, the way to the board."""
    told = [_mover(move, corrected, tr) for move in corrected.told[:_NAMED]]
    if not told:
        return tr.gettext("places moved, and /leaderboard shows them as they are now")
    more = len(corrected.told) - _NAMED
    if more > 0:
        told.append(tr.ngettext(*_MORE_UP, more))
    return "; ".join(told)


def _mover(move: Move, corrected: Corrected, tr: Translator) -> str:
    name = f"*{escape(corrected.names.get(move.key, ''))}*"
    now = tr.ordinal(move.now or 0)
    if move.was is None:
        return tr.gettext("{name} is {now} now", name=name, now=now)
    return tr.gettext(
        "{name} is {now} now, was {was}", name=name, now=now, was=tr.ordinal(move.was)
    )


def _heard(one: HeadsUp, tr: Translator) -> str:
    concern = one.concern
    is_up = concern.now is not None and (concern.was is None or concern.now < concern.was)
    kind = (True, concern.was is not None) if is_up else (False, concern.is_own)
    now = tr.gettext("not ranked") if concern.now is None else tr.ordinal(concern.now)
    return tr.gettext(_HEARD[kind]).format(
        board=_board(one.query, one.metric, tr),
        now=f"*{now}*",
        was="" if concern.was is None else tr.ordinal(concern.was),
    )


def _board(query: Query, metric: Metric, tr: Translator) -> str:
    parts = [tr.gettext(metric.name), period_name(query.period, tr), *filter_names(query, tr)]
    return escape(" · ".join(clean(part) for part in parts))


def _buttons(found: Sequence[HeadsUp], tr: Translator) -> list[Json]:
    """For each board: what was recorded about them since it was posted, or, where their own
    numbers stand, what moved on it."""
    made = []
    for number, one in enumerate(found[:_BUTTONS]):
        mode = Mode.WHY if one.concern.is_own else Mode.DIFF
        words = replace(one.query, mode=mode, since=one.since).words()
        label = tr.gettext("Why?") if one.concern.is_own else tr.gettext("What moved")
        if len(found) > 1:
            label = f"{label} · {period_name(one.query.period, tr)}"
        if len(words) <= VALUE_LIMIT:
            tap = button(ActionId.POST_WHY, label, words)
            made.append(actions(f"{BlockId.POST_BUTTONS}-{number}", [tap]))
    return made
