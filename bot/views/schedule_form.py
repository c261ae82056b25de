"""Decides which fields the form of a schedule has: those that count for what is chosen. Pure."""

from __future__ import annotations

from bot.domain.recurrence import LAST, Every
from bot.domain.schedules import RHYTHMS, Field, Filled
from bot.i18n import LANGUAGES, Translator, msgid
from bot.ids import ScheduleId
from bot.views.modals import (
    channel_menu,
    checkboxes,
    clock_picker,
    field,
    menu,
    modal,
    text_box,
)
from bot.views.parts import Json, option
from bot.views.schedule_words import EVERY_NAMES, KIND_NAMES, language, weekday
from store.records_schedules import ScheduleKind

CHANGED = "changed"
"""The value of the ticked box "only when something changed"."""

_WORDS_HINTS = {
    ScheduleKind.BOARD: msgid(
        "As you would type it after /leaderboard: “revenue this month by team”. Empty is the main"
        " board."
    ),
    ScheduleKind.DAILY: msgid(
        "As after /leaderboard, without a period: “deals team Alpha”. It shows yesterday and the"
        " month so far. Empty is the main board."
    ),
    ScheduleKind.WEEKLY: msgid(
        "As after /leaderboard, without a period: “deals team Alpha”. It shows the week that is"
        " over. Empty is the main board."
    ),
    ScheduleKind.MONTHLY: msgid(
        "As after /leaderboard, without a period: “deals team Alpha”. It shows the month or quarter"
        " that is over. Empty is the main board."
    ),
    ScheduleKind.LIVE: msgid(
        "As you would type it after /leaderboard: “deals today”. One message in the channel is kept"
        " up to date. Empty is the main board."
    ),
}


def schedule_modal(filled: Filled, about: str, is_new: bool, tr: Translator) -> Json:
    """The form with what is filled in; `about` comes back with it."""
    kind = ScheduleKind(filled.kind)
    blocks = [_kind(filled, tr), _words(filled, kind, tr), _channel(filled, tr)]
    blocks += _rhythm(filled, kind, tr)
    if kind is not ScheduleKind.LIVE:
        blocks += _moment(filled, tr)
    blocks.append(_language(filled, tr))
    title = tr.gettext("New schedule") if is_new else tr.gettext("Edit schedule")
    return modal(
        ScheduleId.FORM, title, blocks, tr, submit=tr.gettext("Save"), private_metadata=about
    )


def _kind(filled: Filled, tr: Translator) -> Json:
    options = [option(tr.gettext(name), kind.value) for kind, name in KIND_NAMES.items()]
    return _live(field(Field.KIND, tr.gettext("What is posted"), menu(options, filled.kind)))


def _words(filled: Filled, kind: ScheduleKind, tr: Translator) -> Json:
    return field(
        Field.WORDS,
        tr.gettext("Which board"),
        text_box(filled.words, placeholder=tr.gettext("the main board"), most=500),
        hint=tr.gettext(_WORDS_HINTS[kind]),
        optional=True,
    )


def _channel(filled: Filled, tr: Translator) -> Json:
    hint = tr.gettext("I join a public channel myself; a private one has to invite me.")
    return field(Field.CHANNEL, tr.gettext("Channel"), channel_menu(filled.channel), hint=hint)


def _rhythm(filled: Filled, kind: ScheduleKind, tr: Translator) -> list[Json]:
    """How often, where there is a choice, and on which day."""
    allowed = RHYTHMS[kind]
    every = Every(filled.every) if filled.every in set(allowed) else allowed[0]
    made = []
    if len(allowed) > 1:
        options = [option(tr.gettext(EVERY_NAMES[one]), one.value) for one in allowed]
        made.append(_live(field(Field.EVERY, tr.gettext("How often"), menu(options, every.value))))
    if every is Every.WEEK:
        days = [option(weekday(number, tr), str(number)) for number in range(7)]
        made.append(field(Field.WEEKDAY, tr.gettext("Day of the week"), menu(days, filled.weekday)))
    if every in {Every.MONTH, Every.QUARTER}:
        made.append(_day(filled, every, tr))
    return made


def _day(filled: Filled, every: Every, tr: Translator) -> Json:
    days = [option(tr.gettext("Last day"), LAST)]
    days += [option(str(day), str(day)) for day in range(1, 32)]
    if every is Every.QUARTER:
        label, hint = tr.gettext("Day of the quarter's first month"), ""
    else:
        label = tr.gettext("Day of the month")
        hint = tr.gettext("A shorter month posts on its last day.")
    return field(Field.DAY, label, menu(days, filled.day), hint=hint)


def _moment(filled: Filled, tr: Translator) -> list[Json]:
    box = [option(tr.gettext("Leave the post out"), CHANGED)]
    return [
        field(Field.TIME, tr.gettext("Time"), clock_picker(filled.time)),
        field(
            Field.ZONE,
            tr.gettext("Time zone"),
            text_box(filled.zone, most=60),
            hint=tr.gettext("A city will do: Amsterdam, New York, Singapore."),
        ),
        field(
            Field.COUNTRY,
            tr.gettext("Leave out the holidays of"),
            text_box(filled.country, placeholder=tr.gettext("a country, or nothing"), most=60),
            hint=tr.gettext(
                "A daily post is left out on a holiday; others come on the next working day."
            ),
            optional=True,
        ),
        field(
            Field.ONLY_CHANGED,
            tr.gettext("When nothing changed since the last post"),
            checkboxes(box, [CHANGED] if filled.only_changed else []),
            optional=True,
        ),
    ]


def _language(filled: Filled, tr: Translator) -> Json:
    options = [option(language(one), one) for one in LANGUAGES]
    return field(Field.LOCALE, tr.gettext("Language of the post"), menu(options, filled.locale))


def _live(block: Json) -> Json:
    """A field whose choice changes which fields there are: Slack tells us at once."""
    return block | {"dispatch_action": True}
