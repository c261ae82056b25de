"""What somebody asks for, free of how it was said; and one canonical way to say it again.

Hashable, so that answers can be remembered; the canonical words go into buttons and menus.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.grouping import Group
from bot.domain.periods import Period
from bot.domain.words import quotable

Moment = date | datetime
"""A local date (up to and with its last moment) or an exact, aware moment in UTC."""


class Mode(StrEnum):
    """Which question it is."""

    BOARD = "board"
    ME = "me"  # one person's place: mine, or that of `person`
    WHY = "why"  # the entries behind one person's number, or what moved it since a moment
    DIFF = "diff"  # what moved on the board since a moment
    BADGES = "badges"  # one person's badges: mine, or those of `person`
    HELP = "help"


@dataclass(frozen=True, kw_only=True, slots=True)
class Named:
    """A team, region, product, source or person: its id, its name, and words that say only it.

    `word` is set where the name alone would not do: an e-mail address or "#" and the id.
    """

    id: int
    name: str
    word: str | None = None

    def words(self, kind: str) -> str:
        """Canonical words, e.g. `team "Alpha"`."""
        return f'{kind} "{quotable(self.word or self.name)}"'


@dataclass(frozen=True, kw_only=True, slots=True)
class Query:
    """One question. Filters of one kind widen each other, of different kinds narrow."""

    metric: str  # key
    period: Period
    by: Group = Group.REP
    sale_types: tuple[str, ...] = ()
    teams: tuple[Named, ...] = ()
    regions: tuple[Named, ...] = ()
    products: tuple[Named, ...] = ()
    sources: tuple[Named, ...] = ()
    own: tuple[str, ...] = ()  # "region", "team": those of whoever asks, settled by the service
    top: int | None = None  # rows a page; None leaves it to the reader's default
    page: int = 1
    everyone: bool = False  # every row, no page
    mode: Mode = Mode.BOARD
    person: Named | None = None
    as_of: Moment | None = None  # as it was known then
    since: Moment | None = None  # what was recorded after it

    def words(self) -> str:
        """Canonical English words that parse back to this query, on any day."""
        parts = [self.mode.value] if self.mode is not Mode.BOARD else []
        parts += [f"metric {self.metric}", f"period {self.period.words()}", f"by {self.by}"]
        parts += [f"type {sale_type}" for sale_type in self.sale_types]
        for kind, names in (
            ("team", self.teams),
            ("region", self.regions),
            ("product", self.products),
            ("source", self.sources),
            ("person", (self.person,) if self.person else ()),
        ):
            parts += [name.words(kind) for name in names]
        parts += [f"own {kind}" for kind in self.own]
        if self.top is not None:
            parts.append(f"top {self.top}")
        if self.page != 1:
            parts.append(f"page {self.page}")
        if self.everyone:
            parts.append("all")
        if self.as_of is not None:
            parts.append(f"as of {moment_words(self.as_of)}")
        if self.since is not None:
            parts.append(f"since {moment_words(self.since)} board")
        return " ".join(parts)


def moment_words(moment: Moment) -> str:
    """An ISO date, or an ISO moment in UTC to the microsecond when it has any."""
    if isinstance(moment, datetime):
        return moment.isoformat().replace("+00:00", "Z")
    return moment.isoformat()
