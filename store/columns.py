"""How values are kept in columns: days, moments and text keys, and types a STRICT table accepts.

Knows no table. Days are proleptic ordinals, moments are microseconds since 1970 in UTC: both sort,
compare and index as integers, and mean the same on SQLite and PostgreSQL.
"""

from __future__ import annotations

import unicodedata
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Boolean, Float, SmallInteger, String, Text
from sqlalchemy.ext.compiler import compiles

from store.errors import StoreError

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def to_micros(moment: datetime) -> int:
    """Aware moment -> microseconds since 1970; a naive one is refused, its zone is unknowable."""
    if moment.tzinfo is None:
        raise StoreError(f"a moment without a zone cannot be stored: {moment.isoformat()}")
    return (moment - EPOCH) // MICROSECOND


def from_micros(micros: int) -> datetime:
    """Microseconds since 1970 -> aware UTC moment."""
    return EPOCH + timedelta(microseconds=micros)


def to_day(day: date | None) -> int | None:
    """Local date -> proleptic ordinal; None stays None."""
    return None if day is None else day.toordinal()


def from_day(ordinal: int | None) -> date | None:
    """Proleptic ordinal -> local date; None stays None."""
    return None if ordinal is None else date.fromordinal(ordinal)


def name_key(name: str) -> str:
    """What makes two names the same: case, accents, and spacing do not count."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(letters.split())


# A STRICT table knows INTEGER, REAL, TEXT and BLOB only; SQLAlchemy's usual names are refused.
@compiles(String, "sqlite")
@compiles(Text, "sqlite")
def _text(*_: Any, **__: Any) -> str:
    return "TEXT"


@compiles(BigInteger, "sqlite")
@compiles(SmallInteger, "sqlite")
@compiles(Boolean, "sqlite")
def _integer(*_: Any, **__: Any) -> str:
    return "INTEGER"


@compiles(Float, "sqlite")
def _real(*_: Any, **__: Any) -> str:
    return "REAL"
