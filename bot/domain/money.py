"""Amounts of money: read exactly as they were written, kept as integers, shared out exactly.

Never a float, never a guess: what can be read in two ways is refused.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from babel.numbers import get_currency_precision, is_currency

from bot.errors import UserError


class NotAnAmount(UserError):
    """The text is not an amount of money."""


class AmbiguousAmount(UserError):
    """The text reads as two different amounts, and nothing says which mark is the decimal one."""


MAX_DIGITS = 18
"""As many digits as always fit in a 64-bit integer of minor units."""

_PLAIN = re.compile(r"-?\d{1,15}(?:\.\d{1,2})?")
_UNIT = r"(?:[A-Za-z]{0,3}[$€£¥₹₺₽₩₪₫₴₦฿₡₱₲₵₸₿]|[A-Za-z]{3}|(?i:kr\.?|fr\.?|zł|kč|ft))"
_AMOUNT = re.compile(
    rf"(?P<open>\()?\s*(?P<sign>[+-])?\s*(?P<unit>{_UNIT})?\s*(?P<inner>[+-])?\s*"
    rf"(?P<digits>[\d.,' ]*\d)(?P<behind>-)?\s*(?P<after>{_UNIT})?\s*(?P<close>\))?"
)
_WHOLE = re.compile(r"\d*|\d{1,3}(?:G\d{3})+|\d{1,2}(?:G\d{2})*G\d{3}")
_CODES = {"€": "EUR", "£": "GBP", "₹": "INR", "₺": "TRY", "₽": "RUB", "₪": "ILS", "₩": "KRW"}


def parse_amount(text: str, decimal_mark: str | None = None) -> Decimal:
    """The exact amount that `text` says: "€ 1.234,56", "1'234.50 CHF", "(12,30)", "-5", "12,-".

    `decimal_mark` is "." or "," when the file or the locale settles it. Without it the shape
    decides: two different marks, a mark used twice, or one that cannot be grouping thousands.
    AmbiguousAmount for "1.234" and "1,234", which read both ways; NotAnAmount for what is no
    amount, or contradicts the mark.
    """
    if decimal_mark != "," and _PLAIN.fullmatch(text):
        return Decimal(text)  # what most files hold, at a tenth of the cost
    digits, is_negative = _taken_apart(text)
    mark = decimal_mark or _decimal_mark(digits, text)
    whole, _, fraction = digits.partition(mark)
    grouping = "," if mark == "." else "."
    plain = _ungrouped(whole, grouping)
    if plain is None or not re.fullmatch(r"\d*", fraction):
        raise NotAnAmount("“{text}” is not an amount.", text=text)
    if len(plain + fraction) > MAX_DIGITS:
        raise NotAnAmount("“{text}” has too many digits for an amount.", text=text)
    amount = Decimal(f"{plain or 0}.{fraction or 0}")
    return -amount if is_negative and amount else amount


def written_currency(text: str) -> str | None:
    """The currency code written beside an amount, if it says exactly one: "$ 5" may be many."""
    found = _AMOUNT.fullmatch(_clean(text))
    unit = found and (found["unit"] or found["after"])
    if not unit:
        return None
    return unit.upper() if is_currency(unit.upper()) else _CODES.get(unit)


def known_currency(code: str) -> str:
    """The ISO 4217 code in capitals; UserError when there is no such currency."""
    if not is_currency(code.strip().upper()):
        raise UserError("“{code}” is not a currency code such as EUR or USD.", code=code)
    return code.strip().upper()


@lru_cache(maxsize=512)
def decimals(currency: str) -> int:
    """How many decimals the currency is written with: 2 for EUR, 0 for JPY, 3 for KWD."""
    return get_currency_precision(currency)


def to_minor(amount: Decimal, currency: str) -> int:
    """An amount in minor units (cents), a half rounded away from zero.

    NotAnAmount for what is not finite or has more than MAX_DIGITS digits in minor units.
    """
    digits = decimals(currency)
    if not amount.is_finite() or (amount and amount.adjusted() + digits >= MAX_DIGITS):
        raise NotAnAmount("“{text}” has too many digits for an amount.", text=str(amount))
    return int(amount.scaleb(digits).to_integral_value(ROUND_HALF_UP))


def from_minor(amount: int, currency: str) -> Decimal:
    """Minor units as an amount in the currency's own unit, with all its decimals."""
    return Decimal(amount).scaleb(-decimals(currency))


def apportion(amount: int, weights: Sequence[int]) -> list[int]:
    """Whole parts of `amount` in proportion to `weights`, which add up to it exactly.

    Largest remainder (Hamilton): everyone gets the share rounded down; what is left goes, one by
    one, to the largest remainders, the earlier of equal ones first. A negative amount mirrors
    the positive. ValueError when the weights are negative or add up to nothing.
    """
    whole = sum(weights)
    if whole <= 0 or min(weights) < 0:
        raise ValueError("weights are not negative and add up to something")
    size = abs(amount)
    parts = [size * weight // whole for weight in weights]
    remainders = [size * weight % whole for weight in weights]
    by_remainder = sorted(range(len(parts)), key=lambda index: -remainders[index])
    for index in by_remainder[: size - sum(parts)]:
        parts[index] += 1
    return parts if amount >= 0 else [-part for part in parts]


def _clean(text: str) -> str:
    """One kind of space, apostrophe and minus sign; "12,-" says its cents; NFKC for the rest."""
    plain = unicodedata.normalize("NFKC", text).strip()
    plain = re.sub(r"[−–—]", "-", re.sub(r"[’‘`´]", "'", plain))
    return re.sub(r"(?<=\d)([.,])-+(?!\d)", r"\g<1>0", plain)


def _taken_apart(text: str) -> tuple[str, bool]:
    """The digits with all their marks, and whether the amount is negative."""
    found = _AMOUNT.fullmatch(_clean(text))
    if found is None or not _is_unit(found["unit"]) or not _is_unit(found["after"]):
        raise NotAnAmount("“{text}” is not an amount.", text=text)
    signs = [found[place] for place in ("sign", "inner", "behind") if found[place]]
    brackets = [found[place] for place in ("open", "close") if found[place]]
    if len(brackets) == 1 or len(signs) + len(brackets) // 2 > 1:
        raise NotAnAmount("“{text}” is not an amount.", text=text)
    return found["digits"], bool(brackets) or signs == ["-"]


def _is_unit(unit: str | None) -> bool:
    """Whether it is nothing, a symbol, or three letters that are a currency's."""
    is_code = unit is not None and len(unit) == 3 and unit.isascii() and unit.isalpha()
    return unit is None or not is_code or is_currency(unit.upper())


def _decimal_mark(digits: str, text: str) -> str:
    """Which mark is the decimal one, told from the shape of the number alone."""
    marks = [char for char in digits if char in ".,"]
    if not marks:
        return "."
    last = marks[-1]
    if len(set(marks)) == 2:
        return last
    other = "," if last == "." else "."
    if len(marks) > 1:
        return other
    before, _, after = digits.partition(last)
    could_group = len(after) == 3 and re.fullmatch(r"[1-9]\d{0,2}", before)
    if could_group:
        raise AmbiguousAmount(
            "“{text}” can be read in two ways: say which mark is the decimal one.", text=text
        )
    return last


def _ungrouped(whole: str, mark: str) -> str | None:
    """The digits of a whole part, or None when it is not grouped as people group thousands."""
    separators = {char for char in whole if not char.isdigit()}
    if not separators:
        return whole
    if len(separators) > 1 or not separators <= {mark, "'", " "}:
        return None
    separator = separators.pop()
    return whole.replace(separator, "") if _WHOLE.fullmatch(whole.replace(separator, "G")) else None
