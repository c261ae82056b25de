"""Decides how texts, money, numbers and dates read in a language. Knows nothing of Slack and keeps
no current language: a Translator is passed to whoever writes."""

from __future__ import annotations

import datetime as dt
import gettext
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from bot import figures
from bot.domain.periods import Kind, Period

LANGUAGES = ("en", "nl")
"""What Koploper speaks: English is in the code, every other language is a catalogue."""

_CATALOGUES = Path(__file__).parent / "locale"


def language_of(locale: str | None) -> str:
    """The language to answer in: nl-BE (Slack) and nl_BE (POSIX) -> nl, anything unknown -> en."""
    head = (locale or "").replace("_", "-").split("-")[0].lower()
    return head if head in LANGUAGES else "en"


@lru_cache(maxsize=8)
def translator(locale: str | None) -> Translator:
    """The Translator for a locale; built once, as catalogues do not change while we run."""
    return Translator(language_of(locale))


def msgid(text: str) -> str:
    """Mark a text in a table as translatable; it is translated where it is shown."""
    return text


def msgids(one: str, many: str) -> tuple[str, str]:
    """The same for a text with a plural form, to be passed to `ngettext`."""
    return one, many


class Translator:
    """Everything that depends on a language. Equal results for equal arguments, from any thread."""

    def __init__(self, language: str) -> None:
        """Load the catalogue of `language`, one of LANGUAGES."""
        self.language = language
        self._texts = _catalogue(language)

    def gettext(self, text: str, /, **params: object) -> str:
        """The text in this language with its `{placeholders}` filled in."""
        found = self._texts.gettext(text)
        return found.format(**params) if params else found

    def ngettext(self, one: str, many: str, count: int, /, **params: object) -> str:
        """The form that goes with `count`, which also fills `{count}` as a number of here."""
        found = self._texts.ngettext(one, many, count)
        return found.format(count=self.number(count), **params)

    def number(self, value: int | Decimal | Fraction, digits: int = 0) -> str:
        """A number with grouping and up to `digits` decimals, none of them idle zeros."""
        return figures.number(value, digits, self.language)

    def money(self, minor: int, currency: str, *, whole: bool = False) -> str:
        """An amount of minor units, such as "€12,345.50"; `whole` leaves out the minor units."""
        return figures.money(minor, currency, whole, self.language)

    def percent(self, value: Fraction | Decimal, digits: int = 1) -> str:
        """A ratio as a percentage: 1/8 is "12.5%"."""
        return figures.percent(value, digits, self.language)

    def date(self, day: dt.date, *, weekday: bool = False) -> str:
        """A date such as "4 May 2026", or "Mon 4 May 2026"."""
        return _date(day, "EEE d MMM y" if weekday else "d MMM y", self.language)

    def day(self, day: dt.date) -> str:
        """A date whose year goes without saying, such as "4 May"."""
        return _date(day, "d MMM", self.language)

    def month(self, day: dt.date) -> str:
        """The month of a date, such as "September 2026"."""
        return _date(day, "LLLL y", self.language)

    def days(self, first: dt.date, last: dt.date) -> str:
        """A range of dates, both included, that says a common month or year once."""
        return _days(first, last, self.language)

    def period(self, period: Period) -> str:
        """A period's label, such as "September 2026" or "week 36, 31 Aug – 6 Sep 2026"."""
        numbers = period.numbers
        match period.kind:
            case Kind.DAY:
                return self.date(period.start, weekday=True)
            case Kind.MONTH:
                return self.month(period.start)
            case Kind.QUARTER:
                return self.gettext("Q{quarter} {year}", year=numbers[0], quarter=numbers[1])
            case Kind.YEAR:
                return str(numbers[0])
            case Kind.RANGE:
                return self.days(period.start, period.last)
        return self._long_period(period, numbers)

    def _long_period(self, period: Period, numbers: tuple[int, ...]) -> str:
        days = self.days(period.start, period.last)
        match period.kind:
            case Kind.WEEK:
                return self.gettext("week {week}, {days}", week=numbers[1], days=days)
            case Kind.FISCAL_QUARTER:
                return self.gettext("Q{quarter} FY{year}", year=numbers[0], quarter=numbers[1])
            case Kind.FISCAL_YEAR:
                return self.gettext("FY{year}", year=numbers[0])
            case Kind.SINCE:
                return self.gettext("since {day}", day=self.date(period.start))
        return f"{self.ngettext(*_LAST[period.kind], numbers[0])}, {days}"

    def instant(self, moment: dt.date | dt.datetime, zone: str) -> str:
        """A date as a date; an aware moment to the minute, as the clock of the named zone shows
        it: "23 Nov 2026, 14:05"."""
        if isinstance(moment, dt.datetime):
            return _minute(int(moment.timestamp()) // 60, zone, self.language)
        return self.date(moment)

    def ordinal(self, place: int) -> str:
        """A place as a word: "1st", "2nd", or "1e"."""
        return f"{place}e" if self.language == "nl" else f"{place}{_english_suffix(place)}"

    def join(self, items: Sequence[str]) -> str:
        """A list in a sentence: "a, b and c"."""
        return format_list(list(items), style="standard", locale=self.language) if items else ""

    def choice(self, items: Sequence[str]) -> str:
        """Alternatives in a sentence: "a, b or c"."""
        return format_list(list(items), style="or", locale=self.language) if items else ""


_LAST = {
    Kind.LAST_DAYS: msgids("last {count} day", "last {count} days"),
    Kind.LAST_WEEKS: msgids("last {count} week", "last {count} weeks"),
    Kind.LAST_MONTHS: msgids("last {count} month", "last {count} months"),
}


@lru_cache(maxsize=8)
def _catalogue(language: str) -> gettext.NullTranslations:
    path = _CATALOGUES / language / "LC_MESSAGES" / "bot.po"
    if not path.exists():
        return gettext.NullTranslations()
    with path.open("rb") as source:
        catalog = read_po(source, locale=language, domain="bot")
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


@lru_cache(maxsize=4096)
def _date(day: dt.date, pattern: str, language: str) -> str:
    return format_date(day, format=pattern, locale=language)


@lru_cache(maxsize=1024)
def _days(first: dt.date, last: dt.date, language: str) -> str:
    if first == last:
        return _date(first, "d MMM y", language)
    end = _date(last, "d MMM y", language)
    if first.year != last.year:
        return f"{_date(first, 'd MMM y', language)} – {end}"
    if first.month != last.month:
        return f"{_date(first, 'd MMM', language)} – {end}"
    return f"{first.day}–{end}"


@lru_cache(maxsize=1024)
def _minute(minute: int, zone: str, language: str) -> str:
    local = dt.datetime.fromtimestamp(minute * 60, ZoneInfo(zone))
    return format_datetime(local, format="d MMM y, HH:mm", locale=language)


def _english_suffix(place: int) -> str:
    if 10 < place % 100 < 14:
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
