"""What a post may say about people in front of everybody: the top, never the bottom.

`listing` decides what is shown, `faults` looks at it again with fresh eyes before it is posted.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.boards import Row
from bot.domain.metrics import Value

UNLISTED = 3
"""So many people at least stay unlisted together: of fewer, the total and a subtraction (one's own
value, for somebody who is one of two) would tell what each of them has."""


class Fault(StrEnum):
    """What is wrong with a listing; the words are for the log and the tests."""

    LAST = "a last place is listed"
    TOO_FEW = "the few who are unlisted are told by the rest"
    ZERO = "a value of nothing or less is listed"
    TOTAL = "the total tells what the unlisted have"
    GAP = "the rows are not the top"


@dataclass(frozen=True, kw_only=True, slots=True)
class Listing:
    """What a post shows of standings: rows from the top, how many are ranked and not shown, and
    the total when nobody's value follows from it."""

    rows: tuple[Row, ...]
    unlisted: int
    total: Value | None


def listing(
    wanted: Sequence[Row],
    standings: Sequence[Row],
    total: Value | None,
    *,
    ascending: bool = False,
    of_people: bool = True,
) -> Listing:
    """The part of `wanted` (rows from the top) that may be posted.

    Left out are the last place, values of nothing or less (unless less is better), and rows until
    UNLISTED people stay unlisted together (one, on a board of teams). Rows that share a place stay
    or go together. A first place is always shown: nobody is ashamed of it.
    """
    least = UNLISTED if of_people else 1
    last = standings[-1].place if standings else 1
    rows = [row for row in wanted if row.place == 1 or row.place < last]
    while rows and rows[-1].place > 1 and len(standings) - len(rows) < least:
        rows = [row for row in rows if row.place < rows[-1].place]
    shown = tuple(row for row in rows if ascending or row.value > 0)
    unlisted = len(standings) - len(shown)
    is_safe = unlisted >= UNLISTED and len(shown) > 0
    return Listing(rows=shown, unlisted=unlisted, total=total if is_safe else None)


def may_be_named(row: Row, standings: Sequence[Row], *, ascending: bool = False) -> bool:
    """Whether somebody may be praised by name: not from the last place, not with nothing."""
    is_last = row.place > 1 and row.place == standings[-1].place
    return not is_last and (ascending or row.value > 0)


def faults(
    shown: Listing,
    named: Collection[int],
    standings: Sequence[Row],
    *,
    ascending: bool = False,
    of_people: bool = True,
) -> tuple[Fault, ...]:
    """Everything about a post that nobody should read: the check every post passes last.

    `named` are the keys of everybody whom its words name.
    """
    found = set()
    by_key = {row.key: row for row in standings}
    keys = [row.key for row in shown.rows]
    if keys != [row.key for row in standings[: len(keys)]]:
        found.add(Fault.GAP)
    for row in (by_key[key] for key in {*keys, *named} & by_key.keys()):
        if row.place > 1 and row.place == standings[-1].place:
            found.add(Fault.LAST)
        if row.value <= 0 and not ascending:
            found.add(Fault.ZERO)
    unlisted = len(standings) - len(keys)
    is_lead_only = all(row.place == 1 for row in shown.rows)
    if not is_lead_only and unlisted < (UNLISTED if of_people else 1):
        found.add(Fault.TOO_FEW)
    if shown.total is not None and unlisted < UNLISTED:
        found.add(Fault.TOTAL)
    return tuple(sorted(found))
