"""Decides how a metric's value reads: for people in their language, and for programs as decimals.
Knows nothing of rows and boards."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from babel.numbers import get_currency_precision

from bot.domain.metrics import Unit, Value
from bot.i18n import Translator, msgids

_DECIMALS = 4  # of values that are no money, for programs
_DAYS = msgids("{count} day", "{count} days")
_POINTS = msgids("{count} point", "{count} points")


def shown(value: Value, unit: Unit, currency: str, tr: Translator, *, whole: bool = False) -> str:
    """The value in a table under its metric's name; `whole` leaves out cents."""
    match unit:
        case Unit.MONEY:
            return tr.money(round_half_up(value), currency, whole=whole)
        case Unit.PERCENT:
            return tr.percent(Fraction(value))
        case Unit.MINUTES:
            hours, minutes = divmod(round_half_up(value), 60)
            return tr.gettext("{hours} h {minutes} min", hours=tr.number(hours), minutes=minutes)
        case Unit.DAYS:
            return tr.number(value, 1)
        case Unit.POINTS if whole:
            return tr.number(value)
    return tr.number(value, 2)


def told(value: Value, unit: Unit, currency: str, tr: Translator, *, whole: bool = False) -> str:
    """The value in a sentence, where no column says what it counts."""
    if unit is Unit.DAYS:
        if value == 1:
            return tr.ngettext(*_DAYS, 1)
        return tr.gettext("{number} days", number=tr.number(value, 1))
    if unit is Unit.POINTS:
        if value == 1:
            return tr.ngettext(*_POINTS, 1)
        return tr.gettext("{number} points", number=tr.number(value, 2))
    return shown(value, unit, currency, tr, whole=whole)


def difference(
    value: Value, unit: Unit, currency: str, tr: Translator, *, whole: bool = False
) -> str:
    """What lies between two values: percentages differ by percentage points."""
    if unit is Unit.PERCENT:
        return tr.gettext("{number} percentage points", number=tr.number(Fraction(value) * 100, 1))
    return told(value, unit, currency, tr, whole=whole)


def is_clear_without_cents(values: Iterable[Value], unit: Unit, currency: str) -> bool:
    """Whether a column of money needs no cents: there are none, or all amounts have hundreds and
    those that differ still do. A phone has room for a name and "€23,783", not for "€23,782.50".
    The same goes for points.
    """
    if unit not in (Unit.MONEY, Unit.POINTS):
        return False
    one: int = 10 ** get_currency_precision(currency) if unit is Unit.MONEY else 1
    different: set[Value] = set(values)
    if all(value % one == 0 for value in different):
        return True
    if any(-100 * one < value < 100 * one for value in different):
        return False
    return len({round_half_up(Fraction(value) / one) for value in different}) == len(different)


def has_no_cents(value: Value, unit: Unit, currency: str) -> bool:
    """Whether one amount of money has no cents."""
    one: int = 10 ** get_currency_precision(currency)
    return unit is Unit.MONEY and value % one == 0


def decimal_text(value: Value, unit: Unit, currency: str) -> str:
    """The value in major units for programs: money with its cents, percentages times 100.

    Ratios are rounded half up to the cent, or to four decimals.
    """
    if unit is Unit.MONEY:
        minor = Decimal(round_half_up(value))
        return f"{minor.scaleb(-get_currency_precision(currency)):f}"
    scaled = Fraction(value) * (100 if unit is Unit.PERCENT else 1)
    number = Decimal(round_half_up(scaled * 10**_DECIMALS)).scaleb(-_DECIMALS)
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def round_half_up(value: Value) -> int:
    """The nearest integer; halves away from zero, as on an invoice."""
    if isinstance(value, int):
        return value
    rounded = (2 * abs(value.numerator) + value.denominator) // (2 * value.denominator)
    return rounded if value >= 0 else -rounded
