"""Decides how what moved on a board since a moment looks. Pure; never lists who fell off."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.boards import Ranking, Row
from bot.domain.explaining import Behind, Moved, Shift, Why
from bot.domain.grouping import Group
from bot.domain.query import Mode
from bot.i18n import Translator, msgids
from bot.ids import ActionId, BlockId
from bot.views.parts import (
    TEXT_LIMIT,
    VALUE_LIMIT,
    Json,
    Message,
    actions,
    bold_cell,
    button,
    cell,
    clean,
    context,
    escape,
    header,
    section,
    shorten,
    table,
)
from bot.views.values import shown
from bot.views.why import reason_words
from bot.views.wording import (
    filter_names,
    is_whole,
    period_name,
    row_name,
    what_counts,
    without_marks,
)

_NAME = 28
_LINE = 300  # characters of an entry: eight fit a section with room to spare
_OTHERS = msgids("{count} other moved too.", "{count} others moved too.")
_MORE = msgids("… and {count} more: see Why.", "… and {count} more: see Why.")


def moved_message(moved: Moved, tr: Translator) -> Message:
    """Then and now of every row that moved in the top and of the viewer's own, and why."""
    title = plain_title(moved, tr)
    said = summary(moved, tr)
    blocks = [header(title), section(said)]
    if moved.shifts:
        head = [tr.gettext("Name"), tr.gettext("Then"), tr.gettext("Now")]
        rows = [[cell(text) for text in head]]
        rows += [_cells(moved, shift, tr) for shift in moved.shifts]
        blocks.append(table(BlockId.TABLE, ("left", "right", "right"), rows, wrapped=0))
    blocks += [section("\n".join(lines)) for lines in reasons(moved, tr)]
    rules = _rules(moved, tr)
    blocks += [context(rules), *_buttons(moved, tr)]
    told = "; ".join(shift_words(moved, shift, tr) for shift in moved.shifts)
    why = "\n".join(without_marks("\n".join(lines)) for lines in reasons(moved, tr))
    text = f"{escape(title)}. {said}\n{told}\n{why}"
    return Message(text=f"{shorten(text, TEXT_LIMIT - len(rules) - 1)}\n{rules}", blocks=blocks)


def plain_title(moved: Moved, tr: Translator) -> str:
    """What moved, when and since when; for a header, which is not parsed."""
    parts = [
        f"{tr.gettext('What moved')}: {tr.gettext(moved.now.metric.name)}",
        period_name(moved.now.period, tr),
        *filter_names(moved.query, tr),
        tr.gettext("since {day}", day=_since(moved, tr)),
    ]
    return " · ".join(parts)


def _since(moved: Moved, tr: Translator) -> str:
    """As it was asked: a date stays a date, though its last moment is what counts."""
    return tr.instant(moved.query.since or moved.since, moved.now.calendar.zone)


def summary(moved: Moved, tr: Translator) -> str:
    """Whether anything moved at all, and how many rows beyond those shown."""
    if not moved.shifts and not moved.others:
        return tr.gettext("Nothing moved on this board since then.")
    parts = []
    if moved.shifts:
        parts.append(tr.gettext("Place and value then and now, of the top and your own."))
    else:
        parts.append(tr.gettext("Nothing moved in the top."))
    if moved.others:
        parts.append(tr.ngettext(*_OTHERS, moved.others))
    return " ".join(parts)


def shift_words(moved: Moved, shift: Shift, tr: Translator) -> str:
    """One row then and now in words; escaped mrkdwn."""
    return tr.gettext(
        "{name}: {then} then, {now} now",
        name=escape(_name(moved, shift, tr)),
        then=_standing(moved.then, shift.then, tr),
        now=_standing(moved.now, shift.now, tr),
    )


def reasons(moved: Moved, tr: Translator) -> list[list[str]]:
    """Why the viewer's own row moved, then those of their people: for each a heading and its
    newest entries, as lines of escaped mrkdwn."""
    mine = tr.gettext("Why yours moved")
    lists = [_lines(moved, moved.mine, mine, tr)] if moved.mine else []
    for one in moved.people:
        heading = tr.gettext("Why {name} moved", name=escape(one.name))
        lists.append(_lines(moved, one, heading, tr))
    return lists


def _lines(moved: Moved, behind: Behind, heading: str, tr: Translator) -> list[str]:
    why = Why(
        query=moved.query,
        metric=moved.now.metric,
        period=moved.now.period,
        calendar=moved.now.calendar,
        currency=moved.now.currency,
        person_name=behind.name,
        is_self=behind is moved.mine,
        value=None,
        reasons=behind.reasons,
        page=1,
        has_more=bool(behind.more),
        as_of=moved.as_of,
        since=moved.since,
    )
    lines = [f"• {shorten(reason_words(why, one, tr), _LINE)}" for one in behind.reasons]
    more = [tr.ngettext(*_MORE, behind.more)] if behind.more else []
    return [f"*{heading}*", *lines, *more]


def _cells(moved: Moved, shift: Shift, tr: Translator) -> list[Json]:
    make = bold_cell if shift.key == moved.own_key else cell
    name = shorten(_name(moved, shift, tr), _NAME)
    if moved.query.by is not Group.COMPANY:
        # Beside the values the places would make a phone scroll; beside the name they wrap.
        places = [str(row.place) if row else "–" for row in (shift.then, shift.now)]
        name = f"{name} ({'→'.join(dict.fromkeys(places))})"
    then, now = _value(moved.then, shift.then, tr), _value(moved.now, shift.now, tr)
    return [make(name), make(then), make(now)]


def _name(moved: Moved, shift: Shift, tr: Translator) -> str:
    row = shift.now or shift.then
    return clean(shift.name) if row is None else row_name(row, moved.query.by, tr)


def _standing(ranking: Ranking, row: Row | None, tr: Translator) -> str:
    value = _value(ranking, row, tr)
    if row is None or ranking.query.by is Group.COMPANY:
        return value
    return f"{row.place}. {value}"


def _value(ranking: Ranking, row: Row | None, tr: Translator) -> str:
    if row is None:
        return "–"
    whole = is_whole(ranking)
    return shown(row.value, ranking.metric.unit, ranking.currency, tr, whole=whole)


def _rules(moved: Moved, tr: Translator) -> str:
    ranking = moved.now
    period, zone = ranking.period, ranking.calendar.zone
    parts = [f"{tr.days(period.start, period.last)} ({zone}).", what_counts(ranking.metric, tr)]
    parts.append(tr.gettext("Data as of {moment}.", moment=tr.instant(moved.as_of, zone)))
    return " ".join(parts)


def _buttons(moved: Moved, tr: Translator) -> list[Json]:
    query = moved.query
    board = replace(query, mode=Mode.BOARD, since=None, page=1)
    made = [button(ActionId.BOARD, tr.gettext("Show the board"), board.words())]
    if moved.mine:
        why = replace(query, mode=Mode.WHY, page=1, top=None)
        made.insert(0, button(ActionId.WHY, tr.gettext("Why?"), why.words()))
    fitting = [item for item in made if len(item["value"]) <= VALUE_LIMIT]
    return [actions(BlockId.BUTTONS, fitting)] if fitting else []
