"""Decides how the bell tells what a won deal did to the standings. Only good news gets here; the
sentence says what held when the bell rang."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from itertools import groupby

from bot.domain.bell_rings import Ring, Standing
from bot.i18n import Translator

_TOLD = 5  # people of one message


def places(rings: Sequence[Ring], name: Callable[[int], str], tr: Translator) -> str:
    """One line of escaped mrkdwn; empty when there is nothing to tell, or when a deal is not any
    more what it was when it rang. `name` gives the escaped name of a person."""
    if any(ring.chime is None or ring.win != ring.chime.win for ring in rings):
        return ""
    chimes = [ring.chime for ring in rings if ring.chime]
    standings = sorted({one for chime in chimes for one in chime.standings}, key=_order)
    if len(chimes) > 1:  # of many, those who moved up; of one deal, also who stays
        standings = [one for one in standings if one.before != one.place]
    people = {part.person_id for chime in chimes for part in chime.win.shares}
    if len(standings) == len(people) == 1:
        return _own_place(standings[0], tr)
    return " ".join(
        tr.gettext(
            "Now in {month}: {names}.",
            month=tr.month(month),
            names=tr.join([_named_place(one, name(one.person_id), tr) for one in several]),
        )
        for month, several in groupby(standings[:_TOLD], key=lambda one: one.month)
    )


def _order(standing: Standing) -> tuple[date, int, int]:
    return standing.month, standing.place, standing.person_id


def _own_place(standing: Standing, tr: Translator) -> str:
    place, month = f"*{tr.ordinal(standing.place)}*", tr.month(standing.month)
    if standing.before is None:
        return tr.gettext("Now {place} in {month}.", place=place, month=month)
    if standing.before == standing.place:
        return tr.gettext("Still {place} in {month}.", place=place, month=month)
    before = tr.ordinal(standing.before)
    return tr.gettext(
        "Now {place} in {month}, up from {before}.", place=place, month=month, before=before
    )


def _named_place(standing: Standing, name: str, tr: Translator) -> str:
    place = tr.ordinal(standing.place)
    if standing.before is None or standing.before == standing.place:
        return f"{name} {place}"
    before = tr.ordinal(standing.before)
    return tr.gettext("{name} {place} (was {before})", name=name, place=place, before=before)
