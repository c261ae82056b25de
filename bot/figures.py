"""Decides how numbers and money are written in a language. Knows no words.

Babel says what the signs are and where they go; the digits are put together here, because a board
of a thousand people has thousands of different amounts and Babel takes 20 microseconds for each.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from babel.numbers import (
    format_currency,
    get_currency_precision,
    get_decimal_symbol,
    get_group_symbol,
)

_CACHED = 16_384  # distinct numbers on the boards of a day; a written one is about 100 bytes


@lru_cache(maxsize=_CACHED)
def number(value: int | Decimal | Fraction, digits: int, language: str) -> str:
    """With grouping and up to `digits` decimals, none of them idle zeros."""
    return _written(_scaled(value, digits), digits, language, trim=True)


@lru_cache(maxsize=_CACHED)
def money(minor: int, currency: str, whole: bool, language: str) -> str:
    """Minor units with the sign of their currency; `whole` rounds to major units."""
    digits: int = get_currency_precision(currency)
    before, after = _money_shape(currency, minor < 0, language)
    if whole and digits:
        number = _written(_scaled(Fraction(abs(minor), 10**digits), 0), 0, language)
    else:
        number = _written(abs(minor), digits, language)
    return f"{before}{number}{after}"


@lru_cache(maxsize=512)
def _money_shape(currency: str, negative: bool, language: str) -> tuple[str, str]:
    """What stands before and after the digits; Babel knows, but takes 20 microseconds a call."""
    one = format_currency(Decimal(-1 if negative else 1), currency, locale=language)
    digits = _written(
        10 ** get_currency_precision(currency), get_currency_precision(currency), language
    )
    before, _, after = one.partition(digits)
    return before, after


@lru_cache(maxsize=_CACHED)
def percent(value: Fraction | Decimal, digits: int, language: str) -> str:
    """A ratio as a percentage with exactly `digits` decimals."""
    return f"{_written(_scaled(Fraction(value) * 100, digits), digits, language)}%"


def _written(scaled: int, digits: int, language: str, *, trim: bool = False) -> str:
    """An integer of 10**-digits with the group and decimal signs of the language."""
    group, mark = _signs(language)
    whole, rest = divmod(abs(scaled), 10**digits)
    text = f"{whole:,}".replace(",", group)
    fraction = f"{rest:0{digits}}" if digits else ""
    if trim:
        fraction = fraction.rstrip("0")
    sign = "-" if scaled < 0 else ""
    return f"{sign}{text}{mark}{fraction}" if fraction else f"{sign}{text}"


@lru_cache(maxsize=8)
def _signs(language: str) -> tuple[str, str]:
    return get_group_symbol(language), get_decimal_symbol(language)


def _scaled(value: int | Decimal | Fraction, digits: int) -> int:
    """In units of 10**-digits, halves away from zero as people round; never a float between."""
    fraction = Fraction(value) * 10**digits
    rounded: int = (2 * abs(fraction.numerator) + fraction.denominator) // (
        2 * fraction.denominator
    )
    return rounded if fraction >= 0 else -rounded
