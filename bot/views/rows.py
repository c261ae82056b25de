"""Decides how one row of a board reads: as table cells, as JSON text of them, and in words.

One Rows is made per ranking and language and kept with the ranking; it remembers what it wrote.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from json.encoder import encode_basestring_ascii as quoted

from bot.domain.boards import Ranking, Row
from bot.domain.grouping import Group
from bot.domain.metrics import Value
from bot.i18n import Translator
from bot.views.parts import Align, Json, bold_cell, cell, escape, shorten
from bot.views.values import shown
from bot.views.wording import is_whole, movement_sign, movement_words, row_name

_NAME = 28  # characters of a name: what a phone shows beside a place, a value and a movement
_GAP = "⋮"
_HOLE = "\u0000"
_PLAIN = json.dumps(cell(_HOLE)).split(quoted(_HOLE))
_BOLD = json.dumps(bold_cell(_HOLE)).split(quoted(_HOLE))


class Rows:
    """Writes the rows of one ranking in one language."""

    def __init__(self, ranking: Ranking, tr: Translator) -> None:
        """Nothing is written yet."""
        self.ranking = ranking
        self._tr = tr
        self._by = ranking.query.by
        self._is_whole = is_whole(ranking)
        self._encoded: dict[int, str] = {}
        self._own: dict[tuple[int, str], str] = {}
        self._words: dict[int, str] = {}

    def header(self) -> list[Json]:
        """The first row of the table, which names the columns."""
        tr = self._tr
        name = shorten(tr.gettext(self.ranking.metric.name), _NAME)
        match self._by:
            case Group.COMPANY:
                return [cell(tr.gettext("Company")), cell(name), cell(tr.gettext("Before"))]
            case Group.TEAM:
                what = tr.gettext("Team")
            case Group.REGION:
                what = tr.gettext("Region")
            case _:
                what = tr.gettext("Rep")
        return [cell("#"), cell(what), cell(name), cell("▲▼")]

    def aligns(self) -> tuple[Align, ...]:
        """How the columns stand: numbers to the right."""
        if self._by is Group.COMPANY:
            return ("left", "right", "right")
        return ("right", "left", "right", "right")

    def cells(self, row: Row) -> list[Json]:
        """Somebody's row."""
        return [cell(text) for text in self._texts(row)]

    def encoded(self, row: Row) -> str:
        """The JSON text of somebody's row."""
        found = self._encoded.get(row.key)
        if found is None:
            found = self._encoded[row.key] = _encode(self._texts(row), _PLAIN)
        return found

    def encoded_own(self, row: Row, mark: str) -> str:
        """The JSON text of the viewer's row: bold, and marked in words, as screen readers and
        people who do not see bold need it."""
        found = self._own.get((row.key, mark))
        if found is None:
            found = self._own[row.key, mark] = _encode(self._texts(row, mark), _BOLD)
        return found

    def skipped(self, count: int) -> str:
        """The JSON text of the row of dots between the top and one's own neighbourhood."""
        return _dots(count, self._tr)

    def words(self, row: Row) -> str:
        """A row for screen readers, as escaped mrkdwn: "1st Sofia Peeters, €61,200, up 2"."""
        found = self._words.get(row.key)
        if found is None:
            found = self._words[row.key] = self._tell(row)
        return found

    def value(self, value: Value) -> str:
        """A value as it stands in the table."""
        ranking = self.ranking
        unit, currency = ranking.metric.unit, ranking.currency
        return shown(value, unit, currency, self._tr, whole=self._is_whole)

    def _texts(self, row: Row, mark: str = "") -> tuple[str, ...]:
        """A row's cells: place, name, value, movement; of the company its value now and before."""
        name = shorten(row_name(row, self._by, self._tr), _NAME)
        if mark:
            name = f"{name} ({mark})"
        if self._by is Group.COMPANY:
            before = self.ranking.total_before
            return name, self.value(row.value), "–" if before is None else self.value(before)
        return str(row.place), name, self.value(row.value), movement_sign(row, self._tr)

    def _tell(self, row: Row) -> str:
        name, value = escape(row_name(row, self._by, self._tr)), self.value(row.value)
        if self._by is Group.COMPANY:
            return f"{name}, {value}"
        told = f"{self._tr.ordinal(row.place)} {name}, {value}"
        moved = movement_words(row, self._tr)
        return f"{told}, {moved}" if moved else told


@lru_cache(maxsize=4096)
def _dots(count: int, tr: Translator) -> str:
    more = tr.ngettext("{count} more", "{count} more", count)
    return _encode((_GAP, f"{_GAP} {more}", _GAP, _GAP), _PLAIN)


def rows_of(ranking: Ranking, tr: Translator) -> Rows:
    """The one writer of a ranking's rows in a language."""
    return ranking.once(("rows", tr.language), lambda: Rows(ranking, tr))


def _encode(texts: Sequence[str], around: Sequence[str]) -> str:
    """A row of cells as JSON text, by the shape of one cell: ten times as fast as json.dumps."""
    before, after = around
    return "[" + ", ".join([before + quoted(text) + after for text in texts]) + "]"
