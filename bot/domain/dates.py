"""Reads one point in time out of a command: a day, week, month, quarter or year.

Relative words count from the `today` that is passed in; what leaves the year out means the latest
one that has begun.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from bot.domain import periods
from bot.domain.comparing import holding, previous
from bot.domain.lexicon import Role
from bot.domain.periods import Kind
from bot.domain.typed import YEAR, Found, Typed
from bot.domain.vocabulary import Match
from bot.errors import UsageError

_ONE_WORD = re.compile(
    rf"(?P<year>{YEAR})"
    r"(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?|-?[qk](?P<quarter>\d)|-?w(?P<week>\d\d?))?"
    rf"|[qk](?P<only_quarter>\d)(?:-?(?P<its_year>{YEAR}))?"
    r"|w(?P<only_week>\d\d?)"
    rf"|fy(?P<fiscal>{YEAR}|\d\d)(?:-?[qk](?P<fiscal_quarter>\d))?"
    rf"|(?P<d>\d\d?)[-.](?P<m>\d\d?)[-.](?P<y>{YEAR})"
)
_DAY_WORD = re.compile(r"(0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|e)?")
_QUARTER_WORD = re.compile(r"[qk]([1-4])")
_NUMBER_WORD = re.compile(r"\d{1,2}")


def point(typed: Typed, index: int) -> Found | None:
    """The longest day, week, month, quarter or year at `index`; None when there is none.

    UsageError for one that reads as a date and does not exist, such as 30 February.
    """
    word = typed.word(index)
    if not word:
        return None
    longest = None
    try:
        if (found := _ONE_WORD.fullmatch(word)) or word[0].isdecimal():
            longest = _one_word(typed, index, found) if found else _number_first(typed, index)
        for match in typed.phrases(index):
            rule = _RULES.get(match.role)
            reading = rule(typed, index + match.length, match) if rule else None
            if reading and (longest is None or reading.length > longest.length):
                longest = reading
    except ValueError as error:
        raise UsageError("“{words}” is not in the calendar.", words=word) from error
    return longest


def _one_word(typed: Typed, index: int, found: re.Match[str]) -> Found:
    part = {name: int(value) for name, value in found.groupdict().items() if value}
    if "fiscal" in part:
        return _fiscal(typed, index + 1, 1, part["fiscal"], part.get("fiscal_quarter"))
    if "d" in part:
        return Found(1, periods.day(date(part["y"], part["m"], part["d"])))
    if "only_quarter" in part:
        return _quarter(typed, index + 1, 1, part["only_quarter"], part.get("its_year"))
    if "only_week" in part:
        return _week(typed, index + 1, 1, part["only_week"])
    return _of_year(typed, index, part)


def _of_year(typed: Typed, index: int, part: dict[str, int]) -> Found:
    year = part["year"]
    if "day" in part:
        return Found(1, periods.day(date(year, part["month"], part["day"])))
    if "month" in part:
        return Found(1, periods.month(year, part["month"]))
    if "week" in part:
        return Found(1, periods.numbered_week(year, part["week"], typed.vocabulary.calendar))
    if "quarter" in part:
        return Found(1, periods.quarter(year, part["quarter"]))
    if after := _QUARTER_WORD.fullmatch(typed.word(index + 1)):
        return Found(2, periods.quarter(year, int(after[1])))
    return Found(1, periods.year(year))


def _number_first(typed: Typed, index: int) -> Found | None:
    """ "1 sep", "1 sep 2026", "1st of september", "3e kwartaal 2017"."""
    number = _DAY_WORD.fullmatch(typed.word(index))
    if number is None:
        return None
    gap = 1 if typed.word(index + 1) == "of" else 0
    for match in typed.at(index + 1 + gap, Role.MONTH):
        return _day(typed, index + 2 + gap, 2 + gap, (match.value, int(number[1])))
    for match in typed.at(index + 1, Role.UNIT):
        if match.value is Kind.QUARTER and not number[0].isdecimal():
            return _quarter(typed, index + 2, 2, int(number[1]))
    return None


def _month(typed: Typed, after: int, match: Match) -> Found:
    number = int(str(match.value))
    day = _DAY_WORD.fullmatch(typed.word(after))
    if day is not None:
        return _day(typed, after + 1, match.length + 1, (number, int(day[1])))
    if (year := typed.year(after)) is not None:
        return Found(match.length + 1, periods.month(year, number))
    today = typed.today
    latest = today.year if number <= today.month else today.year - 1
    return Found(match.length, periods.month(latest, number), is_yearless=True)


def _day(typed: Typed, after: int, length: int, month_day: tuple[object, int]) -> Found:
    number, day = int(str(month_day[0])), month_day[1]
    if (year := typed.year(after)) is not None:
        return Found(length + 1, periods.day(date(year, number, day)))
    latest = typed.today.year
    if (number, day) > (typed.today.month, typed.today.day):
        latest -= 1
    return Found(length, periods.day(date(latest, number, day)), is_yearless=True)


def _quarter(typed: Typed, after: int, length: int, number: int, year: int | None = None) -> Found:
    if year is None:
        year = typed.year(after)
        length += year is not None
    if year is not None:
        return Found(length, periods.quarter(year, number))
    latest = typed.today.year - (number * 3 - 2 > typed.today.month)
    return Found(length, periods.quarter(latest, number), is_yearless=True)


def _week(typed: Typed, after: int, length: int, number: int) -> Found:
    calendar = typed.vocabulary.calendar
    if (year := typed.year(after)) is not None:
        return Found(length + 1, periods.numbered_week(year, number, calendar))
    current = periods.week(typed.today, calendar).numbers
    latest = current[0] if number <= current[1] else current[0] - 1
    return Found(length, periods.numbered_week(latest, number, calendar), is_yearless=True)


def _fiscal(typed: Typed, after: int, length: int, year: int, quarter: int | None = None) -> Found:
    year = year + 2000 if year < 100 else year
    if quarter is None and (found := _QUARTER_WORD.fullmatch(typed.word(after))):
        quarter, length = int(found[1]), length + 1
    calendar = typed.vocabulary.calendar
    if quarter is None:
        return Found(length, periods.fiscal_year(year, calendar))
    return Found(length, periods.fiscal_quarter(year, quarter, calendar))


def _fiscal_word(typed: Typed, after: int, match: Match) -> Found:
    if (year := typed.year(after)) is not None:
        return _fiscal(typed, after + 1, match.length + 1, year)
    now = holding(Kind.FISCAL_YEAR, typed.today, typed.vocabulary.calendar)
    return Found(match.length, now)


def _unit(typed: Typed, after: int, match: Match) -> Found | None:
    """ "week 36 2017", "kwartaal 3", "year 2017", and "month" alone for the current one."""
    word, year = typed.word(after), typed.year(after)
    if match.value is Kind.YEAR and year is not None:
        return Found(match.length + 1, periods.year(year))
    if _NUMBER_WORD.fullmatch(word) and match.value is Kind.WEEK:
        return _week(typed, after + 1, match.length + 1, int(word))
    if _NUMBER_WORD.fullmatch(word) and match.value is Kind.QUARTER:
        return _quarter(typed, after + 1, match.length + 1, int(word))
    now = holding(Kind(str(match.value)), typed.today, typed.vocabulary.calendar)
    return Found(match.length, now)


def _relative(typed: Typed, after: int, match: Match) -> Found:
    del after
    assert isinstance(match.value, tuple)  # noqa: S101 - the lexicon's own data
    kind, offset = match.value
    calendar = typed.vocabulary.calendar
    now = holding(kind, typed.today, calendar)
    return Found(match.length, previous(now, calendar) if offset else now)


def _ever(typed: Typed, after: int, match: Match) -> Found:
    del after
    return Found(match.length, periods.since(periods.BEGINNING, typed.today))


def _weekday(typed: Typed, after: int, match: Match) -> Found:
    """The latest such day before today: on a Friday, "friday" is a week ago."""
    del after
    back = (typed.today.weekday() - int(str(match.value)) - 1) % 7 + 1
    return Found(match.length, periods.day(typed.today - timedelta(days=back)))


def _last(typed: Typed, after: int, match: Match) -> Found | None:
    """ "last friday", "last september": as without the "last"."""
    for role, rule in ((Role.WEEKDAY, _weekday), (Role.MONTH, _month)):
        for found in typed.at(after, role):
            reading = rule(typed, after + found.length, found)
            return reading._replace(length=reading.length + match.length)
    return None


_RULES: dict[Role, Callable[[Typed, int, Match], Found | None]] = {
    Role.MONTH: _month,
    Role.UNIT: _unit,
    Role.RELATIVE: _relative,
    Role.EVER: _ever,
    Role.WEEKDAY: _weekday,
    Role.LAST: _last,
    Role.FISCAL: _fiscal_word,
}
