"""Cumulative sums per day and seat in memory: any range of dates is one subtraction a seat.

Derived from the totals of days and kept up by following the ledger's ids; forgets and reads again
rather than guess. Decides what stays in memory; knows no periods and no ranking.
"""

from __future__ import annotations

import threading
from array import array
from collections import Counter, OrderedDict
from collections.abc import Mapping
from itertools import accumulate

from store.cells import GRAIN_STEP, SEAT_MASK, SERIES_SHIFT, SLOT_SHIFT
from store.database import Driver
from store.records import Grain, Sum
from store.series import Key

MOST_CELLS = 6_000_000  # of all books together, at 16 bytes each
WORTH_IT = 2  # ranges of a series asked for before a book is made: a command line asks once
AHEAD = 400  # days a book is made longer than its data, so that new days find room
BEHIND = 50_000  # entries: further behind than this, reading anew is quicker than following

_NEWEST = "SELECT coalesce(max(id), 0) FROM entry"
_DAYS = "SELECT cell, amount, share FROM total WHERE cell BETWEEN :first AND :last"
_SPAN = (  # each end apart: together they would read every row between
    "SELECT (SELECT min(cell) FROM total WHERE cell BETWEEN :first AND :last), "
    "(SELECT max(cell) FROM total WHERE cell BETWEEN :first AND :last)"
)
_SINCE = (
    "SELECT seat_id, occurred_on, amount, share FROM entry "
    "WHERE id > :last AND id <= :newest AND series_id = :series"
)


class _Book:
    """One series: a row a seat, in which column i is the sum of all days before `first + i`."""

    def __init__(self, first: int, days: int, newest: int) -> None:
        self.first = first
        self.width = days + 1
        self.newest = newest  # the last entry id that is in
        self._rows: dict[int, int] = {}
        self._amounts = array("q")
        self._shares = array("q")

    @property
    def cells(self) -> int:
        return len(self._amounts)

    def has_room(self, day: int) -> bool:
        return self.first <= day < self.first + self.width - 1

    def put(self, seat: int, day: int, amount: int, share: int) -> None:
        """Set what a day came to; accumulate() once all are set."""
        at = self._row(seat) + day - self.first + 1
        self._amounts[at] = amount
        self._shares[at] = share

    def accumulate(self) -> None:
        """Turn the sums of days into sums up to each day."""
        for start in range(0, self.cells, self.width):
            row = slice(start, start + self.width)
            self._amounts[row] = array("q", accumulate(self._amounts[row]))
            self._shares[row] = array("q", accumulate(self._shares[row]))

    def add(self, seat: int, day: int, amount: int, share: int) -> None:
        """One more entry: it counts in every sum up to its day or a later one."""
        row = self._row(seat)
        for at in range(row + day - self.first + 1, row + self.width):
            self._amounts[at] += amount
            self._shares[at] += share

    def sums(self, key: Key, start: int, end: int) -> list[Sum]:
        """What each seat has on the days [start, end); zeros left out."""
        low, high = (min(max(day - self.first, 0), self.width - 1) for day in (start, end))
        columns = (
            column[at :: self.width]
            for column in (self._amounts, self._shares)
            for at in (high, low)
        )
        return [
            Sum(seat, *key, amount - less, share - fewer)
            for seat, amount, less, share, fewer in zip(self._rows, *columns, strict=True)
            if amount != less or share != fewer
        ]

    def _row(self, seat: int) -> int:
        row = self._rows.get(seat)
        if row is None:
            row = self._rows[seat] = len(self._rows) * self.width
            self._amounts.frombytes(bytes(8 * self.width))
            self._shares.frombytes(bytes(8 * self.width))
        return row


class DayBooks:
    """The books of the series that people ask ranges of."""

    def __init__(self) -> None:
        self._books: OrderedDict[int, _Book] = OrderedDict()
        self._asked: Counter[int] = Counter()
        self._lock = threading.Lock()

    def sums(
        self, driver: Driver, series: Mapping[int, Key], start: int, end: int
    ) -> list[Sum] | None:
        """The sums of these series over the days [start, end), ordinals; None: read them yourself.

        `driver` must not be inside a write transaction: what that wrote may still be undone.
        """
        with self._lock:
            self._asked.update(series.keys())
            if any(self._asked[number] < WORTH_IT for number in series):
                return None
            found: list[Sum] = []
            for number, key in series.items():
                book = self._current(driver, number)
                if book is None:
                    return None
                found += book.sums(key, start, end)
            return found

    def _current(self, driver: Driver, series_id: int) -> _Book | None:
        """The book with everything that is committed; None when it is too large to keep."""
        book = self._books.get(series_id)
        if book is None or not _follow(driver, series_id, book):
            book = _read(driver, series_id)
            if book is None:
                self._books.pop(series_id, None)
                return None
            self._books[series_id] = book
        self._books.move_to_end(series_id)
        while sum(kept.cells for kept in self._books.values()) > MOST_CELLS:
            self._books.popitem(last=False)
        return book if series_id in self._books else None


def _follow(driver: Driver, series_id: int, book: _Book) -> bool:
    """Add what was posted since; False when reading anew is the only or the quicker way."""
    newest = driver.run(_NEWEST).fetchone()[0]
    if newest == book.newest:
        return True
    if newest - book.newest > BEHIND:
        return False
    params = {"last": book.newest, "newest": newest, "series": series_id}
    entries = driver.run(_SINCE, params).fetchall()
    if not all(book.has_room(day) for _, day, _, _ in entries):
        return False
    for entry in entries:
        book.add(*entry)
    book.newest = newest
    return True


def _read(driver: Driver, series_id: int) -> _Book | None:
    """A book of the totals as they are; None when it is too large or the ledger moves meanwhile."""
    newest = driver.run(_NEWEST).fetchone()[0]
    of_days = (series_id << SERIES_SHIFT) + (Grain.DAY * GRAIN_STEP << SLOT_SHIFT)
    within = {"first": of_days, "last": of_days + (GRAIN_STEP << SLOT_SHIFT) - 1}
    span = driver.run(_SPAN, within).fetchone()
    if span[0] is None:
        return _Book(1, 0, newest)
    first, last = ((cell - of_days) >> SLOT_SHIFT for cell in span)
    book = _Book(first, last - first + 1 + AHEAD, newest)
    for cell, amount, share in driver.run(_DAYS, within):
        book.put(cell & SEAT_MASK, (cell - of_days) >> SLOT_SHIFT, amount, share)
        if book.cells > MOST_CELLS:
            return None
    book.accumulate()
    # PostgreSQL shows each statement the newest commits: entries between the two reads would
    # be in the totals and be followed again
    return book if driver.run(_NEWEST).fetchone()[0] == newest else None
