"""Puts the readings of one command together into a Query, or says which of them clash.

Knows nothing of words and their order: only what was said, and what was left unsaid.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple

from bot.domain.comparing import holding
from bot.domain.grouping import Group
from bot.domain.meaning import Reading
from bot.domain.periods import Kind, Period
from bot.domain.query import Mode, Moment, Named, Query
from bot.domain.vocabulary import Vocabulary
from bot.errors import UsageError

_ONCE = ("metric", "period", "by", "top", "page", "as_of", "since", "person", "everyone")


class Placed(NamedTuple):
    """A reading and the index of its first token."""

    start: int
    reading: Reading


class SaidTwiceError(UsageError):
    """Two metrics, two periods, …; `spans` are the tokens of each."""

    def __init__(self, placed: Sequence[Placed]) -> None:
        super().__init__("Only one of these at a time: {choices}.", choices="")
        self.spans = [(start, start + reading.length) for start, reading in placed]


class SinceWhenError(UsageError):
    """What moved was asked, but not since when."""


@dataclass(frozen=True, slots=True)
class _Said:
    """What a command said, by part."""

    once: Mapping[str, object]
    many: Mapping[str, Sequence[object]]

    def moment(self, part: str) -> Moment | None:
        """A date or moment that was said."""
        value = self.once.get(part)
        return value if isinstance(value, date) else None

    def number(self, part: str) -> int | None:
        """A number that was said."""
        value = self.once.get(part)
        return value if isinstance(value, int) else None

    def names(self, part: str) -> tuple[Named, ...]:
        """The names that were said, each once, in order of spelling."""
        found = {value for value in self.many.get(part, ()) if isinstance(value, Named)}
        return tuple(sorted(found, key=lambda named: (named.name.casefold(), named.id)))


def assemble(placed: Sequence[Placed], vocabulary: Vocabulary, today: date) -> Query:
    """The query that the readings make together, or a SaidTwiceError or a SinceWhenError."""
    said = _collect(placed)
    modes = {Mode(str(value)) for value in said.many.get("mode", ())}
    period, since = _period_and_since(said, Mode.DIFF in modes)
    person = said.once.get("person")
    by = said.once.get("by")
    as_of = said.moment("as_of")
    query = Query(
        metric=str(said.once.get("metric", vocabulary.main_metric)),
        period=period or _default_period(as_of or since, vocabulary, today),
        by=by if isinstance(by, Group) else Group.REP,
        sale_types=tuple(sorted({str(value) for value in said.many.get("sale_type", ())})),
        teams=said.names("team"),
        regions=said.names("region"),
        products=said.names("product"),
        sources=said.names("source"),
        own=tuple(sorted({str(value) for value in said.many.get("own", ())})),
        top=said.number("top"),
        page=said.number("page") or 1,
        everyone="everyone" in said.once,
        person=person if isinstance(person, Named) else None,
        as_of=as_of,
        since=since,
    )
    return replace(query, mode=_mode(modes, query))


def _collect(placed: Iterable[Placed]) -> _Said:
    once: dict[str, Placed] = {}
    many: dict[str, list[object]] = {}
    clashes: dict[str, list[Placed]] = {}
    for one in placed:
        part, value = one.reading.part, one.reading.value
        if part not in _ONCE:
            many.setdefault(part, []).append(value)
        elif once.setdefault(part, one).reading.value != value:
            clashes.setdefault(part, [once[part]]).append(one)
    for clash in clashes.values():
        raise SaidTwiceError(clash)
    return _Said({part: one.reading.value for part, one in once.items()}, many)


def _period_and_since(said: _Said, is_diff: bool) -> tuple[Period | None, Moment | None]:
    """With "diff" or "moved", a bare "since 1 sep" or "friday" says since when, not the period."""
    period = said.once.get("period")
    since = said.moment("since")
    if not isinstance(period, Period):
        period = None
    if is_diff and since is None:
        if period is None or period.kind not in (Kind.SINCE, Kind.DAY):
            raise SinceWhenError("Moved since when?")
        return None, period.start
    return period, since


def _mode(modes: set[Mode], query: Query) -> Mode:
    for mode in (Mode.HELP, Mode.WHY, Mode.BADGES):
        if mode in modes:
            return mode
    if Mode.ME in modes or query.person is not None:
        return Mode.ME
    return Mode.BOARD if query.since is None else Mode.DIFF


def _default_period(moment: Moment | None, vocabulary: Vocabulary, today: date) -> Period:
    """This month; for a board as it stood on a day, the month of that day."""
    on = moment.date() if isinstance(moment, datetime) else moment
    return holding(Kind.MONTH, on or today, vocabulary.calendar)
