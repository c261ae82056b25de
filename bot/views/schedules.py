"""Decides how the list of schedules looks: a modal with a few buttons for each. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.domain.schedules import Listed
from bot.i18n import Translator
from bot.ids import ScheduleId
from bot.views.modals import modal
from bot.views.parts import Json, Message, actions, button, confirm, context, escape, section
from bot.views.schedule_words import coming, moment, named, rhythm, terms
from store.records_schedules import Occurrence, Schedule, ScheduleKind

PER_PAGE = 25
"""With three blocks for each, and a few around them, a modal's 100 blocks are enough."""


def list_modal(listed: Sequence[Listed], tr: Translator, *, page: int = 1, note: str = "") -> Json:
    """What is posted by itself, and what can be done about it; `note` says what was just done."""
    last = max(1, -(-len(listed) // PER_PAGE))
    page = min(max(1, page), last)
    shown = listed[(page - 1) * PER_PAGE : page * PER_PAGE]
    blocks: list[Json] = [section(f":white_check_mark: {note}")] if note else []
    if not listed:
        blocks.append(
            section(
                tr.gettext(
                    "Nothing is posted by itself yet. A schedule posts a board to a channel: every"
                    " morning, every Friday, on the first of the month, or all the time."
                )
            )
        )
    blocks.append(actions("schedule-new", [_new_button(tr)]))
    for one in shown:
        blocks += _entry(one, tr)
    if last > 1:
        blocks.append(actions("schedule-pages", _paging(page, last, tr)))
        blocks.append(context(tr.gettext("Page {page} of {last}", page=page, last=last)))
    return modal(ScheduleId.LIST, tr.gettext("Schedules"), blocks, tr, private_metadata=str(page))


def listed_text(listed: Sequence[Listed], tr: Translator) -> str:
    """The same for the command line: one schedule a paragraph, as mrkdwn."""
    return "\n\n".join(f"#{one.schedule.id}  {_told(one, tr)}" for one in listed)


def saved_modal(schedule: Schedule, note: str, tr: Translator) -> Json:
    """What was just saved, in the place of its form; `note` is about the channel."""
    blocks = [section(f":white_check_mark: {saved_words(schedule, tr)}")]
    if note:
        blocks.append(section(note))
    return modal(ScheduleId.LIST, tr.gettext("Schedule saved"), blocks, tr)


def saved_words(schedule: Schedule, tr: Translator) -> str:
    """What is posted from now on, and when the first one comes."""
    told = tr.gettext(
        "{schedule} in {channel}, {rhythm}.",
        schedule=named(schedule, tr),
        channel=f"<#{schedule.channel}>",
        rhythm=rhythm(schedule, tr),
    )
    return f"{told} {coming(schedule, tr)}"


def with_troubles(
    status: Message, troubles: Iterable[tuple[Schedule, Occurrence]], tr: Translator
) -> Message:
    """The status with the posts of late that did not come, if there are any."""
    lines = [
        tr.gettext(
            "• {schedule} in {channel}. {trouble}",
            schedule=named(schedule, tr),
            channel=f"<#{schedule.channel}>",
            trouble=_trouble(schedule, one, tr),
        )
        for schedule, one in troubles
    ]
    if not lines:
        return status
    told = "\n".join([f"*{tr.gettext('Posts that did not come')}*", *lines])
    return Message(text=f"{status.text}\n{told}", blocks=[*status.blocks, section(told)])


def _entry(one: Listed, tr: Translator) -> list[Json]:
    return [
        {"type": "divider"},
        section(_told(one, tr)),
        actions(f"schedule-{one.schedule.id}", _buttons(one.schedule, tr)),
    ]


def _told(one: Listed, tr: Translator) -> str:
    """Four short lines: what and where, when, on which terms, what comes."""
    schedule = one.schedule
    lines = [
        tr.gettext(
            "{schedule} in {channel}",
            schedule=named(schedule, tr),
            channel=f"<#{schedule.channel}>",
        ),
        f"{_first_large(rhythm(schedule, tr))} · {terms(schedule, tr)}",
        coming(schedule, tr),
    ]
    if one.trouble is not None:
        lines.append(f":warning: {_trouble(schedule, one.trouble, tr)}")
    return "\n".join(lines)


def _first_large(text: str) -> str:
    return text[:1].upper() + text[1:]


def _trouble(schedule: Schedule, one: Occurrence, tr: Translator) -> str:
    return tr.gettext(
        "Not posted on {moment}. {reason}",
        moment=moment(one.due_at, schedule.zone, tr),
        reason=escape(tr.gettext(one.reason or "")),
    )


def _new_button(tr: Translator) -> Json:
    made = button(ScheduleId.NEW, tr.gettext("New schedule"), "new")
    return made | {"style": "primary"}


def _buttons(schedule: Schedule, tr: Translator) -> list[Json]:
    value = str(schedule.id)
    made = [button(ScheduleId.EDIT, tr.gettext("Edit"), value)]
    if schedule.enabled:
        made.append(button(ScheduleId.PAUSE, tr.gettext("Pause"), value))
    else:
        made.append(button(ScheduleId.RESUME, tr.gettext("Resume"), value))
    if schedule.kind is not ScheduleKind.LIVE:
        spoken = tr.gettext("Post a test of it now")
        made.append(button(ScheduleId.TEST, tr.gettext("Post a test now"), value, spoken=spoken))
    ask = confirm(
        tr.gettext("Delete this schedule?"),
        tr.gettext("It posts nothing more. What it posted stays in the channel."),
        tr.gettext("Delete"),
        tr.gettext("Cancel"),
    )
    made.append(button(ScheduleId.REMOVE, tr.gettext("Delete"), value, ask=ask))
    return made


def _paging(page: int, last: int, tr: Translator) -> list[Json]:
    made = []
    if page > 1:
        made.append(button(ScheduleId.PAGE, tr.gettext("‹ Previous page"), str(page - 1)))
    if page < last:
        following = button(ScheduleId.PAGE, tr.gettext("Next page ›"), str(page + 1))
        made.append(following | {"action_id": f"{ScheduleId.PAGE}:next"})
    return made
