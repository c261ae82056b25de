"""Decides whether what somebody filled in makes a schedule: words, rhythm, time, zone, holidays.

Takes texts as a form or the command line gives them; every refusal names the field it is about.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from functools import lru_cache
from zoneinfo import available_timezones

from babel import Locale
from babel.dates import get_day_names

from bot.domain.grammar import parse
from bot.domain.query import Mode, Query
from bot.domain.recurrence import LAST, Every, Rule, definition_of
from bot.domain.schedules import RHYTHMS, Field, Filled
from bot.domain.vocabulary import Vocabulary
from bot.domain.words import fold
from bot.domain.workdays import countries
from bot.errors import AmbiguousWords, FormError, UnknownWords, UserError
from bot.i18n import LANGUAGES
from store.records_schedules import ScheduleDraft, ScheduleKind

_CHANNEL = re.compile(r"(?:<#)?([CG][A-Z0-9]{2,})(?:\|[^>]*)?>?")
_TIME = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")
_LAST = frozenset({LAST, "laatste"})


def draft_from(filled: Filled, vocabulary: Vocabulary, today: date) -> ScheduleDraft:
    """The schedule that was filled in; FormError beside the first field that makes no sense."""
    if filled.kind not in set(ScheduleKind):
        raise FormError(Field.KIND, "Choose what is posted.")
    kind = ScheduleKind(filled.kind)
    rule = _rule(filled, kind)
    is_live = kind is ScheduleKind.LIVE
    if filled.locale not in LANGUAGES:
        raise FormError(Field.LOCALE, "Choose a language.")
    return ScheduleDraft(
        kind=kind,
        words=checked_words(filled.words, vocabulary, today),
        channel=_channel(filled.channel),
        rule=definition_of(rule),
        local_minute=0 if is_live else _minute(filled.time),
        zone=zone_named(filled.zone),
        country=None if is_live else country_named(filled.country),
        only_changed=filled.only_changed and not is_live,
        locale=filled.locale,
    )


def checked_words(words: str, vocabulary: Vocabulary, today: date) -> str:
    """The words of a board that everybody in a channel may read; FormError(Field.WORDS, …) else."""
    words = " ".join(words.split())
    try:
        query = parse(words, vocabulary, today)
    except AmbiguousWords as error:
        choices = " / ".join(one.label for one in error.suggestions)
        raise FormError(
            Field.WORDS,
            "“{words}” can be {choices}.",
            words=", ".join(error.words),
            choices=choices,
        ) from None
    except UnknownWords as error:
        way = next((one.words for one in error.suggestions), "help")
        raise FormError(
            Field.WORDS,
            "I do not know “{words}”. Try: {way}",
            words=", ".join(error.words),
            way=way,
        ) from None
    except UserError as error:
        raise FormError(Field.WORDS, error.message, **error.params) from None
    _refuse_private(query)
    return words


def _refuse_private(query: Query) -> None:
    if query.mode is not Mode.BOARD or query.person is not None:
        raise FormError(Field.WORDS, "Only a board can be posted, not one person's numbers.")
    if query.own:
        raise FormError(Field.WORDS, "A channel has no team or region of its own: name one.")
    if query.page != 1 or query.everyone:
        raise FormError(Field.WORDS, "A posted board is its top: leave out “all” and the page.")


def _rule(filled: Filled, kind: ScheduleKind) -> Rule:
    allowed = RHYTHMS[kind]
    every = allowed[0].value if len(allowed) == 1 else filled.every
    if every not in set(allowed):
        raise FormError(Field.EVERY, "Choose how often it is posted.")
    return Rule(
        every=Every(every),
        weekday=_weekday(filled.weekday) if every == Every.WEEK else 0,
        day=_day(filled.day) if every in {Every.MONTH, Every.QUARTER} else 1,
    )


def _weekday(text: str) -> int:
    found = _weekday_names().get(fold(text))
    if found is None:
        raise FormError(Field.WEEKDAY, "Choose a day of the week.")
    return found


@lru_cache(maxsize=1)
def _weekday_names() -> Mapping[str, int]:
    names = {str(number): number for number in range(7)}
    for language in LANGUAGES:
        for number, name in get_day_names(locale=language).items():
            names[fold(str(name))] = int(number)
    return names


def _day(text: str) -> int | None:
    if fold(text) in _LAST:
        return None
    if not text.isdecimal() or not 1 <= int(text) <= 31:
        raise FormError(Field.DAY, "Choose a day from 1 to 31, or the last one.")
    return int(text)


def _channel(text: str) -> str:
    found = _CHANNEL.fullmatch(text.strip())
    if found is None:
        raise FormError(Field.CHANNEL, "Choose a channel; its id starts with C.")
    return found[1]


def _minute(text: str) -> int:
    found = _TIME.fullmatch(text.strip())
    if found is None:
        raise FormError(Field.TIME, "Write a time of day such as 09:00.")
    return int(found[1]) * 60 + int(found[2])


def zone_named(text: str) -> str:
    """An IANA zone by its name, or by the name of its place alone: Amsterdam."""
    known = _zones()
    key = fold(text).replace(" ", "_")
    found = known.get(key)
    if found is not None:
        return found
    near = get_close_matches(key, known, n=1, cutoff=0.7)
    if near:
        raise FormError(
            Field.ZONE, "I do not know that time zone. Do you mean {zone}?", zone=known[near[0]]
        )
    raise FormError(Field.ZONE, "I do not know that time zone; write one such as Europe/Amsterdam.")


@lru_cache(maxsize=1)
def _zones() -> Mapping[str, str]:
    """Every zone by its folded name, and by its last part where that names one alone."""
    names = sorted(available_timezones() - {"Factory", "localtime", "posixrules"})
    parts: dict[str, list[str]] = {}
    for name in names:
        if "/" in name and not name.startswith(("Etc/", "posix/", "right/")):
            parts.setdefault(fold(name.rsplit("/", 1)[1]), []).append(name)
    short = {part: found[0] for part, found in parts.items() if len(found) == 1}
    return short | {fold(name): name for name in names}


def country_named(text: str) -> str | None:
    """The code of a country by its code or its name in one of our languages; None for none."""
    key = fold(text).strip()
    if not key:
        return None
    known = _country_names()
    if key in known:
        return known[key]
    near = get_close_matches(key, known, n=1, cutoff=0.7)
    if near:
        raise FormError(
            Field.COUNTRY,
            "I have no holidays for that. Do you mean {country}?",
            country=known[near[0]],
        )
    raise FormError(Field.COUNTRY, "I have no holidays for that; write a country, or nothing.")


@lru_cache(maxsize=1)
def _country_names() -> Mapping[str, str]:
    names = {code.casefold(): code for code in countries()}
    for language in LANGUAGES:
        for code, name in Locale(language).territories.items():
            if code in countries():
                names.setdefault(fold(str(name)), str(code))
    return names
