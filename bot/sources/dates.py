"""Decides which day a cell means, never by guessing: 03/04/2024 is refused until something in the
column, or `--date-format`, says whether the day or the month comes first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import StrEnum
from functools import cached_property

from bot.errors import UsageError
from bot.i18n import msgid
from bot.sources.headers import bare
from bot.sources.table import Cell, RecordError, text_of


class Order(StrEnum):
    """Which comes first in a date of numbers."""

    DAY = "dmy"
    MONTH = "mdy"
    YEAR = "ymd"


YEARS = range(1950, 2200)  # outside it is a typing error, or an empty date of some system
_YEAR_FIRST = re.compile(r"(\d{4})([-/.]?)(\d{1,2})\2(\d{1,2})(?!\d)")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/. ])(\d{1,2})\2(\d{4}|\d\d)(?!\d)")
_DAY_NAMED = re.compile(r"(\d{1,2})[-/. ]+([^\W\d_]{3,9})\.?[-/,. ]+(\d{4})(?!\d)")
_MONTH_NAMED = re.compile(r"([^\W\d_]{3,9})\.? +(\d{1,2}),? +(\d{4})(?!\d)")
_TIME = re.compile(
    r"[T, ]+(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?\s*(?P<half>[AaPp]\.?[Mm]\.?)?"
    r"\s*(?P<zone>Z|UTC|GMT|[+-]\d\d:?\d\d)?"
)
_MILLISECONDS = re.compile(r"\d{13}")
_MONTHS = {
    word[:3]: number
    for number, words in enumerate(
        (
            "january januari", "february februari", "march maart mrt", "april", "may mei",
            "june juni", "july juli", "august augustus", "september", "october oktober",
            "november", "december",
        ),
        start=1,
    )
    for word in words.split()
}  # fmt: skip
NO_DATE = msgid("“{text}” is not a date")


@dataclass(frozen=True, kw_only=True)
class DateReader:
    """Reads the cells of one column as days of the workspace."""

    zone: tzinfo
    order: Order | None = None
    pattern: str | None = None  # of strptime, from --date-format
    short_years: bool = False

    def read(self, cell: Cell) -> date | None:
        """The local day, or None for an empty cell; RecordError when it is no date."""
        if isinstance(cell, datetime):
            return self._local(cell)
        if isinstance(cell, date):
            return _plausible(cell, cell.isoformat())
        text = text_of(cell).strip()
        if not text:
            return None
        return _plausible(self._day(text), text)

    def _day(self, text: str) -> date:
        try:
            if self.pattern is not None:
                # A pattern without %z means local time, which is what naive stands for here.
                return self._local(datetime.strptime(text, self.pattern))  # noqa: DTZ007
            if _MILLISECONDS.fullmatch(text):
                return self._local(datetime(1970, 1, 1, tzinfo=UTC) + timedelta(0, 0, 0, int(text)))
            day, rest = self._written(text)
            return self._local(_with_time(day, rest)) if rest else day
        except (ValueError, OverflowError):
            raise RecordError(NO_DATE, text=text) from None

    def _written(self, text: str) -> tuple[date, str]:
        """The date at the start of the text, and the text after it."""
        if found := _YEAR_FIRST.match(text):
            year, _, month, day = found.groups()
            return date(int(year), int(month), int(day)), text[found.end() :]
        if found := _YEAR_LAST.match(text):
            return self._of_numbers(found, text), text[found.end() :]
        if found := _DAY_NAMED.match(text):
            day, month, year = found.groups()
        elif found := _MONTH_NAMED.match(text):
            month, day, year = found.groups()
        else:
            raise ValueError(text)
        number = _MONTHS.get(bare(month)[:3], 0)
        return date(int(year), number, int(day)), text[found.end() :]

    def _of_numbers(self, found: re.Match[str], text: str) -> date:
        first, second, year = int(found[1]), int(found[3]), int(found[4])
        if len(found[4]) == 2:
            if self.order is Order.YEAR or not self.short_years:
                raise RecordError(
                    "“{text}” has a year of two digits: say --date-format, such as dd-mm-yy",
                    text=text,
                )
            year += 2000
        order = self.order or _order_of(found)
        if order is None:
            raise RecordError(
                "“{text}” can be two dates: say --date-format dd/mm/yyyy or mm/dd/yyyy", text=text
            )
        day, month = (second, first) if order is Order.MONTH else (first, second)
        return date(year, month, day)

    def _local(self, moment: datetime) -> date:
        """The workspace's day: a moment without a zone is local already."""
        if moment.tzinfo is None:
            return moment.date()
        return moment.astimezone(self.zone).date()

    @cached_property
    def is_settled(self) -> bool:
        """Whether nothing in the column can change how it is read."""
        return self.order is not None or self.pattern is not None


def date_reader(zone: tzinfo, date_format: str | None = None) -> DateReader:
    """A reader for `--date-format`: a strptime pattern, or letters such as dd/mm/yyyy or mdy."""
    if date_format is None:
        return DateReader(zone=zone)
    if "%" in date_format:
        return DateReader(zone=zone, pattern=date_format)
    letters = "".join(char for char in date_format.casefold().replace("j", "y") if char in "dmy")
    order = "".join(sorted(set(letters), key=letters.index))
    if order not in set(Order):
        raise UsageError(
            "--date-format {format} is not understood: write dd/mm/yyyy, mm/dd/yyyy, yyyy-mm-dd "
            "or a pattern such as %d.%m.%y.",
            format=date_format,
        )
    return DateReader(zone=zone, order=Order(order), short_years=letters.count("y") == 2)


def order_shown(cells: Iterable[Cell]) -> tuple[Order | None, bool]:
    """What a column shows about its order: the order if anything shows it, and whether it matters.

    A part above 12 is a day. Two cells that show different orders settle nothing.
    """
    shown: set[Order] = set()
    doubtful = False
    for cell in cells:
        found = _YEAR_LAST.match(cell.strip()) if isinstance(cell, str) else None
        if found is None:
            continue
        first, second = int(found[1]), int(found[3])
        if first > 12 or second > 12:
            shown.add(Order.DAY if first > 12 else Order.MONTH)
        else:
            doubtful = doubtful or first != second
    return (shown.pop() if len(shown) == 1 else None), doubtful


def _order_of(found: re.Match[str]) -> Order | None:
    """What one date shows by itself; a dot is used only where the day comes first."""
    first, second = int(found[1]), int(found[3])
    if second > 12:
        return Order.MONTH
    if first > 12 or first == second or found[2] == ".":
        return Order.DAY
    return None


def _with_time(day: date, rest: str) -> datetime:
    found = _TIME.fullmatch(rest)
    if found is None:
        raise ValueError(rest)
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    if found["half"]:
        if not 1 <= hour <= 12:
            raise ValueError(rest)
        hour = hour % 12 + (12 if found["half"][0] in "pP" else 0)
    zone = found["zone"]
    text = f"{day.isoformat()}T{hour:02}:{minute:02}:{second:02}"
    if zone is not None:
        text += zone if zone[0] in "+-" else "+00:00"
    return datetime.fromisoformat(text)


def _plausible(day: date, text: str) -> date:
    if day.year not in YEARS:
        raise RecordError(NO_DATE, text=text)
    return day
