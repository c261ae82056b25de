"""Decides how a schedule reads in a sentence: what it posts, how often, when next. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import get_day_names

from bot.domain.recurrence import Every, Rule, rule_from
from bot.i18n import LANGUAGES, Translator, msgid
from bot.views.parts import escape
from store.records_schedules import Schedule, ScheduleKind

KIND_NAMES: Mapping[ScheduleKind, str] = MappingProxyType(
    {
        ScheduleKind.BOARD: msgid("Board"),
        ScheduleKind.DAILY: msgid("Morning board"),
        ScheduleKind.WEEKLY: msgid("Weekly recap"),
        ScheduleKind.MONTHLY: msgid("Close of a month or quarter"),
        ScheduleKind.LIVE: msgid("Live board"),
    }
)
EVERY_NAMES: Mapping[Every, str] = MappingProxyType(
    {
        Every.DAY: msgid("Every day"),
        Every.WEEKDAY: msgid("Monday to Friday"),
        Every.WEEK: msgid("Every week"),
        Every.MONTH: msgid("Every month"),
        Every.QUARTER: msgid("Every quarter"),
        Every.CHANGE: msgid("When numbers change"),
    }
)


def named(schedule: Schedule, tr: Translator) -> str:
    """What it posts, as mrkdwn: *Board* `revenue by team`."""
    name = KIND_NAMES[schedule.kind]
    if schedule.kind is ScheduleKind.MONTHLY:
        is_month = schedule.rule.get("every") == Every.MONTH
        name = msgid("Month close") if is_month else msgid("Quarter close")
    kind = f"*{tr.gettext(name)}*"
    return f"{kind} `{escape(schedule.words)}`" if schedule.words else kind


def rhythm(schedule: Schedule, tr: Translator) -> str:
    """How often and at what time: "every Monday at 09:00"."""
    rule = rule_from(schedule.rule)
    if rule.every is Every.CHANGE:
        return tr.gettext("updated when numbers change")
    return tr.gettext("{days} at {time}", days=_days(rule, tr), time=clock(schedule.local_minute))


def terms(schedule: Schedule, tr: Translator) -> str:
    """What else was chosen: the zone, holidays, only when changed, the language."""
    told = [] if schedule.kind is ScheduleKind.LIVE else [schedule.zone]
    if schedule.country is not None:
        told.append(tr.gettext("holidays: {country}", country=country(schedule.country, tr)))
    if schedule.only_changed:
        told.append(tr.gettext("only when something changed"))
    told.append(language(schedule.locale))
    return " · ".join(escape(one) for one in told)


def coming(schedule: Schedule, tr: Translator) -> str:
    """When the next post comes, or why none does."""
    if not schedule.enabled:
        return tr.gettext("Paused.")
    if schedule.next_due is None:
        return tr.gettext("Kept up to date.")
    return tr.gettext("Next: {moment}.", moment=moment(schedule.next_due, schedule.zone, tr))


def moment(at: datetime, zone: str, tr: Translator) -> str:
    """A moment by the clock of the zone, with its weekday: "Mon 23 Nov 2026, 09:00"."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{tr.date(local.date(), weekday=True)}, {clock(local.hour * 60 + local.minute)}"


def clock(minute: int) -> str:
    """A minute of the day as 09:00."""
    return f"{minute // 60:02}:{minute % 60:02}"


def weekday(number: int, tr: Translator) -> str:
    """The name of a day of the week, 0 being Monday."""
    return str(get_day_names(width="wide", context="format", locale=tr.language)[number])


def country(code: str, tr: Translator) -> str:
    """A country by its name in the reader's language."""
    return str(Locale(tr.language).territories.get(code, code))


def language(locale: str) -> str:
    """A language by its own name."""
    found = locale if locale in LANGUAGES else LANGUAGES[0]
    return str(Locale(found).get_display_name(found)).capitalize()


def _days(rule: Rule, tr: Translator) -> str:
    match rule.every, rule.day:
        case Every.DAY, _:
            told = tr.gettext("every day")
        case Every.WEEKDAY, _:
            told = tr.gettext("from Monday to Friday")
        case Every.WEEK, _:
            told = tr.gettext("every {weekday}", weekday=weekday(rule.weekday, tr))
        case Every.MONTH, None:
            told = tr.gettext("the last day of every month")
        case Every.MONTH, day:
            told = tr.gettext("day {day} of every month", day=day)
        case _, None:
            told = tr.gettext("the last day of every quarter")
        case _, day:
            told = tr.gettext("day {day} of every quarter", day=day)
    return told
