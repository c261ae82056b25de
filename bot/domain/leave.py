"""Days somebody is away, never why: what makes sense, and how a form names them. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.errors import FormError, UsageError
from store.records import Person

LONGEST = 731
"""Days of one leave: a longer one is a slip of the year."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Away:
    """Days somebody is away, both included."""

    first: date
    last: date


@dataclass(frozen=True, kw_only=True, slots=True)
class LeavePage:
    """What a form of leave shows: whose it is, whether that is the reader, and what is known."""

    person: Person
    name: str
    is_self: bool
    away: Sequence[Away]
    people: Sequence[Person]  # whose leave the reader may write down; themselves first, by name


def checked(first: date | None, last: date | None) -> Away:
    """Days that make sense together; without a last day it is one day.

    FormError when they have no beginning, end before they begin, or last for years.
    """
    if first is None:
        raise FormError("first", "Choose the first day.")
    if last is None:
        last = first
    if last < first:
        raise FormError("last", "The last day is before the first.")
    if (last - first).days >= LONGEST:
        raise FormError("last", "That is longer than two years: check the year.")
    return Away(first=first, last=last)


def removal(person_id: int, away: Away) -> str:
    """What a button that removes these days carries."""
    return f"{person_id}/{away.first.isoformat()}/{away.last.isoformat()}"


def removed(value: str) -> tuple[int, Away]:
    """Whose days a button removes; UsageError for what no button of ours carries."""
    try:
        person, first, last = value.split("/")
        return int(person), Away(first=date.fromisoformat(first), last=date.fromisoformat(last))
    except ValueError:
        raise UsageError("That button is not valid any more; send the command again.") from None
