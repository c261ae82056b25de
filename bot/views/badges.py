"""Decides how badges read: somebody's own, a colleague's, and the post that tells who got one.
Pure; knows no rights and no channel."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from bot.domain.announcing import News
from bot.domain.badges.rules import Badge, Count, First
from bot.domain.cabinet import Cabinet, Held, Near
from bot.domain.metrics import Unit, Value
from bot.domain.periods import Kind
from bot.i18n import Translator, msgid, msgids
from bot.ids import ActionId, BlockId
from bot.views.parts import (
    TEXT_LIMIT,
    Json,
    Message,
    actions,
    button,
    clean,
    context,
    escape,
    header,
    section,
    shorten,
)
from bot.views.points import level_text
from bot.views.values import has_no_cents, round_half_up, told
from bot.views.wording import without_marks

_UNSPOKEN = re.compile(r":[^:\s]+:|[▰▱]+")
_MOST_NEWS = 15  # badges in one post
_EXPLAINED = 6  # up to so many badges a post says what each is for
_MOST_NAMES = 10
_MOST_HELD = 40  # lines of somebody's badges
_LINES = 10  # of one section
_MORE = msgids("and {count} more", "and {count} more")
_COUNT = msgids("{count} badge", "{count} badges")
_DEALS = msgids("{count} deal to your {place}", "{count} deals to your {place}")
_MORE_DEALS = msgids("{count} more deal {when} for {name}", "{count} more deals {when} for {name}")
_TAKEN = msgids(
    "{count} badge was taken back after a correction.",
    "{count} badges were taken back after a correction.",
)
_WINDOW = msgids(
    "If a deal is corrected in the next {count} day, this message changes with it.",
    "If a deal is corrected in the next {count} days, this message changes with it.",
)
_RUNNING: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.DAY: msgid("today"),
        Kind.WEEK: msgid("this week"),
        Kind.MONTH: msgid("this month"),
        Kind.QUARTER: msgid("this quarter"),
        Kind.YEAR: msgid("this year"),
    }
)


def announcement(
    news: Sequence[News], taken: int, correction_days: int, currency: str, tr: Translator
) -> Message:
    """Who got which badges, for a channel; `taken` is how many that it told were taken back."""
    title = tr.gettext("New badges")
    if not news:
        gone = tr.gettext(
            "The data was corrected, and the badges that were told here went with it. Nobody did"
            " anything wrong: the next ones count just as much."
        )
        return Message(text=f"{title}. {gone}", blocks=[header(title), section(gone)])
    lines = [_news_line(one, currency, tr) for one in news[:_MOST_NEWS]]
    if len(news) > _MOST_NEWS:
        lines.append(tr.ngettext(*_MORE, len(news) - _MOST_NEWS))
    notes = []
    if taken:
        notes.append(tr.ngettext(*_TAKEN, taken))
    elif correction_days:
        notes.append(tr.ngettext(*_WINDOW, correction_days))
    shown = list(_sections(lines))
    if len(news) <= _EXPLAINED:
        explained = [escape(tr.gettext(one.badge.tells)) for one in news]
        shown = [section(f"{line}\n{tells}") for line, tells in zip(lines, explained, strict=True)]
    mine = button(ActionId.POST_BADGES, tr.gettext("My badges"), "badges")
    return Message(
        text=shorten(f"{title}. {'; '.join(map(_plain, lines))}. {' '.join(notes)}", TEXT_LIMIT),
        blocks=[
            header(title),
            *shown,
            *([context(*notes)] if notes else []),
            actions(BlockId.POST_BUTTONS, [mine]),
        ],
    )


def cabinet_message(cabinet: Cabinet, tr: Translator) -> Message:
    """Somebody's badges, the newest first, what is within reach, and their level."""
    title = cabinet_title(cabinet, tr)
    level = level_text(cabinet.level, tr)
    reach = [near_words(one, cabinet.currency, tr) for one in cabinet.near]
    lines = held_lines(cabinet, tr, most=_MOST_HELD) or [no_badges(cabinet, tr)]
    blocks = [header(title), section(level)]
    if reach:
        within = "\n".join(f"• {one}" for one in reach)
        blocks.append(section(f"*{tr.gettext('Within reach')}*\n{within}"))
    blocks += [*_sections(lines), actions(BlockId.BUTTONS, _buttons(cabinet, tr))]
    near = f"{tr.gettext('Within reach')}: {'; '.join(reach)}.\n" if reach else ""
    told_lines = "; ".join(map(_plain, lines))
    head = f"{escape(title)}. {tr.ngettext(*_COUNT, cabinet.count)}.\n{_plain(level)}\n{near}"
    return Message(text=shorten(without_marks(head) + told_lines, TEXT_LIMIT), blocks=blocks)


def cabinet_title(cabinet: Cabinet, tr: Translator) -> str:
    """Whose badges these are; for a header, which is not parsed."""
    if cabinet.is_self:
        return tr.gettext("Your badges")
    return tr.gettext("Badges of {name}", name=clean(cabinet.person_name))


def held_lines(cabinet: Cabinet, tr: Translator, *, most: int) -> list[str]:
    """The newest badges, one a line, and how many kinds more there are; escaped mrkdwn."""
    lines = [_held_line(one, tr) for one in cabinet.held[:most]]
    if len(cabinet.held) > most:
        lines.append(tr.ngettext(*_MORE, len(cabinet.held) - most))
    return lines


def no_badges(cabinet: Cabinet, tr: Translator) -> str:
    """What stands where there are none yet."""
    if cabinet.is_self:
        return tr.gettext("No badges yet: your next deal may bring the first one.")
    return tr.gettext("No badges yet.")


def near_words(near: Near, currency: str, tr: Translator) -> str:
    """How far it is to a badge: "2 deals to your 50th"; escaped mrkdwn."""
    name = f"*{escape(tr.gettext(near.badge.name))}*"
    when = "" if near.period is None else tr.gettext(_RUNNING[near.period])
    if isinstance(near.badge.rule, First):
        return tr.gettext("{name} is still to come", name=name)
    if near.metric.key == "deals":
        missing = -int(-near.missing // 1)
        if isinstance(near.badge.rule, Count):
            return tr.ngettext(*_DEALS, missing, place=tr.ordinal(round_half_up(near.target)))
        return tr.ngettext(*_MORE_DEALS, missing, when=when, name=name)
    places = {
        "missing": _exactly(near.missing, near.metric.unit, currency, tr),
        "metric": escape(tr.gettext(near.metric.name)).lower(),
        "name": name,
    }
    if near.period is None:
        target = _exactly(near.target, near.metric.unit, currency, tr)
        return tr.gettext(
            "{missing} more to {target} for {name} ({metric})", target=target, **places
        )
    return tr.gettext("{missing} more {when} for {name} ({metric})", when=when, **places)


def badge_name(badge: Badge, tr: Translator) -> str:
    """A badge with its emoji; escaped mrkdwn."""
    return f"{badge.emoji} *{escape(tr.gettext(badge.name))}*"


def _news_line(one: News, currency: str, tr: Translator) -> str:
    names = [escape(name) for name in one.people[:_MOST_NAMES]]
    if len(one.people) > _MOST_NAMES:
        names.append(tr.ngettext(*_MORE, len(one.people) - _MOST_NAMES))
    number = ""
    if one.number is not None:
        number = f" ({told(one.number, one.unit or Unit.COUNT, currency, tr, whole=True)})"
    return f"{badge_name(one.badge, tr)}{number}: {tr.join(names)}"


def _exactly(value: Value, unit: Unit, currency: str, tr: Translator) -> str:
    return told(value, unit, currency, tr, whole=has_no_cents(value, unit, currency))


def _held_line(one: Held, tr: Translator) -> str:
    times = f" × {tr.number(one.times)}" if one.times > 1 else ""
    return f"{badge_name(one.badge, tr)}{times} · {tr.date(one.newest.earned_on)}"


def _buttons(cabinet: Cabinet, tr: Translator) -> list[Json]:
    made = [button(ActionId.BOARD, tr.gettext("Show the board"), "board")]
    if cabinet.is_self:
        label = tr.gettext("Why these points?")
        made.append(button(ActionId.WHY, label, "why metric points all time"))
    return made


def _sections(lines: Sequence[str]) -> Iterator[Json]:
    for start in range(0, len(lines), _LINES):
        yield section("\n".join(lines[start : start + _LINES]))


def _plain(mrkdwn: str) -> str:
    """A line for screen readers: without bold, the code of its emoji and the marks of a bar."""
    words = without_marks(mrkdwn).replace("\n", " ").split()
    return " ".join(word for word in words if not _UNSPOKEN.fullmatch(word))
