"""Decides what the sample company's CRM showed on Friday: today's deals with a few days of life
taken away. Knows nothing of how either state is recorded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from bot.demo.market import works_on
from bot.demo.records import LOST, OPEN_STAGES, WON, Credit, Deal, Person


def last_friday(today: date) -> date:
    """The last Friday before `today`; on a Friday that of the week before."""
    return today - timedelta(days=(today.weekday() - 5) % 7 + 1)


def with_corrections(
    deals: tuple[Deal, ...], reps: tuple[Person, ...], friday: date, chance: Random
) -> tuple[tuple[Deal, ...], tuple[Deal, ...]]:
    """The deals as of Friday morning and as of now.

    Of the newest won deals closed before Friday three were entered late, three had another
    amount, two another owner, two a sole owner and one was lost; one that was won has reopened.
    """
    edits: list[Callable[[Deal], tuple[Deal | None, Deal]]] = [
        *[_entered_late] * 3,
        *[lambda deal: _amount_edited(deal, chance)] * 3,
        *[lambda deal: _reassigned(deal, reps, friday, chance)] * 2,
        *[lambda deal: _was_undivided(deal, reps, friday, chance)] * 2,
        _won_after_all,
        _reopened,
    ]
    won = [deal for deal in deals if deal.stage == WON and len(deal.credits) == 1]
    wins = Counter(deal.credits[0].rep for deal in won)
    # Nobody may lose an only deal to an edit: in the demo everybody has one.
    safe = [deal for deal in won if _closed_before(deal, friday) and wins[deal.credits[0].rep] > 9]
    chosen = chance.sample(safe[-40:], len(edits))
    edited = {deal.external_id: edit(deal) for deal, edit in zip(chosen, edits, strict=True)}
    pairs = [edited.get(deal.external_id) or (_before(deal, friday), deal) for deal in deals]
    return (
        tuple(then for then, _ in pairs if then is not None),
        tuple(now for _, now in pairs),
    )


def _before(deal: Deal, friday: date) -> Deal | None:
    """The same deal before anything of that Friday and later had happened."""
    if deal.created_on >= friday:
        return None
    if deal.closed_on is None or _closed_before(deal, friday):
        return deal
    return replace(deal, stage=OPEN_STAGES[-1], closed_on=None)


def _closed_before(deal: Deal, day: date) -> bool:
    return deal.closed_on is not None and deal.closed_on < day


def _entered_late(deal: Deal) -> tuple[None, Deal]:
    return None, deal


def _amount_edited(deal: Deal, chance: Random) -> tuple[Deal, Deal]:
    return replace(deal, cents=deal.cents * chance.choice((80, 110, 125)) // 100), deal


def _reassigned(
    deal: Deal, reps: tuple[Person, ...], friday: date, chance: Random
) -> tuple[Deal, Deal]:
    return replace(deal, credits=(Credit(_colleague(deal, reps, friday, chance)),)), deal


def _was_undivided(
    deal: Deal, reps: tuple[Person, ...], friday: date, chance: Random
) -> tuple[Deal, Deal]:
    colleague = _colleague(deal, reps, friday, chance)
    return deal, replace(deal, credits=(Credit(deal.credits[0].rep, 60), Credit(colleague, 40)))


def _won_after_all(deal: Deal) -> tuple[Deal, Deal]:
    return replace(deal, stage=LOST), deal


def _reopened(deal: Deal) -> tuple[Deal, Deal]:
    return deal, replace(deal, stage=OPEN_STAGES[-1], closed_on=None)


def _colleague(deal: Deal, reps: tuple[Person, ...], day: date, chance: Random) -> str:
    """Somebody of the owner's team who works there on `day`."""
    owner = next(rep for rep in reps if rep.name == deal.credits[0].rep)
    near = [rep for rep in reps if rep.team == owner.team and works_on(rep, day)]
    return chance.choice([rep.name for rep in near if rep.name != owner.name])
