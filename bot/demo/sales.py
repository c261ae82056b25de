"""Decides what the sample company's deals are: product, size, customer, age, who shares in them.
Pure: chance and the day come in as arguments."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from random import Random

from bot.demo.catalogue import CUSTOMERS, KINDS, PRODUCTS
from bot.demo.market import Talent, closings, talents, works_on
from bot.demo.records import LOST, OPEN_STAGES, WON, Credit, Deal, Person

FIRST_NUMBER = 1001
_PRODUCT_WEIGHTS = [product.weight for product in PRODUCTS]
# A few customers buy again and again.
_CUSTOMER_WEIGHTS = [10 / (10 + place) for place in range(len(CUSTOMERS))]
_DISCOUNTS = (0, 0, 0, 5, 5, 10, 10, 15, 20)
_SHARED = 0.05
_ELSEWHERE = 0.03
_SHARES = (80, 70, 60, 50)


def all_deals(
    reps: tuple[Person, ...], start: date, today: date, chance: Random
) -> tuple[Deal, ...]:
    """Closed deals from `start` through `today`, oldest first, then the open pipeline."""
    skills = talents(reps, chance)
    numbers = count(FIRST_NUMBER)
    closed = [
        _shared(
            invented(next(numbers), closing.rep, skills, closing.day, chance),
            stage=WON if closing.is_won else LOST,
            reps=reps,
            chance=chance,
        )
        for closing in closings(reps, skills, start, today, chance)
    ]
    pipeline = [
        replace(
            invented(next(numbers), rep, skills, today, chance),
            stage=chance.choice(OPEN_STAGES),
            closed_on=None,
        )
        for rep in reps
        if works_on(rep, today)
        for _ in range(chance.randint(2, 7))
    ]
    return (*closed, *pipeline)


def invented(
    number: int, rep: Person, skills: dict[str, Talent], day: date, chance: Random
) -> Deal:
    """A deal that `rep` won on `day`."""
    product = chance.choices(PRODUCTS, _PRODUCT_WEIGHTS)[0]
    kind = chance.choices(KINDS, product.kinds)[0]
    size = skills[rep.name].size * chance.triangular(0.1, 1.0, 0.2)
    units = min(product.most, max(1, round(product.most * size)))
    discount = chance.choice(_DISCOUNTS) if units > 1 else 0
    age = round(min(160.0, chance.lognormvariate(2.4 if kind == "renewal" else 3.3, 0.6)))
    return Deal(
        external_id=f"D-{number}",
        credits=(Credit(rep.name),),
        cents=product.cents * units * (100 - discount) // 100,
        units=units,
        kind=kind,
        product=product.name,
        stage=WON,
        created_on=max(day - timedelta(days=age), min(rep.starts_on, day)),
        closed_on=day,
        customer=chance.choices(CUSTOMERS, _CUSTOMER_WEIGHTS)[0],
    )


def _shared(deal: Deal, *, stage: str, reps: tuple[Person, ...], chance: Random) -> Deal:
    """The deal in its stage, now and then split with a colleague or sold in another region."""
    roll = chance.random()
    deal = replace(deal, stage=stage)
    owner = next(rep for rep in reps if rep.name == deal.credits[0].rep)
    if roll < _SHARED:
        day = deal.closed_on or deal.created_on
        others = [rep for rep in reps if rep.name != owner.name and works_on(rep, day)]
        mine = chance.choice(_SHARES)
        parts = (Credit(owner.name, mine), Credit(chance.choice(others).name, 100 - mine))
        return replace(deal, credits=parts)
    if roll < _SHARED + _ELSEWHERE:
        regions = sorted({rep.region for rep in reps if rep.region} - {owner.region})
        return replace(deal, region=chance.choice(regions))
    return deal
