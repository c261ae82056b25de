"""What a rep types into the form of a deal, read strictly: what reads two ways is asked again.

Pure: knows no Slack, no store, and no texts beyond the keys of its refusals.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from babel.numbers import get_currency_symbol

from bot.domain.money import (
    AmbiguousAmount,
    NotAnAmount,
    parse_amount,
    to_minor,
    written_currency,
)
from bot.domain.typed_deals import DealRules
from bot.errors import FormError

KINDS = ("new", "upsell", "renewal")
LONGEST_REFERENCE = 200
MOST_DAYS_BACK = 366
_AMOUNT_WORDS = 3  # "€ 12 500" is the longest amount that is taken off the front of a line


class Field(StrEnum):
    """What a rep fills in; refusals name it, and forms are built with it."""

    AMOUNT = "amount"
    CUSTOMER = "customer"
    KIND = "kind"
    PRODUCT = "product"
    CLOSED_ON = "closed-on"
    COLLEAGUES = "colleagues"
    REFERENCE = "reference"


def days_back(text: str) -> int:
    """A number of days from a form; FormError when it is none or out of bounds."""
    if not text.isdecimal() or not 0 <= int(text) <= MOST_DAYS_BACK:
        raise FormError("days", "Give a number of days from 0 to {most}.", most=MOST_DAYS_BACK)
    return int(text)


def split_words(words: str) -> tuple[str, str]:
    """What is typed behind the command as (amount, customer): "12.500 Acme" is both.

    The amount is kept as it was written, also when it reads two ways: the form asks.
    """
    typed = words.split()
    for length in range(min(_AMOUNT_WORDS, len(typed)), 0, -1):
        if _reads_as_amount(typed[:length]):
            return " ".join(typed[:length]), " ".join(typed[length:])
    return "", " ".join(typed)


def _reads_as_amount(typed: Sequence[str]) -> bool:
    """Whether these words are one amount; "100 All" is no sum of leks, currencies are capitals."""
    if any(word.isalpha() and not word.isupper() for word in typed):
        return False
    try:
        parse_amount(" ".join(typed))
    except AmbiguousAmount:
        return True
    except NotAnAmount:
        return False
    return True


def read_amount(text: str, home: str) -> tuple[Decimal, str]:
    """An amount and its currency; `home` when none is written.

    FormError when it is no amount, reads two ways, is not more than nothing, or has a sign that
    stands for another currency than `home`.
    """
    try:
        amount = parse_amount(text)
    except AmbiguousAmount:
        large, small = _both_ways(text)
        raise FormError(
            Field.AMOUNT,
            "“{text}” reads two ways. Write {large} or {small}.",
            text=text,
            large=large,
            small=small,
        ) from None
    except NotAnAmount as error:
        raise FormError(Field.AMOUNT, error.message, **error.params) from None
    if amount <= 0:
        raise FormError(Field.AMOUNT, "A deal is worth more than nothing.")
    return amount, _currency(text, home)


def _both_ways(text: str) -> tuple[str, str]:
    """An amount that reads two ways, written so that it reads one way."""
    as_point, as_comma = parse_amount(text, "."), parse_amount(text, ",")
    large, small = max(as_point, as_comma), min(as_point, as_comma)
    mark = "." if small == as_point else ","
    return str(int(large)), f"{small:.2f}".replace(".", mark)


def _currency(text: str, home: str) -> str:
    """The currency that is written beside an amount, or `home`."""
    code = written_currency(text)
    if code is not None:
        return code
    signs = {char for char in text if unicodedata.category(char) == "Sc"}
    own = get_currency_symbol(home, locale="en_US")
    if any(sign not in own for sign in signs):
        raise FormError(
            Field.AMOUNT,
            "{sign} can be several currencies: write three letters, such as USD.",
            sign=signs.pop(),
        )
    return home


def in_minor(amount: Decimal, currency: str) -> int:
    """An amount in minor units; FormError when it is too long, or nothing is left of it."""
    try:
        minor = to_minor(amount, currency)
    except NotAnAmount as error:
        raise FormError(Field.AMOUNT, error.message, **error.params) from None
    if minor <= 0:
        raise FormError(Field.AMOUNT, "A deal is worth more than nothing.")
    return minor


def check_closing(day: date | None, today: date, rules: DealRules) -> date:
    """The day a sale closed; FormError when it is to come, or longer ago than the rules allow."""
    if day is None:
        return today
    if day > today:
        raise FormError(Field.CLOSED_ON, "That day is yet to come: log a deal once it is won.")
    first = today - timedelta(days=rules.days_back)
    if day < first:
        raise FormError(
            Field.CLOSED_ON,
            "That is too long ago to log here: from {day} on. Ask an admin to import it.",
            day=first,
        )
    return day


def clean_reference(text: str) -> str | None:
    """An id in the CRM as it is compared: without spaces around it; None when there is none."""
    plain = "".join(char for char in text if unicodedata.category(char) not in {"Cc", "Cf"}).strip()
    if len(plain) > LONGEST_REFERENCE:
        raise FormError(Field.REFERENCE, "A reference has at most {most} characters.",
                        most=LONGEST_REFERENCE)  # fmt: skip
    return plain or None


def checked_kind(text: str) -> str:
    """One of KINDS; the first when nothing was chosen. FormError for anything else."""
    if text and text not in KINDS:
        raise FormError(Field.KIND, "There is no sale type “{sale_type}”.", sale_type=text)
    return text or KINDS[0]
