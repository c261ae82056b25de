"""Decides whether what somebody filled in makes a bell: amounts, times, zone, filters.

Takes texts as a form or the command line gives them; every refusal names the field it is about.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from bot.domain.bell import LANGUAGES, MOST_BUNDLE, MOST_FRESH, SALE_TYPES, Bell, is_zone
from bot.domain.bell_hours import QuietHours
from bot.domain.money import from_minor, parse_amount, to_minor
from bot.errors import FormError, UserError

AMOUNT, CUSTOMER = "amount", "customer"
_CHANNEL = re.compile(r"[CG][A-Z0-9]{2,}")
_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
T = TypeVar("T")


@dataclass(frozen=True, kw_only=True, slots=True)
class Filled:
    """A bell as texts. `teams` are ids or names; `bundle` is in seconds, times are "22:00"."""

    threshold: str = ""
    shows: tuple[str, ...] = (AMOUNT,)
    quiet_from: str = ""
    quiet_to: str = ""
    zone: str = "UTC"
    bundle: str = "60"
    fresh_days: str = "3"
    sale_types: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    locale: str = "en"


def filled_from(bell: Bell, currency: str) -> Filled:
    """A bell as it stands in a form."""
    amount = f"{from_minor(bell.threshold, currency):f}" if bell.threshold else ""
    whole, _, cents = amount.partition(".")
    return Filled(
        threshold=amount if cents.strip("0") else whole,
        shows=(AMOUNT,) * bell.shows_amount + (CUSTOMER,) * bell.shows_customer,
        quiet_from=clock_text(bell.quiet.start) if bell.quiet else "",
        quiet_to=clock_text(bell.quiet.end) if bell.quiet else "",
        zone=bell.zone,
        bundle=str(bell.bundle),
        fresh_days=str(bell.fresh_days),
        sale_types=tuple(sorted(bell.sale_types)),
        teams=tuple(str(team) for team in sorted(bell.teams)),
        locale=bell.locale,
    )


def clock_text(minute: int) -> str:
    """A minute of the day as a clock shows it."""
    return f"{minute // 60:02}:{minute % 60:02}"


def draft_from(
    channel: str,
    filled: Filled,
    *,
    currency: str,
    teams: Mapping[int, str],
    decimal_mark: str | None = None,
) -> Bell:
    """The bell that was filled in; FormError beside the first field that makes no sense.

    `decimal_mark` is that of who filled it in, where their language settles it.
    """
    if not _CHANNEL.fullmatch(channel):
        raise FormError("channel", "Choose a channel.")
    if not is_zone(filled.zone):
        raise FormError("zone", "I do not know the time zone {zone}.", zone=filled.zone)
    if not set(filled.sale_types) <= set(SALE_TYPES):
        raise FormError("sale_types", "Sale types are new, upsell and renewal.")
    if filled.locale not in LANGUAGES:
        raise FormError("locale", "Languages are en and nl.")
    if not set(filled.shows) <= {AMOUNT, CUSTOMER}:
        raise FormError("shows", "What can be shown is amount and customer.")
    return Bell(
        channel=channel,
        threshold=_threshold(filled.threshold, currency, decimal_mark),
        shows_amount=AMOUNT in filled.shows,
        shows_customer=CUSTOMER in filled.shows,
        quiet=_quiet(filled.quiet_from, filled.quiet_to),
        zone=filled.zone,
        bundle=_number("bundle", filled.bundle, MOST_BUNDLE),
        fresh_days=_number("fresh_days", filled.fresh_days, MOST_FRESH),
        teams=frozenset(_team(one, teams) for one in filled.teams),
        sale_types=frozenset(filled.sale_types),
        locale=filled.locale,
    )


def _threshold(text: str, currency: str, mark: str | None) -> int:
    if not text.strip():
        return 0
    plain = re.fullmatch(r"\d+(?:\.\d{1,2})?", text.strip())  # as the form itself writes it
    amount = _beside(
        "threshold",
        lambda: to_minor(parse_amount(text, "." if plain else mark), currency),
    )
    if amount < 0:
        raise FormError("threshold", "The least amount cannot be negative.")
    return amount


def _quiet(start: str, end: str) -> QuietHours | None:
    if not start and not end:
        return None
    if not start or not end:
        field = "quiet_to" if start else "quiet_from"
        raise FormError(field, "Quiet hours need a start and an end.")
    first, last = _minute("quiet_from", start), _minute("quiet_to", end)
    return _beside("quiet_to", lambda: QuietHours(start=first, end=last))


def _minute(field: str, text: str) -> int:
    found = _TIME.fullmatch(text.strip())
    if found is None:
        raise FormError(field, "“{text}” is no time; write 22:00.", text=text)
    return int(found[1]) * 60 + int(found[2])


def _number(field: str, text: str, most: int) -> int:
    if not text.isascii() or not text.isdecimal() or not 0 <= int(text) <= most:
        raise FormError(field, "Write a whole number up to {most}.", most=most)
    return int(text)


def _team(text: str, teams: Mapping[int, str]) -> int:
    if text.isdecimal() and int(text) in teams:
        return int(text)
    named = [key for key, name in teams.items() if name.casefold() == text.strip().casefold()]
    if len(named) != 1:
        raise FormError("teams", "I do not know the team {team}.", team=text)
    return named[0]


def _beside(field: str, make: Callable[[], T]) -> T:
    """What `make` gives; what it refuses is told beside the field."""
    try:
        return make()
    except UserError as error:
        raise FormError(field, error.message, **error.params) from None
